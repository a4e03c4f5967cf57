"""Extensions (gia hạn): for one unit and form, with a reason."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.campaigns.extensions import model as extensions
from services.registration.campaigns.extensions.commands import extend
from services.registration.campaigns.model.campaign import authority
from services.registration.campaigns.model.deadlines import deadline, meaning
from services.registration.campaigns.records import unit_states
from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.stores import Stores
from shared.contracts.types import Slug
from shared.errors import DomainError, forbidden, not_found
from shared.identity import Actor, Role
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor
from shared.web.refusals import Refusal
from shared.web.refusals import errors_of as faults_of
from shared.web.refusals import status_for as status
from shared.web.typed import Typed, read_form

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Unit = Annotated[str, Query(alias="don-vi", max_length=64)]
Kind = Annotated[str, Query(alias="bieu-mau", max_length=20)]


@router.get("/{ident}/gia-han")
async def form(
    *, request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, unit: Unit = "", kind: Kind = ""
) -> Response:
    """The form for one unit, with the extension that it has already."""
    campaign = (await stores.campaigns.load(ident)).public
    chosen = next((f for f in campaign.forms if f.kind == kind), campaign.forms[0])
    held = Typed({"organisation": unit, "form": chosen.kind.value, "key": uuid.uuid4().hex})
    return await _form(request, actor, stores, ident, held)


@router.post("/{ident}/gia-han")
async def grant(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Grants it; ``check`` only reads the deadline back."""
    held = Typed.of(await read_form(request))
    if held.value("action") == "check":
        return await _form(request, actor, stores, ident, held)
    try:
        wanted = extensions.Request.model_validate(
            {n: held.value(n) for n in ("organisation", "form", "due", "reason")}
        )
        cause = idempotency_cause(actor.account, held.key)
        await extend(stores, actor, ident, wanted, cause=cause)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        return await _form(request, actor, stores, ident, held, refusal=error)
    return RedirectResponse(f"/phong-trao/{ident}?bieu-mau={wanted.form.value}&xong=extended#don-vi", 303)


async def _form(
    request: Request, actor: Actor, stores: Stores, ident: str, held: Typed, *, refusal: Refusal | None = None
) -> Response:
    campaign = (await stores.campaigns.load(ident)).public
    if authority(campaign, actor) is None:
        raise forbidden("role_missing", role=Role.ADMINISTRATOR.value, organisation=campaign.issuer)
    unit, kind = held.value("organisation"), held.value("form")
    chosen = next((f for f in campaign.forms if f.kind == kind), campaign.forms[0])
    if unit not in campaign.obliged_for(chosen.kind):
        raise not_found("organisation", unit)
    errors = faults_of(refusal, request.app.state.catalogue) if refusal else []
    reading = None
    try:
        reading = meaning(deadline(held.value("due"), field="due")) if held.value("due").strip() else None
    except DomainError as error:
        errors = errors or faults_of(error, request.app.state.catalogue)
    (state,) = await unit_states(stores, campaign, chosen, (unit,))
    page: Response = request.app.state.frame.render(
        request,
        "extension.html",
        status=status(refusal) if refusal else 200,
        campaign=campaign,
        form=chosen,
        state=state,
        held=held,
        reading=reading,
        errors=errors,
        names=await stores.names_of({unit, *campaign.recipients}),
    )
    return page
