"""The pages of campaigns: the list, and a plan with its units."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from services.registration.campaigns.model.campaign import authority
from services.registration.campaigns.pages import confirmations
from services.registration.campaigns.records import UnitState, search, unit_states
from services.registration.consolidation.records.feeding import consolidating, parents
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.forms import Form
from shared.contracts.types import Slug
from shared.identity import EVERYWHERE, SUBMITTING, Actor, Role
from shared.record.history import lines
from shared.rules.obligations import Obligation, ever_obliged, obligations, obliged_for
from shared.web.parameters import Done, Pages, Words

router = APIRouter(prefix="/phong-trao", include_in_schema=False)
router.include_router(confirmations.router)

State = Annotated[str, Query(alias="tinh-trang", max_length=20)]
FormOf = Annotated[str, Query(alias="bieu-mau", max_length=20)]
DONE = frozenset({"announced", "closed", "extended", "reopened"})
READING = (Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR)
UNITS_SHOWN = 50


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
