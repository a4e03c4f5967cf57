"""Cases as the templates show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from services.review.cases.model.case import WAITING, CaseRecord
from services.review.cases.model.decisions import approve_clean
from services.review.cases.model.delivered import DeliveredRound
from services.review.cases.model.differences import Comparison, compare
from services.review.cases.model.timing import end_of_working_day
from services.review.cases.records import CaseFilter, Counts
from services.review.desk.model.substitutions import Standing
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.submissions import ItemDecision
from shared.identity import Actor
from shared.language.deadlines import Deadline
from shared.language.vietnamese import VIETNAM
from shared.rules.tried import allows
from shared.sheets.fields import field_headings

SOON_DAYS = 2
"""A case is due soon when its limit lies within this many working days."""


class View(StrEnum):
    """The queue's tabs."""

    WAITING = "waiting"
    UNSEEN = "unseen"
    SOON = "soon"
    OVERDUE = "overdue"
    MINE = "mine"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ALL = "all"


STATUSES: dict[View, tuple[CaseStatus, ...]] = {
    View.UNSEEN: (CaseStatus.UNSEEN,),
    View.APPROVED: (CaseStatus.APPROVED,),
    View.RETURNED: (CaseStatus.RETURNED,),
    View.REJECTED: (CaseStatus.REJECTED,),
    View.WITHDRAWN: (CaseStatus.WITHDRAWN,),
    View.ALL: (),
}
"""The states behind each tab; behind the others stands all that waits."""


@dataclass(frozen=True)
class FieldRows:
    """One field of the form with its items, beside an earlier version's where there is one.

    `nil_now` and `nil_before` (the same where there is no earlier version): answered with "-"; without items and
    nil: left blank.
    """

    name: str
    items: tuple[Comparison, ...]
    nil_now: bool
    nil_before: bool

    @property
    def is_empty(self) -> bool:
        """Nothing stands here, and nothing did in the version beside it."""
        return not self.items and self.nil_now == self.nil_before


@dataclass(frozen=True)
class QueueRow:
    """A case in the queue. `choosable`: it may be approved among others, by this person.

    `items`: how many it has; None while its newest version is still being taken in.
    """

    record: CaseRecord
    name: str
    items: int | None
    due: Deadline | None
    choosable: bool

    @property
    def case(self) -> Case:
        return self.record.public


@dataclass(frozen=True)
class HistoryRow:
    at: datetime
    action: str
    actor: str | None
    reason: str


def filter_of(view: View, wanted: CaseFilter, account: str, now: datetime) -> CaseFilter:
    """What a tab shows of the cases wanted."""
    statuses = STATUSES.get(view, tuple(sorted(WAITING)))
    if view is View.OVERDUE:
        return replace(wanted, statuses=statuses, due_until=now)
    if view is View.SOON:
        return replace(wanted, statuses=statuses, due_after=now, due_until=soon_after(now))
    if view is View.MINE:
        return replace(wanted, statuses=statuses, assignee=account)
    return replace(wanted, statuses=statuses)


def soon_after(now: datetime) -> datetime:
    return end_of_working_day(now, SOON_DAYS)


def view_counts(counts: Counts) -> dict[View, int]:
    """How many cases each tab holds."""
    special = {
        View.WAITING: counts.waiting,
        View.SOON: counts.soon,
        View.OVERDUE: counts.overdue,
        View.MINE: counts.mine,
        View.ALL: sum(counts.by_status.values()),
    }
    return {
        view: special[view] if view in special else sum(counts.by_status[status] for status in STATUSES[view])
        for view in View
    }


def queue_rows(
    records: Iterable[CaseRecord],
    names: dict[str, str],
    items: dict[str, int],
    *,
    actor: Actor,
    now: datetime,
    standing: Standing,
) -> list[QueueRow]:
    """The queue's page for a person, who may act here by `standing`; `items` by case."""
    return [
        QueueRow(
            record,
            names[record.public.submitter],
            items.get(record.id),
            due_of(record),
            record.id in items and allows(approve_clean, record, record.public.current.version, actor, now, standing),
        )
        for record in records
    ]


def due_of(record: CaseRecord) -> Deadline | None:
    """Until when the desk should decide, as `ui.due` says it; None where no decision is awaited."""
    due_at = record.private.due_at
    if due_at is None or record.public.status not in WAITING:
        return None
    local = due_at.astimezone(VIETNAM)
    if local.time() == time.min:
        return Deadline(date=local.date() - timedelta(days=1), inclusive=True, wording="")
    return Deadline(date=local.date(), time=local.time(), inclusive=False, wording="")


def field_rows(now: DeliveredRound, before: DeliveredRound | None, campaign: Campaign | None) -> list[FieldRows]:
    """The content in the order of the campaign's fields; a field that the campaign does not name comes last."""
    items = compare(before.content if before else None, now.content)
    nil_before = (before or now).content.nil_fields
    headings = field_headings(campaign, [*(item.field for item in items), *now.content.nil_fields, *nil_before])
    return [
        FieldRows(
            heading.name,
            tuple(item for item in items if item.field == heading.code),
            heading.code in now.content.nil_fields,
            heading.code in nil_before,
        )
        for heading in headings
    ]


def item_decisions(round_: Round) -> dict[str, ItemDecision]:
    """The decisions that single items have of their own."""
    return {decision.item: decision for decision in round_.decision.items} if round_.decision else {}


def history_rows(history: Iterable[dict[str, Any]]) -> list[HistoryRow]:
    """Newest first."""
    rows = [
        HistoryRow(
            datetime.fromisoformat(entry["at"]),
            entry["action"],
            entry["actor"]["name"] if entry["actor"] else None,
            entry["reason"],
        )
        for entry in history
    ]
    return rows[::-1]


def list_address(address: str, filters: dict[str, str]) -> str:
    """The list's own address with the filters that are set."""
    kept = {name: value for name, value in filters.items() if value}
    return f"{address}?{urlencode(kept)}" if kept else address


def submitters_of(records: Sequence[CaseRecord]) -> list[str]:
    return list(dict.fromkeys(record.public.submitter for record in records))
