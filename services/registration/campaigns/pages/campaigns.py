"""The pages of campaigns: the list, a plan with its units, announcing and closing it after a confirmation."""

import uuid
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.registration.campaigns import commands as handlers
from services.registration.campaigns.model.campaign import authority
from services.registration.campaigns.records import UnitState, impact, unit_states
from services.registration.consolidation.records.feeding import consolidating
from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus, Form
from shared.contracts.submissions import submission_id
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.identity import EVERYWHERE, SUBMITTING, Actor, Role
from shared.record.history import lines
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor, Pages
from shared.web.inputs import version_of
from shared.web.problems import status_of
from shared.web.typed import read_form

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Words = Annotated[str, Query(max_length=200)]
State = Annotated[str, Query(alias="tinh-trang", max_length=20)]
FormOf = Annotated[str, Query(alias="bieu-mau", max_length=20)]
Done = Annotated[str, Query(alias="xong", max_length=20)]
DONE = frozenset({"announced", "closed", "extended", "reopened"})
READING = (Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR)
UNITS_SHOWN = 50


@router.get("")
async def listed(
    *, request: Request, actor: CurrentActor, stores: CurrentStores, pages: Pages, q: Words = "", state: State = ""
) -> Response:
    """The campaigns, the newest year first."""
    status = CampaignStatus(state) if state in set(CampaignStatus) else None
    wanted = handlers.Filter(status, text=q)
    found, total = await handlers.search(stores, wanted, skip=pages.skip, limit=pages.size)
    asked = {name: text for name, text in (("q", q), ("tinh-trang", status.value if status else "")) if text}
    page: Response = request.app.state.frame.render(
        request,
        "campaigns.html",
        campaigns=found,
        names=await stores.names_of({campaign.issuer for campaign in found}),
        q=q,
        state=status.value if status else "",
        states=list(CampaignStatus),
        page=pages.page,
        size=pages.size,
        total=total,
        address_of_list=f"/phong-trao?{urlencode(asked)}" if asked else "/phong-trao",
        administers=bool(actor.organisations(Role.ADMINISTRATOR)),
    )
    return page


@router.get("/{ident}")
async def one(
    *,
    request: Request,
    ident: Ident,
    actor: CurrentActor,
    stores: CurrentStores,
    pages: Pages,
    kind: FormOf = "",
    done: Done = "",
) -> Response:
    """A plan, what the person can do with it, and where its units stand."""
    record = await stores.campaigns.load(ident)
    campaign = record.public
    form = next((form for form in campaign.forms if form.kind == kind), campaign.forms[0])
    owing = campaign.obliged_for(form.kind)
    shown = owing[(pages.page - 1) * UNITS_SHOWN : pages.page * UNITS_SHOWN]
    named = {campaign.issuer, *campaign.recipients, *shown, *_obliged_here(actor, campaign)}
    page: Response = request.app.state.frame.render(
        request,
        "campaign.html",
        campaign=campaign,
        names=await stores.names_of(named, campaign.day(stores.today)),
        parents=await _parents(stores, campaign),
        own=await _own_forms(stores, actor, campaign),
        consolidations=await consolidating(stores, actor, campaign.id) if campaign.parents else [],
        administers=actor.has(Role.ADMINISTRATOR, campaign.issuer),
        extends=campaign.status is CampaignStatus.ANNOUNCED and authority(campaign, actor) is not None,
        form=form,
        units=shown,
        owing=len(owing),
        states=await _states(stores, actor, campaign, form, shown),
        history=list(reversed(lines(record.history))) if _reads_states(actor, campaign) else [],
        page=pages.page,
        size=UNITS_SHOWN,
        done=done if done in DONE else "",
    )
    return page


