"""The copies of every kind of record that figures are made from, the rows made of them, and what these add up to."""

from collections.abc import Collection

from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.cases import Case
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.runtime.member import Member
from shared.runtime.runtime import Runtime


class Library(Member):
    """This service's own database. `rows_built` remembers that the rows hold all that the copies hold."""

    def __init__(self, runtime: Runtime) -> None:
        super().__init__(runtime)
        self.organisations = self.copy(Organisation)
        self.campaigns = self.copy(Campaign)
        self.submissions = self.copy(Submission)
        self.cases = self.copy(Case)
        self.notifications = self.copy(Notification)
        self.rows = self.database["rows"]
        self.tallies = self.database["tallies"]
        self.builds = self.database["builds"]
        self.rows_built = False

    async def announced(self, among: Collection[str] | None = None) -> list[Campaign]:
        """The campaigns that were announced, closed ones too; `among` these or all."""
        chosen = {} if among is None else {"_id": {"$in": sorted(among)}}
        found = await self.campaigns.find({"public.status": {"$ne": CampaignStatus.DRAFT}, **chosen})
        return [copy.content for copy in found]
