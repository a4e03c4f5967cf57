"""Writing a campaign: begun from a template, edited in small pages, looked at as the units will see it."""

import uuid
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.campaigns import commands as handlers
from services.registration.campaigns.editor.commands import create_from, definition_of, templates
from services.registration.campaigns.editor.pages.sections import SECTIONS
from services.registration.campaigns.model.deadlines import deadline, meaning
from services.registration.campaigns.model.definition import CampaignDefinition
from services.registration.campaigns.model.template import Wanted
from services.registration.campaigns.records import impact
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
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
from shared.identity import Role
from shared.language.vietnamese import VIETNAM
from shared.sheets.official_forms import column_codes
from shared.web.app import Pages
from shared.web.form_input import FormInput, Written, read_form
from shared.web.page import Page
from shared.web.readings import version_of
from shared.web.refusals import FormError, Refusal
from shared.web.refusals import errors_of as faults_of

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Ident = Annotated[Slug, Path()]
Source = Annotated[str, Query(alias="tu", max_length=200)]
Done = Annotated[str, Query(alias="xong", max_length=20)]
YEARS_APART = 1
UNITS_A_PAGE = 100


@router.get("/moi")
async def template_form(page: CurrentPage, source: Source = "") -> Response:
    """Which plan to begin from, and what is new of it."""
    year = page.context.stores.clock().astimezone(VIETNAM).year
    inputs = FormInput({"source": source, "year": str(year + 1), "shift": "on", "key": uuid.uuid4().hex})
    return await _template_form(page, inputs)


@router.post("/moi")
async def create(page: CurrentPage) -> Response:
    """A draft like the template, and on to its first page."""
    inputs = FormInput.of(await read_form(page.request))
    context = page.context.keyed(inputs.key)
    try:
        wanted = Wanted(
            inputs.value("number").strip(), _year(inputs.value("year")), inputs.value("issuer"), inputs.on("shift")
        )
        if not wanted.number:
            raise DomainError("string_too_short", field="number")
        record = await create_from(context, page.request.app.state.plans, inputs.value("source"), wanted)
    except (DomainError, ValidationError) as error:
        await page.show(error)
        return await _template_form(page, inputs, error)
    return page.to(f"/phong-trao/{record.id}/sua/thong-tin?xong=created")


@router.get("/{ident}/sua")
async def editor(ident: Ident) -> Response:
    return RedirectResponse(f"/phong-trao/{ident}/sua/thong-tin", 303)


@router.get("/{ident}/sua/{section}")
async def section_form(*, page: CurrentPage, ident: Ident, section: str, pages: Pages, done: Done = "") -> Response:
    """A page of the editor with the campaign as it is saved."""
    record = await _own(page.context, ident, section)
    inputs = SECTIONS[section].shown(record.public)
    inputs = replace(inputs, values={**inputs.values, "page": str(pages.page)})
    return await _section(page, record, section=section, inputs=inputs, done=done)


@router.post("/{ident}/sua/{section}")
async def typed(page: CurrentPage, ident: Ident, section: str) -> Response:
    """Saves the page; a button that only arranges it (add, remove, order) shows it again, unsaved."""
    inputs = FormInput.of(await read_form(page.request))
    verb, _, argument = inputs.value("action").partition(":")
    record = await _own(page.context, ident, section)
    if verb not in {"", "save", "next"}:
        inputs = SECTIONS[section].acted(inputs, verb, argument)
        return await _section(page, record, section=section, inputs=inputs)
    anchor = Written({}).anchor
    try:
        written = SECTIONS[section].written(inputs, record.public)
        anchor = written.anchor
        definition = CampaignDefinition.model_validate({**dict(definition_of(record.public)), **written.values})
        context = page.context.keyed(inputs.key)
        seen = version_of(inputs.value("version"))
        await handlers.edit(context, ident, definition, expected=seen)
    except (DomainError, ValidationError) as error:
        await page.show(error)
        record = await page.context.stores.campaigns.load(ident)
        errors = faults_of(error, page.catalogue, anchor)
        return await _section(page, record, section=section, inputs=inputs, refusal=error, errors=errors)
    order = list(SECTIONS)
    following = order[order.index(section) + 1] if verb == "next" and section != order[-1] else section
    if verb == "next" and following == section:
        return page.to(f"/phong-trao/{ident}/xem-truoc")
    part = f"&page={page_of(inputs)}" if following == section and inputs.value("shown") else ""
    return page.to(f"/phong-trao/{ident}/sua/{following}?xong=edited{part}")


@router.get("/{ident}/xem-truoc")
async def preview(page: CurrentPage, ident: Ident) -> Response:
    """The campaign as the units will see it."""
    record = await page.context.stores.campaigns.load(ident)
    page.context.actor.require(Role.ADMINISTRATOR, record.public.issuer)
    campaign = record.public
    return page.render(
        "campaign_preview.html",
        campaign=campaign,
        warnings=await handlers.preview(page.context.stores, ident),
        names=await page.context.stores.names_of(
            {campaign.issuer, *campaign.recipients, *campaign.obliged[: UNITS_A_PAGE * 3]}
        ),
        shown=UNITS_A_PAGE * 3,
        meanings={form.kind.value: meaning(form.period.due) for form in campaign.forms},
    )


