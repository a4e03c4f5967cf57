"""The pages of what may still happen to a delivered submission: its correction, the withdrawal of one item."""

from fastapi import APIRouter, Response

from services.registration.dependencies import CurrentPage
from services.registration.submissions.corrections import commands
from services.registration.submissions.corrections.commands import Correct, GiveUpCorrection, WithdrawItem
from services.registration.submissions.corrections.model.corrections import CorrectionRequest, correctable, own_wishes
from services.registration.submissions.corrections.model.item_withdrawal import ItemWithdrawal
from services.registration.submissions.pages.frame import render
from services.registration.submissions.records.opening import own
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, refused_as

router = APIRouter(prefix="/dang-ky", include_in_schema=False)


@router.get("/{ident}/dinh-chinh")
async def correction(page: CurrentPage, ident: Key) -> Response:
    """What a correction means, and the form that asks for its reason."""
    return await _correction(page, ident, FormInput())


@router.post("/{ident}/dinh-chinh")
async def correct(page: CurrentPage, ident: Key) -> Response:
    """Opens the draft for a corrected version."""
    inputs = await page.inputs()
    chosen = [name.removeprefix("to.") for name in inputs.values if name.startswith("to.")]
    try:
        request = CorrectionRequest.model_validate({"reason": inputs.value("reason"), "recipients": chosen})
        await Correct(ident, request).run(page.context.keyed(inputs.key))
    except REFUSED as error:
        return await _correction(page, ident, inputs, refusal=error)
    return page.to(f"/dang-ky/{ident}?xong=correcting")


@router.post("/{ident}/dinh-chinh/thoi")
async def give_up_correction(page: CurrentPage, ident: Key) -> Response:
    """Takes the wish back. Who presses twice, or after somebody else did, sees how it stands."""
    context = page.context.keyed((await page.inputs()).key)
    try:
        await GiveUpCorrection(ident).run(context)
    except DomainError as error:
        if error.code != "correction_not_own":
            raise
        return page.to(f"/dang-ky/{ident}")
    return page.to(f"/dang-ky/{ident}?xong=correction_given_up")


@router.get("/{ident}/noi-dung/{item}/rut")
async def item_withdrawal(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """What withdrawing an item meets, before it is done."""
    return await _withdrawal(page, ident, item, FormInput())


@router.post("/{ident}/noi-dung/{item}/rut")
async def withdraw_item(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Withdraws it, with a reason."""
    inputs = await page.inputs()
    try:
        request = ItemWithdrawal.model_validate({"reason": inputs.value("reason")})
        await WithdrawItem(ident, item, request).run(page.context.keyed(inputs.key))
    except REFUSED as error:
        if not refused_as(error, "item_withdrawn_already"):
            return await _withdrawal(page, ident, item, inputs, refusal=error)
    return page.to(f"/dang-ky/{ident}?xong=item_withdrawn")


async def _correction(page: CurrentPage, ident: str, inputs: FormInput, *, refusal: Refusal | None = None) -> Response:
    opened = await own(page.context, ident)
    return await render(
        page,
        opened,
        "correction.html",
        refusal=refusal,
        open_to=list(correctable(opened.submission)),
        asked=[r for r in opened.submission.recipients if r.correction],
        own_wishes=own_wishes(opened.submission),
        inputs=inputs,
    )


async def _withdrawal(
    page: CurrentPage, ident: str, item: str, inputs: FormInput, *, refusal: Refusal | None = None
) -> Response:
    opened = await own(page.context, ident)
    met = await commands.consequences(page.context, ident, item)
    return await render(
        page,
        opened,
        "item_withdrawal.html",
        refusal=refusal,
        met=met,
        reason=inputs.value("reason"),
    )
