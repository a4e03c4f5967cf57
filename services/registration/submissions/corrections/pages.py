"""The pages of what may still happen to a delivered submission: its correction, the withdrawal of one item."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.stores import Stores
from services.registration.submissions.corrections import commands as handlers
from services.registration.submissions.corrections.model.corrections import CorrectionRequest, correctable, own_wishes
from services.registration.submissions.corrections.model.item_withdrawal import ItemWithdrawal
from services.registration.submissions.pages.frame import own, render
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.identity import Actor
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor
from shared.web.refusals import Refusal, errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(prefix="/dang-ky", include_in_schema=False)

Ident = Annotated[Key, Path()]
ItemIdent = Annotated[Slug, Path()]


@router.get("/{ident}/dinh-chinh")
async def correction(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What a correction means, and the form that asks for its reason."""
    return await _correction(request, stores, actor, ident, sent={})


@router.post("/{ident}/dinh-chinh")
async def correct(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Opens the draft for a corrected version."""
    sent = await read_form(request)
    chosen = [name.removeprefix("to.") for name in sent if name.startswith("to.")]
    cause = idempotency_cause(actor.account, sent.get("key"))
    try:
        wanted = CorrectionRequest.model_validate({"reason": sent.get("reason", ""), "recipients": chosen})
        await handlers.correct(stores, actor, ident, wanted, cause=cause)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        return await _correction(request, stores, actor, ident, sent=sent, refusal=error)
    return RedirectResponse(f"/dang-ky/{ident}?xong=correcting", 303)


@router.post("/{ident}/dinh-chinh/thoi")
async def give_up_correction(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Takes the wish back. Who presses twice, or after somebody else did, sees how it stands."""
    cause = idempotency_cause(actor.account, (await read_form(request)).get("key"))
    try:
        await handlers.give_up_correction(stores, actor, ident, cause=cause)
    except DomainError as error:
        if error.code != "correction_not_own":
            raise
        return RedirectResponse(f"/dang-ky/{ident}", 303)
    return RedirectResponse(f"/dang-ky/{ident}?xong=correction_given_up", 303)


@router.get("/{ident}/noi-dung/{item}/rut")
async def item_withdrawal(
    request: Request, ident: Ident, item: ItemIdent, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """What withdrawing an item meets, before it is done."""
    return await _withdrawal(request, stores, actor, place=(ident, item), sent={})


@router.post("/{ident}/noi-dung/{item}/rut")
async def withdraw_item(
    request: Request, ident: Ident, item: ItemIdent, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """Withdraws it, with a reason."""
    sent = await read_form(request)
    cause = idempotency_cause(actor.account, sent.get("key"))
    try:
        wanted = ItemWithdrawal.model_validate({"reason": sent.get("reason", "")})
        await handlers.withdraw_item(stores, actor, ident, item, wanted, cause=cause)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        if isinstance(error, DomainError) and error.code == "item_withdrawn_already":
            return RedirectResponse(f"/dang-ky/{ident}?xong=item_withdrawn", 303)
        return await _withdrawal(request, stores, actor, place=(ident, item), sent=sent, refusal=error)
    return RedirectResponse(f"/dang-ky/{ident}?xong=item_withdrawn", 303)


async def _correction(
    request: Request, stores: Stores, actor: Actor, ident: str, *, sent: dict[str, str], refusal: Refusal | None = None
) -> Response:
    opened = await own(stores, actor, ident)
    return await render(
        request,
        opened,
        "correction.html",
        status=status(refusal) if refusal else 200,
        open_to=[recipient.organisation for recipient in correctable(opened.record.public)],
        asked=[r for r in opened.record.public.recipients if r.correction],
        own_wishes=own_wishes(opened.record.public),
        sent=sent,
        key=sent.get("key") or uuid.uuid4().hex,
        errors=errors_of(refusal, request.app.state.catalogue, lambda path: path) if refusal else [],
    )


async def _withdrawal(
    request: Request,
    stores: Stores,
    actor: Actor,
    *,
    place: tuple[str, str],
    sent: dict[str, str],
    refusal: Refusal | None = None,
) -> Response:
    ident, item = place
    opened = await own(stores, actor, ident)
    met = await handlers.consequences(stores, actor, ident, item)
    return await render(
        request,
        opened,
        "item_withdrawal.html",
        status=status(refusal) if refusal else 200,
        met=met,
        reason=sent.get("reason", ""),
        key=sent.get("key") or uuid.uuid4().hex,
        errors=errors_of(refusal, request.app.state.catalogue, lambda path: path) if refusal else [],
    )
