"""What a person may still do with a submission, so that no page offers what would be refused."""

from services.registration.submissions.model.obligations import is_settled
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.submissions import DECIDED, RecipientStatus, Submission, SubmissionStatus
from shared.identity import Actor


def editing(actor: Actor, submission: Submission, campaign: Campaign) -> str:
    """The way to the form: ``edit_`` with ``draft``, ``delivered``, ``returned``, ``correction`` or ``withdrawn``;
    empty for none."""
    settled = bool(submission.recipients) and all(is_settled(r) for r in submission.recipients)
    if settled or not _running(campaign) or not actor.may_submit_for(submission.organisation):
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


def may_withdraw(actor: Actor, submission: Submission, campaign: Campaign) -> bool:
    """Before anybody decided, and while the campaign runs."""
    return (
        submission.status is SubmissionStatus.DELIVERED
        and _running(campaign)
        and actor.may_submit_for(submission.organisation)
        and not any(r.status in DECIDED or r.approved_version for r in submission.recipients)
    )


def _running(campaign: Campaign) -> bool:
    return campaign.status is CampaignStatus.ANNOUNCED
