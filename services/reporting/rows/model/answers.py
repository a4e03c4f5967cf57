"""What a submission counts for with one recipient: which version, in time or late, what became of its items."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from shared.contracts.campaigns import REPORTS, FormKind
from shared.contracts.items import Content, ResultOutcome
from shared.contracts.submissions import (
    Decision,
    Outcome,
    Recipient,
    RecipientStatus,
    Submission,
    Upward,
    UpwardStatus,
)
from shared.rules.decisions import DECIDED, DECIDED_AS, decision_on
from shared.rules.force import in_force, standing
from shared.rules.ids import submitter_of


class ItemStatus(StrEnum):
    """What became of a registered item, in the order in which it is shown."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    AWAITING = "awaiting"
    WITHDRAWN = "withdrawn"  # by its organisation, after delivery: listed, and counted as registered no longer


class ReportedItem(NamedTuple):
    """What a report says of an item. `bare`: done, and without figures."""

    outcome: ResultOutcome
    bare: bool


UNREPORTED = ReportedItem(ResultOutcome.NOT_DONE, bare=False)
"""An item that a report says nothing of is not done: so every registered item is done, not done or given up."""


class Higher(NamedTuple):
    """What became of an item with a higher recipient of a campaign that the recipient consolidated it for."""

    campaign: str
    organisation: str
    status: UpwardStatus


class RegisteredItem(NamedTuple):
    """An item of the version that counts, what the recipient made of it, what a report tells of it, where it went."""

    item: str
    field: str
    status: ItemStatus
    reason: str
    reported: ReportedItem | None = None
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
    items: tuple[RegisteredItem, ...]
    nil_fields: tuple[str, ...]


class TakenBack(NamedTuple):
    """A submission that was sent and withdrawn: its organisation is missing, and the list says why."""

    submission: str
    organisation: str


def carried_by(recipient: str, entry: Upward) -> bool:
    """Whether it was this recipient that carried the item upward, or left it out.

    A campaign may have several recipients, and each consolidates for itself.
    """
    return submitter_of(entry.via) == recipient


def answer_of(submission: Submission, recipient: str) -> Answer | TakenBack | None:
    """The answer that counts. What was withdrawn, or never sent (None), is the same as missing.

    The items of the version in force count. Lateness is judged by the first version that stands: the plans set a
    deadline for sending the form ("trước ngày 07/5/2022"), and a reviewer who returns it after the deadline would
    otherwise make every unit late that corrects what it was asked to correct. What a unit took back itself never
    counts as sent.
    """
    mine, versions = submission.recipient(recipient), standing(submission, recipient)
    counting = in_force(submission, recipient)
    if mine is None or counting is None:
        sent = submission.version_for(recipient)
        return TakenBack(submission.id, submission.organisation) if mine and sent else None
    last = held(mine, versions[-1].number)
    return Answer(
        submission.id,
        submission.organisation,
        mine.status,
        versions[0].delivered_at,
        versions[0].late,
        counting.number,
        versions[-1].delivered_at,
        last.decided_at if last else None,
        tuple(_registered(submission, recipient, counting.content, held(mine, counting.number))),
        counting.content.nil_fields,
    )


def held(recipient: Recipient, version: int) -> Decision | None:
    """The decision that counts on a version: the last one taken.

    What was approved stays approved whatever comes after it; anything else only until the case is opened again.
    """
    found = decision_on(recipient, version)
    if found is None or found.outcome is Outcome.APPROVE or recipient.status in DECIDED:
        return found
    return None


def _registered(
    submission: Submission, recipient: str, content: Content, decision: Decision | None
) -> Iterator[RegisteredItem]:
    """The items with the decision's own word on each, else that on the whole; without a decision they await one."""
    gone = {one.item: one.reason for one in submission.withdrawn_items}
    own = {one.item: one for one in decision.items} if decision else {}
    reported, higher = _reported(submission.form, content), _higher(submission.upward, recipient)
    for item in content.items:
        ruling = own.get(item.id, decision)
        status, reason = ItemStatus.AWAITING, ""
        if item.id in gone:
            status, reason = ItemStatus.WITHDRAWN, gone[item.id]
        elif ruling is not None:
            status, reason = ItemStatus(DECIDED_AS[ruling.outcome]), ruling.reason
        yield RegisteredItem(
            item.id, item.field, status, reason, reported.get(item.id), higher.get(item.id, frozenset())
        )


def _reported(form: FormKind, content: Content) -> dict[str, ReportedItem]:
    """What a report says of its items."""
    if form not in REPORTS:
        return {}
    reported = {
        result.item: ReportedItem(result.outcome, result.without_figures) for result in reversed(content.results)
    }
    return {item.id: reported.get(item.id, UNREPORTED) for item in content.items}


def _higher(upward: Sequence[Upward], recipient: str) -> dict[str, frozenset[Higher]]:
    found: dict[str, set[Higher]] = {}
    for entry in upward:
        if carried_by(recipient, entry):
            found.setdefault(entry.item, set()).add(Higher(entry.campaign, entry.organisation, entry.status))
    return {item: frozenset(standings) for item, standings in found.items()}
