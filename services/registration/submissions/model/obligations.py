"""Where an obligation stands, seen by the unit that has it: whose turn it is, how urgent, and what is to be mended."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from shared.contracts.submissions import Decision, ItemDecision, Outcome, RecipientStatus, Submission
from shared.language.deadlines import Deadline
from shared.rules.decisions import SETTLED
from shared.rules.obligations import UNDONE


class Stage(IntEnum):
    """In the order in which a clerk should look at his obligations."""

    RETURNED = 1
    CORRECTION = 2
    OVERDUE = 3
    DUE = 4
    WAITING = 5
    FINISHED = 6
    LATER = 7


def stage(
    standing: Collection[RecipientStatus | None],
    due: Deadline,
    now: datetime,
    *,
    unsent: bool,
    fillable: bool,
    optional: bool = False,
) -> Stage:
    """Where it stands. `unsent`: something was typed since the last delivery; `fillable`: its form is open.
    An `optional` form is never overdue."""
    undone = any(status in UNDONE for status in standing)
    if not undone and all(status in SETTLED for status in standing):
        return Stage.FINISHED
    if not undone and not unsent:
        return Stage.WAITING
    if not fillable:
        return Stage.LATER
    if RecipientStatus.RETURNED in standing:
        return Stage.RETURNED
    return Stage.OVERDUE if undone and not optional and not due.met_by(now) else Stage.DUE


@dataclass(frozen=True)
class Return:
    """A recipient that sent the submission back, and its decision."""

    recipient: str
    decision: Decision

    def of(self, item: str) -> ItemDecision | None:
        """What it said of one item, where that asks for something."""
        found = next((d for d in self.decision.items if d.item == item), None)
        return found if found and (found.reason or found.outcome is not Outcome.APPROVE) else None


def returns(submission: Submission) -> list[Return]:
    """The returns that still ask for a new version."""
    return [
        Return(recipient.organisation, recipient.decisions[-1])
        for recipient in submission.recipients
        if recipient.status is RecipientStatus.RETURNED and recipient.decisions
    ]
