"""What may still happen to a delivered submission: a correction of what was approved, an item that is withdrawn."""

from services.registration.context import Context
from services.registration.stores import Stores
from services.registration.submissions.corrections.model import corrections, item_withdrawal
from services.registration.submissions.corrections.model.corrections import CorrectionRequest
from services.registration.submissions.corrections.model.item_withdrawal import Consequences, ItemWithdrawal
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.opening import own, read
from shared.contracts.campaigns import FormKind
from shared.contracts.submissions import Submission
from shared.runtime.commands import command


@command("correct")
async def correct(
    context: Context, ident: str, wanted: CorrectionRequest, *, expected: int | None = None
) -> SubmissionRecord:
    """Opens the draft of what was approved, for a corrected version."""
    _, campaign = await own(context, ident)
    return await context.stores.submissions.update(
        ident,
        lambda record: corrections.correct(record, campaign, wanted, context.actor, context.stores.clock()),
        cause=f"{context.cause}/correct",
        expected=expected,
    )


@command("give-up-correction")
async def give_up_correction(context: Context, ident: str) -> SubmissionRecord:
    """Takes the unit's own wish to correct back."""
    _, campaign = await own(context, ident)
    return await context.stores.submissions.update(
        ident,
        lambda record: corrections.give_up(record, campaign, context.actor),
        cause=f"{context.cause}/give-up-correction",
    )


async def consequences(context: Context, ident: str, item: str) -> Consequences:
    """What withdrawing an item would meet. Raises DomainError ``item_not_found``, ``item_withdrawn_already``."""
    record = await read(context, ident)
    return item_withdrawal.consequences(record.public, item, await _reports(context.stores, record.public, item))


@command("withdraw-item")
async def withdraw_item(context: Context, ident: str, item: str, wanted: ItemWithdrawal) -> SubmissionRecord:
    """Withdraws one item of what was delivered."""
    _, campaign = await own(context, ident)
    return await context.stores.submissions.update(
        ident,
        lambda record: item_withdrawal.withdraw_item(
            record, campaign, item, wanted, actor=context.actor, now=context.stores.clock()
        ),
        cause=f"{context.cause}/withdraw-item/{item}",
    )


async def _reports(stores: Stores, submission: Submission, item: str) -> list[Submission]:
    """The delivered reports that name an item, be it as the one that it was consolidated into."""
    names = {item, *(entry.carried_as for entry in submission.upward if entry.item == item)}
    query = {
        "public.versions.content.items.id": {"$in": sorted(names)},
        "public.form": {"$ne": FormKind.REGISTRATION.value},
    }
    return [record.public for record in await stores.submissions.find(query)]
