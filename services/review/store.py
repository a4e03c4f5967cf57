"""A desk's own database: its cases, its copies of what others own, and the questions that its queue asks."""

import re
from dataclasses import dataclass
from typing import Any

from services.review.domain.cases import WAITING, CasePrivate, CaseRecord, events_of
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case, CaseStatus
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.copies import Copies
from shared.runtime import Runtime, Source
from shared.store import Document, Store, driver_errors
from shared.vietnamese import fold

INDEXES = (
    ("public.status", "private.delivered_at", "_id"),
    ("private.delivered_at", "_id"),
    ("public.submitter",),
    ("public.campaign",),
    ("public.assigned_to.account",),
)


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a reader wants; what is empty does not limit. Every word of `text` must be found."""

    statuses: tuple[CaseStatus, ...] = ()
    submitter: str | None = None
    campaign: str | None = None
    assignee: str | None = None
    text: str = ""

    @property
    def oldest_first(self) -> bool:
        """A queue serves whom it has kept waiting longest; an archive shows the newest."""
        return bool(self.statuses) and WAITING.issuperset(self.statuses)


class Stores:
    """Every collection of one desk."""

    def __init__(self, runtime: Runtime, organisation: str) -> None:
        self.organisation = organisation
        self.database = runtime.database(organisation)
        self.cases: Store[Case, CasePrivate] = runtime.store(
            self.database, "case", Case, CasePrivate, indexes=INDEXES, source=f"review.{organisation}"
        )
        self.campaigns: Copies[Campaign] = runtime.copy(self.database, "campaign", Campaign)
        self.organisations: Copies[Organisation] = runtime.copy(self.database, "organisation", Organisation)
        self.submissions: Copies[Submission] = runtime.copy(self.database, "submission", Submission)

    @property
    def sources(self) -> tuple[Source[Any, Any], ...]:
        """What others may ask for again: the cases, each with the event of its present state."""
        return (Source(self.cases, events_of, lambda organisation: {"public.submitter": organisation}),)

    async def page(self, wanted: CaseFilter, *, skip: int, limit: int) -> tuple[list[CaseRecord], int]:
        """A page of the queue and the number of all cases that match."""
        query = await self._query(wanted)
        order = 1 if wanted.oldest_first else -1
        sort = (("private.delivered_at", order), ("_id", order))
        return await self.cases.find(query, sort=sort, skip=skip, limit=limit), await self.cases.count(query)

    async def next_waiting(self, not_from: tuple[str, ...]) -> CaseRecord | None:
        """The case that has waited longest for a decision, of another submitter than these."""
        query: Document = {"public.status": {"$in": sorted(WAITING)}, "public.submitter": {"$nin": list(not_from)}}
        found = await self.cases.find(query, sort=(("private.delivered_at", 1), ("_id", 1)), limit=1)
        return found[0] if found else None

    async def counts(self) -> dict[CaseStatus, int]:
        """How many cases stand where."""
        pipeline: list[Document] = [{"$group": {"_id": "$public.status", "cases": {"$sum": 1}}}]
        with driver_errors():
            rows = [row async for row in self.cases.collection.aggregate(pipeline)]
        return {status: sum(row["cases"] for row in rows if row["_id"] == status) for status in CaseStatus}

    async def submitters(self) -> dict[str, str]:
        """Every organisation that has a case here, with its name, or its id while the name is unknown."""
        with driver_errors():
            found = await self.cases.collection.distinct("public.submitter")
        return await self.names(found)

    async def names(self, organisations: list[str]) -> dict[str, str]:
        """Names by id; an organisation that was not heard of yet is shown by its id."""
        copies = await self.organisations.find({"_id": {"$in": organisations}})
        return {ident: ident for ident in organisations} | {copy.id: copy.content.name for copy in copies}

    async def _query(self, wanted: CaseFilter) -> Document:
        query: Document = {
            "public.submitter": wanted.submitter,
            "public.campaign": wanted.campaign,
            "public.assigned_to.account": wanted.assignee,
        }
        query = {name: value for name, value in query.items() if value is not None}
        if wanted.statuses:
            query["public.status"] = {"$in": [status.value for status in wanted.statuses]}
        if words := fold(wanted.text).split():
            names = {ident: fold(name) for ident, name in (await self.submitters()).items()}
            query["$and"] = [_holding(word, names) for word in words]
        return query


def _holding(word: str, names: dict[str, str]) -> Document:
    """Cases whose content, submitter's id or submitter's name holds a folded word."""
    named = [ident for ident, name in names.items() if word in name]
    return {"$or": [{"private.search": {"$regex": re.escape(word)}}, {"public.submitter": {"$in": named}}]}
