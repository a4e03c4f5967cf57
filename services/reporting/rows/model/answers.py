"""What one organisation's submission counts for with one recipient: which version, in time or late, what became of it.

Only the shape of a submission is needed here, not its texts.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from shared.contracts.campaigns import FormKind
from shared.contracts.items import ResultOutcome
from shared.contracts.submissions import (
    DECIDED,
    Decision,
    Outcome,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    Upward,
    UpwardStatus,
    Version,
)


class ItemStatus(StrEnum):
    """What became of a registered item, in the order in which it is shown."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    AWAITING = "awaiting"
    WITHDRAWN = "withdrawn"  # by its organisation, after delivery: listed, and counted as registered no longer


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


class Told(NamedTuple):
    """What a report says of an item. `bare`: done, and without figures."""

    outcome: ResultOutcome
    bare: bool


UNTOLD = Told(ResultOutcome.NOT_DONE, bare=False)
"""An item that a report says nothing of is not done: so every registered item is done, not done or given up."""


class Higher(NamedTuple):
    """What became of an item with a higher recipient of a campaign that the recipient consolidated it for."""

    campaign: str
    organisation: str
    status: UpwardStatus


class Delivered(NamedTuple):
    """A version that was sent to the recipient; `items` are pairs of item id and field code.

    `results` are a report's, by item id.
    """

    number: int
    delivered_at: datetime
    late: bool
    items: tuple[tuple[str, str], ...]
    nil_fields: tuple[str, ...]
    results: dict[str, Told]


class Sent(NamedTuple):
    """A submission as one recipient has it: the versions sent to it, in order, and its decisions.

    `withdrawn`: the reasons of the items that its organisation withdrew, by their ids. `higher`: where items stand
    further up, as far as this recipient carried them there, by their ids.
    """

    submission: str
    organisation: str
    status: SubmissionStatus
    state: RecipientStatus
    withdrawn_at: datetime | None
    versions: tuple[Delivered, ...]
    decisions: tuple[Decided, ...]
    withdrawn: dict[str, str]
    higher: dict[str, frozenset[Higher]]


class Registered(NamedTuple):
    """An item of the version that counts, what the recipient made of it, what a report tells of it, where it went."""

    item: str
    field: str
    status: ItemStatus
    reason: str
    told: Told | None = None
    higher: frozenset[Higher] = frozenset()


class Answer(NamedTuple):
    """What an organisation's submission counts for. `version` is the one whose items count.

    `delivered_at` and `late` are of the first delivery that stands: a resubmission after a return does not make an
    organisation late that was in time, nor one in time that was late (see `answer_of`). `received_at` is the newest
    delivery, `decided_at` the decision on it: while a correction is reviewed, `version` is an older one.
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
        tuple(
            _delivered(version, submission.form) for version in submission.versions if recipient in version.recipients
        ),
        tuple(_decided(decision) for decision in mine.decisions),
        {one.item: one.reason for one in submission.withdrawn_items},
        _higher(submission.upward, recipient),
    )


def carried_by(recipient: str, entry: Upward) -> bool:
    """Whether it was this recipient that carried the item upward, or left it out.

    A campaign may have several recipients, and each consolidates for itself.
    """
    return entry.via.rpartition(".")[2] == recipient


def _higher(upward: Sequence[Upward], recipient: str) -> dict[str, frozenset[Higher]]:
    found: dict[str, set[Higher]] = {}
    for entry in upward:
        if carried_by(recipient, entry):
            found.setdefault(entry.item, set()).add(Higher(entry.campaign, entry.organisation, entry.status))
    return {item: frozenset(standings) for item, standings in found.items()}


def standing(sent: Sent) -> tuple[Delivered, ...]:
    """The versions that were not taken back: those delivered after the last withdrawal; none while withdrawn."""
    if sent.status is not SubmissionStatus.DELIVERED or sent.state is RecipientStatus.WITHDRAWN:
        return ()
    if sent.withdrawn_at is None:
        return sent.versions
    return tuple(version for version in sent.versions if version.delivered_at > sent.withdrawn_at)


def answer_of(sent: Sent) -> Answer | TakenBack | None:
    """The answer that counts. What was withdrawn, or never sent (None), is the same as missing.

    The newest approved version is the one whose items count, so that it stays in force while a correction of it is
    reviewed; without one, the newest that stands. Lateness is judged by the first: the plans set a
    deadline for sending the form ("trước ngày 07/5/2022"), and a reviewer who returns it after the deadline would
    otherwise make every unit late that corrects what it was asked to correct. What a unit took back itself never
    counts as sent.
    """
    versions = standing(sent)
    if not versions:
        return TakenBack(sent.submission, sent.organisation) if sent.versions else None
    first, newest, counting = versions[0], versions[-1], in_force(sent, versions)
    decision, last = decision_on(sent, counting.number), decision_on(sent, newest.number)
    return Answer(
        sent.submission,
        sent.organisation,
        sent.state,
        first.delivered_at,
        first.late,
        counting.number,
        newest.delivered_at,
        last.at if last else None,
        tuple(_registered(sent, counting, item, field, decision) for item, field in counting.items),
        counting.nil_fields,
    )


def in_force(sent: Sent, versions: Sequence[Delivered]) -> Delivered:
    """Of the versions that stand, the newest approved one, else the newest (see `Submission.in_force_for`)."""
    outcomes = {decision.version: decision.whole.outcome for decision in sent.decisions}
    approved = [version for version in versions if outcomes.get(version.number) is Outcome.APPROVE]
    return (approved or versions)[-1]


def decision_on(sent: Sent, version: int) -> Decided | None:
    """The decision in force on a version: the last one taken.

    What was approved stays approved whatever comes after it; anything else only until the case is opened again.
    """
    found = next((decision for decision in reversed(sent.decisions) if decision.version == version), None)
    if found is None or found.whole.outcome is Outcome.APPROVE or sent.state in DECIDED:
        return found
    return None


def ruling_on(item: str, decision: Decided | None) -> tuple[ItemStatus, str]:
    """An item's status and reason: its own decision, else that on the whole, else it awaits one."""
    if decision is None:
        return ItemStatus.AWAITING, ""
    ruling = decision.items.get(item, decision.whole)
    return STATUS_OF[ruling.outcome], ruling.reason


def _registered(sent: Sent, version: Delivered, item: str, field: str, decision: Decided | None) -> Registered:
    told, higher = version.results.get(item), sent.higher.get(item, frozenset())
    if item in sent.withdrawn:
        return Registered(item, field, ItemStatus.WITHDRAWN, sent.withdrawn[item], told, higher)
    return Registered(item, field, *ruling_on(item, decision), told, higher)


def _delivered(version: Version, form: FormKind) -> Delivered:
    content = version.content
    items = tuple((item.id, item.field) for item in content.items)
    results: dict[str, Told] = {}
    if form is not FormKind.REGISTRATION:
        results = dict.fromkeys((item for item, _ in items), UNTOLD)
        results |= {result.item: Told(result.outcome, result.without_figures) for result in reversed(content.results)}
    return Delivered(version.number, version.delivered_at, version.late, items, content.nil_fields, results)


def _decided(decision: Decision) -> Decided:
    items = {one.item: Ruling(one.outcome, one.reason) for one in decision.items}
    return Decided(decision.version, decision.decided_at, Ruling(decision.outcome, decision.reason), items)
