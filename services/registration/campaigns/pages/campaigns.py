"""The pages of campaigns: the list, a plan with its units, and what becomes of it after a confirmation."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from services.registration.campaigns.commands import AnnounceCampaign, CloseCampaign, ReopenCampaign
from services.registration.campaigns.model.campaign import ReopeningRequest, authority
from services.registration.campaigns.records import UnitState, impact, preview, search, unit_states
from services.registration.consolidation.records.feeding import consolidating, parents
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from shared.contracts.campaigns import Campaign, CampaignStatus, Form
from shared.contracts.types import Slug
from shared.identity import EVERYWHERE, SUBMITTING, Actor, Role
from shared.record.history import lines
from shared.rules.obligations import Obligation, ever_obliged, obligations, obliged_for
from shared.web.app import Done, Pages, Words
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Page, Refusal
from shared.web.readings import version_of

router = APIRouter(prefix="/phong-trao", include_in_schema=False)

State = Annotated[str, Query(alias="tinh-trang", max_length=20)]
FormOf = Annotated[str, Query(alias="bieu-mau", max_length=20)]
DONE = frozenset({"announced", "closed", "extended", "reopened"})
READING = (Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR)
UNITS_SHOWN = 50
STEPS = {
    "phat-dong": ("announce.html", "announced"),
    "ket-thuc": ("close.html", "closed"),
    "mo-lai": ("reopen.html", "reopened"),
}
"""By the last part of its address: the page that asks for a step, and what it says afterwards."""


@router.get("")
async def listed(*, page: CurrentPage, pages: Pages, q: Words = "", state: State = "") -> Response:
    """The campaigns, the newest year first."""
    status = CampaignStatus(state) if state in set(CampaignStatus) else None
    found, total = await search(page.context, status, text=q, skip=pages.skip, limit=pages.size)
    asked = {name: text for name, text in (("q", q), ("tinh-trang", status.value if status else "")) if text}
    return await page.render(
        "campaigns.html",
        campaigns=found,
        names=await page.context.stores.names_of({campaign.issuer for campaign in found}),
        q=q,
        state=status.value if status else "",
        states=list(CampaignStatus),
        pages=pages,
        total=total,
        address_of_list=f"/phong-trao?{urlencode(asked)}" if asked else "/phong-trao",
        administers=bool(page.context.actor.organisations(Role.ADMINISTRATOR)),
    )


@router.get("/{ident}")
async def one(*, page: CurrentPage, ident: Slug, pages: Pages, kind: FormOf = "", done: Done = "") -> Response:
    """A plan, what the person can do with it, and where its units stand."""
    record = await page.context.stores.campaigns.load(ident)
    campaign = record.public
    form = next((form for form in campaign.forms if form.kind == kind), campaign.forms[0])
    owing = obliged_for(campaign, form.kind)
    shown = owing[(pages.page - 1) * UNITS_SHOWN : pages.page * UNITS_SHOWN]
    own = {*page.context.actor.organisations(*SUBMITTING)}.intersection(ever_obliged(campaign))
    named = {campaign.issuer, *campaign.recipients, *shown, *own}
    return await page.render(
        "campaign.html",
        campaign=campaign,
        names=await page.context.stores.names_of(named, campaign.day(page.context.stores.today)),
        parents=(await parents(page.context.stores, campaign.parents)).values(),
        own=await _own_forms(page.context, campaign),
        consolidations=await consolidating(page.context, campaign.id) if campaign.parents else [],
        administers=page.context.actor.has(Role.ADMINISTRATOR, campaign.issuer),
        extends=campaign.status is CampaignStatus.ANNOUNCED and authority(campaign, page.context.actor) is not None,
        form=form,
        units=shown,
        owing=len(owing),
        states=await _states(page.context, campaign, form, shown),
        history=list(reversed(lines(record.history))) if _reads_states(page.context.actor, campaign) else [],
        page=pages.page,
        size=UNITS_SHOWN,
        done=done if done in DONE else "",
    )


@router.get("/{ident}/phat-dong")
@router.get("/{ident}/ket-thuc")
@router.get("/{ident}/mo-lai")
async def confirmation(page: CurrentPage, ident: Slug) -> Response:
    """What the step warns of, ends or means, before it is done."""
    return await _confirmation(page, ident)


@router.post("/{ident}/phat-dong")
@router.post("/{ident}/ket-thuc")
@router.post("/{ident}/mo-lai")
async def confirmed(page: CurrentPage, ident: Slug) -> Response:
    """Does it to what the person has seen; a plan that was changed meanwhile is shown again first."""
    inputs, (_, done) = await page.inputs(), _step(page)
    try:
        await _wanted(done, ident, inputs).run(page.context.keyed(inputs.value("key")))
    except REFUSED as error:
        return await _confirmation(page, ident, refusal=error, reason=inputs.value("reason"))
    return page.to(f"/phong-trao/{ident}?xong={done}")


def _reads_states(actor: Actor, campaign: Campaign) -> bool:
    """Whether the person sees where every unit stands: reviewers, leaders and administrators of a recipient."""
    places = set(actor.organisations(*READING))
    return EVERYWHERE in places or not places.isdisjoint({campaign.issuer, *campaign.recipients})


async def _states(context: Context, campaign: Campaign, form: Form, units: tuple[str, ...]) -> list[UnitState]:
    if campaign.status is CampaignStatus.DRAFT or not _reads_states(context.actor, campaign):
        return []
    return await unit_states(context.stores, campaign, form, units)


async def _own_forms(context: Context, campaign: Campaign) -> list[tuple[Obligation, bool]]:
    """The forms that the person can fill in, each for an organisation, and whether it is begun."""
    if campaign.status is not CampaignStatus.ANNOUNCED:
        return []
    owed = list(obligations(campaign))
    own = [one for place in context.actor.organisations(*SUBMITTING) for one in owed if one.organisation == place]
    begun = await context.stores.submissions.existing(one.submission for one in own) if own else frozenset()
    return [(one, one.submission in begun) for one in own]


def _step(page: Page[Context]) -> tuple[str, str]:
    return STEPS[page.request.url.path.rpartition("/")[2]]


def _wanted(done: str, ident: str, inputs: FormInput) -> AnnounceCampaign | CloseCampaign | ReopenCampaign:
    seen = version_of(inputs.value("version"))
    if done == "reopened":
        return ReopenCampaign(ident, seen, ReopeningRequest(reason=inputs.value("reason")))
    return AnnounceCampaign(ident, seen) if done == "announced" else CloseCampaign(ident, seen)


async def _confirmation(
    page: Page[Context], ident: str, *, refusal: Refusal | None = None, reason: str = ""
) -> Response:
    template, _ = _step(page)
    record = await page.context.stores.campaigns.load(ident)
    campaign = record.public
    page.context.actor.require(Role.ADMINISTRATOR, campaign.issuer)
    return await page.render(
        template,
        refusal=refusal,
        campaign=campaign,
        version=record.version,
        warnings=await preview(page.context, campaign),
        met=await impact(page.context.stores, ident),
        owing=len(obliged_for(campaign, campaign.forms[0].kind)),
        names=await page.context.stores.names_of(campaign.recipients),
        reason=reason,
    )
