"""The copies of every kind of record that figures are made from, and the rows made of them."""

from collections.abc import Collection

from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.cases import Case
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.record.copies import Copies
from shared.record.database import Database
from shared.runtime.runtime import Runtime


class Library:
    """This service's own database. `rows_built` remembers that the rows hold all that the copies hold."""

    def __init__(self, runtime: Runtime, database: Database) -> None:
        self.clock = runtime.clock
        self.organisations: Copies[Organisation] = runtime.copy(database, "organisation", Organisation)
        self.campaigns: Copies[Campaign] = runtime.copy(database, "campaign", Campaign)
        self.submissions: Copies[Submission] = runtime.copy(database, "submission", Submission)
        self.cases: Copies[Case] = runtime.copy(database, "case", Case)
        self.notifications: Copies[Notification] = runtime.copy(database, "notification", Notification)
        self.rows = database["rows"]
        self.builds = database["builds"]
        self.rows_built = False

    async def announced(self, among: Collection[str] | None = None) -> list[Campaign]:
        """The campaigns that were announced, closed ones too; `among` these or all."""
        chosen = {} if among is None else {"_id": {"$in": sorted(among)}}
        found = await self.campaigns.find({"public.status": {"$ne": CampaignStatus.DRAFT}, **chosen})
        return [copy.content for copy in found]
