"""Who may read a submission (for anybody else it does not exist), and by which way he comes to its form."""

from collections.abc import Collection

from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.submissions import RecipientStatus, Submission
from shared.errors import conflict, forbidden
from shared.identity import EVERYWHERE, Actor, Role, homes
from shared.rules.decisions import is_settled
from shared.rules.tried import allows


def recipients_read(actor: Actor) -> frozenset[str]:
    """The organisations whose received submissions the person reads; ``all`` among them means every one."""
    return frozenset(actor.organisations(Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR))


def may_read(
    actor: Actor, submission: Submission, inherited: Collection[str] = (), substituted: Collection[str] = ()
) -> bool:
    """People of its organisation; reviewers, leaders and administrators of its recipients; administrators of all.

    `inherited`: the organisations whom the person's own have followed; he reads what those had sent. `substituted`:
    those for which he reviews in another's place today.
    """
    if may_read_draft(actor, submission, inherited):
        return True
    reads = recipients_read(actor).union(substituted)
    return EVERYWHERE in reads or any(r.organisation in reads for r in submission.recipients)


def may_read_draft(actor: Actor, submission: Submission, inherited: Collection[str] = ()) -> bool:
    return submission.organisation in homes(actor) or submission.organisation in inherited


def require_submitter(actor: Actor, organisation: str) -> None:
    """Raises DomainError ``organisation_foreign`` unless the person is clerk or head of the organisation."""
    if not actor.may_submit_for(organisation):
        raise forbidden("organisation_foreign", organisation=organisation)


def require_open(actor: Actor, organisation: str, campaign: Campaign) -> None:
    """What every command of a unit needs first. Raises as `require_submitter` and `require_running`."""
    require_submitter(actor, organisation)
    require_running(campaign)


def require_running(campaign: Campaign) -> None:
    """Raises DomainError ``campaign_not_announced`` or ``campaign_closed``."""
    if campaign.status is CampaignStatus.DRAFT:
        raise conflict("campaign_not_announced", id=campaign.id)
    if campaign.status is CampaignStatus.CLOSED:
        raise conflict("campaign_closed", id=campaign.id)


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
    return f"edit_{submission.status.value}"
