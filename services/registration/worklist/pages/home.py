"""The first page: what is to be done, the most urgent first."""

from fastapi import APIRouter, Response

from services.registration.consolidation.records.feeding import consolidating
from services.registration.dependencies import CurrentPage
from services.registration.people.accounts.commands import must_change
from services.registration.submissions.model.obligations import Stage
from services.registration.worklist.records import tasks
from shared.identity import SUBMITTING

router = APIRouter(include_in_schema=False)


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
