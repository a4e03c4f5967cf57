"""What administrators keep, on one page."""

from fastapi import APIRouter, Request, Response

from services.registration.campaigns import commands as handlers
from services.registration.dependencies import CurrentStores
from services.registration.organisations.commands import administered
from shared.contracts.campaigns import CampaignStatus
from shared.identity import Role
from shared.web.app import CurrentActor

router = APIRouter(prefix="/quan-tri", include_in_schema=False)
SHOWN = 10


@router.get("")
async def overview(request: Request, actor: CurrentActor, stores: CurrentStores) -> Response:
    """The four areas, with the campaigns that run and those that wait to be announced."""
    scope = await administered(stores, actor)
    if scope is not None and not scope:
        actor.require(Role.ADMINISTRATOR, actor.organisation)
    running, _ = await handlers.search(stores, handlers.Filter(CampaignStatus.ANNOUNCED), skip=0, limit=SHOWN)
    drafts, _ = await handlers.search(stores, handlers.Filter(CampaignStatus.DRAFT), skip=0, limit=SHOWN)
    page: Response = request.app.state.frame.render(
        request,
        "administration.html",
        running=running,
        drafts=drafts,
        organisations=len(scope) if scope is not None else await stores.organisations.count({}),
        accounts=await stores.accounts.count({} if scope is None else {"public.organisation": {"$in": sorted(scope)}}),
    )
    return page
