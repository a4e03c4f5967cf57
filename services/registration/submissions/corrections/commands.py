"""What may still happen to a delivered submission: a correction of what was approved, an item that is withdrawn."""

from dataclasses import dataclass

from services.registration.context import Context
from services.registration.submissions.corrections.model import corrections, item_withdrawal
from services.registration.submissions.corrections.model.corrections import CorrectionRequest
from services.registration.submissions.corrections.model.item_withdrawal import Consequences, ItemWithdrawal
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.opening import change, read
from shared.contracts.campaigns import FormKind
from shared.contracts.submissions import Submission
from shared.runtime.commands import command


@dataclass(frozen=True)
class Correct:
    """A submission is to be corrected. `expected`: the version that the person saw."""

    submission: str
    request: CorrectionRequest
    expected: int | None = None


@dataclass(frozen=True)
class GiveUpCorrection:
    """The unit's own wish to correct is taken back."""

    submission: str


@dataclass(frozen=True)
class WithdrawItem:
    """One item of what was delivered is withdrawn."""

    submission: str
    item: str
    request: ItemWithdrawal


@command("correct")
async def correct(context: Context, wanted: Correct) -> SubmissionRecord:
    """Opens the draft of what was approved, for a corrected version."""
    return await change(
        context,
        wanted.submission,
        "correct",
        lambda record, campaign: corrections.correct(record, campaign, wanted.request, context.actor, context.now),
        wanted.expected,
    )


@command("give-up-correction")
async def give_up_correction(context: Context, wanted: GiveUpCorrection) -> SubmissionRecord:
    """Takes the unit's own wish to correct back."""
    return await change(
        context,
        wanted.submission,
        "give-up-correction",
        lambda record, campaign: corrections.give_up(record, campaign, context.actor),
    )


@command("withdraw-item")
async def withdraw_item(context: Context, wanted: WithdrawItem) -> SubmissionRecord:
    """Withdraws one item of what was delivered."""
    return await change(
        context,
        wanted.submission,
        f"withdraw-item/{wanted.item}",
        lambda record, campaign: item_withdrawal.withdraw_item(
            record, campaign, wanted.item, wanted.request, actor=context.actor, now=context.now
        ),
    )


async def consequences(context: Context, ident: str, item: str) -> Consequences:
    """What withdrawing an item would meet. Raises DomainError ``item_not_found``, ``item_withdrawn_already``."""
    record = await read(context, ident)
    return item_withdrawal.consequences(record.public, item, await _reports(context, record.public, item))


async def _reports(context: Context, submission: Submission, item: str) -> list[Submission]:
    """The delivered reports that name an item, be it as the one that it was consolidated into."""
    names = {item, *(entry.carried_as for entry in submission.upward if entry.item == item)}
    query = {
        "public.versions.content.items.id": {"$in": sorted(names)},
        "public.form": {"$ne": FormKind.REGISTRATION.value},
    }
    return [record.public for record in await context.stores.submissions.find(query)]
