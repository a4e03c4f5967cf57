"""One row a page: typed, saved, shown among the rows of its field, taken out after a question.

What two people type into the same row at the same time is shown side by side, and the person chooses.
"""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.submissions.drafts import commands
from services.registration.submissions.drafts.model.completeness import answers, item_faults, understood
from services.registration.submissions.drafts.model.items import item_of, stamp_of
from services.registration.submissions.drafts.pages.form import INPUTS, ItemForm, anchor
from services.registration.submissions.model.draft import DraftItem, Seen, SubmissionRecord, mark
from services.registration.submissions.pages.frame import Opened, render, typed
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, not_found
from shared.language.differences import text_changes
from shared.language.vietnamese import format_instant
from shared.refusals import RefusalsError
from shared.web.app import CurrentActor
from shared.web.refusals import Refusal, errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
FieldCode = Annotated[Slug, Path()]
ItemId = Annotated[Slug, Path()]
WantedField = Annotated[str, Query(alias="linh-vuc", max_length=64)]
Done = Annotated[Literal["", "item_saved", "item_removed", "item_gone"], Query(alias="xong")]


@router.get("/{ident}/soan/linh-vuc/{code}")
async def field_items(
    *,
    request: Request,
    ident: Ident,
    code: FieldCode,
    actor: CurrentActor,
    stores: CurrentStores,
    done: Done = "",
) -> Response:
    """The rows of a field, each with its ways to change and to take it out."""
    opened = await typed(stores, actor, ident)
    answer = next((a for a in answers(opened.draft, opened.campaign) if a.field.code == code), None)
    if answer is None:
        raise not_found("field", code)
    shown = {item.id: understood(item.expected) for item in answer.items}
    return await render(request, opened, "draft_field.html", answer=answer, understood=shown, done=done)


