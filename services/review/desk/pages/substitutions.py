"""Who stands in for whom, from day to day: the record of the desk, a new one, an early end."""

import uuid
from collections.abc import Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.review.dependencies import CurrentDesk
from services.review.desk.commands import Desk
from services.review.desk.model.substitutions import Colleague, own_organisations
from services.review.web.common import DESK, fresh_cause, name_of, refusal
from services.review.web.forms import AppointmentForm, FormError
from shared.errors import DomainError
from shared.identity import Actor, Role
from shared.record.record import digest
from shared.runtime.runtime import idempotency_cause
from shared.web.app import CurrentActor

SHOWN = 200

router = APIRouter(prefix=DESK + "/thay-the")


@router.get("")
async def list_substitutions(request: Request, desk: CurrentDesk, actor: CurrentActor) -> Response:
    """Every substitution, the present ones first."""
    await desk.remember(actor)
    return await _show(request, desk, actor)


@router.post("")
async def appoint(request: Request, desk: CurrentDesk, actor: CurrentActor) -> Response:
    """Names a substitute."""
    form = AppointmentForm.typed(await request.form())
    ident = digest([actor.account, form.key])[:32]
    try:
        cause = idempotency_cause(actor.account, form.key)
        await desk.appoint(ident, form.appointment(), actor, cause=cause)
    except (DomainError, ValidationError) as error:
        status, errors = refusal(request, error, form)
        return await _show(request, desk, actor, form=form, errors=errors, status=status)
    return RedirectResponse(request.url.path, 303)


@router.post("/{substitution}/ket-thuc")
async def end(desk: CurrentDesk, actor: CurrentActor, substitution: str) -> Response:
    """Ends a substitution before its day."""
    await desk.end_substitution(substitution, actor, cause=fresh_cause(actor.account))
    return RedirectResponse(f"/tham-dinh/{desk.organisation}/thay-the", 303)


async def _show(
    request: Request,
    desk: Desk,
    actor: Actor,
    *,
    form: AppointmentForm | None = None,
    errors: Sequence[FormError] = (),
    status: int = 200,
) -> Response:
    records = await desk.stores.all_substitutions(SHOWN)
    today = desk.today
    leader = actor.has(Role.LEADER, desk.organisation)
    page: Response = request.app.state.frame.render(
        request,
        "substitutions.html",
        status=status,
        desk=desk,
        desk_name=await name_of(desk, desk.organisation),
        current=[r.public for r in records if r.public.ended_at is None and r.public.until >= today],
        past=[r.public for r in records if r.public.ended_at is not None or r.public.until < today],
        today=today,
        names=await desk.stores.names(sorted({r.public.substitute.organisation for r in records})),
        absent=await _absent(desk, actor),
        leader=leader,
        organisations=await desk.stores.organisations_offered(),
        form=form or AppointmentForm(key=uuid.uuid4().hex, since=today.isoformat(), until=today.isoformat()),
        errors=list(errors),
    )
    return page


async def _absent(desk: Desk, actor: Actor) -> list[Colleague]:
    """Whom this person may have replaced: a leader every reviewer of the desk, a reviewer himself."""
    if actor.has(Role.LEADER, desk.organisation):
        return await desk.stores.people()
    if actor.has(Role.REVIEWER, desk.organisation):
        return [Colleague(account=actor.account, name=actor.name, own=own_organisations(actor))]
    return []
