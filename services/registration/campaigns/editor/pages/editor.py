"""Writing a campaign: begun from a template, edited in small pages, looked at as the units will see it."""

import uuid
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.campaigns import commands as handlers
from services.registration.campaigns.editor.commands import create_from, definition_of, templates
from services.registration.campaigns.editor.pages.sections import SECTIONS
from services.registration.campaigns.model.deadlines import deadline, meaning
from services.registration.campaigns.model.definition import CampaignDefinition
from services.registration.campaigns.model.template import Wanted
from services.registration.campaigns.records import impact
from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.organisations.records.tree import (
    Group,
    authorities,
    existing,
    groups,
    is_long,
    some_existing,
)
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.contracts.organisations import Organisation
from shared.contracts.types import Slug
from shared.errors import DomainError, not_found
from shared.identity import Actor, Role
from shared.language.vietnamese import VIETNAM
from shared.runtime.runtime import idempotency_cause
from shared.sheets.official_forms import column_codes
from shared.web.app import CurrentActor, Pages
from shared.web.inputs import version_of
from shared.web.refusals import FormError, Refusal
from shared.web.refusals import errors_of as faults_of
from shared.web.refusals import status_for as status
from shared.web.typed import Typed, Written, read_form

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Source = Annotated[str, Query(alias="tu", max_length=200)]
Done = Annotated[str, Query(alias="xong", max_length=20)]
YEARS_APART = 1
UNITS_A_PAGE = 100


@router.get("/moi")
async def template_form(request: Request, actor: CurrentActor, stores: CurrentStores, source: Source = "") -> Response:
    """Which plan to begin from, and what is new of it."""
    year = stores.clock().astimezone(VIETNAM).year
    held = Typed({"source": source, "year": str(year + 1), "shift": "on", "key": uuid.uuid4().hex})
    return await _template_form(request, actor, stores, held)


@router.post("/moi")
async def create(request: Request, actor: CurrentActor, stores: CurrentStores) -> Response:
    """A draft like the template, and on to its first page."""
    held = Typed.of(await read_form(request))
    cause = idempotency_cause(actor.account, held.key)
    try:
        wanted = Wanted(held.value("number").strip(), _year(held.value("year")), held.value("issuer"), held.on("shift"))
        if not wanted.number:
            raise DomainError("string_too_short", field="number")
        record = await create_from(stores, request.app.state.plans, actor, held.value("source"), wanted, cause=cause)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        return await _template_form(request, actor, stores, held, error)
    return RedirectResponse(f"/phong-trao/{record.id}/sua/thong-tin?xong=created", 303)


@router.get("/{ident}/sua")
async def editor(ident: Ident) -> Response:
    return RedirectResponse(f"/phong-trao/{ident}/sua/thong-tin", 303)


@router.get("/{ident}/sua/{section}")
async def section_form(
    *,
    request: Request,
    ident: Ident,
    section: str,
    actor: CurrentActor,
    stores: CurrentStores,
    pages: Pages,
    done: Done = "",
) -> Response:
    """A page of the editor with the campaign as it is saved."""
    record = await _own(stores, actor, ident, section)
    held = SECTIONS[section].shown(record.public)
    held = replace(held, values={**held.values, "page": str(pages.page)})
    return await _section(request, actor, stores, record, section=section, held=held, done=done)