@router.get("/{ident}/soan/linh-vuc/{code}/them")
async def new_item(
    request: Request, ident: Ident, code: FieldCode, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """An empty row. It has its id from now on, so that saving it twice makes one row."""
    opened = await typed(stores, actor, ident)
    held = ItemForm(uuid.uuid4().hex, code, "", uuid.uuid4().hex)
    return await _item(request, opened, held)


@router.get("/{ident}/soan/noi-dung/{item}")
async def item_form(
    *,
    request: Request,
    ident: Ident,
    item: ItemId,
    actor: CurrentActor,
    stores: CurrentStores,
    wanted: WantedField = "",
) -> Response:
    """A row as it is saved, with what it still lacks."""
    opened = await typed(stores, actor, ident)
    found = item_of(opened.draft, item)
    if found is None:
        code = wanted if wanted in opened.campaign.field_codes else ""
        if not code or stamp_of(opened.record.private, item):
            onward = f"/linh-vuc/{code}?xong=item_gone" if code else "?xong=gone"
            return RedirectResponse(f"/dang-ky/{ident}/soan{onward}", 303)
        return await _item(request, opened, ItemForm(item, code, "", uuid.uuid4().hex))
    held = ItemForm.of(found, page=uuid.uuid4().hex)
    faults = list(item_faults(found))
    lacking = RefusalsError("submission_incomplete", faults) if faults else None
    return await _item(request, opened, held, lacking=lacking)


@router.post("/{ident}/soan/noi-dung/{item}")
async def save_item(
    request: Request, ident: Ident, item: ItemId, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """Saves the row as typed, also when it still lacks something: then the page says what, and nothing is lost."""
    sent = await read_form(request)
    held = ItemForm.typed(item, sent)
    opened = await typed(stores, actor, ident)
    try:
        row = held.row()
        if not held.blank or held.seen:
            record = await commands.put_item(stores, actor, ident, row, held.seen_before)
            held = held.against(item_of(record.private.draft, item))
        faults = list(item_faults(row))
        if faults:
            raise RefusalsError("item_incomplete", faults)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        opened = await typed(stores, actor, ident)
        return await _item(request, opened, held, refusal=error)
    onward = "/them" if sent.get("action") == "more" else "?xong=item_saved"
    return RedirectResponse(f"/dang-ky/{ident}/soan/linh-vuc/{row.field}{onward}", 303)


@router.get("/{ident}/soan/noi-dung/{item}/xoa")
async def removal(request: Request, ident: Ident, item: ItemId, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Asks before a row is taken out, showing it."""
    opened = await typed(stores, actor, ident)
    return await _removal(request, opened, item)


@router.post("/{ident}/soan/noi-dung/{item}/xoa")
async def remove(request: Request, ident: Ident, item: ItemId, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Takes the row out as it was shown."""
    sent = await read_form(request)
    opened = await typed(stores, actor, ident)
    found = item_of(opened.draft, item)
    try:
        await commands.remove_item(stores, actor, ident, item, Seen(sent.get("seen", "")))
    except DomainError as error:
        await raise_unless_shown(stores, error)
        opened = await typed(stores, actor, ident)
        return await _removal(request, opened, item, refusal=error)
    code = found.field if found else ""
    onward = f"/linh-vuc/{code}?xong=item_removed" if code in opened.campaign.field_codes else "?xong=gone"
    return RedirectResponse(f"/dang-ky/{ident}/soan{onward}", 303)


@router.post("/{ident}/tu-luu")
async def autosave(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> JSONResponse:
    """Saves an opened row while it is being typed.

    Answers ``saved_at`` (null: nothing to save), ``version`` and ``seen``; 409 with ``other``, the row as somebody else
    saved it meanwhile, and writes nothing over it.
    """
    sent = await read_form(request)
    held = ItemForm.typed(sent.get("item", ""), sent)
    if held.blank and not held.seen:
        record = (await typed(stores, actor, ident)).record
        return JSONResponse({"saved_at": None, "version": record.version, "seen": ""})
    try:
        record = await commands.put_item(stores, actor, ident, held.row(), held.seen_before)
    except DomainError as error:
        if error.code != "item_changed":
            raise
        record = (await typed(stores, actor, ident)).record
        message = request.app.state.catalogue.say(error.code)
        return JSONResponse({"code": error.code, "title": message, **_saved(record, held.item)}, 409)
    return JSONResponse(_saved(record, held.item))


def _saved(record: SubmissionRecord, ident: str) -> dict[str, object]:
    found, stamp = item_of(record.private.draft, ident), stamp_of(record.private, ident)
    return {
        "saved_at": stamp.at.isoformat() if stamp else None,
        "shown": format_instant(stamp.at) if stamp else "",
        "by": stamp.by.name if stamp else "",
        "version": record.version,
        "seen": mark(found),
        "other": found.model_dump(mode="json") if found else None,
    }


async def _item(
    request: Request,
    opened: Opened,
    held: ItemForm,
    *,
    refusal: Refusal | None = None,
    lacking: Refusal | None = None,
) -> Response:
    """The form of a row. After somebody else's change both texts stand side by side; saving then writes over theirs.

    `lacking` is said beside the inputs only: nobody has tried to save yet.
    """
    field = next((field for field in opened.campaign.fields if field.code == held.field), None)
    if field is None:
        raise not_found("field", held.field)
    current = item_of(opened.draft, held.item)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "item_changed"
    shown = refusal or lacking
    return await render(
        request,
        opened,
        "draft_item.html",
        status=status(refusal) if refusal else 200,
        field=field,
        held=held.against(current) if overtaken else held,
        exists=current is not None,
        overtaken=overtaken,
        theirs=_texts(current),
        stamp=stamp_of(opened.record.private, held.item),
        compared=text_changes(_texts(current), _texts(held)) if overtaken else {},
        incomplete=isinstance(refusal, DomainError) and refusal.code == "item_incomplete",
        summary=errors_of(refusal, request.app.state.catalogue, anchor) if refusal else [],
        errors=errors_of(shown, request.app.state.catalogue, anchor) if shown else [],
    )


async def _removal(
    request: Request,
    opened: Opened,
    ident: str,
    *,
    refusal: DomainError | None = None,
) -> Response:
    found = item_of(opened.draft, ident)
    if found is None:
        return RedirectResponse(f"/dang-ky/{opened.record.id}/soan?xong=gone", 303)
    return await render(
        request,
        opened,
        "draft_remove.html",
        status=status(refusal) if refusal else 200,
        item=found,
        field=next((field for field in opened.campaign.fields if field.code == found.field), None),
        seen=mark(found),
        stamp=stamp_of(opened.record.private, ident),
        overtaken=refusal is not None,
    )


def _texts(shown: DraftItem | ItemForm | None) -> dict[str, str]:
    """The columns as plain texts, sub-contents one a line; all empty for a row that is not there."""
    if shown is None:
        return dict.fromkeys(INPUTS, "")
    held = shown if isinstance(shown, ItemForm) else ItemForm.of(shown, page="")
    return {
        "content": held.content,
        "parts": "\n".join(held.part_lines),
        "expected": held.expected,
        "note": held.note,
    }
