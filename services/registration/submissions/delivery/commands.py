"""Commands and questions about submissions: load, decide, save. Who may not read one is told that there is none."""

from services.registration.context import Context
from services.registration.reports.records import basis_for
from services.registration.submissions.delivery.model import life as domain
from services.registration.submissions.model import draft as drafts
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.opening import own
from shared.contracts.campaigns import FormKind
from shared.contracts.types import Contract, Paragraph, Slug
from shared.rules.ids import submission_id
from shared.runtime.commands import command


class Start(Contract):
    """What a submission answers, and for whom."""

    campaign: Slug
    form: FormKind
    organisation: Slug


class Withdrawal(Contract):
    """Why a submission is taken back."""

    reason: Paragraph


@command("start-submission")
async def start(context: Context, wanted: Start) -> SubmissionRecord:
    """An empty submission. Raises DomainError ``submission_exists`` naming the one that is there."""
    campaign = (await context.stores.campaigns.load(wanted.campaign)).public
    change = domain.start(campaign, wanted.form, wanted.organisation, context.actor)
    ident = submission_id(wanted.campaign, wanted.form, wanted.organisation)
    return await context.stores.submissions.create(ident, change, cause=f"{context.cause}/start")


@command("submit")
async def submit(context: Context, ident: str, *, checked: int | None = None) -> SubmissionRecord:
    """Delivers the draft as the next version; `checked` is the draft's version that the person read over."""
    found, campaign = await own(context, ident)
    drafts.require_typed(found.private.draft)
    basis = await basis_for(context.stores, found.public, campaign)
    return await context.stores.submissions.update(
        ident,
        lambda record: domain.submit(
            record, campaign, context.actor, context.stores.clock(), checked=checked, basis=basis
        ),
        cause=f"{context.cause}/submit",
    )


@command("withdraw")
async def withdraw(context: Context, ident: str, wanted: Withdrawal) -> SubmissionRecord:
    """Takes it back from every recipient."""
    _, campaign = await own(context, ident)
    record = await context.stores.submissions.update(
        ident,
        lambda record: domain.withdraw(record, campaign, wanted.reason, context.actor, context.stores.clock()),
        cause=f"{context.cause}/withdraw",
    )
    await context.stores.open_again(record.public)
    return record
