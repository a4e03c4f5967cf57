"""Which cases a reader wants, in which order, as a question for the database."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from services.review.cases.model.case import WAITING
from shared.contracts.cases import CaseStatus
from shared.language.vietnamese import fold
from shared.record.database import Document

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
    form: str | None = None
    period: str | None = None
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
            "public.form": self.form,
            "public.period": self.period,
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


def wire(instant: datetime) -> str:
    """An instant as it is stored, so that texts compare as times."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@lru_cache(maxsize=20_000)
def _folded(name: str) -> str:
    return fold(name)


def _holding(word: str, names: dict[str, str]) -> Document:
    """Cases whose content, submitter's id or submitter's name holds a folded word; empty where that is every case."""
    named = [ident for ident, name in names.items() if word in name]
    if names and len(named) == len(names):
        return {}
    return {"$or": [{"private.search": {"$regex": re.escape(word)}}, {"public.submitter": {"$in": named}}]}
