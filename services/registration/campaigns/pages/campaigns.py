"""The pages of campaigns: the list, and a plan with its units."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from services.registration.campaigns.model.campaign import authority
from services.registration.campaigns.model.periods import asked_by, current, following
from services.registration.campaigns.pages import confirmations
from services.registration.campaigns.records import UnitState, own_forms, search, unit_states
from services.registration.consolidation.records.feeding import consolidating, parents
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.forms import Form, Period
from shared.contracts.types import Slug
from shared.identity import EVERYWHERE, SUBMITTING, Actor, Role
from shared.record.history import lines
from shared.rules.obligations import asked_of, ever_obliged
from shared.web.parameters import Done, Pages, Words

router = APIRouter(prefix="/phong-trao", include_in_schema=False)
router.include_router(confirmations.router)

State = Annotated[str, Query(alias="tinh-trang", max_length=20)]
FormOf = Annotated[str, Query(alias="bieu-mau", max_length=64)]
PeriodOf = Annotated[str, Query(alias="ky", max_length=10)]
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
        current=current,
        following=following,
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
async def one(
    *,
    page: CurrentPage,
    ident: Slug,
    pages: Pages,
    code: FormOf = "",
    period: PeriodOf = "",
    done: Done = "",
) -> Response:
    """A plan, what the person can do with it, and where its units stand with a form in a period."""
    stores, actor = page.context.stores, page.context.actor
    record = await stores.campaigns.load(ident)
    campaign = record.public
    asked = asked_by(campaign, code, period, page.context.now)
    owing = asked_of(campaign, asked[0].asked_in(asked[1])) if asked else campaign.obliged
    shown = owing[(pages.page - 1) * UNITS_SHOWN : pages.page * UNITS_SHOWN]
    mine = actor.organisations(*SUBMITTING) if campaign.status is CampaignStatus.ANNOUNCED else ()
    named = {campaign.issuer, *campaign.recipients, *shown, *set(mine).intersection(ever_obliged(campaign))}
    named |= campaign.excepted
    return await page.render(
        "campaign.html",
        campaign=campaign,
        names=await stores.names_of(named, campaign.day(stores.today)),
        parents=(await parents(stores, campaign.parents)).values(),
        own=await own_forms(stores, campaign, mine),
        consolidations=await consolidating(page.context, campaign.id) if campaign.parents else [],
        administers=actor.has(Role.ADMINISTRATOR, campaign.issuer),
        extends=campaign.status is CampaignStatus.ANNOUNCED and authority(campaign, actor) is not None,
        current=current,
        following=following,
        form=asked[0] if asked else None,
        period=asked[1] if asked else None,
        units=shown,
        owing=len(owing),
        states=await _states(page.context, campaign, *asked, shown) if asked else [],
        history=list(reversed(lines(record.history))) if _reads_states(actor, campaign) else [],
        page=pages.page,
        size=UNITS_SHOWN,
        address_of_states=f"/phong-trao/{campaign.id}?{urlencode(_named(*asked) if asked else {})}",
        done=done if done in DONE else "",
    )


def _named(form: Form, period: Period) -> dict[str, str]:
    """The parameters by which an address names a form in a period."""
    return {"bieu-mau": form.code, **({"ky": period.code} if period.code else {})}


def _reads_states(actor: Actor, campaign: Campaign) -> bool:
    """Whether the person sees where every unit stands: reviewers, leaders and administrators of a recipient."""
    places = set(actor.organisations(*READING))
    return EVERYWHERE in places or not places.isdisjoint({campaign.issuer, *campaign.recipients})


async def _states(
    context: Context, campaign: Campaign, form: Form, period: Period, units: tuple[str, ...]
) -> list[UnitState]:
    if campaign.status is CampaignStatus.DRAFT or not _reads_states(context.actor, campaign):
        return []
    return await unit_states(context.stores, campaign, form, period, units)
