"""Mẫu 1 as a list of the plan's fields: each one answered by rows or by an explicit nil."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from services.registration.dependencies import CurrentPage
from services.registration.reports.pages import overview as reports
from services.registration.reports.records import as_report
from services.registration.submissions.drafts.commands import EditItems
from services.registration.submissions.drafts.model.items import AnswerNil, AnswerRestNil
from services.registration.submissions.drafts.pages import items
from services.registration.submissions.pages.frame import render
from services.registration.submissions.records.opening import OpenedSubmission, editable
from shared.contracts.campaigns import REPORTS
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, not_found
from shared.forms.initiatives.check import answers, strays, unanswered, understood
from shared.web.page import Refusal

router = APIRouter(include_in_schema=False)
router.include_router(items.router)
router.include_router(reports.router)

Done = Annotated[Literal["", "nil", "gone", "prefilled", "report_item", "report_section"], Query(alias="xong")]
RowDone = Annotated[Literal["", "item_saved", "item_removed", "item_gone"], Query(alias="xong")]


@router.get("/{ident}/soan")
async def fields(page: CurrentPage, ident: Key, done: Done = "") -> Response:
    """The fields of the plan, each with its answer; of a report the items that it answers."""
    opened = await editable(page.context, ident)
    if opened.submission.form in REPORTS:
        return await reports.overview(page, await as_report(page.context, opened), done)
    return await _list(page, opened, done=done)


@router.post("/{ident}/soan")
async def nil(page: CurrentPage, ident: Key) -> Response:
    """Answers one field with "Không có nội dung"."""
    code = (await page.inputs()).value("nil")
    try:
        await EditItems(ident, AnswerNil(code)).run(page.context)
    except DomainError as error:
        return await _list(page, await editable(page.context, ident), refusal=error)
    return page.to(f"/dang-ky/{ident}/soan?xong=nil#field-{code}")


@router.get("/{ident}/soan/linh-vuc/{code}")
async def field_items(*, page: CurrentPage, ident: Key, code: Slug, done: RowDone = "") -> Response:
    """The rows of a field, each with its ways to change and to take it out."""
    opened = await editable(page.context, ident)
    answer = next((a for a in answers(opened.draft, opened.campaign) if a.field.code == code), None)
    if answer is None:
        raise not_found("field", code)
    periods = {item.id: understood(item.expected) for item in answer.items}
    return await render(page, opened, "draft_field.html", answer=answer, understood=periods, done=done)


@router.get("/{ident}/soan/con-lai")
async def rest(page: CurrentPage, ident: Key) -> Response:
    """Asks whether all the fields that are still open have nothing to register, naming them."""
    opened = await editable(page.context, ident)
    left = unanswered(opened.draft, opened.campaign)
    if not left:
        return page.to(f"/dang-ky/{ident}/soan")
    return await render(page, opened, "draft_rest.html", left=left)


@router.post("/{ident}/soan/con-lai")
async def rest_nil(page: CurrentPage, ident: Key) -> Response:
    """Answers the fields that were named with nil; on to the last look when nothing is open any more."""
    named = (await page.inputs()).value("fields").split(" ")
    opened = await EditItems(ident, AnswerRestNil(named)).run(page.context)
    onward = "soan?xong=nil" if unanswered(opened.draft, opened.campaign) else "kiem-tra"
    return page.to(f"/dang-ky/{ident}/{onward}")


async def _list(
    page: CurrentPage, opened: OpenedSubmission, *, refusal: Refusal | None = None, done: str = ""
) -> Response:
    draft, campaign = opened.draft, opened.campaign
    return await render(
        page,
        opened,
        "draft.html",
        refusal=refusal,
        anchor=_anchor,
        answers=answers(draft, campaign),
        strays=strays(draft, campaign),
        left=len(unanswered(draft, campaign)),
        done=done,
    )


def _anchor(path: str) -> str | None:
    return f"field-{path.removeprefix('fields.')}" if path.startswith("fields.") else None
