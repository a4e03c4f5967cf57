"""What the recipients make of a submission, as their case events tell it: the same in whatever order they come."""

from shared.contracts.cases import Case, CaseStatus
from shared.contracts.submissions import Correction, Recipient, RecipientStatus, Submission, SubmissionStatus
from shared.record.record import Entry
from shared.rules.decisions import DECIDED_AS, all_revoked, is_revoked, merged


def with_case(submission: Submission, case: Case, sequence: int, head: str) -> Submission | None:
    """The submission with what the case says; None when it says nothing new, or its organisation is no recipient.

    `sequence` and `head` name the case record's version. An older one adds only decisions and revoked corrections that
    were not known; a case that has not yet seen the newest version leaves the status as it is.
    """
    before = submission.recipient(case.organisation)
    if before is None:
        return None
    revoked = all_revoked(before.revoked_corrections, case.revoked_corrections)
    decisions = merged((turn.decision for turn in case.rounds if turn.decision is not None), before.decisions)
    after = before.model_copy(update={"decisions": decisions, "revoked_corrections": revoked})
    asked = None
    if sequence > before.case_sequence:
        asked = case.correction
        status = _status(submission, before, case)
        after = after.model_copy(update={"status": status, "case_sequence": sequence, "case_head": head})
    after = _with_wishes(after, asked)
    if after == before:
        return None
    recipients = tuple(after if r.organisation == case.organisation else r for r in submission.recipients)
    return submission.model_copy(update={"recipients": recipients})


def entry_for(before: Submission, after: Submission, case: Case) -> Entry:
    """What the history says of it: a new decision with its person and reason, a new status, or a mere note.

    The action is ``<what happened>:<recipient>``.
    """
    old, new = before.recipient(case.organisation), after.recipient(case.organisation)
    assert old is not None
    assert new is not None
    fresh = [decision for decision in new.decisions if decision not in old.decisions]
    if fresh:
        decision = fresh[-1]
        # The reason of the whole decision, then those of its items.
        reasons = filter(None, (decision.reason, *(item.reason for item in decision.items)))
        return Entry(f"{DECIDED_AS[decision.outcome]}:{case.organisation}", decision.decided_by, "\n".join(reasons))
    if ended := [one for one in new.revoked_corrections if one not in old.revoked_corrections]:
        return Entry(f"correction_revoked:{case.organisation}", ended[-1].revoked_by, ended[-1].reason)
    if new.correction is not None and new.correction != old.correction:
        return Entry(f"correction_asked:{case.organisation}", new.correction.asked_by, new.correction.reason)
    if new.status is not old.status:
        viewer = case.current.viewed_by if new.status is RecipientStatus.VIEWED else None
        return Entry(f"{new.status.value}:{case.organisation}", viewer)
    return Entry(f"heard:{case.organisation}")


def _status(submission: Submission, recipient: Recipient, case: Case) -> RecipientStatus:
    if submission.status is SubmissionStatus.WITHDRAWN:
        return RecipientStatus.WITHDRAWN
    if case.current.version != recipient.version:
        return recipient.status
    return RecipientStatus.RECEIVED if case.status is CaseStatus.UNSEEN else RecipientStatus(case.status.value)


def _with_wishes(recipient: Recipient, asked: Correction | None) -> Recipient:
    """The recipient with the wish that stands: what its reviewer asked for, unless a newer version has been sent or it
    was revoked, else the unit's own."""
    own, theirs = recipient.own_wish, recipient.correction
    if theirs is not None and theirs.asked_by.organisation != recipient.organisation:
        own, theirs = theirs, None
    if asked is not None and asked.version == recipient.version:
        theirs = asked
    if is_revoked(theirs, recipient.revoked_corrections):
        theirs = None
    return recipient.model_copy(update={"correction": theirs or own, "own_wish": own if theirs else None})
