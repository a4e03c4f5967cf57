"""The desk's reusable reasons: what there is, a new one, one that is no longer needed."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import TypeAdapter, ValidationError

from services.review.dependencies import CurrentDesk
from services.review.desk.commands import Desk
from services.review.desk.model.substitutions import acting_person
from services.review.web.common import DESK, fresh_cause, name_of
from services.review.web.forms import FormError
from shared.contracts.types import Paragraph
from shared.rules.tried import allows
from shared.web.app import CurrentActor
from shared.web.problems import field_errors

router = APIRouter(prefix=DESK + "/mau-ly-do")


@router.get("")
async def list_reasons(request: Request, desk: CurrentDesk, actor: CurrentActor) -> Response:
    """Every text that is offered beside a field for a reason."""
    reviewer = allows(acting_person, actor, desk.organisation, await desk.standing(actor))
    return await _show(request, desk, reviewer=reviewer)


@router.post("")
async def add(request: Request, desk: CurrentDesk, actor: CurrentActor) -> Response:
    """Keeps a text that is typed here."""
    acting_person(actor, desk.organisation, await desk.standing(actor))
    typed = str((await request.form()).get("text", ""))
    try:
        text = TypeAdapter(Paragraph).validate_python(typed)
    except ValidationError as error:
        errors = [FormError("text", f["message"]) for f in field_errors(error.errors(), request.app.state.catalogue)]
        return await _show(request, desk, typed=typed, errors=errors)
    await desk.keep_reason(text, actor, cause=fresh_cause(actor.account))
    return RedirectResponse(request.url.path, 303)


@router.post("/{reason}/xoa")
async def remove(desk: CurrentDesk, actor: CurrentActor, reason: str) -> Response:
    """Offers a text no longer."""
    await desk.remove_reason(reason, actor, cause=fresh_cause(actor.account))
    return RedirectResponse(f"/tham-dinh/{desk.organisation}/mau-ly-do", 303)


async def _show(
    request: Request, desk: Desk, *, reviewer: bool = True, typed: str = "", errors: list[FormError] | None = None
) -> Response:
    page: Response = request.app.state.frame.render(
        request,
        "reasons.html",
        status=422 if errors else 200,
        desk=desk,
        desk_name=await name_of(desk, desk.organisation),
        reasons=await desk.stores.reusable_reasons(),
        reviewer=reviewer,
        typed=typed,
        errors=errors or [],
    )
    return page