@router.post("/{ident}/sua/{section}")
async def typed(request: Request, ident: Ident, section: str, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Saves the page; a button that only arranges it (add, remove, order) shows it again, unsaved."""
    held = Typed.of(await read_form(request))
    verb, _, argument = held.value("action").partition(":")
    record = await _own(stores, actor, ident, section)
    if verb not in {"", "save", "next"}:
        held = SECTIONS[section].acted(held, verb, argument)
        return await _section(request, actor, stores, record, section=section, held=held)
    anchor = Written({}).anchor
    try:
        written = SECTIONS[section].written(held, record.public)
        anchor = written.anchor
        definition = CampaignDefinition.model_validate({**dict(definition_of(record.public)), **written.values})
        cause = idempotency_cause(actor.account, held.key)
        seen = version_of(held.value("version"))
        await handlers.edit(stores, actor, ident, definition, cause=cause, expected=seen)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        record = await stores.campaigns.load(ident)
        errors = faults_of(error, request.app.state.catalogue, anchor)
        return await _section(request, actor, stores, record, section=section, held=held, refusal=error, errors=errors)
    order = list(SECTIONS)
    following = order[order.index(section) + 1] if verb == "next" and section != order[-1] else section
    if verb == "next" and following == section:
        return RedirectResponse(f"/phong-trao/{ident}/xem-truoc", 303)
    part = f"&page={page_of(held)}" if following == section and held.value("shown") else ""
    return RedirectResponse(f"/phong-trao/{ident}/sua/{following}?xong=edited{part}", 303)


@router.get("/{ident}/xem-truoc")
async def preview(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """The campaign as the units will see it."""
    record = await stores.campaigns.load(ident)
    actor.require(Role.ADMINISTRATOR, record.public.issuer)
    campaign = record.public
    page: Response = request.app.state.frame.render(
        request,
        "campaign_preview.html",
        campaign=campaign,
        warnings=await handlers.preview(stores, ident),
        names=await stores.names_of({campaign.issuer, *campaign.recipients, *campaign.obliged[: UNITS_A_PAGE * 3]}),
        shown=UNITS_A_PAGE * 3,
        meanings={form.kind.value: meaning(form.period.due) for form in campaign.forms},
    )
    return page


async def _own(stores: Stores, actor: Actor, ident: str, section: str) -> handlers.CampaignRecord:
    if section not in SECTIONS:
        raise not_found("page", section)
    record = await stores.campaigns.load(ident)
    actor.require(Role.ADMINISTRATOR, record.public.issuer)
    return record


async def _section(
    request: Request,
    actor: Actor,
    stores: Stores,
    record: handlers.CampaignRecord,
    *,
    section: str,
    held: Typed,
    refusal: Refusal | None = None,
    errors: list[FormError] | None = None,
    done: str = "",
) -> Response:
    """A page of the editor. After somebody else's change it says so, and saving once more writes over theirs."""
    campaign = record.public
    overtaken = isinstance(refusal, DomainError) and refusal.code == "record_changed"
    seen = held.value("version") if held.value("version") and not overtaken else str(record.version)
    running = campaign.status is not CampaignStatus.DRAFT
    page: Response = request.app.state.frame.render(
        request,
        f"campaign_{section.replace('-', '_')}.html",
        status=status(refusal) if refusal else 200,
        campaign=campaign,
        section=section,
        held=replace(held, values={**held.values, "version": seen, "key": uuid.uuid4().hex}),
        errors=errors or [],
        overtaken=SECTIONS[section].shown(campaign) if overtaken else None,
        met=await impact(stores, campaign.id) if running else None,
        done=done if done in {"created", "edited"} else "",
        **await _choices(stores, actor, record, section, held),
    )
    return page


async def _choices(
    stores: Stores, actor: Actor, record: handlers.CampaignRecord, section: str, held: Typed
) -> dict[str, Any]:
    """What a page lets the person choose from."""
    campaign, day = record.public, stores.today
    if section == "bieu-mau":
        return {"kinds": list(FormKind), "readings": _readings(held)}
    if section == "cot-va-de-cuong":
        return {"column_codes": column_codes()}
    if section == "cap-tren":
        span = {"$gte": campaign.year - YEARS_APART, "$lte": campaign.year + YEARS_APART}
        query = {"$or": [{"public.year": span}, {"_id": {"$in": list(campaign.parents)}}]}
        near = await stores.campaigns.find(query, sort=handlers.NEWEST_FIRST)
        others = [other.public for other in near if other.id != campaign.id]
        return {"others": others, "names": await stores.names_of({other.issuer for other in others})}
    places = {campaign.issuer, *campaign.recipients}
    if section == "thong-tin":
        found = await authorities(stores, day, places)
        return {"organisations": found, "issuers": await _issuers(stores, actor, found)}
    return await _units(stores, campaign, held) if section == "don-vi" else {}


async def _units(stores: Stores, campaign: Campaign, held: Typed) -> dict[str, Any]:
    """Everybody who may be obliged; a part of them where they are very many."""
    day = stores.today
    if await is_long(stores):
        found, total = await some_existing(stores, day, skip=(page_of(held) - 1) * UNITS_A_PAGE, limit=UNITS_A_PAGE)
        members = [Group(None, tuple(found.values()))]
        part = {"paged": True, "page": page_of(held), "size": UNITS_A_PAGE, "total": total}
        return {"groups": members, "kinds": _kinds(found), "organisations": found, **part}
    found = await existing(stores, day, {campaign.issuer, *campaign.recipients, *campaign.obliged})
    return {"groups": groups(found, day), "kinds": _kinds(found), "organisations": found, "paged": False}


def page_of(held: Typed) -> int:
    """Which part of a long list the form shows."""
    return max(version_of(held.value("page")) or 1, 1)


def _readings(held: Typed) -> dict[str, dict[str, Any]]:
    """What the deadlines mean, as far as they are understood."""
    found = {}
    for kind in FormKind:
        name = f"forms.{kind.value}.due"
        try:
            found[kind.value] = meaning(deadline(held.value(name), field=name))
        except DomainError:
            continue
    return found


def _kinds(organisations: dict[str, Organisation]) -> dict[str, list[str]]:
    """The ids of each kind's organisations."""
    found: dict[str, list[str]] = {}
    for organisation in organisations.values():
        found.setdefault(organisation.kind, []).append(organisation.id)
    return found


async def _issuers(stores: Stores, actor: Actor, organisations: dict[str, Organisation]) -> list[Organisation]:
    """The organisations in whose name the person may announce."""
    return [o for o in organisations.values() if actor.has(Role.ADMINISTRATOR, o.id)]


async def _template_form(
    request: Request, actor: Actor, stores: Stores, held: Typed, refusal: Refusal | None = None
) -> Response:
    if not actor.organisations(Role.ADMINISTRATOR):
        actor.require(Role.ADMINISTRATOR, actor.organisation)
    found = await templates(stores, request.app.state.plans)
    organisations = await authorities(stores, stores.today, {actor.organisation})
    issuers = await _issuers(stores, actor, organisations)
    page: Response = request.app.state.frame.render(
        request,
        "campaign_new.html",
        status=status(refusal) if refusal else 200,
        templates=found,
        issuers=issuers,
        held=held,
        names={ident: organisation.short_name for ident, organisation in organisations.items()},
        errors=faults_of(refusal, request.app.state.catalogue, _template_anchor) if refusal else [],
    )
    return page


def _template_anchor(path: str) -> str:
    """What is wrong with the draft is told beside the input that it comes from."""
    first = path.partition(".")[0]
    return {"id": "number", "obliged": "issuer", "recipients": "issuer"}.get(first, first)


def _year(text: str) -> int:
    if not (text.isascii() and text.strip().isdigit() and 2000 <= int(text) <= 2100):
        raise DomainError("year_unreadable", field="year")
    return int(text)
