"""Corrections of what was approved, and items withdrawn after delivery."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.registration.dependencies import CommandContext, CurrentContext
from services.registration.submissions.api import SubmissionView, answer
from services.registration.submissions.corrections import commands
from services.registration.submissions.corrections.commands import Correct, GiveUpCorrection, WithdrawItem
from services.registration.submissions.corrections.model.corrections import CorrectionRequest
from services.registration.submissions.corrections.model.item_withdrawal import Consequences, ItemWithdrawal
from shared.contracts.types import Key, Slug
from shared.web.parameters import ExpectedVersion

router = APIRouter(prefix="/api/registration/submissions", tags=["submissions"])


@router.post("/{ident}/correct", response_model=SubmissionView)
async def correct(
    *, context: CommandContext, ident: Key, wanted: CorrectionRequest, expected: ExpectedVersion
) -> JSONResponse:
    """Opens the draft to the recipients that approved; what they approved stays in force until they decide anew."""
    return answer(context, await Correct(ident, wanted, expected).run(context))


@router.post("/{ident}/correct/give-up", response_model=SubmissionView)
async def give_up_correction(context: CommandContext, ident: Key) -> JSONResponse:
    """Takes the unit's own wish back before a correction is sent; what was approved stands."""
    return answer(context, await GiveUpCorrection(ident).run(context))


@router.get("/{ident}/items/{item}/consequences")
async def consequences(context: CurrentContext, ident: Key, item: Slug) -> Consequences:
    """Who approved the item, where it was carried, and which reports name it."""
    return await commands.consequences(context, ident, item)


@router.post("/{ident}/items/{item}/withdraw", response_model=SubmissionView)
async def withdraw_item(*, context: CommandContext, ident: Key, item: Slug, wanted: ItemWithdrawal) -> JSONResponse:
    """Withdraws an item after delivery: it stays readable and counts no longer."""
    return answer(context, await WithdrawItem(ident, item, wanted).run(context))