async def _own(context: Context, ident: str, section: str) -> handlers.CampaignRecord:
    if section not in SECTIONS:
        raise not_found("page", section)
    record = await context.stores.campaigns.load(ident)
    context.actor.require(Role.ADMINISTRATOR, record.public.issuer)
    return record


async def _section(
    page: Page[Context],
    record: handlers.CampaignRecord,
    *,
    section: str,
    inputs: FormInput,
    refusal: Refusal | None = None,
    errors: list[FormError] | None = None,
    done: str = "",
) -> Response:
    """A page of the editor. After somebody else's change it says so, and saving once more writes over theirs."""
    campaign = record.public
    overtaken = isinstance(refusal, DomainError) and refusal.code == "record_changed"
    seen = inputs.value("version") if inputs.value("version") and not overtaken else str(record.version)
    running = campaign.status is not CampaignStatus.DRAFT
    return page.render(
        f"campaign_{section.replace('-', '_')}.html",
        refusal=refusal,
        campaign=campaign,
        section=section,
        inputs=replace(inputs, values={**inputs.values, "version": seen, "key": uuid.uuid4().hex}),
        errors=errors or [],
        overtaken=SECTIONS[section].shown(campaign) if overtaken else None,
        met=await impact(page.context.stores, campaign.id) if running else None,
        done=done if done in {"created", "edited"} else "",
        **await _choices(page.context, record, section, inputs),
    )


async def _choices(
    context: Context, record: handlers.CampaignRecord, section: str, inputs: FormInput
) -> dict[str, Any]:
    """What a page lets the person choose from."""
    campaign, day = record.public, context.stores.today
    if section == "bieu-mau":
        return {"kinds": list(FormKind), "readings": _readings(inputs)}
    if section == "cot-va-de-cuong":
        return {"column_codes": column_codes()}
    if section == "cap-tren":
        span = {"$gte": campaign.year - YEARS_APART, "$lte": campaign.year + YEARS_APART}
        query = {"$or": [{"public.year": span}, {"_id": {"$in": list(campaign.parents)}}]}
        near = await context.stores.campaigns.find(query, sort=handlers.NEWEST_FIRST)
        others = [other.public for other in near if other.id != campaign.id]
        return {"others": others, "names": await context.stores.names_of({other.issuer for other in others})}
    places = {campaign.issuer, *campaign.recipients}
    if section == "thong-tin":
        found = await authorities(context.stores, day, places)
        return {"organisations": found, "issuers": await _issuers(context, found)}
    return await _units(context.stores, campaign, inputs) if section == "don-vi" else {}


async def _units(stores: Stores, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
    """Everybody who may be obliged; a part of them where they are very many."""
    day = stores.today
    if await is_long(stores):
        found, total = await some_existing(stores, day, skip=(page_of(inputs) - 1) * UNITS_A_PAGE, limit=UNITS_A_PAGE)
        members = [Group(None, tuple(found.values()))]
        part = {"paged": True, "page": page_of(inputs), "size": UNITS_A_PAGE, "total": total}
        return {"groups": members, "kinds": _kinds(found), "organisations": found, **part}
    found = await existing(stores, day, {campaign.issuer, *campaign.recipients, *campaign.obliged})
    return {"groups": groups(found, day), "kinds": _kinds(found), "organisations": found, "paged": False}


def page_of(inputs: FormInput) -> int:
    """Which part of a long list the form shows."""
    return max(version_of(inputs.value("page")) or 1, 1)


def _readings(inputs: FormInput) -> dict[str, dict[str, Any]]:
    """What the deadlines mean, as far as they are understood."""
    found = {}
    for kind in FormKind:
        name = f"forms.{kind.value}.due"
        try:
            found[kind.value] = meaning(deadline(inputs.value(name), field=name))
        except DomainError:
            continue
    return found


def _kinds(organisations: dict[str, Organisation]) -> dict[str, list[str]]:
    """The ids of each kind's organisations."""
    found: dict[str, list[str]] = {}
    for organisation in organisations.values():
        found.setdefault(organisation.kind, []).append(organisation.id)
    return found


async def _issuers(context: Context, organisations: dict[str, Organisation]) -> list[Organisation]:
    """The organisations in whose name the person may announce."""
    return [o for o in organisations.values() if context.actor.has(Role.ADMINISTRATOR, o.id)]


async def _template_form(page: Page[Context], inputs: FormInput, refusal: Refusal | None = None) -> Response:
    if not page.context.actor.organisations(Role.ADMINISTRATOR):
        page.context.actor.require(Role.ADMINISTRATOR, page.context.actor.organisation)
    found = await templates(page.context.stores, page.request.app.state.plans)
    organisations = await authorities(page.context.stores, page.context.stores.today, {page.context.actor.organisation})
    issuers = await _issuers(page.context, organisations)
    return page.render(
        "campaign_new.html",
        refusal=refusal,
        templates=found,
        issuers=issuers,
        inputs=inputs,
        names={ident: organisation.short_name for ident, organisation in organisations.items()},
        errors=page.errors(refusal, _template_anchor),
    )


def _template_anchor(path: str) -> str:
    """What is wrong with the draft is told beside the input that it comes from."""
    first = path.partition(".")[0]
    return {"id": "number", "obliged": "issuer", "recipients": "issuer"}.get(first, first)


def _year(text: str) -> int:
    if not (text.isascii() and text.strip().isdigit() and 2000 <= int(text) <= 2100):
        raise DomainError("year_unreadable", field="year")
    return int(text)
