"""The tabs of a desk's queue: which cases each shows, and how many."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from services.review.cases.model.case import WAITING
from services.review.cases.model.timing import soon_after
from services.review.cases.records.queue import Counts
from services.review.cases.records.selection import CaseFilter
from shared.contracts.cases import CaseStatus


class QueueTab(StrEnum):
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


STATUSES: dict[QueueTab, tuple[CaseStatus, ...]] = {
    QueueTab.UNSEEN: (CaseStatus.UNSEEN,),
    QueueTab.APPROVED: (CaseStatus.APPROVED,),
    QueueTab.RETURNED: (CaseStatus.RETURNED,),
    QueueTab.REJECTED: (CaseStatus.REJECTED,),
    QueueTab.WITHDRAWN: (CaseStatus.WITHDRAWN,),
    QueueTab.ALL: (),
}
"""The states behind each tab; behind the others stands all that waits."""


def filter_of(tab: QueueTab, wanted: CaseFilter, account: str, now: datetime) -> CaseFilter:
    """What a tab shows of the cases wanted."""
    statuses = STATUSES.get(tab, tuple(sorted(WAITING)))
    if tab is QueueTab.OVERDUE:
        return replace(wanted, statuses=statuses, due_until=now)
    if tab is QueueTab.SOON:
        return replace(wanted, statuses=statuses, due_after=now, due_until=soon_after(now))
    if tab is QueueTab.MINE:
        return replace(wanted, statuses=statuses, assignee=account)
    return replace(wanted, statuses=statuses)


def tab_counts(counts: Counts) -> dict[QueueTab, int]:
    """How many cases each tab holds."""
    special = {
        QueueTab.WAITING: counts.waiting,
        QueueTab.SOON: counts.soon,
        QueueTab.OVERDUE: counts.overdue,
        QueueTab.MINE: counts.mine,
        QueueTab.ALL: sum(counts.by_status.values()),
    }
    return {
        tab: special[tab] if tab in special else sum(counts.by_status[status] for status in STATUSES[tab])
        for tab in QueueTab
    }
