"""Cases: what a desk makes of the submissions it is sent.

A case is a function of what was delivered and of what was decided, never of the order in which the desk heard of it:
rounds are only ever added, a decision once known stays, and what is older than the case already rests on is ignored.
"""

from dataclasses import dataclass

from services.review.cases.model.case import EVENTS, CaseChange, CaseRecord, private_part, status_of
from services.review.cases.model.delivered import items_of
from services.review.cases.model.timing import Timing
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.submissions import (
    Correction,
    Decision,
    Outcome,
    Recipient,
    RevokedCorrection,
    Submission,
    Version,
)
from shared.record.record import Change, Emit, Entry
from shared.rules.decisions import all_revoked, decision_on, is_revoked
from shared.rules.force import is_withdrawn
from shared.rules.ids import case_id

NO_PARENTS = Timing()


@dataclass(frozen=True)
class Delivery:
    """A submission as its owner told of it: at which version of the record, under which head of its history."""

    submission: Submission
    sequence: int
    head: str


def receive(
    record: CaseRecord | None, delivery: Delivery, organisation: str, timing: Timing = NO_PARENTS
) -> CaseChange | None:
    """The case after news of its submission; None when the news changes nothing that others can see.

    `timing` is the desk's clock for the campaign, as far as the desk knows it. Hearing how the submission took the
    desk's own event must end here, or the two would answer each other for ever.
    """
    before = record.public if record else None
    if before is not None and delivery.sequence < before.submission_sequence:
        return None
    rounds = _rounds(before, delivery.submission, organisation)
    if not rounds:
        return None
    after = _case(before, rounds, delivery, organisation)
    entry = delivery.submission.recipient(organisation)
    if record is not None and _same(record.public, after) and not _from_another_life(record, entry):
        return None
    return _change(before, after, delivery.submission, timing)


def _rounds(before: Case | None, submission: Submission, organisation: str) -> tuple[Round, ...]:
    """A round for each version sent to this desk, with the decision known here or, failing that, to the submission."""
    rounds = {known.version: known for known in before.rounds} if before else {}
    entry = submission.recipient(organisation)
    for version in submission.versions:
        if organisation in version.recipients and version.number not in rounds:
            rounds[version.number] = Round(
                version=version.number,
                delivered_at=version.delivered_at,
                late=version.late,
                correction=_corrected(entry, version),
            )
    return tuple(_decided(rounds[number], decision_on(entry, number)) for number in sorted(rounds))


def _corrected(entry: Recipient | None, version: Version) -> Correction | None:
    """Why a version is sent anew to this desk; it means only the desks that had approved an earlier one."""
    approved = [d.version for d in entry.decisions if d.outcome is Outcome.APPROVE] if entry else []
    return version.correction if any(number < version.number for number in approved) else None


def _decided(known: Round, recorded: Decision | None) -> Round:
    if known.decision is not None or recorded is None:
        return known
    return known.model_copy(update={"decision": recorded})


def _case(before: Case | None, rounds: tuple[Round, ...], delivery: Delivery, organisation: str) -> Case:
    submission, withdrawn = delivery.submission, is_withdrawn(delivery.submission, organisation)
    entry, items = submission.recipient(organisation), items_of(rounds, submission)
    # What the desk took back, as far as it or, when it lost its database, the unit knows.
    known = before.revoked_corrections if before else ()
    revoked = all_revoked(known, entry.revoked_corrections if entry else ())
    return Case(
        id=case_id(organisation, submission.id),
        organisation=organisation,
        submission=submission.id,
        submitter=submission.organisation,
        campaign=submission.campaign,
        form=submission.form,
        period=submission.period,
        status=CaseStatus.WITHDRAWN if withdrawn else status_of(rounds),
        rounds=rounds,
        assigned_to=before.assigned_to if before else None,
        withdrawn_at=submission.withdrawn_at if withdrawn else None,
        withdrawn_reason=submission.withdrawn_reason if withdrawn else "",
        correction=_asked(before.correction if before else None, entry, rounds[-1], revoked),
        revoked_corrections=revoked,
        withdrawn_items=tuple(gone for gone in submission.withdrawn_items if gone.item in items),
        submission_sequence=delivery.sequence,
        submission_head=delivery.head,
    )


def _asked(
    asked: Correction | None, entry: Recipient | None, current: Round, revoked: tuple[RevokedCorrection, ...]
) -> Correction | None:
    """The correction that the desk asked for, until a newer version came or it took that back.

    A rebuilt desk finds it with the unit, which may not have heard yet that it was taken back.
    """
    if asked is None and entry and entry.correction and entry.correction.asked_by.organisation == entry.organisation:
        asked = entry.correction
    if asked is None or asked.version != current.version:
        return None
    return None if is_revoked(asked, revoked) else asked


def _same(before: Case, after: Case) -> bool:
    return before == after.model_copy(
        update={"submission_sequence": before.submission_sequence, "submission_head": before.submission_head}
    )


def _from_another_life(record: CaseRecord, entry: Recipient | None) -> bool:
    """Whether others know this case from before its database was lost, at a version that hides the present one.

    Then it must be told again under a higher version, or nobody would ever listen to it.
    """
    if entry is None or not entry.case_sequence:
        return False
    return entry.case_sequence > record.sequence or (
        entry.case_sequence == record.sequence and entry.case_head is not None and entry.case_head != record.head
    )


def _change(before: Case | None, after: Case, submission: Submission, timing: Timing) -> CaseChange:
    """The change with what the history and the submitter hear of it."""
    action, event, reason = "restored", EVENTS[after.status], after.withdrawn_reason
    if after.status is CaseStatus.WITHDRAWN:
        action = "withdrawn"
    elif after.status is CaseStatus.UNSEEN and before is None:
        action = "opened"
    elif after.status is CaseStatus.UNSEEN and before is not None and len(after.rounds) > len(before.rounds):
        action, event = "reopened", "case.reopened"
    elif before is not None and len(after.withdrawn_items) > len(before.withdrawn_items):
        action, reason = "item_withdrawn", _reasons(before, after, submission)
    return Change(
        after, private_part(after, submission, timing), Entry(action, reason=reason), (Emit(event, (after.submitter,)),)
    )


def _reasons(before: Case, after: Case, submission: Submission) -> str:
    """A line for each item that is withdrawn since."""
    contents = items_of(after.rounds, submission)
    fresh = [gone for gone in after.withdrawn_items if gone not in before.withdrawn_items]
    return "\n".join(f"{contents[gone.item]}: {gone.reason}" for gone in fresh)
