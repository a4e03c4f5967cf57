"""Writing a campaign: edited in small pages, looked at as the units will see it."""

from collections.abc import Mapping

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from services.registration.campaigns import commands
from services.registration.campaigns.editor.pages import beginning
from services.registration.campaigns.editor.pages.basics import Basics
from services.registration.campaigns.editor.pages.forms import Forms
from services.registration.campaigns.editor.pages.layout import Layout
from services.registration.campaigns.editor.pages.lists import Fields, Rounds
from services.registration.campaigns.editor.pages.section import Ahead, EditorSection, Written
from services.registration.campaigns.editor.pages.units import UNITS_A_PAGE, Parents, Units, page_of
from services.registration.campaigns.model.deadlines import meaning
from services.registration.campaigns.model.periods import current, following
from services.registration.campaigns.records import impact
from services.registration.campaigns.records import preview as warnings_of
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from shared.contracts.campaigns import Campaign, CampaignDefinition, CampaignStatus
from shared.contracts.types import Slug
from shared.errors import conflict, not_found
from shared.identity import Role
from shared.web.form_input import Anchor, FormInput
from shared.web.page import REFUSED, Refusal, is_overtaken, once_more
from shared.web.parameters import Done, Pages
from shared.web.readings import version_of

router = APIRouter(prefix="/phong-trao", include_in_schema=False)
router.include_router(beginning.router)

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
    if SECTIONS[section].outdated(inputs):
        shown = SECTIONS[section].shown(record.public)
        return await _section(page, record, section, shown, refusal=conflict("page_outdated"))
    verb, _, argument = inputs.value("action").partition(":")
    if verb not in {"", "save", "next"}:
        return await _arranged(page, record, section, inputs, (verb, argument))
    written = Written({})
    try:
        written = SECTIONS[section].written(inputs, record.public)
        definition = CampaignDefinition.read({**dict(record.public), **written.values})
        wanted = commands.EditCampaign(ident, version_of(inputs.value("version")), definition)
        if ahead := await _unseen(page.context, section, inputs, record.public, definition):
            await wanted.tried(page.context)
            return await _section(page, record, section, inputs, ahead=ahead)
        await wanted.run(page.context.keyed(inputs.key))
    except REFUSED as error:
        record = await page.context.stores.campaigns.load(ident)
        return await _section(page, record, section, inputs, refusal=error, anchor=written.anchor)
    return page.to(f"/phong-trao/{ident}/{_onward(section) if verb == 'next' else _again(section, inputs)}")


async def _arranged(
    page: CurrentPage, record: commands.CampaignRecord, section: str, inputs: FormInput, button: tuple[str, str]
) -> Response:
    """The page after a button that only arranges it."""
    try:
        arranged = SECTIONS[section].acted(inputs, record.public, *button)
    except REFUSED as error:
        return await _section(page, record, section, inputs, refusal=error)
    return await _section(page, record, section, arranged)


def _onward(section: str) -> str:
    """The page after this one, or the look at the whole."""
    _, *later = list(SECTIONS)[list(SECTIONS).index(section) :]
    return f"sua/{later[0]}?xong=edited" if later else "xem-truoc"


def _again(section: str, inputs: FormInput) -> str:
    """The same page, and of a long list the same part."""
    part = f"&page={page_of(inputs)}" if inputs.value("shown") else ""
    return f"sua/{section}?xong=edited{part}"


@router.get("/{ident}/xem-truoc")
async def preview(page: CurrentPage, ident: Slug) -> Response:
    """The campaign as the units will see it."""
    campaign = (await page.context.stores.campaigns.load(ident)).public
    page.context.actor.require(Role.ADMINISTRATOR, campaign.issuer)
    named = {campaign.issuer, *campaign.recipients, *campaign.obliged[:UNITS_SHOWN], *campaign.excepted}
    return await page.render(
        "campaign_preview.html",
        campaign=campaign,
        warnings=await warnings_of(page.context, campaign),
        names=await page.context.stores.names_of(named),
        shown=UNITS_SHOWN,
        current=current,
        following=following,
        meanings={form.asked_in(period): meaning(period.due) for form, period in campaign.asked},
    )


async def _own(context: Context, ident: str, section: str) -> commands.CampaignRecord:
    if section not in SECTIONS:
        raise not_found("page", section)
    record = await context.stores.campaigns.load(ident)
    context.actor.require(Role.ADMINISTRATOR, record.public.issuer)
    return record


async def _unseen(
    context: Context, section: str, inputs: FormInput, before: Campaign, after: CampaignDefinition
) -> Ahead | None:
    """What an amendment would bring, unless the person has just looked at it."""
    announced = before.status is CampaignStatus.ANNOUNCED
    found = await SECTIONS[section].ahead(context, before, after) if announced else None
    return found if found and found.mark != inputs.value("looked") else None


async def _section(
    page: CurrentPage,
    record: commands.CampaignRecord,
    section: str,
    inputs: FormInput,
    *,
    refusal: Refusal | None = None,
    anchor: Anchor = lambda path: path,
    done: str = "",
    ahead: Ahead | None = None,
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
        ahead=ahead,
        met=await impact(page.context.stores, campaign.id) if running else None,
        done=done if done in {"created", "edited"} else "",
        **await SECTIONS[section].choices(page.context, campaign, inputs),
    )
