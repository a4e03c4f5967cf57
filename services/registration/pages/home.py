"""The first page: what is to be done."""

from fastapi import APIRouter, Request, Response

from services.registration.dependencies import CurrentStores
from services.registration.handlers.tasks import names_of, tasks
from shared.identity import SUBMITTING, Role
from shared.web import CurrentActor

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request, who: CurrentActor, stores: CurrentStores) -> Response:
    """The obligations of the organisations that the person submits for."""
    found = await tasks(stores, who)
    shown = {who.organisation, *who.organisations(Role.REVIEWER)}
    shown |= {standing.recipient for task in found for standing in task.standings}
    page: Response = request.app.state.frame.render(
        request,
        "home.html",
        to_do=[task for task in found if task.to_do and task.fillable],
        later=[task for task in found if task.to_do and not task.fillable],
        done=[task for task in found if not task.to_do],
        submits=bool(who.organisations(*SUBMITTING)),
        reviews=who.organisations(Role.REVIEWER),
        names=await names_of(stores, shown),
    )
    return page
