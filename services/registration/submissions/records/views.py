"""A submission as the two faces show it."""

from datetime import datetime

from services.registration.stores import Stores
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import Draft, SubmissionRecord
from shared.contracts.campaigns import FormKind
from shared.contracts.submissions import RecipientStatus, Submission, SubmissionStatus, Version
from shared.contracts.types import Contract, Instant, Key, Slug
from shared.errors import not_found
from shared.identity import Actor
from shared.language.vietnamese import VIETNAM
from shared.sheets.model import Letterhead


class SubmissionView(Contract):
    """A submission whole.

    `draft` is None for people of other organisations. `version` counts every write (the ETag), `sequence` is the
    version that others were told of last. `sending`: something of it is still on its way.
    """

    submission: Submission
    draft: Draft | None
    version: int
    sequence: int
    sending: bool


class RecipientRow(Contract):
    organisation: Slug
    status: RecipientStatus
    version: int


class SubmissionRow(Contract):
    """A submission in a list. `delivered` is the number of its newest version, 0 before the first delivery."""

    id: Key
    organisation: Slug
    campaign: Slug
    form: FormKind
    status: SubmissionStatus
    delivered: int
    delivered_at: Instant | None
    late: bool
    items: int
    recipients: tuple[RecipientRow, ...]
    version: int
    sending: bool


async def letterhead(stores: Stores, organisation: str, moment: datetime) -> Letterhead:
    """The head of the unit's paper under the structure of that day."""
    own = await stores.organisations.get(organisation)
    if own is None:
        return Letterhead((), organisation)
    day = moment.astimezone(VIETNAM).date()
    parents = own.public.parents_on(day)
    found = await stores.organisations.several(parents)
    names = {ident: record.public.name_on(day) for ident, record in found.items()}
    return Letterhead(tuple(names[parent] for parent in parents if parent in names), own.public.name_on(day))


def delivered_version(submission: Submission, number: int | None = None) -> Version:
    """A delivered version, the newest without a number. Raises DomainError ``version_not_found``."""
    found = submission.latest if number is None else submission.version(number)
    if found is None:
        raise not_found("version", f"{submission.id}/{number or ''}")
    return found


def view(record: SubmissionRecord, actor: Actor, inherited: frozenset[str] = frozenset()) -> SubmissionView:
    return SubmissionView(
        submission=record.public,
        draft=record.private.draft if access.may_read_draft(actor, record.public, inherited) else None,
        version=record.version,
        sequence=int(record.history[-1]["version"]),
        sending=sending(record),
    )


def row(record: SubmissionRecord) -> SubmissionRow:
    submission, latest = record.public, record.public.latest
    return SubmissionRow(
        id=submission.id,
        organisation=submission.organisation,
        campaign=submission.campaign,
        form=submission.form,
        status=submission.status,
        delivered=latest.number if latest else 0,
        delivered_at=latest.delivered_at if latest else None,
        late=latest.late if latest else False,
        items=len(latest.content.items) if latest else 0,
        recipients=tuple(
            RecipientRow(organisation=r.organisation, status=r.status, version=r.version) for r in submission.recipients
        ),
        version=record.version,
        sending=sending(record),
    )


def sending(record: SubmissionRecord) -> bool:
    """Whether events wait to be published, or a recipient's own service has not confirmed what it was sent."""
    return bool(record.undelivered) or any(r.status is RecipientStatus.SENT for r in record.public.recipients)
