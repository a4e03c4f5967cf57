"""One line a page: its wording, its field, and what the units behind it wrote."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from services.registration.consolidation.commands import lines as handlers
from services.registration.consolidation.pages.frame import ADDRESS, found, render, shown
from services.registration.consolidation.records.opening import opened
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.drafts.model.completeness import item_faults
from services.registration.submissions.drafts.pages.form import ItemForm
from services.registration.submissions.drafts.pages.form import anchor as anchor_of
from services.registration.submissions.model.draft import DraftItem, mark
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.language.differences import text_changes
from shared.language.vietnamese import format_instant
from shared.refusals import RefusalsError
from shared.web.page import Page
from shared.web.refusals import Refusal

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
LineId = Annotated[Slug, Path()]
COLUMNS = ("content", "parts", "expected", "note")


@router.get("/{ident}/dong/them")
async def new(page: CurrentPage, ident: Ident) -> Response:
    """An empty line of the organisation's own. It has its id from now on, so that saving it twice makes one line."""
    return await _line(page, ident, ItemForm(uuid.uuid4().hex, "", "", ""))


@router.get("/{ident}/dong/{line}")
async def one(page: CurrentPage, ident: Ident, line: LineId) -> Response:
    """A line as it is saved."""
    known = (await opened(page.context, ident)).working.line(line)
    if known is None:
        return page.to(f"{ADDRESS}/{ident}")
    return await _line(page, ident, ItemForm.of(known, page=""))


@router.post("/{ident}/dong/{line}")
async def save(page: CurrentPage, ident: Ident, line: LineId) -> Response:
    """Saves the line as typed, also when it still lacks something: then the page says what."""
    inputs = ItemForm.typed(line, await page.typed())
    try:
        row = inputs.row()
        opened = await handlers.put_line(page.context, ident, row, seen=inputs.baseline)
        inputs = inputs.against(opened.working.line(line))
        faults = list(item_faults(row))
        if faults:
            raise RefusalsError("item_incomplete", faults)
    except (DomainError, ValidationError) as error:
        await page.show(error)
        return await _line(page, ident, inputs, refusal=error)
    return page.to(f"{ADDRESS}/{ident}?xong=line_saved&linh-vuc={row.field}#dong-{line}")


@router.post("/{ident}/tu-luu")
async def autosave(page: CurrentPage, ident: Ident) -> JSONResponse:
    """Saves an opened line while it is being typed; 409 ``item_changed`` when somebody else wrote it meanwhile."""
    sent = await page.typed()
    inputs = ItemForm.typed(sent.value("item"), sent)
    if (inputs.blank or not inputs.field) and not inputs.seen:
        return JSONResponse({"saved_at": None, "seen": ""})
    opened = await handlers.put_line(page.context, ident, inputs.row(), seen=inputs.baseline)
    at = opened.working.saved_at
    return JSONResponse(
        {
            "saved_at": at.isoformat() if at else None,
            "shown": format_instant(at) if at else "",
            "seen": mark(opened.working.line(inputs.item)),
        }
    )


async def _line(page: Page[Context], ident: str, inputs: ItemForm, *, refusal: Refusal | None = None) -> Response:
    """The form of a line. After somebody else's change both texts are shown; saving then writes over theirs."""
    seen = await found(page.context, ident)
    current = seen.opened.working.line(inputs.item)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "item_changed"
    errors = page.errors(refusal, _anchor)
    return await render(
        page,
        seen,
        "consolidation_line.html",
        refusal=refusal,
        inputs=inputs.against(current) if overtaken else inputs,
        exists=current is not None,
        shown=shown(seen, [current])[0] if current else None,
        overtaken=overtaken,
        theirs=_texts(current),
        compared=text_changes(_texts(current), _texts(inputs)) if overtaken else {},
        incomplete=isinstance(refusal, DomainError) and refusal.code == "item_incomplete",
        errors=errors,
    )


def _anchor(path: str) -> str | None:
    return "field" if path == "field" else anchor_of(path)


def _texts(line: DraftItem | ItemForm | None) -> dict[str, str]:
    """The columns as plain texts; all empty for a line that is not there."""
    if line is None:
        return dict.fromkeys(COLUMNS, "")
    inputs = line if isinstance(line, ItemForm) else ItemForm.of(line, page="")
    return {
        "content": inputs.content,
        "parts": "\n".join(inputs.part_lines),
        "expected": inputs.expected,
        "note": inputs.note,
    }
