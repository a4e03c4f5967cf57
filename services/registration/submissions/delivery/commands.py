"""A submission begun, delivered and taken back."""

from dataclasses import dataclass

from services.registration.context import Context
from services.registration.submissions.delivery.model import life
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.opening import answering, change, editable
from shared.contracts.forms import FormPeriod, PeriodCode
from shared.contracts.types import Contract, Paragraph, Slug
from shared.runtime.commands import command


class Start(Contract):
    """What a submission answers, and for whom."""

    campaign: Slug
    form: Slug
    period: PeriodCode | None = None
    organisation: Slug

    @command("start-submission")
    async def run(self, context: Context) -> SubmissionRecord:
        """An empty submission. Raises DomainError ``submission_exists`` naming the one that is there."""
        campaign = (await context.stores.campaigns.load(self.campaign)).public
        change = life.start(campaign, FormPeriod(self.form, self.period), self.organisation, context.actor)
        return await context.stores.submissions.create(change.public.id, change, cause=f"{context.cause}/start")


@dataclass(frozen=True)
class Submit:
    """The draft is delivered as the next version. `checked`: its version that the person read over."""

    submission: str
    checked: int | None = None

    @command("submit")
    async def run(self, context: Context) -> SubmissionRecord:
        """Raises DomainError ``draft_consolidated`` and what `life.submit` does."""
        opened = await answering(context, await editable(context, self.submission))
        return await change(
            context,
            self.submission,
            "submit",
            lambda record, campaign: life.submit(
                record,
                campaign,
                context.actor,
                context.now,
                checked=self.checked,
                basis=opened.basis,
                filler=opened.filler,
            ),
        )


class Withdrawal(Contract):
    """Why a submission is taken back."""

    reason: Paragraph


@dataclass(frozen=True)
class Withdraw:
    """A submission is taken back from every recipient."""

    submission: str
    request: Withdrawal

    @command("withdraw")
    async def run(self, context: Context) -> SubmissionRecord:
        """Raises DomainError as `life.withdraw`."""
        record = await change(
            context,
            self.submission,
            "withdraw",
            lambda record, campaign: life.withdraw(record, campaign, self.request.reason, context.actor, context.now),
        )
        await context.stores.open_again(record.public)
        return record
