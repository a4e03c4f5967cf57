"""A submission begun, delivered and taken back."""

from dataclasses import dataclass

from services.registration.context import Context
from services.registration.reports.records.opening import basis_for
from services.registration.submissions.delivery.model import life
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.opening import change, editable
from shared.contracts.campaigns import FormKind
from shared.contracts.types import Contract, Paragraph, Slug
from shared.rules.ids import submission_id
from shared.runtime.commands import command


class Start(Contract):
    """What a submission answers, and for whom."""

    campaign: Slug
    form: FormKind
    organisation: Slug


@dataclass(frozen=True)
class Submit:
    """The draft is delivered. `checked`: its version that the person read over."""

    submission: str
    checked: int | None = None


class Withdrawal(Contract):
    """Why a submission is taken back."""

    reason: Paragraph


@dataclass(frozen=True)
class Withdraw:
    """A submission is taken back from every recipient."""

    submission: str
    request: Withdrawal


@command("start-submission")
async def start(context: Context, wanted: Start) -> SubmissionRecord:
    """An empty submission. Raises DomainError ``submission_exists`` naming the one that is there."""
    campaign = (await context.stores.campaigns.load(wanted.campaign)).public
    change = life.start(campaign, wanted.form, wanted.organisation, context.actor)
    ident = submission_id(wanted.campaign, wanted.form, wanted.organisation)
    return await context.stores.submissions.create(ident, change, cause=f"{context.cause}/start")


@command("submit")
async def submit(context: Context, wanted: Submit) -> SubmissionRecord:
    """Delivers the draft as the next version. Raises DomainError ``draft_consolidated`` and what `life.submit` does."""
    opened = await editable(context, wanted.submission)
    basis = await basis_for(context.stores, opened.submission, opened.campaign)
    return await context.stores.submissions.update(
        wanted.submission,
        lambda record: life.submit(
            record, opened.campaign, context.actor, context.now, checked=wanted.checked, basis=basis
        ),
        cause=f"{context.cause}/submit",
    )


@command("withdraw")
async def withdraw(context: Context, wanted: Withdraw) -> SubmissionRecord:
    """Raises DomainError as `life.withdraw`."""
    record = await change(
        context,
        wanted.submission,
        "withdraw",
        lambda record, campaign: life.withdraw(record, campaign, wanted.request.reason, context.actor, context.now),
    )
    await context.stores.open_again(record.public)
    return record
