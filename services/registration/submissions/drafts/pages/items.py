"""One row a page: typed, saved, shown among the rows of its field, taken out after a question.

What two people type into the same row at the same time is shown side by side, and the person chooses.
"""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
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
from shared.web.form_input import read_form
from shared.web.page import Page
from shared.web.refusals import Refusal

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
FieldCode = Annotated[Slug, Path()]
ItemId = Annotated[Slug, Path()]
WantedField = Annotated[str, Query(alias="linh-vuc", max_length=64)]
Done = Annotated[Literal["", "item_saved", "item_removed", "item_gone"], Query(alias="xong")]


@router.get("/{ident}/soan/linh-vuc/{code}")
async def field_items(*, page: CurrentPage, ident: Ident, code: FieldCode, done: Done = "") -> Response:
    """The rows of a field, each with its ways to change and to take it out."""
    opened = await typed(page.context, ident)
    answer = next((a for a in answers(opened.draft, opened.campaign) if a.field.code == code), None)
    if answer is None:
        raise not_found("field", code)
    shown = {item.id: understood(item.expected) for item in answer.items}
    return await render(page, opened, "draft_field.html", answer=answer, understood=shown, done=done)


@router.get("/{ident}/soan/linh-vuc/{code}/them")
async def new_item(page: CurrentPage, ident: Ident, code: FieldCode) -> Response:
    """An empty row. It has its id from now on, so that saving it twice makes one row."""
    opened = await typed(page.context, ident)
    inputs = ItemForm(uuid.uuid4().hex, code, "", uuid.uuid4().hex)
    return await _item(page, opened, inputs)


@router.get("/{ident}/soan/noi-dung/{item}")
async def item_form(*, page: CurrentPage, ident: Ident, item: ItemId, wanted: WantedField = "") -> Response:
    """A row as it is saved, with what it still lacks."""
    opened = await typed(page.context, ident)
    found = item_of(opened.draft, item)
    if found is None:
        code = wanted if wanted in opened.campaign.field_codes else ""
        if not code or stamp_of(opened.record.private, item):
            onward = f"/linh-vuc/{code}?xong=item_gone" if code else "?xong=gone"
            return page.to(f"/dang-ky/{ident}/soan{onward}")
        return await _item(page, opened, ItemForm(item, code, "", uuid.uuid4().hex))
    inputs = ItemForm.of(found, page=uuid.uuid4().hex)
    faults = list(item_faults(found))
    lacking = RefusalsError("submission_incomplete", faults) if faults else None
    return await _item(page, opened, inputs, lacking=lacking)


@router.post("/{ident}/soan/noi-dung/{item}")
async def save_item(page: CurrentPage, ident: Ident, item: ItemId) -> Response:
    """Saves the row as typed, also when it still lacks something: then the page says what, and nothing is lost."""
    sent = await read_form(page.request)
    inputs = ItemForm.typed(item, sent)
    opened = await typed(page.context, ident)
    try:
        row = inputs.row()
        if not inputs.blank or inputs.seen:
            record = await commands.put_item(page.context, ident, row, inputs.seen_before)
            inputs = inputs.against(item_of(record.private.draft, item))
        faults = list(item_faults(row))
        if faults:
            raise RefusalsError("item_incomplete", faults)
    except (DomainError, ValidationError) as error:
        await page.show(error)
        opened = await typed(page.context, ident)
        return await _item(page, opened, inputs, refusal=error)
    onward = "/them" if sent.get("action") == "more" else "?xong=item_saved"
    return page.to(f"/dang-ky/{ident}/soan/linh-vuc/{row.field}{onward}")


@router.get("/{ident}/soan/noi-dung/{item}/xoa")
async def removal(page: CurrentPage, ident: Ident, item: ItemId) -> Response:
    """Asks before a row is taken out, showing it."""
    opened = await typed(page.context, ident)
    return await _removal(page, opened, item)


@router.post("/{ident}/soan/noi-dung/{item}/xoa")
async def remove(page: CurrentPage, ident: Ident, item: ItemId) -> Response:
    """Takes the row out as it was shown."""
    sent = await read_form(page.request)
    opened = await typed(page.context, ident)
    found = item_of(opened.draft, item)
    try:
        await commands.remove_item(page.context, ident, item, Seen(sent.get("seen", "")))
    except DomainError as error:
        await page.show(error)
        opened = await typed(page.context, ident)
        return await _removal(page, opened, item, refusal=error)
    code = found.field if found else ""
    onward = f"/linh-vuc/{code}?xong=item_removed" if code in opened.campaign.field_codes else "?xong=gone"
    return page.to(f"/dang-ky/{ident}/soan{onward}")


@router.post("/{ident}/tu-luu")
async def autosave(page: CurrentPage, ident: Ident) -> JSONResponse:
    """Saves an opened row while it is being typed.

    Answers ``saved_at`` (null: nothing to save), ``version`` and ``seen``; 409 with ``other``, the row as somebody else
    saved it meanwhile, and writes nothing over it.
    """
    sent = await read_form(page.request)
    inputs = ItemForm.typed(sent.get("item", ""), sent)
    if inputs.blank and not inputs.seen:
        record = (await typed(page.context, ident)).record
        return JSONResponse({"saved_at": None, "version": record.version, "seen": ""})
    try:
        record = await commands.put_item(page.context, ident, inputs.row(), inputs.seen_before)
    except DomainError as error:
        if error.code != "item_changed":
            raise
        record = (await typed(page.context, ident)).record
        message = page.catalogue.say(error.code)
        return JSONResponse({"code": error.code, "title": message, **_saved(record, inputs.item)}, 409)
    return JSONResponse(_saved(record, inputs.item))


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
    page: Page[Context],
    opened: Opened,
    inputs: ItemForm,
    *,
    refusal: Refusal | None = None,
    lacking: Refusal | None = None,
) -> Response:
    """The form of a row. After somebody else's change both texts stand side by side; saving then writes over theirs.

    `lacking` is said beside the inputs only: nobody has tried to save yet.
    """
    field = next((field for field in opened.campaign.fields if field.code == inputs.field), None)
    if field is None:
        raise not_found("field", inputs.field)
    current = item_of(opened.draft, inputs.item)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "item_changed"
    shown = refusal or lacking
    return await render(
        page,
        opened,
        "draft_item.html",
        refusal=refusal,
        field=field,
        inputs=inputs.against(current) if overtaken else inputs,
        exists=current is not None,
        overtaken=overtaken,
        theirs=_texts(current),
        stamp=stamp_of(opened.record.private, inputs.item),
        compared=text_changes(_texts(current), _texts(inputs)) if overtaken else {},
        incomplete=isinstance(refusal, DomainError) and refusal.code == "item_incomplete",
        summary=page.errors(refusal, anchor),
        errors=page.errors(shown, anchor),
    )


async def _removal(page: Page[Context], opened: Opened, ident: str, *, refusal: DomainError | None = None) -> Response:
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
        stamp=stamp_of(opened.record.private, ident),
        overtaken=refusal is not None,
    )


def _texts(shown: DraftItem | ItemForm | None) -> dict[str, str]:
    """The columns as plain texts, sub-contents one a line; all empty for a row that is not there."""
    if shown is None:
        return dict.fromkeys(INPUTS, "")
    inputs = shown if isinstance(shown, ItemForm) else ItemForm.of(shown, page="")
    return {
        "content": inputs.content,
        "parts": "\n".join(inputs.part_lines),
        "expected": inputs.expected,
        "note": inputs.note,
    }
