"""A closed campaign opened again by its administrator, with the reason."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import ValidationError

from services.registration.campaigns import commands as handlers
from services.registration.campaigns.model.campaign import ReopeningRequest
from services.registration.campaigns.records import impact
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.identity import Role
from shared.web.form_input import read_form
from shared.web.page import Page
from shared.web.readings import version_of
from shared.web.refusals import Refusal

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Ident = Annotated[Slug, Path()]


@router.get("/{ident}/mo-lai")
async def reopening(page: CurrentPage, ident: Ident) -> Response:
    """What reopening means, before it is done."""
    return await _page(page, ident)


@router.post("/{ident}/mo-lai")
async def reopen(page: CurrentPage, ident: Ident) -> Response:
    """Opens what the person has seen."""
    sent = await read_form(page.request)
    context = page.context.keyed(sent.get("key"))
    try:
        wanted = ReopeningRequest.model_validate({"reason": sent.get("reason", "")})
        seen = version_of(sent.get("version", ""))
        await handlers.reopen(context, ident, wanted.reason, expected=seen)
    except (DomainError, ValidationError) as error:
        await page.show(error)
        return await _page(page, ident, refusal=error, reason=sent.get("reason", ""))
    return page.to(f"/phong-trao/{ident}?xong=reopened")


async def _page(page: Page[Context], ident: str, *, refusal: Refusal | None = None, reason: str = "") -> Response:
    record = await page.context.stores.campaigns.load(ident)
    campaign = record.public
    page.context.actor.require(Role.ADMINISTRATOR, campaign.issuer)
    return page.render(
        "reopen.html",
        refusal=refusal,
        campaign=campaign,
        version=record.version,
        key=uuid.uuid4().hex,
        met=await impact(page.context.stores, ident),
        reason=reason,
        errors=page.errors(refusal),
    )
