"""The queue of a desk."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from services.review.cases.commands.reviewing import next_for
from services.review.cases.filters import CurrentFilters
from services.review.cases.pages.offered import offered
from services.review.cases.pages.rows import done_line, queue_rows
from services.review.cases.pages.tabs import QueueTab, filter_of, tab_counts
from services.review.cases.records import queue
from services.review.cases.records.counts import count
from services.review.desk.commands import note_at_work
from services.review.desk.dependencies import CurrentPage
from services.review.desk.pages.frame import DESK, address, render
from shared.web.parameters import Pages

router = APIRouter(prefix=DESK)


@router.get("")
async def show_queue(
    *,
    page: CurrentPage,
    wanted: CurrentFilters,
    pages: Pages,
    view: QueueTab = QueueTab.WAITING,
    done: Annotated[str, Query()] = "",
) -> Response:
    """The queue: what waits and is due first comes first."""
    context = page.context
    await note_at_work(context)
    stores, account, now = context.stores, context.actor.account, context.now
    selected = filter_of(view, wanted.filter(context.actor, ()), account, now)
    found, total = await queue.page(stores, selected, skip=pages.skip, limit=pages.size)
    filters = {"view": view.value, **wanted.chosen}
    plans = await queue.campaigns_here(stores)
    of = wanted.campaign or (next(iter(plans)) if len(plans) == 1 else "")
    campaigns = await stores.campaigns.contents([*(record.public.campaign for record in found), of])
    query = {**filters, "size": str(pages.size) if pages.size != 20 else ""}
    return await render(
        page,
        "queue.html",
        rows=await queue_rows(context, found),
        submitters=await queue.submitters_offered(stores, wanted.submitter),
        plans=plans,
        campaigns=campaigns,
        offered=offered(campaigns.get(of), wanted, now),
        counts=tab_counts(await count(stores, now, account)),
        view=view,
        filters=filters,
        list_url=f"{page.request.url.path}?{urlencode({name: value for name, value in query.items() if value})}",
        pages=pages,
        total=total,
        reviewer=context.reviewing,
        standing=context.standing,
        done=await done_line(context, done),
    )


@router.get("/tiep")
async def skip(page: CurrentPage, after: Annotated[str, Query(alias="sau", max_length=200)] = "") -> Response:
    """Leads to the next case that waits for this person, behind the one that he leaves for later."""
    left = await page.context.stores.cases.get(after) if after else None
    following = await next_for(page.context, left)
    return page.to(address(page.context, following.id) if following else f"{address(page.context)}?view=waiting")
