"""Commands and questions about submissions: load, decide, save. Who may not read one is told that there is none."""

from services.registration.reports.records import basis_for
from services.registration.stores import Stores
from services.registration.submissions.delivery.model import life as domain
from services.registration.submissions.model import draft as drafts
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.opening import own
from shared.contracts.campaigns import FormKind
from shared.contracts.submissions import submission_id
from shared.contracts.types import Contract, Paragraph, Slug
from shared.identity import Actor


class Start(Contract):
    """What a submission answers, and for whom."""

    campaign: Slug
    form: FormKind
    organisation: Slug


class Withdrawal(Contract):
    """Why a submission is taken back."""

    reason: Paragraph


async def start(stores: Stores, actor: Actor, wanted: Start, *, cause: str) -> SubmissionRecord:
    """An empty submission. Raises DomainError ``submission_exists`` naming the one that is there."""
    with stores.counting("start-submission"):
        campaign = (await stores.campaigns.load(wanted.campaign)).public
        change = domain.start(campaign, wanted.form, wanted.organisation, actor)
        ident = submission_id(wanted.campaign, wanted.form, wanted.organisation)
        return await stores.submissions.create(ident, change, cause=f"{cause}/start")


async def submit(
    stores: Stores, actor: Actor, ident: str, *, cause: str, checked: int | None = None
) -> SubmissionRecord:
    """Delivers the draft as the next version; `checked` is the draft's version that the person read over."""
    with stores.counting("submit"):
        found, campaign = await own(stores, actor, ident)
        drafts.require_typed(found.private.draft)
        basis = await basis_for(stores, found.public, campaign)
        return await stores.submissions.update(
            ident,
            lambda record: domain.submit(record, campaign, actor, stores.clock(), checked=checked, basis=basis),
            cause=f"{cause}/submit",
        )


async def withdraw(stores: Stores, actor: Actor, ident: str, wanted: Withdrawal, *, cause: str) -> SubmissionRecord:
    """Takes it back from every recipient."""
    with stores.counting("withdraw"):
        _, campaign = await own(stores, actor, ident)
        record = await stores.submissions.update(
            ident,
            lambda record: domain.withdraw(record, campaign, wanted.reason, actor, stores.clock()),
            cause=f"{cause}/withdraw",
        )
        await stores.open_again(record.public)
        return record