@router.get("/{ident}/phat-dong")
async def announcement(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What announcing warns of, before it is done."""
    return await _confirmation(request, ident, actor, stores, "announce.html")


@router.post("/{ident}/phat-dong")
async def announce(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Announces what the person has seen; a plan that was changed meanwhile is shown again first."""
    sent = await read_form(request)
    seen, cause = version_of(sent.get("version", "")), idempotency_cause(actor.account, sent.get("key"))
    try:
        await handlers.announce(stores, actor, ident, cause=cause, expected=seen)
    except DomainError as error:
        await raise_unless_shown(stores, error)
        return await _confirmation(request, ident, actor, stores, "announce.html", error=error)
    return RedirectResponse(f"/phong-trao/{ident}?xong=announced", 303)


@router.get("/{ident}/ket-thuc")
async def closing(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What closing ends, before it is done."""
    return await _confirmation(request, ident, actor, stores, "close.html")


@router.post("/{ident}/ket-thuc")
async def close(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Closes what the person has seen."""
    sent = await read_form(request)
    seen, cause = version_of(sent.get("version", "")), idempotency_cause(actor.account, sent.get("key"))
    try:
        await handlers.close(stores, actor, ident, cause=cause, expected=seen)
    except DomainError as error:
        await raise_unless_shown(stores, error)
        return await _confirmation(request, ident, actor, stores, "close.html", error=error)
    return RedirectResponse(f"/phong-trao/{ident}?xong=closed", 303)


async def _confirmation(
    request: Request, ident: str, actor: Actor, stores: Stores, template: str, *, error: DomainError | None = None
) -> Response:
    record = await stores.campaigns.load(ident)
    campaign = record.public
    actor.require(Role.ADMINISTRATOR, campaign.issuer)
    page: Response = request.app.state.frame.render(
        request,
        template,
        status=status_of(error) if error else 200,
        campaign=campaign,
        version=record.version,
        key=uuid.uuid4().hex,
        warnings=await handlers.preview(stores, ident),
        met=await impact(stores, ident),
        names=await stores.names_of({campaign.issuer, *campaign.recipients}),
        error=error,
    )
    return page


def _obliged_here(actor: Actor, campaign: Campaign) -> set[str]:
    return set(actor.organisations(*SUBMITTING)) & set(campaign.ever_obliged)


def _reads_states(actor: Actor, campaign: Campaign) -> bool:
    """Whether the person sees where every unit stands: reviewers, leaders and administrators of a recipient."""
    held = set(actor.organisations(*READING))
    return EVERYWHERE in held or not held.isdisjoint({campaign.issuer, *campaign.recipients})


async def _states(
    stores: Stores, actor: Actor, campaign: Campaign, form: Form, units: tuple[str, ...]
) -> list[UnitState]:
    if campaign.status is CampaignStatus.DRAFT or not _reads_states(actor, campaign):
        return []
    return await unit_states(stores, campaign, form, units)


async def _parents(stores: Stores, campaign: Campaign) -> list[Campaign]:
    found = await stores.campaigns.find({"_id": {"$in": list(campaign.parents)}})
    by_id = {record.id: record.public for record in found}
    return [by_id[ident] for ident in campaign.parents if ident in by_id]


async def _own_forms(stores: Stores, actor: Actor, campaign: Campaign) -> list[dict[str, Any]]:
    """The forms that the person can fill in, each for an organisation, with the submission once it is begun."""
    if campaign.status is not CampaignStatus.ANNOUNCED:
        return []
    owing = {form.kind: frozenset(campaign.obliged_for(form.kind)) for form in campaign.forms}
    own = [
        {
            "form": form,
            "organisation": organisation,
            "id": submission_id(campaign.id, form.kind, organisation),
            "extension": campaign.extension(organisation, form.kind),
        }
        for organisation in actor.organisations(*SUBMITTING)
        for form in campaign.forms
        if organisation in owing[form.kind]
    ]
    begun = {r.id for r in await stores.submissions.find({"_id": {"$in": [entry["id"] for entry in own]}})}
    return [{**entry, "begun": entry["id"] in begun} for entry in own]
