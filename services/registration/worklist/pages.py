"""The first page: what is to be done, the most urgent first; and what administrators keep, on one page."""

from fastapi import APIRouter, Response

from services.registration.campaigns.records import search
from services.registration.consolidation.records.feeding import consolidating
from services.registration.dependencies import CurrentPage
from services.registration.organisations.commands import administered
from services.registration.people.accounts.records import must_change
from services.registration.submissions.model.obligations import Stage
from services.registration.worklist.records import tasks
from shared.contracts.campaigns import CampaignStatus
from shared.identity import SUBMITTING

router = APIRouter(include_in_schema=False)
SHOWN = 10


@router.get("/")
async def home(page: CurrentPage) -> Response:
    """The obligations of the organisations that the person submits for, by whose turn it is."""
    if await must_change(page.context):
        return page.to("/phien/mat-khau?ly-do=password_must_change")
    found = await tasks(page.context)
    actor = page.context.actor
    own, reviews = actor.organisations(*SUBMITTING), actor.reviewing()
    named = {actor.organisation, *own, *reviews}.union(*(task.standing for task in found))
    return await page.render(
        "home.html",
        groups=[(stage.name.lower(), [task for task in found if task.stage is stage]) for stage in Stage],
        submits=bool(own),
        several=len(own) > 1,
        reviews=reviews,
        consolidations=await consolidating(page.context),
        names=await page.context.stores.names_of(named),
    )


@router.get("/quan-tri")
async def overview(page: CurrentPage) -> Response:
    """The four areas, with the campaigns that run and those that wait to be announced."""
    scope, stores = await administered(page.context), page.context.stores
    running, _ = await search(page.context, CampaignStatus.ANNOUNCED, limit=SHOWN)
    drafts, _ = await search(page.context, CampaignStatus.DRAFT, limit=SHOWN)
    return await page.render(
        "administration.html",
        running=running,
        drafts=drafts,
        organisations=len(scope) if scope is not None else await stores.organisations.count({}),
        accounts=await stores.accounts.count({} if scope is None else {"public.organisation": {"$in": sorted(scope)}}),
    )
