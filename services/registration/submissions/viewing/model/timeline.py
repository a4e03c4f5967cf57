"""What happened to a submission, step by step, with every decision's whole text."""

from dataclasses import dataclass
from datetime import datetime

from services.registration.submissions.model.draft import SubmissionRecord
from shared.contracts.submissions import Decision, Submission, Version
from shared.contracts.types import Person
from shared.record.history import lines
from shared.rules.decisions import DECIDED_AS

_FROM_STATE = frozenset({*DECIDED_AS.values(), "correction_asked", "correction_revoked"})
"""What is told from the submission itself, with its own time and whole text, and not from the history's lines."""


@dataclass(frozen=True)
class Step:
    """One thing that happened; `actor` None: the system. A delivery has its version, a decision its text."""

    at: datetime
    action: str
    recipient: str | None = None
    actor: Person | None = None
    reason: str = ""
    version: Version | None = None
    decision: Decision | None = None


def timeline(record: SubmissionRecord) -> list[Step]:
    """The steps, the oldest first. A decision stands at the time when it was taken, not when it was heard of, and so
    does the wish for a correction and its end."""
    versions = iter(record.public.versions)
    steps = []
    for line in lines(record.history):
        if line.action not in _FROM_STATE:
            version = next(versions, None) if line.action == "submitted" else None
            steps.append(Step(line.at, line.action, line.recipient, line.actor, line.reason, version))
    decided = [
        Step(d.decided_at, DECIDED_AS[d.outcome], recipient.organisation, d.decided_by, d.reason, decision=d)
        for recipient in record.public.recipients
        for d in recipient.decisions
    ]
    return sorted([*steps, *decided, *_corrections(record.public)], key=lambda step: step.at)


def _corrections(submission: Submission) -> list[Step]:
    """Each wish once: the unit's own may stand with several recipients, and then with the version that followed."""
    standing = [wish for r in submission.recipients for wish in (r.correction, r.own_wish) if wish]
    sent = [version.correction for version in submission.versions if version.correction]
    revoked = [one for recipient in submission.recipients for one in recipient.revoked_corrections]
    steps = {}
    for wish in (*sent, *standing, *(one.correction for one in revoked)):
        asker = wish.asked_by.organisation
        recipient = None if asker == submission.organisation else asker
        step = Step(wish.asked_at, "correction_asked", recipient, wish.asked_by, wish.reason)
        steps[wish.asked_at, wish.reason] = step
    ends = [
        Step(one.revoked_at, "correction_revoked", one.revoked_by.organisation, one.revoked_by, one.reason)
        for one in revoked
    ]
    return [*steps.values(), *ends]
