"""The desk's reusable reasons: what there is, a new one, one that is no longer needed."""

from fastapi import APIRouter, Response
from pydantic import TypeAdapter, ValidationError

from services.review.desk import records
from services.review.desk.commands import KeepReason, RemoveReason
from services.review.desk.context import Context
from services.review.desk.dependencies import CurrentPage
from services.review.desk.pages.frame import DESK, address, render
from shared.contracts.types import Paragraph
from shared.web.page import Page, Refusal

router = APIRouter(prefix=DESK + "/mau-ly-do")


@router.get("")
async def list_reasons(page: CurrentPage) -> Response:
    """Every text that is offered beside a field for a reason."""
    return await _show(page)


@router.post("")
async def add(page: CurrentPage) -> Response:
    """Keeps a text that is typed here."""
    page.context.acting_person()
    typed = (await page.inputs()).value("text")
    try:
        text = TypeAdapter(Paragraph).validate_python(typed)
    except ValidationError as error:
        return await _show(page, typed, error)
    await KeepReason(text).run(page.context)
    return page.to(page.request.url.path)


@router.post("/{reason}/xoa")
async def remove(page: CurrentPage, reason: str) -> Response:
    """Offers a text no longer."""
    await RemoveReason(reason).run(page.context)
    return page.to(address(page.context, "mau-ly-do"))


async def _show(page: Page[Context], typed: str = "", refusal: Refusal | None = None) -> Response:
    return await render(
        page,
        "reasons.html",
        refusal=refusal,
        anchor=lambda _: "text",
        reasons=await records.reusable_reasons(page.context.stores),
        reviewer=page.context.reviewing,
        typed=typed,
    )
