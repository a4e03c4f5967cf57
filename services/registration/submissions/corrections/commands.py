"""What may still happen to a delivered submission: a correction of what was approved, an item that is withdrawn."""

from dataclasses import dataclass
from functools import partial

from services.registration.context import Context
from services.registration.submissions.corrections.model import corrections, item_withdrawal
from services.registration.submissions.corrections.model.corrections import CorrectionRequest
from services.registration.submissions.corrections.model.item_withdrawal import Consequences, ItemWithdrawal
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.opening import change, read
from shared.forms.registry import kind_of
from shared.runtime.commands import command


@dataclass(frozen=True)
class Correct:
    """What was approved is opened for a corrected version. `expected`: the version that the person saw."""

    submission: str
    request: CorrectionRequest
    expected: int | None = None

    @command("correct")
    async def run(self, context: Context) -> SubmissionRecord:
        return await change(
            context,
            self.submission,
            "correct",
            lambda record, campaign: corrections.correct(record, campaign, self.request, context.actor, context.now),
            self.expected,
        )


@dataclass(frozen=True)
class GiveUpCorrection:
    """The unit's own wish to correct is taken back."""

    submission: str

    @command("give-up-correction")
    async def run(self, context: Context) -> SubmissionRecord:
        decide = partial(corrections.give_up, actor=context.actor)
        return await change(context, self.submission, "give-up-correction", decide)


@dataclass(frozen=True)
class WithdrawItem:
    """One item of what was delivered is withdrawn."""

    submission: str
    item: str
    request: ItemWithdrawal

    @command("withdraw-item")
    async def run(self, context: Context) -> SubmissionRecord:
        return await change(
            context,
            self.submission,
            f"withdraw-item/{self.item}",
            lambda record, campaign: item_withdrawal.withdraw_item(
                record, campaign, self.item, self.request, actor=context.actor, now=context.now
            ),
        )


async def consequences(context: Context, ident: str, item: str) -> Consequences:
    """What withdrawing an item would meet. Raises DomainError ``item_not_found``, ``item_withdrawn_already``."""
    submission = (await read(context, ident)).public
    # A report may name it as the one that it was consolidated into.
    names = {item, *(entry.carried_as for entry in submission.upward if entry.item == item)}
    query = {"public.versions.content.items.id": {"$in": sorted(names)}}
    naming = (record.public for record in await context.stores.submissions.find(query))
    reports = [one for one in naming if one.latest and not kind_of(one.latest.content).carries]
    return item_withdrawal.consequences(submission, item, reports)
