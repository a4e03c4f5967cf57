"""One line a page: its wording, its field, and what the units behind it wrote."""

import uuid

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from services.registration.consolidation.commands import editing
from services.registration.consolidation.model.lines import PutLine
from services.registration.consolidation.pages.frame import ADDRESS, line_views, overview_of, render
from services.registration.consolidation.records.opening import OpenedConsolidation, open_consolidation
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.drafts.model.completeness import item_faults
from services.registration.submissions.drafts.pages.form import ItemForm, texts_of
from services.registration.submissions.drafts.pages.form import anchor as anchor_of
from services.registration.submissions.model.draft import mark
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, RefusalsError
from shared.language.differences import text_changes
from shared.language.vietnamese import format_instant
from shared.web.page import REFUSED, Page, Refusal

router = APIRouter(include_in_schema=False)


@router.get("/{ident}/dong/them")
async def new(page: CurrentPage, ident: Key) -> Response:
    """An empty line of the organisation's own. It has its id from now on, so that saving it twice makes one line."""
    return await _line(page, ident, ItemForm(uuid.uuid4().hex, "", "", ""))


@router.get("/{ident}/dong/{line}")
async def one(page: CurrentPage, ident: Key, line: Slug) -> Response:
    """A line as it is saved."""
    known = (await open_consolidation(page.context, ident)).working.line(line)
    if known is None:
        return page.to(f"{ADDRESS}/{ident}")
    return await _line(page, ident, ItemForm.of(known, page=""))


@router.post("/{ident}/dong/{line}")
async def save(page: CurrentPage, ident: Key, line: Slug) -> Response:
    """Saves the line as typed, also when it still lacks something: then the page says what."""
    inputs = ItemForm.from_inputs(line, await page.inputs())
    try:
        row = inputs.row()
        opened = await _put(page.context, ident, inputs)
        inputs = inputs.against(opened.working.line(line))
        if faults := list(item_faults(row)):
            raise RefusalsError("item_incomplete", faults)
    except REFUSED as error:
        return await _line(page, ident, inputs, refusal=error)
    return page.to(f"{ADDRESS}/{ident}?xong=line_saved&linh-vuc={row.field}#dong-{line}")


@router.post("/{ident}/tu-luu")
async def autosave(page: CurrentPage, ident: Key) -> JSONResponse:
    """Saves an opened line while it is being typed; 409 ``item_changed`` when somebody else wrote it meanwhile."""
    sent = await page.inputs()
    inputs = ItemForm.from_inputs(sent.value("item"), sent)
    if (inputs.blank or not inputs.field) and not inputs.seen:
        return JSONResponse({"saved_at": None, "seen": ""})
    opened = await _put(page.context, ident, inputs)
    at = opened.working.saved_at
    return JSONResponse(
        {
            "saved_at": at.isoformat() if at else None,
            "shown": format_instant(at) if at else "",
            "seen": mark(opened.working.line(inputs.item)),
        }
    )


async def _put(context: Context, ident: str, inputs: ItemForm) -> OpenedConsolidation:
    edit = PutLine(line=inputs.row(), seen=inputs.baseline)
    return await editing.EditConsolidation(ident, edit).run(context)


async def _line(page: Page[Context], ident: str, inputs: ItemForm, *, refusal: Refusal | None = None) -> Response:
    """The form of a line. After somebody else's change both texts are shown; saving then writes over theirs."""
    seen = await overview_of(page.context, ident)
    current = seen.opened.working.line(inputs.item)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "item_changed"
    return await render(
        page,
        seen,
        "consolidation_line.html",
        refusal=refusal,
        anchor=_anchor,
        inputs=inputs.against(current) if overtaken else inputs,
        exists=current is not None,
        shown=line_views(seen, [current])[0] if current else None,
        overtaken=overtaken,
        compared=text_changes(texts_of(current), inputs.texts) if overtaken else {},
        incomplete=isinstance(refusal, DomainError) and refusal.code == "item_incomplete",
    )


def _anchor(path: str) -> str | None:
    return "field" if path == "field" else anchor_of(path)
