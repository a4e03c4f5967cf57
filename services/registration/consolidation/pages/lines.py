"""One line a page: its wording, its field, and what the units behind it wrote."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError

from services.registration.consolidation.commands import lines as handlers
from services.registration.consolidation.pages.frame import ADDRESS, found, render, shown
from services.registration.consolidation.records.opening import opened
from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.stores import Stores
from services.registration.submissions.drafts.model.completeness import item_faults
from services.registration.submissions.drafts.pages.form import ItemForm
from services.registration.submissions.drafts.pages.form import anchor as anchor_of
from services.registration.submissions.model.draft import DraftItem, mark
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.identity import Actor
from shared.language.differences import text_changes
from shared.language.vietnamese import format_instant
from shared.refusals import RefusalsError
from shared.web.app import CurrentActor
from shared.web.refusals import Refusal, errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
LineId = Annotated[Slug, Path()]
COLUMNS = ("content", "parts", "expected", "note")


@router.get("/{ident}/dong/them")
async def new(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """An empty line of the organisation's own. It has its id from now on, so that saving it twice makes one line."""
    return await _line(request, stores, actor, ident, ItemForm(uuid.uuid4().hex, "", "", ""))


@router.get("/{ident}/dong/{line}")
async def one(request: Request, ident: Ident, line: LineId, actor: CurrentActor, stores: CurrentStores) -> Response:
    """A line as it is saved."""
    known = (await opened(stores, actor, ident)).working.line(line)
    if known is None:
        return RedirectResponse(f"{ADDRESS}/{ident}", 303)
    return await _line(request, stores, actor, ident, ItemForm.of(known, page=""))


@router.post("/{ident}/dong/{line}")
async def save(request: Request, ident: Ident, line: LineId, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Saves the line as typed, also when it still lacks something: then the page says what."""
    held = ItemForm.typed(line, await read_form(request))
    try:
        row = held.row()
        opened = await handlers.put_line(stores, actor, ident, row, seen=held.seen_before)
        held = held.against(opened.working.line(line))
        faults = list(item_faults(row))
        if faults:
            raise RefusalsError("item_incomplete", faults)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        return await _line(request, stores, actor, ident, held, refusal=error)
    return RedirectResponse(f"{ADDRESS}/{ident}?xong=line_saved&linh-vuc={row.field}#dong-{line}", 303)


@router.post("/{ident}/tu-luu")
async def autosave(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> JSONResponse:
    """Saves an opened line while it is being typed; 409 ``item_changed`` when somebody else wrote it meanwhile."""
    sent = await read_form(request)
    held = ItemForm.typed(sent.get("item", ""), sent)
    if (held.blank or not held.field) and not held.seen:
        return JSONResponse({"saved_at": None, "seen": ""})
    opened = await handlers.put_line(stores, actor, ident, held.row(), seen=held.seen_before)
    at = opened.working.saved_at
    return JSONResponse(
        {
            "saved_at": at.isoformat() if at else None,
            "shown": format_instant(at) if at else "",
            "seen": mark(opened.working.line(held.item)),
        }
    )


async def _line(
    request: Request,
    stores: Stores,
    actor: Actor,
    ident: str,
    held: ItemForm,
    *,
    refusal: Refusal | None = None,
) -> Response:
    """The form of a line. After somebody else's change both texts are shown; saving then writes over theirs."""
    seen = await found(stores, actor, ident)
    current = seen.opened.working.line(held.item)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "item_changed"
    errors = errors_of(refusal, request.app.state.catalogue, _anchor) if refusal else []
    return await render(
        request,
        stores,
        seen,
        "consolidation_line.html",
        status=status(refusal) if refusal else 200,
        held=held.against(current) if overtaken else held,
        exists=current is not None,
        shown=shown(seen, [current])[0] if current else None,
        overtaken=overtaken,
        theirs=_texts(current),
        compared=text_changes(_texts(current), _texts(held)) if overtaken else {},
        incomplete=isinstance(refusal, DomainError) and refusal.code == "item_incomplete",
        errors=errors,
    )


def _anchor(path: str) -> str | None:
    return "field" if path == "field" else anchor_of(path)


def _texts(line: DraftItem | ItemForm | None) -> dict[str, str]:
    """The columns as plain texts; all empty for a line that is not there."""
    if line is None:
        return dict.fromkeys(COLUMNS, "")
    held = line if isinstance(line, ItemForm) else ItemForm.of(line, page="")
    return {"content": held.content, "parts": "\n".join(held.part_lines), "expected": held.expected, "note": held.note}
