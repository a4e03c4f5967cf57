"""The way to the form of a submission, by where it stands."""

from services.registration.submissions.model.access import require_open
from shared.contracts.campaigns import Campaign
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus
from shared.identity import Actor
from shared.rules.decisions import is_settled
from shared.rules.tried import allows


def editing(actor: Actor, submission: Submission, campaign: Campaign) -> str:
    """The way to the form: ``edit_`` with ``draft``, ``delivered``, ``returned``, ``correction`` or ``withdrawn``;
    empty for none."""
    settled = bool(submission.recipients) and all(is_settled(r) for r in submission.recipients)
    if settled or not allows(require_open, actor, submission.organisation, campaign):
        return ""
    if any(r.status is RecipientStatus.RETURNED for r in submission.recipients):
        return "edit_returned"
    if any(r.correction for r in submission.recipients):
        return "edit_correction"
    return {
        SubmissionStatus.DRAFT: "edit_draft",
        SubmissionStatus.DELIVERED: "edit_delivered",
        SubmissionStatus.WITHDRAWN: "edit_withdrawn",
    }[submission.status]
