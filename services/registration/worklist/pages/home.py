"""The first page: what is to be done, the most urgent first."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from services.registration.consolidation.records.feeding import consolidating
from services.registration.dependencies import CurrentStores
from services.registration.people.accounts.commands import must_change
from services.registration.submissions.model.obligations import Stage
from services.registration.worklist.records import tasks
from shared.identity import SUBMITTING
from shared.web.app import CurrentActor

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request, who: CurrentActor, stores: CurrentStores) -> Response:
    """The obligations of the organisations that the person submits for, by whose turn it is."""
    if await must_change(stores, who):
        return RedirectResponse("/phien/mat-khau?ly-do=password_must_change", 303)
    found = await tasks(stores, who)
    reviews = who.reviewing()
    shown = {who.organisation, *reviews} | {standing.recipient for task in found for standing in task.standings}
    own = who.organisations(*SUBMITTING)
    page: Response = request.app.state.frame.render(
        request,
        "home.html",
        groups=[(stage.name.lower(), [task for task in found if task.stage is stage]) for stage in Stage],
        submits=bool(own),
        several=len(own) > 1,
        reviews=reviews,
        consolidations=await consolidating(stores, who),
        names=await stores.names_of(shown),
    )
    return page
