"""How many cases of a desk stand where, each number answered by an index of `stores.py`."""

from dataclasses import dataclass
from datetime import datetime

from services.review.cases.model.case import WAITING
from services.review.cases.model.timing import soon_after
from services.review.cases.records.selection import wire
from services.review.stores import Stores
from shared.contracts.cases import CaseStatus
from shared.record.database import Document


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


async def count(stores: Stores, now: datetime, account: str) -> Counts:
    """Every number of the queue's tabs by one pass over one index; no case is read."""
    due, soon = "$private.due_at", soon_after(now)
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
    rows = {row["_id"]: row for row in await stores.cases.aggregate(pipeline)}

    def waiting(what: str) -> int:
        return sum(int(rows[status][what]) for status in WAITING if status in rows)

    by_status = {status: int(rows[status]["cases"]) if status in rows else 0 for status in CaseStatus}
    return Counts(by_status, waiting("overdue"), waiting("soon"), waiting("mine"))


async def counts_of_submitter(stores: Stores, submitter: str) -> dict[CaseStatus, int]:
    """How many cases of a submitter stand where."""
    pipeline: list[Document] = [
        {"$match": {"public.submitter": submitter}},
        {"$group": {"_id": "$public.status", "cases": {"$sum": 1}}},
    ]
    rows = {row["_id"]: int(row["cases"]) for row in await stores.cases.aggregate(pipeline)}
    return {status: rows.get(status, 0) for status in CaseStatus}


def _waiting_and(*conditions: Document) -> Document:
    """How many cases wait and meet the conditions; the state comes first, so most are passed over at once."""
    waits = {"$in": ["$public.status", sorted(WAITING)]}
    return {"$sum": {"$cond": [{"$and": [waits, *conditions]}, 1, 0]}}
