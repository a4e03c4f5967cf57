"""What may still happen to a delivered submission: a correction of what was approved, an item that is withdrawn."""

from services.registration.stores import Stores
from services.registration.submissions.corrections.model import corrections, item_withdrawal
from services.registration.submissions.corrections.model.corrections import CorrectionRequest
from services.registration.submissions.corrections.model.item_withdrawal import Consequences, ItemWithdrawal
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.records.opening import own, read
from shared.contracts.campaigns import FormKind
from shared.contracts.submissions import Submission
from shared.identity import Actor


async def correct(
    stores: Stores, actor: Actor, ident: str, wanted: CorrectionRequest, *, cause: str, expected: int | None = None
) -> SubmissionRecord:
    """Opens the draft of what was approved, for a corrected version."""
    with stores.counting("correct"):
        _, campaign = await own(stores, actor, ident)
        return await stores.submissions.update(
            ident,
            lambda record: corrections.correct(record, campaign, wanted, actor, stores.clock()),
            cause=f"{cause}/correct",
            expected=expected,
        )


async def give_up_correction(stores: Stores, actor: Actor, ident: str, *, cause: str) -> SubmissionRecord:
    """Takes the unit's own wish to correct back."""
    with stores.counting("give-up-correction"):
        _, campaign = await own(stores, actor, ident)
        return await stores.submissions.update(
            ident, lambda record: corrections.give_up(record, campaign, actor), cause=f"{cause}/give-up-correction"
        )


async def consequences(stores: Stores, actor: Actor, ident: str, item: str) -> Consequences:
    """What withdrawing an item would meet. Raises DomainError ``item_not_found``, ``item_withdrawn_already``."""
    record = await read(stores, actor, ident)
    return item_withdrawal.consequences(record.public, item, await _reports(stores, record.public, item))


async def withdraw_item(
    stores: Stores,
    actor: Actor,
    ident: str,
    item: str,
    wanted: ItemWithdrawal,
    *,
    cause: str,
) -> SubmissionRecord:
    """Withdraws one item of what was delivered."""
    with stores.counting("withdraw-item"):
        _, campaign = await own(stores, actor, ident)
        return await stores.submissions.update(
            ident,
            lambda record: item_withdrawal.withdraw_item(
                record, campaign, item, wanted, actor=actor, now=stores.clock()
            ),
            cause=f"{cause}/withdraw-item/{item}",
        )


async def _reports(stores: Stores, submission: Submission, item: str) -> list[Submission]:
    """The delivered reports that name an item, be it as the one that it was consolidated into."""
    names = {item, *(entry.carried_as for entry in submission.upward if entry.item == item)}
    query = {
        "public.versions.content.items.id": {"$in": sorted(names)},
        "public.form": {"$ne": FormKind.REGISTRATION.value},
    }
    return [record.public for record in await stores.submissions.find(query)]
