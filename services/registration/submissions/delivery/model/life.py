"""A submission's life with the unit: started, delivered in immutable versions, withdrawn."""

from collections.abc import Sequence
from datetime import datetime

from services.registration.submissions.model.access import require_open
from services.registration.submissions.model.draft import SubmissionChange, SubmissionPrivate, SubmissionRecord, begun
from services.registration.submissions.model.telling import events_of
from shared.contracts.campaigns import Campaign
from shared.contracts.content import Content
from shared.contracts.forms import FormPeriod
from shared.contracts.items import Item
from shared.contracts.submissions import Correction, Recipient, RecipientStatus, Submission, SubmissionStatus, Version
from shared.errors import DomainError, conflict
from shared.forms.registry import kind_of
from shared.forms.values import Filling
from shared.identity import Actor
from shared.language.vietnamese import format_instant
from shared.record.record import Change, Entry
from shared.rules.decisions import DECIDED, approved_version, is_settled
from shared.rules.obligations import Obligation, asked_form, asked_of, transfer_of
from shared.rules.quotas import Filler


def start(campaign: Campaign, asked: FormPeriod, organisation: str, actor: Actor) -> SubmissionChange:
    """An empty submission, nobody else's matter until it is delivered.

    Raises DomainError ``organisation_foreign``, ``campaign_not_announced``, ``campaign_closed``,
    ``form_not_asked``, ``period_not_asked``, ``organisation_not_obliged`` or ``obligation_moved``.
    """
    require_open(actor, organisation, campaign)
    form, _ = asked_form(campaign, asked)
    _require_kept(campaign, asked, organisation)
    if organisation not in asked_of(campaign, asked):
        raise DomainError(
            "organisation_not_obliged", field="organisation", organisation=organisation, number=campaign.number
        )
    started = begun(campaign.id, asked, organisation)
    private = SubmissionPrivate(draft=kind_of(form).blank(), shape=form.shape)
    return Change(started, private, Entry("started", actor.acting_for(organisation)))


def submit(
    record: SubmissionRecord,
    campaign: Campaign,
    actor: Actor,
    now: datetime,
    *,
    checked: int | None = None,
    basis: Sequence[Item] = (),
    filler: Filler | None = None,
) -> SubmissionChange:
    """The draft delivered as the next version, also when it is late (which it then says for good).

    `checked` is the draft's version that the person read over before sending: ``draft_changed_since`` when somebody
    changed it after that. `basis`: the registered items that a report must answer. `filler`: the organisation, where
    the form has quotas.

    Raises DomainError ``campaign_closed``, ``form_not_asked``, ``period_not_asked``, ``period_not_open``,
    ``obligation_moved``, ``submission_settled``, ``submission_incomplete`` (with all its causes),
    ``draft_changed_since``, ``submission_unchanged`` or ``submission_unchanged_after_return``.
    """
    submission = record.public
    require_open(actor, submission.organisation, campaign)
    _require_kept(campaign, submission.asked, submission.organisation)
    form, period = asked_form(campaign, submission.asked)
    judged = Obligation(campaign, form, period, submission.organisation).lateness(now)
    if period.opens_at is not None and now < period.opens_at:
        raise conflict("period_not_open", opens=format_instant(period.opens_at))
    waiting = _waiting(submission, campaign)
    filling = Filling(campaign, form, period, now, tuple(basis), filler)
    content = kind_of(form).content_of(record.private.draft, filling)
    if checked is not None and checked != record.private.draft_version:
        raise conflict("draft_changed_since", checked=checked, actual=record.private.draft_version)
    _require_news(submission, waiting, content)
    version = Version(
        number=len(submission.versions) + 1,
        content=content,
        recipients=waiting,
        delivered_at=now,
        delivered_by=actor.acting_for(submission.organisation),
        late=judged.late,
        extended_until=judged.extension,
        correction=_correction(submission, waiting),
        shape=form.shape,
    )
    delivered = _delivered(submission, version)
    entry = Entry("submitted", version.delivered_by)
    return Change(delivered, record.private, entry, events_of(delivered, "submission.submitted", waiting))


