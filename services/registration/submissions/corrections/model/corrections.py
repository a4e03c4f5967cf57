"""Corrections (đính chính) of what was approved: asked for with a reason, sent as a new version, decided anew.

The approved version stays in force until the corrected one is approved.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field

from services.registration.submissions.model.access import require_open
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.telling import events_of
from shared.contracts.campaigns import Campaign
from shared.contracts.submissions import Correction, Recipient, Submission, SubmissionStatus
from shared.contracts.types import Contract, Paragraph, Slug
from shared.errors import DomainError, conflict
from shared.identity import Actor
from shared.record.record import Change, Entry
from shared.rules.decisions import approved_version, is_settled


class CorrectionRequest(Contract):
    """Why the unit wants to correct, and with which recipients; none named: all that approved."""

    reason: Paragraph
    recipients: Annotated[tuple[Slug, ...], Field(max_length=20)] = ()


def correctable(submission: Submission) -> dict[str, int]:
    """The recipients with whom no correction is under way of what they approved, and the version that they did."""
    if submission.status is not SubmissionStatus.DELIVERED:
        return {}
    found = {r.organisation: approved_version(r) for r in submission.recipients if is_settled(r)}
    return {organisation: number for organisation, number in found.items() if number is not None}


def with_whom(submission: Submission, campaign: Campaign, actor: Actor, wanted: Sequence[str] = ()) -> dict[str, int]:
    """With which recipients a correction is opened (the wanted ones, else all), and of which version. Raises as
    `correct`."""
    require_open(actor, submission.organisation, campaign)
    open_to = correctable(submission)
    for organisation in wanted:
        if organisation in open_to:
            continue
        known = submission.recipient(organisation)
        if known is not None and known.correction is not None:
            raise conflict("correction_asked_already", organisation=organisation)
        raise DomainError("correction_not_approved", field="recipients", organisation=organisation)
    if not open_to and any(recipient.correction for recipient in submission.recipients):
        raise conflict("correction_asked_already", organisation="")
    if not open_to:
        raise conflict("correction_nothing_approved", id=submission.id)
    return {organisation: open_to[organisation] for organisation in wanted or open_to}


def correct(
    record: SubmissionRecord, campaign: Campaign, wanted: CorrectionRequest, actor: Actor, now: datetime
) -> SubmissionChange:
    """Opens the draft to the recipients that approved; they are told why.

    Raises DomainError ``organisation_foreign``, ``campaign_closed``, ``correction_nothing_approved``,
    ``correction_not_approved`` naming the recipient, or ``correction_asked_already``.
    """
    submission = record.public
    chosen = with_whom(submission, campaign, actor, wanted.recipients)
    person = actor.acting_for(submission.organisation)

    def asked(recipient: Recipient) -> Recipient:
        if recipient.organisation not in chosen:
            return recipient
        wish = Correction(version=chosen[recipient.organisation], reason=wanted.reason, asked_at=now, asked_by=person)
        return recipient.model_copy(update={"correction": wish})

    after = submission.model_copy(update={"recipients": tuple(asked(r) for r in submission.recipients)})
    entry = Entry("correction_asked", person, wanted.reason)
    return Change(after, record.private, entry, events_of(after, "submission.settled", tuple(chosen)))


def own_wishes(submission: Submission) -> list[Recipient]:
    """The recipients toward whom the unit itself asked to correct, and has not sent the correction yet."""
    own = submission.organisation
    return [r for r in submission.recipients if r.correction and r.correction.asked_by.organisation == own]


def give_up(record: SubmissionRecord, campaign: Campaign, actor: Actor) -> SubmissionChange:
    """Takes the unit's own wish back; what was approved stands, and what was typed stays in the draft.

    What a recipient asked for is not the unit's to take back. Raises DomainError ``organisation_foreign``,
    ``campaign_closed`` or ``correction_not_own``.
    """
    submission = record.public
    require_open(actor, submission.organisation, campaign)
    wishes = {recipient.organisation: recipient.correction for recipient in own_wishes(submission)}
    if not wishes:
        raise conflict("correction_not_own", id=submission.id)
    kept = tuple(
        r.model_copy(update={"correction": None}) if r.organisation in wishes else r for r in submission.recipients
    )
    after = submission.model_copy(update={"recipients": kept})
    reasons = dict.fromkeys(wish.reason for wish in wishes.values() if wish)
    entry = Entry("correction_given_up", actor.acting_for(submission.organisation), "\n".join(reasons))
    return Change(after, record.private, entry, events_of(after, "submission.settled", tuple(wishes)))
