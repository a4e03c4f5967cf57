"""What one organisation's submission counts for with one recipient: which version, in time or late, what became of it.

Only the shape of a submission is needed here, not its texts.
"""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from shared.contracts.submissions import (
    DECIDED,
    Decision,
    Outcome,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    Version,
)


class ItemStatus(StrEnum):
    """What became of a registered item, in the order in which it is shown."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    AWAITING = "awaiting"


STATUS_OF = {
    Outcome.APPROVE: ItemStatus.APPROVED,
    Outcome.RETURN: ItemStatus.RETURNED,
    Outcome.REJECT: ItemStatus.REJECTED,
}


class Ruling(NamedTuple):
    """An outcome and its reason, for a whole version or for one item."""

    outcome: Outcome
    reason: str


class Decided(NamedTuple):
    """A recipient's decision on one version; `items` by item id."""

    version: int
    at: datetime
    whole: Ruling
    items: dict[str, Ruling]


class Delivered(NamedTuple):
    """A version that was sent to the recipient; `items` are pairs of item id and field code."""

    number: int
    delivered_at: datetime
    late: bool
    items: tuple[tuple[str, str], ...]
    nil_fields: tuple[str, ...]


class Sent(NamedTuple):
    """A submission as one recipient has it: the versions sent to it, in order, and its decisions."""

    submission: str
    organisation: str
    status: SubmissionStatus
    state: RecipientStatus
    withdrawn_at: datetime | None
    versions: tuple[Delivered, ...]
    decisions: tuple[Decided, ...]


class Registered(NamedTuple):
    """An item of the version that counts, and what the recipient made of it."""

    item: str
    field: str
    status: ItemStatus
    reason: str


class Answer(NamedTuple):
    """What an organisation's submission counts for. `version` is the one whose items count.

    `delivered_at` and `late` are of the first delivery that stands: a resubmission after a return does not make an
    organisation late that was in time, nor one in time that was late (see `answer_of`). `received_at` is the delivery
    of the version that counts, `decided_at` the decision in force on it.
    """

    submission: str
    organisation: str
    state: RecipientStatus
    delivered_at: datetime
    late: bool
    version: int
    received_at: datetime
    decided_at: datetime | None
    items: tuple[Registered, ...]
    nil_fields: tuple[str, ...]


class TakenBack(NamedTuple):
    """A submission that was sent and withdrawn: its organisation is missing, and the list says why."""

    submission: str
    organisation: str


def sent_to(recipient: str, submission: Submission) -> Sent | None:
    """The submission as this recipient has it; None when it was not sent there."""
    mine = submission.recipient(recipient)
    if mine is None:
        return None
    return Sent(
        submission.id,
        submission.organisation,
        submission.status,
        mine.status,
        submission.withdrawn_at,
        tuple(_delivered(version) for version in submission.versions if recipient in version.recipients),
        tuple(_decided(decision) for decision in mine.decisions),
    )


def standing(sent: Sent) -> tuple[Delivered, ...]:
    """The versions that were not taken back: those delivered after the last withdrawal; none while withdrawn."""
    if sent.status is not SubmissionStatus.DELIVERED or sent.state is RecipientStatus.WITHDRAWN:
        return ()
    if sent.withdrawn_at is None:
        return sent.versions
    return tuple(version for version in sent.versions if version.delivered_at > sent.withdrawn_at)


def answer_of(sent: Sent) -> Answer | TakenBack | None:
    """The answer that counts. What was withdrawn, or never sent (None), is the same as missing.

    The newest version that stands is the one whose items count. Lateness is judged by the first: the plans set a
    deadline for sending the form ("trước ngày 07/5/2022"), and a reviewer who returns it after the deadline would
    otherwise make every unit late that corrects what it was asked to correct. What a unit took back itself never
    counts as sent.
    """
    versions = standing(sent)
    if not versions:
        return TakenBack(sent.submission, sent.organisation) if sent.versions else None
    first, counting = versions[0], versions[-1]
    decision = decision_on(sent, counting.number)
    return Answer(
        sent.submission,
        sent.organisation,
        sent.state,
        first.delivered_at,
        first.late,
        counting.number,
        counting.delivered_at,
        decision.at if decision else None,
        tuple(Registered(item, field, *ruling_on(item, decision)) for item, field in counting.items),
        counting.nil_fields,
    )


def decision_on(sent: Sent, version: int) -> Decided | None:
    """The decision in force on a version: the last one taken, unless the case was opened again since."""
    if sent.state not in DECIDED:
        return None
    return next((decision for decision in reversed(sent.decisions) if decision.version == version), None)


def ruling_on(item: str, decision: Decided | None) -> tuple[ItemStatus, str]:
    """An item's status and reason: its own decision, else that on the whole, else it awaits one."""
    if decision is None:
        return ItemStatus.AWAITING, ""
    ruling = decision.items.get(item, decision.whole)
    return STATUS_OF[ruling.outcome], ruling.reason


def _delivered(version: Version) -> Delivered:
    content = version.content
    items = tuple((item.id, item.field) for item in content.items)
    return Delivered(version.number, version.delivered_at, version.late, items, content.nil_fields)


def _decided(decision: Decision) -> Decided:
    items = {one.item: Ruling(one.outcome, one.reason) for one in decision.items}
    return Decided(decision.version, decision.decided_at, Ruling(decision.outcome, decision.reason), items)
