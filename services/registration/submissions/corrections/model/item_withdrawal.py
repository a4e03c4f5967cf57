"""An item withdrawn after delivery: it stays readable, counts no longer, and its consequences are shown before."""

from collections.abc import Iterable
from datetime import datetime

from services.registration.submissions.model.access import require_open
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod, PeriodCode
from shared.contracts.items import Item
from shared.contracts.submissions import Outcome, Submission, SubmissionStatus, Upward, UpwardStatus, WithdrawnItem
from shared.contracts.types import Contract, Key, Paragraph, Slug
from shared.errors import DomainError, conflict, not_found
from shared.forms.registry import kind_of
from shared.identity import Actor
from shared.record.record import Change, Emit, Entry
from shared.rules.decisions import approved_version, decision_on
from shared.rules.force import in_force, items_in_force, withdrawn_items


class ItemWithdrawal(Contract):
    """Why an item is withdrawn."""

    reason: Paragraph


class NamingReport(Contract):
    """A report that names the item."""

    submission: Key
    organisation: Slug
    form: Slug
    period: PeriodCode | None = None

    @property
    def asked(self) -> FormPeriod:
        return FormPeriod(self.form, self.period)


class Consequences(Contract):
    """What withdrawing an item meets: who received and who approved it, where it was carried, which reports name it."""

    item: Item
    sent_to: tuple[Slug, ...]
    approved_by: tuple[Slug, ...]
    upward: tuple[Upward, ...]
    reports: tuple[NamingReport, ...]


def withdrawable(submission: Submission) -> list[Item]:
    """The registered items that were delivered and not withdrawn, as their newest version has them."""
    if not _carries(submission) or submission.status is not SubmissionStatus.DELIVERED:
        return []
    gone = withdrawn_items(submission)
    counting = [in_force(submission, recipient.organisation) for recipient in submission.recipients]
    versions = {version.number: version for version in (*counting, submission.latest) if version}
    newest = {item.id: item for _, version in sorted(versions.items()) for item in version.content.items}
    return [item for item in newest.values() if item.id not in gone]


def consequences(submission: Submission, ident: str, reports: Iterable[Submission]) -> Consequences:
    """Before it is done. `reports`: those that may name the item. Raises as `withdraw_item`."""
    item = _item(submission, ident)
    sent = [
        recipient
        for recipient in submission.recipients
        if any(counting.id == ident for counting in items_in_force(submission, recipient.organisation))
    ]
    approvals = {r.organisation: decision_on(r, number) for r in sent if (number := approved_version(r))}
    return Consequences(
        item=item,
        sent_to=tuple(recipient.organisation for recipient in sent),
        approved_by=tuple(place for place, by in approvals.items() if by and by.on(ident) is Outcome.APPROVE),
        upward=tuple(u for u in submission.upward if u.item == ident and u.status is not UpwardStatus.LEFT_OUT),
        reports=tuple(
            NamingReport(submission=report.id, organisation=report.organisation, form=report.form, period=report.period)
            for report in sorted(reports, key=lambda report: report.id)
        ),
    )


def withdraw_item(
    record: SubmissionRecord, campaign: Campaign, ident: str, wanted: ItemWithdrawal, *, actor: Actor, now: datetime
) -> SubmissionChange:
    """The item withdrawn from every recipient, and taken out of the draft of a next version.

    Raises DomainError ``organisation_foreign``, ``campaign_closed``, ``item_not_found``, ``item_withdrawn_already``
    or ``submission_not_delivered``.
    """
    submission = record.public
    require_open(actor, submission.organisation, campaign)
    item, person = _item(submission, ident), actor.acting_for(submission.organisation)
    gone = WithdrawnItem(item=ident, reason=wanted.reason, withdrawn_at=now, withdrawn_by=person)
    after = submission.model_copy(update={"withdrawn_items": (*submission.withdrawn_items, gone)})
    private, draft = record.private, record.private.draft
    kept = draft.without(ident)
    if kept != draft:
        private = private.model_copy(update={"draft": kept, "draft_version": record.version + 1})
    recipients = tuple(recipient.organisation for recipient in submission.recipients)
    entry = Entry("item_withdrawn", person, f"{item.content}: {wanted.reason}")
    return Change(after, private, entry, (Emit("submission.settled", recipients),))


def _carries(submission: Submission) -> bool:
    """Whether its items are its own, to be withdrawn one by one; a report's are those of what it answers."""
    return any(kind_of(version.content).carries for version in submission.versions)


def _item(submission: Submission, ident: str) -> Item:
    if ident in withdrawn_items(submission):
        raise conflict("item_withdrawn_already", item=ident)
    if submission.versions and not _carries(submission):
        raise DomainError("item_of_report", form=submission.form)
    if submission.status is not SubmissionStatus.DELIVERED:
        raise conflict("submission_not_delivered", id=submission.id)
    found = next((item for item in withdrawable(submission) if item.id == ident), None)
    if found is None:
        raise not_found("item", ident)
    return found
