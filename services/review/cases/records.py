"""The questions that a desk's queue asks of its cases, each answered by an index of `store.py`."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from services.review.cases.model.case import WAITING, CasePrivate, CaseRecord
from shared.contracts.cases import Case, CaseStatus
from shared.language.vietnamese import fold
from shared.record.database import Document, driver_errors
from shared.record.store import Store

CaseStore = Store[Case, CasePrivate]
Sort = tuple[tuple[str, int], ...]


class Order(StrEnum):
    DUE = "due"
    OLDEST = "oldest"
    NEWEST = "newest"


SORTS: dict[Order, Sort] = {
    Order.DUE: (("private.due_at", 1), ("private.delivered_at", 1), ("_id", 1)),
    Order.OLDEST: (("private.delivered_at", 1), ("_id", 1)),
    Order.NEWEST: (("private.delivered_at", -1), ("_id", -1)),
}


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a reader wants; what is empty does not limit. Every word of `text` must be found.

    `due_after` excludes its instant, `due_until` includes it.
    """

    statuses: tuple[CaseStatus, ...] = ()
    submitter: str | None = None
    campaign: str | None = None
    assignee: str | None = None
    text: str = ""
    due_after: datetime | None = None
    due_until: datetime | None = None
    order: Order | None = None

    @property
    def sort(self) -> Sort:
        """A queue serves first what is due first; an archive shows the newest."""
        waiting = bool(self.statuses) and WAITING.issuperset(self.statuses)
        return SORTS[self.order or (Order.DUE if waiting else Order.NEWEST)]

    def query(self, names: dict[str, str]) -> Document:
        """The filter for the database; `names` are the submitters', by id, for the words of `text`."""
        wanted: Document = {
            "public.submitter": self.submitter,
            "public.campaign": self.campaign,
            "public.assigned_to.account": self.assignee,
        }
        query = {name: value for name, value in wanted.items() if value is not None}
        if self.statuses:
            query["public.status"] = {"$in": [status.value for status in self.statuses]}
        bounds = {"$gt": self.due_after, "$lte": self.due_until}
        if due := {name: wire(instant) for name, instant in bounds.items() if instant is not None}:
            query["private.due_at"] = due
        if words := fold(self.text).split():
            folded = {ident: _folded(name) for ident, name in names.items()}
            if holding := [part for word in words if (part := _holding(word, folded))]:
                query["$and"] = holding
        return query


@dataclass(frozen=True)
class Counts:
    """How many cases stand where; `overdue`, `soon` and `mine` are of those that wait."""

    by_status: dict[CaseStatus, int]
    overdue: int
    soon: int
    mine: int

    @property
    def waiting(self) -> int:
        return sum(self.by_status[status] for status in WAITING)


async def count(cases: CaseStore, now: datetime, soon: datetime, account: str) -> Counts:
    """Every number of the queue's tabs by one pass over one index; no case is read."""
    due = "$private.due_at"
    pipeline: list[Document] = [
        {"$match": {"public.status": {"$in": sorted(CaseStatus)}}},
        {
            "$group": {
                "_id": "$public.status",
                "cases": {"$sum": 1},
                "overdue": _waiting_and({"$gt": [due, ""]}, {"$lte": [due, wire(now)]}),
                "soon": _waiting_and({"$gt": [due, wire(now)]}, {"$lte": [due, wire(soon)]}),
                "mine": _waiting_and({"$eq": ["$public.assigned_to.account", account]}),
            }
        },
    ]
    with driver_errors():
        rows = {row["_id"]: row async for row in cases.collection.aggregate(pipeline)}

    def waiting(what: str) -> int:
        return sum(int(rows[status][what]) for status in WAITING if status in rows)

    by_status = {status: int(rows[status]["cases"]) if status in rows else 0 for status in CaseStatus}
    return Counts(by_status, waiting("overdue"), waiting("soon"), waiting("mine"))


async def next_waiting(
    cases: CaseStore, account: str, not_from: tuple[str, ...], after: CaseRecord | None = None
) -> CaseRecord | None:
    """The case that is due first, that nobody else deals with, of another submitter than `not_from`.

    `after` is a case to be passed over: the search goes on behind it.
    """
    query: Document = {
        "public.status": {"$in": sorted(WAITING)},
        "public.submitter": {"$nin": list(not_from)},
        "public.assigned_to.account": {"$in": [None, account]},
    }
    if after is not None:
        query["$or"] = _behind(after)
    found = await cases.find(query, sort=SORTS[Order.DUE], limit=1)
    return found[0] if found else None


async def of_submitter(cases: CaseStore, submitter: str, but: str, limit: int) -> list[CaseRecord]:
    """The other cases of a submitter, the newest first."""
    query: Document = {"public.submitter": submitter, "_id": {"$ne": but}}
    return await cases.find(query, sort=SORTS[Order.NEWEST], limit=limit)


async def counts_of_submitter(cases: CaseStore, submitter: str) -> dict[CaseStatus, int]:
    """How many cases of a submitter stand where."""
    pipeline: list[Document] = [
        {"$match": {"public.submitter": submitter}},
        {"$group": {"_id": "$public.status", "cases": {"$sum": 1}}},
    ]
    with driver_errors():
        rows = {row["_id"]: int(row["cases"]) async for row in cases.collection.aggregate(pipeline)}
    return {status: rows.get(status, 0) for status in CaseStatus}


def wire(instant: datetime) -> str:
    """An instant as it is stored, so that texts compare as times."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _waiting_and(*conditions: Document) -> Document:
    """How many cases wait and meet the conditions; the state comes first, so most are passed over at once."""
    waits = {"$in": ["$public.status", sorted(WAITING)]}
    return {"$sum": {"$cond": [{"$and": [waits, *conditions]}, 1, 0]}}


def _behind(record: CaseRecord) -> list[Document]:
    """What comes after a case in the order of `Order.DUE`; cases without a limit come first."""
    private = record.private
    due: Any = wire(private.due_at) if private.due_at else None
    same: Document = {"private.due_at": due}
    delivered = wire(private.delivered_at)
    return [
        {"private.due_at": {"$gt": due} if due else {"$ne": None}},
        {**same, "private.delivered_at": {"$gt": delivered}},
        {**same, "private.delivered_at": delivered, "_id": {"$gt": record.id}},
    ]


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    return fold(name)


def _holding(word: str, names: dict[str, str]) -> Document:
    """Cases whose content, submitter's id or submitter's name holds a folded word; empty where that is every case."""
    named = [ident for ident, name in names.items() if word in name]
    if names and len(named) == len(names):
        return {}
    return {"$or": [{"private.search": {"$regex": re.escape(word)}}, {"public.submitter": {"$in": named}}]}
