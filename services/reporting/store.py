"""The copies that figures are read from, and the queries on them that need more than a copy's contract."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from services.reporting.row_store import Rows
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.cases import Case
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.copies import Copies
from shared.runtime import Runtime
from shared.store import Database, driver_errors

ItemKey = tuple[str, int, str]
"""A submission, the number of a version of it (which never changes) and an item's id."""


class ItemText(NamedTuple):
    """What an item says; `expected` is the wording of its completion period."""

    content: str
    parts: tuple[str, ...]
    expected: str
    note: str


class DeskCase(NamedTuple):
    """When the newest round of a case was first opened, and who has it."""

    version: int
    viewed_at: datetime | None
    assigned_to: str | None


class Library:
    """Copies of every kind of record and the rows made of them, in this service's own database."""

    def __init__(self, runtime: Runtime, database: Database) -> None:
        self.organisations: Copies[Organisation] = runtime.copy(database, "organisation", Organisation)
        self.campaigns: Copies[Campaign] = runtime.copy(database, "campaign", Campaign)
        self.submissions: Copies[Submission] = runtime.copy(database, "submission", Submission)
        self.cases: Copies[Case] = runtime.copy(database, "case", Case)
        self.notifications: Copies[Notification] = runtime.copy(database, "notification", Notification)
        self.rows = Rows(database)

    async def announced(self, among: Collection[str] | None = None) -> list[Campaign]:
        """The campaigns that were announced, closed ones too; `among` these or all."""
        chosen = {} if among is None else {"_id": {"$in": sorted(among)}}
        found = await self.campaigns.find({"public.status": {"$ne": CampaignStatus.DRAFT}, **chosen})
        return [copy.content for copy in found]

    async def desk(self, cases: Collection[str]) -> dict[str, DeskCase]:
        """What reviewers did with these cases, as far as heard of."""
        projection = {"public.assigned_to.name": 1, "public.rounds.viewed_at": 1, "public.rounds.version": 1}
        with driver_errors():
            found = await self.cases.collection.find({"_id": {"$in": sorted(cases)}}, projection).to_list(None)
        return {row["_id"]: _desk_case(row["public"]) for row in found}

    async def texts(self, keys: Iterable[ItemKey]) -> dict[ItemKey, ItemText]:
        """What items say. They were held to their contract when the event came, so they are not checked again."""
        wanted = set(keys)
        query = {"_id": {"$in": sorted({submission for submission, _, _ in wanted})}}
        projection = {"public.versions.number": 1, "public.versions.content.items": 1}
        with driver_errors():
            found = await self.submissions.collection.find(query, projection).to_list(None)
        return {
            key: _text(item)
            for row in found
            for version in row["public"]["versions"]
            for item in version["content"].get("items") or ()
            if (key := (row["_id"], version["number"], item["id"])) in wanted
        }

    async def names(self, organisations: Collection[str]) -> dict[str, str]:
        """Names by id; an organisation that was not heard of yet goes by its id."""
        wanted = list(dict.fromkeys(organisations))
        with driver_errors():
            cursor = self.organisations.collection.find({"_id": {"$in": wanted}}, {"public.name": 1})
            known = {row["_id"]: row["public"]["name"] for row in await cursor.to_list(None)}
        return {ident: known.get(ident, ident) for ident in wanted}

    async def upward(self, organisations: Collection[str]) -> dict[str, Organisation]:
        """The organisations and everything above them on any day, as far as heard of."""
        known: dict[str, Organisation] = {}
        missing = set(organisations)
        asked: set[str] = set()
        while missing:
            asked |= missing
            copies = await self.organisations.find({"_id": {"$in": sorted(missing)}})
            known |= {copy.id: copy.content for copy in copies}
            missing = {link.organisation for copy in copies for link in copy.content.parents} - asked
        return known


def _text(item: dict[str, Any]) -> ItemText:
    return ItemText(item["content"], tuple(item.get("parts") or ()), item["expected"]["text"], item.get("note") or "")


def _desk_case(public: dict[str, Any]) -> DeskCase:
    newest = public["rounds"][-1]
    viewed = newest.get("viewed_at")
    person = public.get("assigned_to") or {}
    return DeskCase(newest["version"], datetime.fromisoformat(viewed) if viewed else None, person.get("name"))
