"""The tabs of a desk's queue: which cases each shows, and how many."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.review.cases.model.case import WAITING
from services.review.cases.model.timing import soon_after
from services.review.cases.records.counts import Counts
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


def filter_of(tab: QueueTab, wanted: CaseFilter, account: str, now: datetime) -> CaseFilter:
    """What a tab shows of the cases wanted: those of the state that it names, or of all that waits."""
    limits: dict[QueueTab, dict[str, Any]] = {
        QueueTab.ALL: {"statuses": ()},
        QueueTab.OVERDUE: {"due_until": now},
        QueueTab.SOON: {"due_after": now, "due_until": soon_after(now)},
        QueueTab.MINE: {"assignee": account},
    }
    named = (CaseStatus(tab.value),) if tab.value in set(CaseStatus) else tuple(sorted(WAITING))
    return replace(wanted, **{"statuses": named} | limits.get(tab, {}))


def tab_counts(counts: Counts) -> dict[QueueTab, int]:
    """How many cases each tab holds."""
    special = {
        QueueTab.WAITING: counts.waiting,
        QueueTab.SOON: counts.soon,
        QueueTab.OVERDUE: counts.overdue,
        QueueTab.MINE: counts.mine,
        QueueTab.ALL: sum(counts.by_status.values()),
    }
    return {tab: special[tab] if tab in special else counts.by_status[CaseStatus(tab.value)] for tab in QueueTab}
