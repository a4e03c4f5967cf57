"""Writing a campaign: begun from a template, edited in small pages, looked at as the units will see it."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from services.registration.campaigns import commands
from services.registration.campaigns.editor.commands import create_from, templates
from services.registration.campaigns.editor.pages.basics import Basics, issuers
from services.registration.campaigns.editor.pages.forms import Forms, Layout
from services.registration.campaigns.editor.pages.lists import Fields, Rounds
from services.registration.campaigns.editor.pages.section import EditorSection, Written
from services.registration.campaigns.editor.pages.units import UNITS_A_PAGE, Parents, Units, page_of
from services.registration.campaigns.model.deadlines import meaning
from services.registration.campaigns.model.template import NewPlan
from services.registration.campaigns.records import impact
from services.registration.campaigns.records import preview as warnings_of
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.organisations.records import authorities
from shared.contracts.campaigns import CampaignDefinition, CampaignStatus
from shared.contracts.types import Slug
from shared.errors import DomainError, not_found
from shared.identity import Role
from shared.web.app import Done, Pages
from shared.web.form_input import Anchor, FormInput
from shared.web.page import REFUSED, Page, Refusal, is_overtaken, once_more
from shared.web.readings import version_of

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

Source = Annotated[str, Query(alias="tu", max_length=200)]
UNITS_SHOWN = 3 * UNITS_A_PAGE
SECTIONS: Mapping[str, EditorSection] = {
    "thong-tin": Basics(),
    "linh-vuc": Fields(),
    "bieu-mau": Forms(),
    "cot-va-de-cuong": Layout(),
    "dot": Rounds(),
    "don-vi": Units(),
    "cap-tren": Parents(),
}
"""The editor's pages by the last part of their address, in their order."""


@router.get("/moi")
async def beginning(page: CurrentPage, source: Source = "") -> Response:
    """Which plan to begin from, and what is new of it."""
    year = str(page.context.today.year + 1)
    return await _beginning(page, FormInput({"source": source, "year": year, "shift": "on"}))


@router.post("/moi")
async def create(page: CurrentPage) -> Response:
    """A draft like the template, and on to its first page."""
    inputs = await page.inputs()
    try:
        context, plans = page.context.keyed(inputs.key), page.request.app.state.plans
        record = await create_from(context, plans, inputs.value("source"), _new_plan(inputs))
    except REFUSED as error:
        return await _beginning(page, inputs, error)
    return page.to(f"/phong-trao/{record.id}/sua/thong-tin?xong=created")


@router.get("/{ident}/sua")
async def editor(ident: Slug) -> Response:
    return RedirectResponse(f"/phong-trao/{ident}/sua/thong-tin", 303)


@router.get("/{ident}/sua/{section}")
async def section_form(*, page: CurrentPage, ident: Slug, section: str, pages: Pages, done: Done = "") -> Response:
    """A page of the editor with the campaign as it is saved."""
    record = await _own(page.context, ident, section)
    inputs = SECTIONS[section].shown(record.public).given(page=pages.page)
    return await _section(page, record, section, inputs, done=done)


@router.post("/{ident}/sua/{section}")
async def save(page: CurrentPage, ident: Slug, section: str) -> Response:
    """Saves the page; a button that only arranges it (add, remove, order) shows it again, unsaved."""
    inputs = await page.inputs()
    record = await _own(page.context, ident, section)
    verb, _, argument = inputs.value("action").partition(":")
    if verb not in {"", "save", "next"}:
        return await _section(page, record, section, SECTIONS[section].acted(inputs, verb, argument))
    written = Written({})
    try:
        written = SECTIONS[section].written(inputs, record.public)
        definition = CampaignDefinition.read({**dict(record.public), **written.values})
        wanted = commands.EditCampaign(ident, version_of(inputs.value("version")), definition)
        await wanted.run(page.context.keyed(inputs.key))
    except REFUSED as error:
        record = await page.context.stores.campaigns.load(ident)
        return await _section(page, record, section, inputs, refusal=error, anchor=written.anchor)
    if verb == "next":
        _, *following = list(SECTIONS)[list(SECTIONS).index(section) :]
        onward = f"sua/{following[0]}?xong=edited" if following else "xem-truoc"
        return page.to(f"/phong-trao/{ident}/{onward}")
    part = f"&page={page_of(inputs)}" if inputs.value("shown") else ""
    return page.to(f"/phong-trao/{ident}/sua/{section}?xong=edited{part}")


