"""The pages of campaigns: the list, a plan, and announcing it after its warnings were seen."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.registration.dependencies import CurrentStores
from services.registration.domain.submissions import OPEN_FORMS
from services.registration.handlers import campaigns as handlers
from services.registration.handlers.tasks import names_of
from services.registration.pages.form_body import read_form
from services.registration.pages.refusals import raise_unless_shown
from services.registration.store import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.submissions import submission_id
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.identity import SUBMITTING, Actor, Role
from shared.problems import status_of
from shared.runtime import idempotency_cause
from shared.web import CurrentActor, Pages

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Words = Annotated[str, Query(max_length=200)]


@router.get("")
async def listed(request: Request, _: CurrentActor, stores: CurrentStores, pages: Pages, q: Words = "") -> Response:
    """The campaigns, the newest year first."""
    found, total = await handlers.search(stores, handlers.Filter(text=q), skip=pages.skip, limit=pages.size)
    page: Response = request.app.state.frame.render(
        request,
        "campaigns.html",
        campaigns=found,
        names=await names_of(stores, {campaign.issuer for campaign in found}),
        q=q,
        page=pages.page,
        total=total,
        more=pages.skip + len(found) < total,
    )
    return page


@router.get("/{ident}")
async def one(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, xong: str = "") -> Response:
    """A plan, and what the person can do with it."""
    record = await stores.campaigns.load(ident)
    page: Response = request.app.state.frame.render(
        request,
        "campaign.html",
        campaign=record.public,
        names=await _names(stores, record.public),
        parents=await _parents(stores, record.public),
        own=await _own_forms(stores, actor, record.public),
        administers=actor.has(Role.ADMINISTRATOR, record.public.issuer),
        done=xong if xong == "announced" else "",
    )
    return page


@router.get("/{ident}/phat-dong")
async def announcement(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What announcing warns of, before it is done."""
    return await _confirmation(request, ident, actor, stores)


@router.post("/{ident}/phat-dong")
async def announce(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Announces what the person has seen; a plan that was changed meanwhile is shown again first."""
    sent = await read_form(request)
    version = sent.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() else None
    cause = idempotency_cause(actor.account, sent.get("key"))
    try:
        await handlers.announce(stores, actor, ident, cause=cause, expected=seen)
    except DomainError as error:
        raise_unless_shown(error)
        return await _confirmation(request, ident, actor, stores, error)
    return RedirectResponse(f"/phong-trao/{ident}?xong=announced", 303)


async def _confirmation(
    request: Request, ident: str, actor: Actor, stores: Stores, error: DomainError | None = None
) -> Response:
    record = await stores.campaigns.load(ident)
    actor.require(Role.ADMINISTRATOR, record.public.issuer)
    page: Response = request.app.state.frame.render(
        request,
        "announce.html",
        status=status_of(error) if error else 200,
        campaign=record.public,
        version=record.version,
        key=uuid.uuid4().hex,
        warnings=await handlers.preview(stores, ident),
        names=await _names(stores, record.public),
        error=error,
    )
    return page


async def _names(stores: Stores, campaign: Campaign) -> dict[str, str]:
    return await names_of(stores, {campaign.issuer, *campaign.recipients, *campaign.obliged})


async def _parents(stores: Stores, campaign: Campaign) -> list[Campaign]:
    found = await stores.campaigns.find({"_id": {"$in": list(campaign.parents)}})
    by_id = {record.id: record.public for record in found}
    return [by_id[ident] for ident in campaign.parents if ident in by_id]


async def _own_forms(stores: Stores, actor: Actor, campaign: Campaign) -> list[dict[str, Any]]:
    """The forms that the person can fill in, each for an organisation, with the submission once it is begun."""
    if campaign.status is not CampaignStatus.ANNOUNCED:
        return []
    own = [
        {"form": form, "organisation": organisation, "id": submission_id(campaign.id, form.kind, organisation)}
        for organisation in actor.organisations(*SUBMITTING)
        if organisation in campaign.obliged
        for form in campaign.forms
        if form.kind in OPEN_FORMS
    ]
    begun = {r.id for r in await stores.submissions.find({"_id": {"$in": [entry["id"] for entry in own]}})}
    return [{**entry, "begun": entry["id"] in begun} for entry in own]
