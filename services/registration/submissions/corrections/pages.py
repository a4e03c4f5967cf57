"""The pages of what may still happen to a delivered submission: its correction, the withdrawal of one item."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.corrections import commands
from services.registration.submissions.corrections.commands import Correct, GiveUpCorrection, WithdrawItem
from services.registration.submissions.corrections.model.corrections import CorrectionRequest, correctable, own_wishes
from services.registration.submissions.corrections.model.item_withdrawal import ItemWithdrawal
from services.registration.submissions.pages.frame import own, render
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.web.form_input import read_form
from shared.web.page import Page
from shared.web.refusals import REFUSED, Refusal

router = APIRouter(prefix="/dang-ky", include_in_schema=False)

Ident = Annotated[Key, Path()]
ItemIdent = Annotated[Slug, Path()]


@router.get("/{ident}/dinh-chinh")
async def correction(page: CurrentPage, ident: Ident) -> Response:
    """What a correction means, and the form that asks for its reason."""
    return await _correction(page, ident, sent={})


@router.post("/{ident}/dinh-chinh")
async def correct(page: CurrentPage, ident: Ident) -> Response:
    """Opens the draft for a corrected version."""
    sent = await read_form(page.request)
    chosen = [name.removeprefix("to.") for name in sent if name.startswith("to.")]
    context = page.context.keyed(sent.get("key"))
    try:
        request = CorrectionRequest.model_validate({"reason": sent.get("reason", ""), "recipients": chosen})
        await commands.correct(context, Correct(ident, request))
    except REFUSED as error:
        await page.show(error)
        return await _correction(page, ident, sent=sent, refusal=error)
    return page.to(f"/dang-ky/{ident}?xong=correcting")


@router.post("/{ident}/dinh-chinh/thoi")
async def give_up_correction(page: CurrentPage, ident: Ident) -> Response:
    """Takes the wish back. Who presses twice, or after somebody else did, sees how it stands."""
    context = page.context.keyed((await read_form(page.request)).get("key"))
    try:
        await commands.give_up_correction(context, GiveUpCorrection(ident))
    except DomainError as error:
        if error.code != "correction_not_own":
            raise
        return page.to(f"/dang-ky/{ident}")
    return page.to(f"/dang-ky/{ident}?xong=correction_given_up")


@router.get("/{ident}/noi-dung/{item}/rut")
async def item_withdrawal(page: CurrentPage, ident: Ident, item: ItemIdent) -> Response:
    """What withdrawing an item meets, before it is done."""
    return await _withdrawal(page, place=(ident, item), sent={})


@router.post("/{ident}/noi-dung/{item}/rut")
async def withdraw_item(page: CurrentPage, ident: Ident, item: ItemIdent) -> Response:
    """Withdraws it, with a reason."""
    sent = await read_form(page.request)
    context = page.context.keyed(sent.get("key"))
    try:
        request = ItemWithdrawal.model_validate({"reason": sent.get("reason", "")})
        await commands.withdraw_item(context, WithdrawItem(ident, item, request))
    except REFUSED as error:
        await page.show(error)
        if isinstance(error, DomainError) and error.code == "item_withdrawn_already":
            return page.to(f"/dang-ky/{ident}?xong=item_withdrawn")
        return await _withdrawal(page, place=(ident, item), sent=sent, refusal=error)
    return page.to(f"/dang-ky/{ident}?xong=item_withdrawn")


async def _correction(
    page: Page[Context], ident: str, *, sent: dict[str, str], refusal: Refusal | None = None
) -> Response:
    opened = await own(page.context, ident)
    return await render(
        page,
        opened,
        "correction.html",
        refusal=refusal,
        open_to=list(correctable(opened.record.public)),
        asked=[r for r in opened.record.public.recipients if r.correction],
        own_wishes=own_wishes(opened.record.public),
        sent=sent,
        key=sent.get("key") or uuid.uuid4().hex,
    )


async def _withdrawal(
    page: Page[Context], *, place: tuple[str, str], sent: dict[str, str], refusal: Refusal | None = None
) -> Response:
    ident, item = place
    opened = await own(page.context, ident)
    met = await commands.consequences(page.context, ident, item)
    return await render(
        page,
        opened,
        "item_withdrawal.html",
        refusal=refusal,
        met=met,
        reason=sent.get("reason", ""),
        key=sent.get("key") or uuid.uuid4().hex,
    )
