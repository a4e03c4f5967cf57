"""One row for each obligation (organisation, campaign, form, recipient): what figures and lists are read from.

A row has three parts, each a pure function of one record's newest version and written apart from the others: what
the submission counts for (here), whether the campaign obliges the organisation, and the organisation's name. So the
rows are the same whatever the order in which the records were heard of.
"""

from collections import Counter
from datetime import datetime
from enum import StrEnum

from services.reporting.rows.model.answers import Answer, ItemStatus, RegisteredItem, TakenBack, answer_of
from services.reporting.rows.model.figures import figures_of, upward_names
from shared.contracts.items import ResultOutcome
from shared.contracts.submissions import RecipientStatus, Submission
from shared.contracts.types import Contract, Instant, Key, Slug

NOT_SENT = "not_sent"
WITHDRAWN = RecipientStatus.WITHDRAWN.value


class Waiting(StrEnum):
    """Where a submission is stuck: not opened yet, opened and not decided, returned and not sent again."""

    UNSEEN = "unseen"
    VIEWED = "viewed"
    RETURNED = "returned"


WAITING = {
    RecipientStatus.SENT: Waiting.UNSEEN,
    RecipientStatus.RECEIVED: Waiting.UNSEEN,
    RecipientStatus.VIEWED: Waiting.VIEWED,
    RecipientStatus.RETURNED: Waiting.RETURNED,
}
PLACES = {
    NOT_SENT: 0,
    WITHDRAWN: 0,
    RecipientStatus.RETURNED: 1,
    RecipientStatus.SENT: 2,
    RecipientStatus.RECEIVED: 2,
    RecipientStatus.VIEWED: 3,
    RecipientStatus.REJECTED: 4,
    RecipientStatus.APPROVED: 5,
}
"""The order in which a leader sees the states: what needs somebody first."""


class RowItem(Contract):
    """A registered item of the version that counts, without its text.

    `outcome` is what a report says became of it; `bare`: it is done, and no figures show it. `upward`: the figures of
    higher recipients that it is counted in.
    """

    item: Slug
    field: Slug
    status: ItemStatus
    reason: str
    outcome: ResultOutcome | None = None
    bare: bool = False
    upward: tuple[str, ...] = ()


class ObligationRow(Contract):
    """What a submission counts for with one recipient; the defaults are of an organisation that sent nothing.

    `counts`: an answer stands. `delivered_at` and `late` are of its first delivery, `version` is the one whose items
    count, `since` is the moment from which it waits. `shape` has its figures as "field figure number", in one order,
    so that equal answers are counted in one go.
    """

    submission: Key | None = None
    state: str = NOT_SENT
    place: int = 0
    counts: bool = False
    version: int | None = None
    delivered_at: Instant | None = None
    late: bool | None = None
    waiting: Waiting | None = None
    since: Instant | None = None
    items: tuple[RowItem, ...] = ()
    nil_fields: tuple[Slug, ...] = ()
    shape: tuple[str, ...] = ()


def rows_of(submission: Submission) -> dict[str, ObligationRow]:
    """The rows of a submission by recipient."""
    return {one.organisation: row_of(submission, one.organisation) for one in submission.recipients}


def row_of(submission: Submission, recipient: str) -> ObligationRow:
    """The row of a submission with a recipient."""
    answer = answer_of(submission, recipient)
    if answer is None:
        return ObligationRow()
    if isinstance(answer, TakenBack):
        return ObligationRow(submission=answer.submission, state=WITHDRAWN)
    waiting = WAITING.get(answer.state)
    return ObligationRow(
        submission=answer.submission,
        state=answer.state.value,
        place=PLACES[answer.state],
        counts=True,
        version=answer.version,
        delivered_at=answer.delivered_at,
        late=answer.late,
        waiting=waiting,
        since=_since(answer, waiting),
        items=tuple(_row_item(item) for item in answer.items),
        nil_fields=tuple(sorted(nil_of(answer))),
        shape=shape_of(answer),
    )


def _row_item(item: RegisteredItem) -> RowItem:
    reported = item.reported
    return RowItem(
        item=item.item,
        field=item.field,
        status=item.status,
        reason=item.reason,
        outcome=reported.outcome if reported else None,
        bare=bool(reported and reported.bare),
        upward=upward_names(item.higher),
    )


def nil_of(answer: Answer) -> set[str]:
    """The fields that were answered with an explicit nil and nothing else."""
    return set(answer.nil_fields) - {item.field for item in answer.items}


def shape_of(answer: Answer) -> tuple[str, ...]:
    """The figures of an answer, each as "field figure number"."""
    counted = Counter(f"{item.field} {name}" for item in answer.items for name in figures_of(item))
    counted.update(f"{field} nil" for field in nil_of(answer))
    return tuple(f"{name} {number}" for name, number in sorted(counted.items()))


def _since(answer: Answer, waiting: Waiting | None) -> datetime | None:
    """A desk is waited for since the delivery, a unit since the decision that returned it."""
    if waiting is Waiting.RETURNED and answer.decided_at is not None:
        return answer.decided_at
    return answer.received_at if waiting else None
