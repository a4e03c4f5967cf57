"""A row is taken out after a question that shows it."""

from fastapi import APIRouter, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.drafts.commands import RemoveItem
from services.registration.submissions.drafts.model.items import item_of
from services.registration.submissions.model.draft import mark
from services.registration.submissions.model.edits import stamp_of
from services.registration.submissions.pages.frame import render
from services.registration.submissions.pages.rows import baseline_in
from services.registration.submissions.records.opening import OpenedSubmission, editable
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.web.page import Page, Refusal

router = APIRouter(include_in_schema=False)


@router.get("/{ident}/soan/noi-dung/{item}/xoa")
async def removal(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Asks before a row is taken out, showing it."""
    return await _question(page, await editable(page.context, ident), item)


@router.post("/{ident}/soan/noi-dung/{item}/xoa")
async def remove(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Takes the row out as it was shown."""
    inputs, opened = await page.inputs(), await editable(page.context, ident)
    found = item_of(opened.draft, item)
    try:
        await RemoveItem(ident, item, baseline_in(inputs)).run(page.context)
    except DomainError as error:
        return await _question(page, await editable(page.context, ident), item, refusal=error)
    code = found.field if found else ""
    onward = f"/linh-vuc/{code}?xong=item_removed" if code in opened.campaign.field_codes else "?xong=gone"
    return page.to(f"/dang-ky/{ident}/soan{onward}")


async def _question(
    page: Page[Context], opened: OpenedSubmission, ident: str, *, refusal: Refusal | None = None
) -> Response:
    found = item_of(opened.draft, ident)
    if found is None:
        return page.to(f"/dang-ky/{opened.record.id}/soan?xong=gone")
    return await render(
        page,
        opened,
        "draft_remove.html",
        refusal=refusal,
        item=found,
        field=next((field for field in opened.campaign.fields if field.code == found.field), None),
        seen=mark(found),
        stamp=stamp_of(opened.record, ident),
        overtaken=refusal is not None,
    )
