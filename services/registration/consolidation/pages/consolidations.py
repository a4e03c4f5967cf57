"""Consolidation on one page: what the units' approved items become, and where each line goes."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.registration.consolidation.commands import lines as handlers
from services.registration.consolidation.model.lines import consolidation_id
from services.registration.consolidation.pages import crosswalk as consolidation_crosswalk
from services.registration.consolidation.pages import lines as consolidation_lines
from services.registration.consolidation.pages import sending as consolidation_sending
from services.registration.consolidation.pages.actions import act
from services.registration.consolidation.pages.frame import ADDRESS, found, render, shown
from services.registration.consolidation.records.feeding import consolidating
from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.stores import Stores
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.identity import Actor
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor
from shared.web.refusals import errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(prefix=ADDRESS, include_in_schema=False)
router.include_router(consolidation_lines.router)
router.include_router(consolidation_crosswalk.router)
router.include_router(consolidation_sending.router)

Ident = Annotated[Key, Path()]
FieldCode = Annotated[str, Query(alias="linh-vuc", max_length=64)]
PageNumber = Annotated[int, Query(ge=1, le=10_000)]
Done = Annotated[
    Literal[
        "",
        "taken",
        "given_back",
        "merged",
        "split",
        "refreshed",
        "left_out",
        "restored",
        "line_saved",
        "settled",
        "sent",
    ],
    Query(alias="xong"),
]
OFFERS_SHOWN = 50
LINES_SHOWN = 100


@router.get("")
async def listed(request: Request, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What the person can consolidate."""
    tasks = await consolidating(stores, actor)
    concerned = {task.organisation for task in tasks} | {
        r for task in tasks for t in task.targets for r in t.recipients
    }
    page: Response = request.app.state.frame.render(
        request, "consolidations.html", tasks=tasks, names=await stores.names_of(concerned)
    )
    return page


@router.post("")
async def start(request: Request, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Begins one, or leads to the one that is there."""
    sent = await read_form(request)
    campaign, organisation = sent.get("campaign", ""), sent.get("organisation", "")
    try:
        await handlers.start(stores, actor, campaign, organisation, cause=idempotency_cause(actor.account, None))
    except DomainError as error:
        if error.code != "consolidation_exists":
            raise
    return RedirectResponse(f"{ADDRESS}/{consolidation_id(campaign, organisation)}", 303)


@router.get("/{ident}")
async def one(
    *,
    request: Request,
    ident: Ident,
    actor: CurrentActor,
    stores: CurrentStores,
    code: FieldCode = "",
    page: PageNumber = 1,
    done: Done = "",
) -> Response:
    """The targets, what is offered, the lines, and what was left out."""
    return await _page(request, stores, actor, ident, code=code, page=page, done=done)


@router.post("/{ident}")
async def press(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """What one of the page's buttons does with what was ticked."""
    sent = await read_form(request)
    code = sent.get("linh-vuc", "")[:64]
    try:
        done = await act(stores, actor, ident, sent)
    except DomainError as error:
        await raise_unless_shown(stores, error)
        return await _page(request, stores, actor, ident, code=code, sent=sent, refusal=error)
    onward = f"&linh-vuc={code}" if code.replace("-", "").isalnum() else ""
    return RedirectResponse(f"{ADDRESS}/{ident}?xong={done}{onward}", 303)


async def _page(
    request: Request,
    stores: Stores,
    actor: Actor,
    ident: str,
    *,
    code: str = "",
    page: int = 1,
    done: str = "",
    sent: dict[str, str] | None = None,
    refusal: DomainError | None = None,
) -> Response:
    seen = await found(stores, actor, ident)
    order = {field.code: place for place, field in enumerate(seen.opened.campaign.fields)}
    lines = sorted(seen.opened.working.lines, key=lambda line: order.get(line.field, len(order)))
    wanted = [line for line in lines if line.field == code] if code in order else lines
    part = wanted[(page - 1) * LINES_SHOWN : page * LINES_SHOWN]
    return await render(
        request,
        stores,
        seen,
        "consolidation.html",
        status=status(refusal) if refusal else 200,
        offers=seen.offers[:OFFERS_SHOWN],
        lines=shown(seen, part),
        counts={one: sum(line.field == one for line in lines) for one in order},
        total=len(wanted),
        code=code if code in order else "",
        page=page,
        size=LINES_SHOWN,
        worded=seen.opened.working.worded,
        omitted=[(one, seen.registrations.taken(one.source)) for one in seen.opened.working.left_out if one.source],
        sent=sent or {},
        errors=errors_of(refusal, request.app.state.catalogue, lambda path: path) if refusal else [],
        done=done,
    )
