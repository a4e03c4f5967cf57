"""The copies that figures are read from, and the queries on them that need more than a copy's contract."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from services.reporting.rows.records import Rows
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.cases import Case
from shared.contracts.items import Result
from shared.contracts.notifications import Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission, Upward
from shared.record.copies import Copies
from shared.record.database import Database, driver_errors
from shared.runtime.runtime import Runtime

ItemKey = tuple[str, int, str]
"""A submission, the number of a version of it (which never changes) and an item's id."""


CHANGES = ("former_names", "successors")


class ItemText(NamedTuple):
    """What an item says; `expected` is the wording of its completion period.

    `result` is what a report says of it, `upward` what became of it further up.
    """

    content: str
    parts: tuple[str, ...]
    expected: str
    note: str
    result: Result | None
    upward: tuple[Upward, ...]


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
        """What items say. They were held to their contract when the event came, so texts are not checked again."""
        wanted = set(keys)
        query = {"_id": {"$in": sorted({submission for submission, _, _ in wanted})}}
        contents = dict.fromkeys((f"public.versions.content.{part}" for part in ("items", "results")), 1)
        projection = {"public.versions.number": 1, "public.upward": 1, **contents}
        with driver_errors():
            found = await self.submissions.collection.find(query, projection).to_list(None)
        return {
            key: _text(item, row["public"], version["content"])
            for row in found
            for version in row["public"]["versions"]
            for item in version["content"].get("items") or ()
            if (key := (row["_id"], version["number"], item["id"])) in wanted
        }

    async def names(self, organisations: Collection[str], day: date = date.max) -> dict[str, str]:
        """Names on a day by id, by default the newest; an organisation that was not heard of yet goes by its id."""
        wanted = list(dict.fromkeys(organisations))
        known = {copy.id: copy.content for copy in await self.organisations.find({"_id": {"$in": wanted}})}
        return {ident: known[ident].name_on(day) if ident in known else ident for ident in wanted}

    async def today(self, organisations: Collection[str]) -> dict[str, str]:
        """How organisations that were renamed or followed by others are called today, or those that followed them."""
        changed: dict[str, Any] = {"$or": [{f"public.{part}.0": {"$exists": True}} for part in CHANGES]}
        copies = await self.organisations.find({"_id": {"$in": sorted(set(organisations))}, **changed})
        heirs = {copy.id: await self._heirs(copy.content) for copy in copies}
        return {ident: ", ".join(heir.name for heir in found) for ident, found in heirs.items() if found}

    async def _heirs(self, organisation: Organisation) -> list[Organisation]:
        """Who exists today in the place of an organisation: itself, or its successors at any remove."""
        found: dict[str, Organisation] = {}
        waiting, asked = [organisation], {organisation.id}
        while waiting:
            one = waiting.pop(0)
            successors = sorted({successor.organisation for successor in one.successors} - asked)
            asked |= set(successors)
            waiting += [copy.content for copy in await self.organisations.find({"_id": {"$in": successors}})]
            if not one.successors:
                found[one.id] = one
        return list(found.values())

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


def _text(item: dict[str, Any], public: dict[str, Any], content: dict[str, Any]) -> ItemText:
    result = next((one for one in content.get("results") or () if one["item"] == item["id"]), None)
    return ItemText(
        item["content"],
        tuple(item.get("parts") or ()),
        item["expected"]["text"],
        item.get("note") or "",
        Result.read(result) if result else None,
        tuple(Upward.read(one) for one in public.get("upward") or () if one["item"] == item["id"]),
    )


def _desk_case(public: dict[str, Any]) -> DeskCase:
    newest = public["rounds"][-1]
    viewed = newest.get("viewed_at")
    person = public.get("assigned_to") or {}
    return DeskCase(newest["version"], datetime.fromisoformat(viewed) if viewed else None, person.get("name"))
