"""Mẫu 1 as a list of the plan's fields: each one answered by rows or by an explicit nil."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.reports.pages import reports
from services.registration.submissions.drafts import commands
from services.registration.submissions.drafts.model.completeness import answers, strays
from services.registration.submissions.drafts.model.items import unanswered
from services.registration.submissions.drafts.pages import items as draft_items
from services.registration.submissions.pages.frame import Opened, render, typed
from shared.contracts.campaigns import REPORTS
from shared.contracts.types import Key
from shared.errors import DomainError
from shared.web.app import CurrentActor
from shared.web.refusals import FormError, errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(include_in_schema=False)
router.include_router(draft_items.router)
router.include_router(reports.router)

Ident = Annotated[Key, Path()]
Done = Annotated[Literal["", "nil", "gone", "prefilled", "report_item", "report_section"], Query(alias="xong")]


@router.get("/{ident}/soan")
async def fields(
    request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores, done: Done = ""
) -> Response:
    """The fields of the plan, each with its answer; of a report the items that it answers."""
    opened = await typed(stores, actor, ident)
    if opened.record.public.form in REPORTS:
        return await reports.overview(request, stores, actor, ident, done=done)
    return await _list(request, opened, done=done)


@router.post("/{ident}/soan")
async def nil(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Answers one field with "Không có nội dung"."""
    code = (await read_form(request)).get("nil", "")
    try:
        await commands.answer_nil(stores, actor, ident, code)
    except DomainError as error:
        await raise_unless_shown(stores, error)
        opened = await typed(stores, actor, ident)
        errors = errors_of(error, request.app.state.catalogue, _anchor)
        return await _list(request, opened, errors=errors, code=status(error))
    return RedirectResponse(f"/dang-ky/{ident}/soan?xong=nil#field-{code}", 303)


@router.get("/{ident}/soan/con-lai")
async def rest(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Asks whether all the fields that are still open have nothing to register, naming them."""
    opened = await typed(stores, actor, ident)
    left = unanswered(opened.draft, opened.campaign)
    if not left:
        return RedirectResponse(f"/dang-ky/{ident}/soan", 303)
    return await render(request, opened, "draft_rest.html", left=left)


@router.post("/{ident}/soan/con-lai")
async def rest_nil(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Answers the fields that were named with nil; on to the last look when nothing is open any more."""
    shown = (await read_form(request)).get("fields", "").split(" ")
    await commands.answer_rest_nil(stores, actor, ident, shown)
    opened = await typed(stores, actor, ident)
    onward = "soan?xong=nil" if unanswered(opened.draft, opened.campaign) else "kiem-tra"
    return RedirectResponse(f"/dang-ky/{ident}/{onward}", 303)


async def _list(
    request: Request,
    opened: Opened,
    *,
    errors: list[FormError] | None = None,
    code: int = 200,
    done: str = "",
) -> Response:
    draft, campaign = opened.draft, opened.campaign
    return await render(
        request,
        opened,
        "draft.html",
        status=code,
        answers=answers(draft, campaign),
        strays=strays(draft, campaign),
        left=len(unanswered(draft, campaign)),
        errors=errors or [],
        done=done,
    )


def _anchor(path: str) -> str | None:
    return f"field-{path.removeprefix('fields.')}" if path.startswith("fields.") else None
