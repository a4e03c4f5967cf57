"""A submission's life with the unit: started, delivered in immutable versions, withdrawn."""

from datetime import datetime

from services.registration.domain.completeness import content_of
from services.registration.domain.drafts import SubmissionChange, SubmissionPrivate, SubmissionRecord
from services.registration.domain.obligations import SETTLED
from shared.contracts.campaigns import Campaign, CampaignStatus, Form, FormKind
from shared.contracts.submissions import (
    DECIDED,
    Content,
    Recipient,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    Version,
    submission_id,
)
from shared.errors import DomainError, conflict, forbidden
from shared.identity import Actor
from shared.records import Change, Emit, Entry
from shared.vietnamese import format_instant

OPEN_FORMS = frozenset({FormKind.REGISTRATION})
"""The forms that this release can fill in: Mẫu 1."""


def start(campaign: Campaign, kind: FormKind, organisation: str, actor: Actor) -> SubmissionChange:
    """An empty submission, nobody else's matter until it is delivered.

    Raises DomainError ``organisation_foreign``, ``campaign_not_announced``, ``campaign_closed``,
    ``form_not_yet_open``, ``form_not_asked`` or ``organisation_not_obliged``.
    """
    require_submitter(actor, organisation)
    _require_running(campaign)
    if kind not in OPEN_FORMS:
        raise DomainError("form_not_yet_open", field="form", form=kind.value)
    _form(campaign, kind)
    if organisation not in campaign.obliged:
        raise DomainError(
            "organisation_not_obliged", field="organisation", organisation=organisation, number=campaign.number
        )
    started = Submission(
        id=submission_id(campaign.id, kind, organisation),
        organisation=organisation,
        campaign=campaign.id,
        form=kind,
        status=SubmissionStatus.DRAFT,
    )
    return Change(started, SubmissionPrivate(), Entry("started", actor.acting_for(organisation)))


def submit(
    record: SubmissionRecord, campaign: Campaign, actor: Actor, now: datetime, checked: int | None = None
) -> SubmissionChange:
    """The draft delivered as the next version, also when it is late (which it then says for good).

    `checked` is the draft's version that the person read over before sending: ``draft_changed_since`` when somebody
    changed it after that. Raises DomainError ``campaign_closed``, ``form_not_asked``, ``period_not_open``,
    ``submission_settled``, ``submission_incomplete`` (with all its causes), ``draft_changed_since``,
    ``submission_unchanged`` or ``submission_unchanged_after_return``.
    """
    submission = record.public
    require_submitter(actor, submission.organisation)
    _require_running(campaign)
    period = _form(campaign, submission.form).period
    if period.opens_at is not None and now < period.opens_at:
        raise conflict("period_not_open", opens=format_instant(period.opens_at))
    extension = campaign.extension(submission.organisation, submission.form)
    waiting = _waiting(submission, campaign)
    content = content_of(record.private.draft, campaign)
    if checked is not None and checked != record.private.draft_version:
        raise conflict("draft_changed_since", checked=checked, actual=record.private.draft_version)
    _require_news(submission, waiting, content)
    version = Version(
        number=len(submission.versions) + 1,
        content=content,
        recipients=waiting,
        delivered_at=now,
        delivered_by=actor.acting_for(submission.organisation),
        late=not period.due.met_by(now),
        extended_until=extension.due if extension else None,
    )
    delivered = submission.model_copy(
        update={
            "status": SubmissionStatus.DELIVERED,
            "versions": (*submission.versions, version),
            "recipients": _addressed(submission, version),
        }
    )
    # An earlier withdrawal stays on record: what a unit took back does not count as sent in time.
    entry = Entry("submitted", version.delivered_by)
    return Change(delivered, record.private, entry, told(delivered, "submission.submitted", waiting))


def withdraw(
    record: SubmissionRecord, campaign: Campaign, reason: str, actor: Actor, now: datetime
) -> SubmissionChange:
    """Takes the submission back from every recipient; it may be delivered again.

    Raises DomainError ``campaign_closed``, ``submission_not_delivered`` or ``withdraw_after_decision``.
    """
    submission = record.public
    require_submitter(actor, submission.organisation)
    _require_running(campaign)
    if submission.status is not SubmissionStatus.DELIVERED:
        raise conflict("submission_not_delivered", id=submission.id)
    if any(recipient.status in DECIDED for recipient in submission.recipients):
        raise conflict("withdraw_after_decision", id=submission.id)
    taken_back = tuple(r.model_copy(update={"status": RecipientStatus.WITHDRAWN}) for r in submission.recipients)
    withdrawn = submission.model_copy(
        update={
            "status": SubmissionStatus.WITHDRAWN,
            "recipients": taken_back,
            "withdrawn_at": now,
            "withdrawn_reason": reason,
        }
    )
    entry = Entry("withdrawn", actor.acting_for(submission.organisation), reason)
    concerned = tuple(recipient.organisation for recipient in taken_back)
    return Change(withdrawn, record.private, entry, told(withdrawn, "submission.withdrawn", concerned))


def told(submission: Submission, event: str, concerned: tuple[str, ...]) -> tuple[Emit, ...]:
    """The events of a change: the concerned recipients hear of it by name, the others that the state is new."""
    others = tuple(r.organisation for r in submission.recipients if r.organisation not in concerned)
    return (Emit(event, concerned), *((Emit("submission.settled", others),) if others else ()))


def require_submitter(actor: Actor, organisation: str) -> None:
    """Raises DomainError ``organisation_foreign`` unless the person is clerk or head of the organisation."""
    if not actor.may_submit_for(organisation):
        raise forbidden("organisation_foreign", organisation=organisation)


def _require_running(campaign: Campaign) -> None:
    if campaign.status is CampaignStatus.DRAFT:
        raise conflict("campaign_not_announced", id=campaign.id)
    if campaign.status is CampaignStatus.CLOSED:
        raise conflict("campaign_closed", id=campaign.id)


def _form(campaign: Campaign, kind: FormKind) -> Form:
    form = campaign.form(kind)
    if form is None:
        raise DomainError("form_not_asked", field="form", form=kind.value, number=campaign.number)
    return form


def _waiting(submission: Submission, campaign: Campaign) -> tuple[str, ...]:
    """The recipients that a new version is for: all but those that approved or rejected.

    Raises DomainError ``submission_settled`` when every recipient did.
    """
    settled = {r.organisation for r in submission.recipients if r.status in SETTLED}
    waiting = tuple(recipient for recipient in campaign.recipients if recipient not in settled)
    if not waiting:
        raise conflict("submission_settled", id=submission.id)
    return waiting


def _require_news(submission: Submission, waiting: tuple[str, ...], content: Content) -> None:
    """A version that says what each of its readers already has would only restart their work."""
    if submission.status is not SubmissionStatus.DELIVERED:
        return
    had = [submission.version_for(recipient) for recipient in waiting]
    if any(version is None or version.content != content for version in had):
        return
    returned = any(r.status is RecipientStatus.RETURNED for r in submission.recipients)
    raise conflict("submission_unchanged_after_return" if returned else "submission_unchanged", id=submission.id)


def _addressed(submission: Submission, version: Version) -> tuple[Recipient, ...]:
    """The recipients after a delivery: those of the version await it, the others stand as they did."""
    sent = {"status": RecipientStatus.SENT, "version": version.number}
    known = {r.organisation: r for r in submission.recipients}
    for organisation in version.recipients:
        before = known.get(organisation)
        known[organisation] = (
            before.model_copy(update=sent)
            if before
            else Recipient(organisation=organisation, status=RecipientStatus.SENT, version=version.number)
        )
    return tuple(known.values())
