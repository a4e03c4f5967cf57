"""The pages of a desk: the queue, and a case with its decision form."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.review.dependencies import CurrentDesk, CurrentWanted
from services.review.domain.cases import WAITING, CaseRecord
from services.review.forms import AssignmentForm, CaseForm, DecisionForm, FormError, beside, refusals
from services.review.handlers import Desk
from services.review.presentation import (
    VIEWS,
    field_rows,
    history_rows,
    item_decisions,
    page_links,
    submitters_of,
    view_counts,
)
from shared.errors import DomainError, Kind
from shared.identity import Actor, Role
from shared.problems import status_of
from shared.runtime import idempotency_cause
from shared.vietnamese import collation_key
from shared.web import CurrentActor, Pages

router = APIRouter(prefix="/tham-dinh/{organisation}", include_in_schema=False)

SHOWN_AGAIN = {Kind.INVALID, Kind.FORBIDDEN, Kind.CONFLICT}
"""Refusals that a person can answer on the same page."""

View = Literal["waiting", "approved", "returned", "rejected", "withdrawn", "all"]


@router.get("")
async def queue(
    *,
    request: Request,
    desk: CurrentDesk,
    actor: CurrentActor,
    wanted: CurrentWanted,
    pages: Pages,
    view: View = "waiting",
    done: Annotated[str, Query()] = "",
) -> Response:
    """The queue, what waits first."""
    found, total = await desk.stores.page(wanted.filter(actor, VIEWS[view]), skip=pages.skip, limit=pages.size)
    submitters = await desk.stores.submitters()
    campaigns = {copy.id: copy.content for copy in await desk.stores.campaigns.find({}, sort=(("public.year", -1),))}
    filters = {"view": view, **wanted.typed}
    page: Response = request.app.state.frame.render(
        request,
        "cases.html",
        desk=desk,
        desk_name=await _name(desk, desk.organisation),
        cases=[record.public for record in found],
        names=await desk.stores.names(submitters_of(found)),
        submitters=sorted(submitters.items(), key=lambda pair: collation_key(pair[1])),
        campaigns=campaigns,
        counts=view_counts(await desk.stores.counts()),
        view=view,
        filters=filters,
        links=page_links(request.url.path, filters, pages.page, pages.size, total),
        total=total,
        done=await _done(desk, done),
    )
    return page


@router.get("/{case}")
async def read(
    request: Request, desk: CurrentDesk, actor: CurrentActor, case: str, done: Annotated[str, Query()] = ""
) -> Response:
    """A case. For a reviewer, opening this page is the act of seeing it, so this reading leaves a mark.

    It marks only the first time, never for leaders, never for a browser that fetches ahead of its reader, and the
    API's reading leaves none.
    """
    ahead = "prefetch" in request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    record = await (desk.stores.cases.load(case) if ahead else _opened(desk, case, actor))
    return await _show(request, desk, actor, record, done=done)


@router.post("/{case}/quyet-dinh")
async def decide(request: Request, desk: CurrentDesk, actor: CurrentActor, case: str) -> Response:
    """Decides, then leads to the next case that waits for this person."""
    form = DecisionForm.typed(await request.form())
    try:
        await desk.decide(case, form.verdict(), actor, cause=idempotency_cause(actor.account, form.key))
    except (DomainError, ValidationError) as error:
        return await _show_again(request, desk, actor, case, error=error, form=form)
    following = await desk.next_for(actor)
    address = f"/tham-dinh/{desk.organisation}" + (f"/{following.id}" if following else "")
    return RedirectResponse(f"{address}?done={case}", 303)


@router.post("/{case}/phan-cong")
async def assign(request: Request, desk: CurrentDesk, actor: CurrentActor, case: str) -> Response:
    """Takes the case oneself, or hands it to a colleague."""
    form = AssignmentForm.typed(await request.form())
    try:
        await desk.assign(case, form.assignment(actor), actor, cause=idempotency_cause(actor.account, None))
    except (DomainError, ValidationError) as error:
        return await _show_again(request, desk, actor, case, error=error, form=form)
    return RedirectResponse(f"/tham-dinh/{desk.organisation}/{case}", 303)


async def _opened(desk: Desk, case: str, actor: Actor) -> CaseRecord:
    if actor.has(Role.REVIEWER, desk.organisation):
        return await desk.view(case, actor, cause=idempotency_cause(actor.account, None))
    return await desk.stores.cases.load(case)


async def _show_again(
    request: Request,
    desk: Desk,
    actor: Actor,
    case: str,
    *,
    error: DomainError | ValidationError,
    form: CaseForm,
) -> Response:
    """The same page with what was typed and what is wrong with it."""
    if isinstance(error, DomainError) and error.kind not in SHOWN_AGAIN:
        raise error
    status = status_of(error) if isinstance(error, DomainError) else 422
    errors = refusals(error, form, request.app.state.catalogue)
    record = await _opened(desk, case, actor)
    return await _show(request, desk, actor, record, form=form, errors=errors, status=status)


async def _show(
    request: Request,
    desk: Desk,
    actor: Actor,
    record: CaseRecord,
    *,
    form: CaseForm | None = None,
    errors: Sequence[FormError] = (),
    status: int = 200,
    done: str = "",
) -> Response:
    case = record.public
    copy = await desk.stores.campaigns.get(case.campaign)
    campaign = copy.content if copy else None
    page: Response = request.app.state.frame.render(
        request,
        "case.html",
        status=status,
        desk=desk,
        desk_name=await _name(desk, desk.organisation),
        submitter_name=await _name(desk, case.submitter),
        record=record,
        case=case,
        campaign=campaign,
        rounds=[(round_, field_rows(round_, campaign), item_decisions(round_)) for round_ in reversed(case.rounds)],
        history=history_rows(record.history),
        reviewer=actor.has(Role.REVIEWER, desk.organisation),
        own=actor.belongs_to(case.submitter),
        open=case.status in WAITING,
        form=form if isinstance(form, DecisionForm) else DecisionForm(key=uuid.uuid4().hex),
        assignment=form if isinstance(form, AssignmentForm) else AssignmentForm(),
        errors=errors,
        beside=beside(errors),
        done=await _done(desk, done),
    )
    return page


async def _name(desk: Desk, organisation: str) -> str:
    return (await desk.stores.names([organisation]))[organisation]


async def _done(desk: Desk, case: str) -> dict[str, Any] | None:
    """What the confirmation line says of the case just decided."""
    record = await desk.stores.cases.get(case) if case else None
    if record is None or record.public.current.decision is None:
        return None
    return {
        "id": record.id,
        "status": record.public.status,
        "name": await _name(desk, record.public.submitter),
        "sending": record.undelivered > 0,
    }
