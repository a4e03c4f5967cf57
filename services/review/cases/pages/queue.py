"""The queue of a desk."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.review.cases import records as case_queue
from services.review.cases.pages.presentation import (
    View,
    filter_of,
    list_address,
    queue_rows,
    soon_after,
    submitters_of,
    view_counts,
)
from services.review.dependencies import CurrentDesk, CurrentWanted
from services.review.desk.model.substitutions import acting_person
from services.review.web.common import DESK, done_line, name_of
from shared.rules.tried import allows
from shared.web.app import CurrentActor, Pages

router = APIRouter(prefix=DESK)


@router.get("")
async def show_queue(
    *,
    request: Request,
    desk: CurrentDesk,
    actor: CurrentActor,
    wanted: CurrentWanted,
    pages: Pages,
    view: View = View.WAITING,
    done: Annotated[str, Query()] = "",
) -> Response:
    """The queue: what waits and is due first comes first."""
    await desk.remember(actor)
    stores, now = desk.stores, desk.clock()
    standing = await desk.standing(actor)
    shown = filter_of(view, wanted.filter(actor, ()), actor.account, now)
    found, total = await stores.page(shown, skip=pages.skip, limit=pages.size)
    names = await stores.names(submitters_of(found))
    items = await stores.items_in(record.public for record in found)
    filters = {"view": view.value, **wanted.typed}
    reviewer = allows(acting_person, actor, desk.organisation, standing)
    page: Response = request.app.state.frame.render(
        request,
        "queue.html",
        desk=desk,
        desk_name=await name_of(desk, desk.organisation),
        rows=queue_rows(found, names, items, actor=actor, now=now, standing=standing),
        submitters=await stores.submitters_offered(wanted.submitter),
        campaigns=await stores.campaigns_here(),
        counts=view_counts(await case_queue.count(stores.cases, now, soon_after(now), actor.account)),
        view=view,
        filters=filters,
        list_url=list_address(request.url.path, {**filters, "size": str(pages.size) if pages.size != 20 else ""}),
        page=pages.page,
        size=pages.size,
        total=total,
        reviewer=reviewer,
        standing=standing,
        done=await done_line(desk, done),
    )
    return page


@router.get("/tiep")
async def skip(
    desk: CurrentDesk, actor: CurrentActor, after: Annotated[str, Query(alias="sau", max_length=200)] = ""
) -> Response:
    """Leads to the next case that waits for this person, behind the one that he leaves for later."""
    left = await desk.stores.cases.get(after) if after else None
    following = await desk.next_for(actor, left)
    address = f"/tham-dinh/{desk.organisation}"
    return RedirectResponse(f"{address}/{following.id}" if following else f"{address}?view=waiting", 303)