@router.get("/{ident}/xem-truoc")
async def preview(page: CurrentPage, ident: Slug) -> Response:
    """The campaign as the units will see it."""
    campaign = (await page.context.stores.campaigns.load(ident)).public
    page.context.actor.require(Role.ADMINISTRATOR, campaign.issuer)
    named = {campaign.issuer, *campaign.recipients, *campaign.obliged[:UNITS_SHOWN]}
    return await page.render(
        "campaign_preview.html",
        campaign=campaign,
        warnings=await warnings_of(page.context, campaign),
        names=await page.context.stores.names_of(named),
        shown=UNITS_SHOWN,
        meanings={form.kind.value: meaning(form.period.due) for form in campaign.forms},
    )


async def _beginning(page: Page[Context], inputs: FormInput, refusal: Refusal | None = None) -> Response:
    context = page.context
    if not context.actor.organisations(Role.ADMINISTRATOR):
        context.actor.require(Role.ADMINISTRATOR, context.actor.organisation)
    organisations = await authorities(context.stores, context.today, {context.actor.organisation})
    return await page.render(
        "campaign_new.html",
        refusal=refusal,
        anchor=_begun_anchor,
        templates=await templates(context.stores, page.request.app.state.plans),
        issuers=issuers(context.actor, organisations),
        inputs=inputs,
        names={ident: organisation.short_name for ident, organisation in organisations.items()},
    )


def _begun_anchor(path: str) -> str:
    """What is wrong with the draft is told beside the input that it comes from."""
    first = path.partition(".")[0]
    return {"id": "number", "obliged": "issuer", "recipients": "issuer"}.get(first, first)


def _new_plan(inputs: FormInput) -> NewPlan:
    """Raises DomainError ``year_unreadable`` or ``string_too_short``."""
    number, year = inputs.value("number").strip(), inputs.value("year")
    if not (year.isascii() and year.strip().isdigit() and 2000 <= int(year) <= 2100):
        raise DomainError("year_unreadable", field="year")
    if not number:
        raise DomainError("string_too_short", field="number")
    return NewPlan(number, int(year), inputs.value("issuer"), inputs.on("shift"))


async def _own(context: Context, ident: str, section: str) -> commands.CampaignRecord:
    if section not in SECTIONS:
        raise not_found("page", section)
    record = await context.stores.campaigns.load(ident)
    context.actor.require(Role.ADMINISTRATOR, record.public.issuer)
    return record


async def _section(
    page: Page[Context],
    record: commands.CampaignRecord,
    section: str,
    inputs: FormInput,
    *,
    refusal: Refusal | None = None,
    anchor: Anchor = lambda path: path,
    done: str = "",
) -> Response:
    """A page of the editor. After somebody else's change it says so, and saving once more writes over theirs."""
    campaign = record.public
    running = campaign.status is not CampaignStatus.DRAFT
    return await page.render(
        f"campaign_{section.replace('-', '_')}.html",
        refusal=refusal,
        anchor=anchor,
        campaign=campaign,
        section=section,
        inputs=once_more(inputs, refusal, record.version),
        overtaken=is_overtaken(refusal),
        met=await impact(page.context.stores, campaign.id) if running else None,
        done=done if done in {"created", "edited"} else "",
        **await SECTIONS[section].choices(page.context, campaign, inputs),
    )
