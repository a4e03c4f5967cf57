"""A closed campaign opened again by its administrator, with the reason."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.campaigns import commands as handlers
from services.registration.campaigns.model.campaign import ReopeningRequest
from services.registration.campaigns.records import impact
from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.stores import Stores
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.identity import Actor, Role
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor
from shared.web.inputs import version_of
from shared.web.refusals import Refusal, errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Ident = Annotated[Slug, Path()]


@router.get("/{ident}/mo-lai")
async def reopening(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What reopening means, before it is done."""
    return await _page(request, ident, actor, stores)


@router.post("/{ident}/mo-lai")
async def reopen(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Opens what the person has seen."""
    sent = await read_form(request)
    cause = idempotency_cause(actor.account, sent.get("key"))
    try:
        wanted = ReopeningRequest.model_validate({"reason": sent.get("reason", "")})
        seen = version_of(sent.get("version", ""))
        await handlers.reopen(stores, actor, ident, wanted.reason, cause=cause, expected=seen)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        return await _page(request, ident, actor, stores, refusal=error, reason=sent.get("reason", ""))
    return RedirectResponse(f"/phong-trao/{ident}?xong=reopened", 303)


async def _page(
    request: Request, ident: str, actor: Actor, stores: Stores, *, refusal: Refusal | None = None, reason: str = ""
) -> Response:
    record = await stores.campaigns.load(ident)
    campaign = record.public
    actor.require(Role.ADMINISTRATOR, campaign.issuer)
    page: Response = request.app.state.frame.render(
        request,
        "reopen.html",
        status=status(refusal) if refusal else 200,
        campaign=campaign,
        version=record.version,
        key=uuid.uuid4().hex,
        met=await impact(stores, ident),
        reason=reason,
        errors=errors_of(refusal, request.app.state.catalogue, lambda path: path) if refusal else [],
    )
    return page
