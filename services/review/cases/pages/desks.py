"""The desks at which a person may work: by a grant, or in somebody's place today."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from services.review.cases.records.counts import Counts, count
from services.review.desk.context import Desk
from services.review.desk.model.standing import Standing
from shared.identity import Actor
from shared.language.vietnamese import collation_key
from shared.web.parameters import CurrentActor

router = APIRouter(prefix="/tham-dinh")


@dataclass(frozen=True)
class DeskRow:
    """A desk in the list; `counts` is None for one that this instance does not serve, `open` where anybody does."""

    organisation: str
    name: str
    standing: Standing = ()
    counts: Counts | None = None
    open: bool = True


@router.get("")
async def list_desks(request: Request, actor: CurrentActor) -> Response:
    """Every desk that is open to the person, with what waits there.

    In whose place he acts at a desk only the instance that serves it knows: those that others serve, as the settings
    name them, are listed without a promise, and the desk itself tells.
    """
    desks: dict[str, Desk] = request.app.state.desks
    granted = actor.reviewing()
    rows = [await _row(desks[name], actor) for name in granted if name in desks]
    others = set(request.app.state.elsewhere) - set(desks)
    rows += [DeskRow(name, actor.name_of(name), open=name in others) for name in granted if name not in desks]
    for name, desk in desks.items():
        if name not in granted and (standing := await desk.standing(actor)):
            rows.append(await _row(desk, actor, standing))
    names = await next(iter(desks.values())).stores.names(others - set(granted))
    elsewhere = sorted(names.items(), key=lambda pair: (collation_key(pair[1]), pair[0]))
    page: Response = request.app.state.frame.render(request, "desks.html", desks=rows, elsewhere=elsewhere)
    return page


async def _row(desk: Desk, actor: Actor, standing: Standing = ()) -> DeskRow:
    counts = await count(desk.stores, desk.stores.clock(), actor.account)
    return DeskRow(desk.organisation, await desk.stores.name(desk.organisation), standing, counts)
