"""What administrators keep, on one page."""

from fastapi import APIRouter, Response

from services.registration.campaigns.records import search
from services.registration.dependencies import CurrentPage
from services.registration.organisations.commands import administered
from shared.contracts.campaigns import CampaignStatus

router = APIRouter(prefix="/quan-tri", include_in_schema=False)
SHOWN = 10


@router.get("")
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