def withdraw(
    record: SubmissionRecord, campaign: Campaign, reason: str, actor: Actor, now: datetime
) -> SubmissionChange:
    """Takes the submission back from every recipient; it may be delivered again.

    Raises DomainError ``campaign_closed``, ``submission_not_delivered`` or ``withdraw_after_decision``.
    """
    submission = record.public
    require_open(actor, submission.organisation, campaign)
    if submission.status is not SubmissionStatus.DELIVERED:
        raise conflict("submission_not_delivered", id=submission.id)
    if any(recipient.status in DECIDED or approved_version(recipient) for recipient in submission.recipients):
        raise conflict("withdraw_after_decision", id=submission.id)
    taken_back = tuple(r.model_copy(update={"status": RecipientStatus.WITHDRAWN}) for r in submission.recipients)
    said = {"status": SubmissionStatus.WITHDRAWN, "withdrawn_at": now, "withdrawn_reason": reason}
    withdrawn = submission.model_copy(update={**said, "recipients": taken_back})
    entry = Entry("withdrawn", actor.acting_for(submission.organisation), reason)
    concerned = tuple(recipient.organisation for recipient in taken_back)
    return Change(withdrawn, record.private, entry, events_of(withdrawn, "submission.withdrawn", concerned))


def _require_kept(campaign: Campaign, asked: FormPeriod, organisation: str) -> None:
    """After a restructuring the successor sends the form, and not its predecessor as well."""
    transfer = transfer_of(campaign, asked, organisation)
    if transfer is not None:
        code = "obligation_moved" if transfer.successor else "obligation_ended"
        raise conflict(code, organisation=organisation, successor=transfer.successor, number=campaign.number)


def _waiting(submission: Submission, campaign: Campaign) -> tuple[str, ...]:
    """The recipients that a new version is for: all but those that approved or rejected and await no correction.

    Raises DomainError ``submission_settled`` when every recipient did.
    """
    settled = {r.organisation for r in submission.recipients if is_settled(r)}
    waiting = tuple(recipient for recipient in campaign.recipients if recipient not in settled)
    if not waiting:
        raise conflict("submission_settled", id=submission.id)
    return waiting


def _correction(submission: Submission, recipients: Sequence[str]) -> Correction | None:
    """Why a new version to these recipients corrects an approved one; None when it does not.

    A correction that was returned is still one when it is sent again.
    """
    for organisation in recipients:
        recipient, newest = submission.recipient(organisation), submission.version_for(organisation)
        if recipient is None or newest is None or approved_version(recipient) is None:
            continue
        found = recipient.correction or newest.correction
        if found is not None:
            return found
    return None


def _require_news(submission: Submission, waiting: tuple[str, ...], content: Content) -> None:
    """A version that says what each of its readers already has would only restart their work."""
    if submission.status is not SubmissionStatus.DELIVERED:
        return
    had = [submission.version_for(recipient) for recipient in waiting]
    if any(version is None or version.content != content for version in had):
        return
    returned = any(r.status is RecipientStatus.RETURNED for r in submission.recipients)
    raise conflict("submission_unchanged_after_return" if returned else "submission_unchanged", id=submission.id)


def _delivered(submission: Submission, version: Version) -> Submission:
    """Those whom the version is for await it, the other recipients stand as they did.

    An earlier withdrawal stays on record: what a unit took back does not count as sent in time.
    """
    sent = {"status": RecipientStatus.SENT, "version": version.number, "correction": None, "own_wish": None}
    known = {r.organisation: r for r in submission.recipients}
    for organisation in version.recipients:
        fresh = Recipient(organisation=organisation, status=RecipientStatus.SENT, version=version.number)
        known[organisation] = known.get(organisation, fresh).model_copy(update=sent)
    versions = (*submission.versions, version)
    after = {"status": SubmissionStatus.DELIVERED, "versions": versions, "recipients": tuple(known.values())}
    return submission.model_copy(update=after)
