"""One row a page: typed, saved, and taken out after a question that shows it.

What two people type into the same row at the same time is shown side by side, and the person chooses.
"""

import uuid
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from services.registration.dependencies import CurrentPage
from services.registration.submissions.drafts.commands import EditItems
from services.registration.submissions.drafts.model.items import PutItem, RemoveItem
from services.registration.submissions.drafts.pages.form import ItemForm, anchor, texts_of
from services.registration.submissions.evidence.model.attachments import require_uploaded
from services.registration.submissions.model.draft import mark
from services.registration.submissions.model.edits import stamp_of
from services.registration.submissions.pages.frame import FileDone, baseline_in, not_saved, overtaken, render, saved
from services.registration.submissions.records.opening import OpenedSubmission, editable
from shared.contracts.columns import ColumnType
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, RefusalsError, not_found
from shared.forms.columns.cells import words
from shared.forms.columns.types import asked, place_of
from shared.forms.initiatives.check import item_faults
from shared.forms.initiatives.layout import added_columns
from shared.forms.initiatives.model import drafted
from shared.language.differences import text_changes
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, refused_as

router = APIRouter(include_in_schema=False)

WantedField = Annotated[str, Query(alias="linh-vuc", max_length=64)]


@router.get("/{ident}/soan/linh-vuc/{code}/them")
async def new_item(page: CurrentPage, ident: Key, code: Slug) -> Response:
    """An empty row. It has its id from now on, so that saving it twice makes one row."""
    form = ItemForm(uuid.uuid4().hex, "", uuid.uuid4().hex, code)
    return await item_page(page, await editable(page.context, ident), form)


@router.get("/{ident}/soan/noi-dung/{item}")
async def item_form(
    *, page: CurrentPage, ident: Key, item: Slug, wanted: WantedField = "", done: FileDone = ""
) -> Response:
    """A row as it is saved, with what it still lacks."""
    opened = await editable(page.context, ident)
    found = drafted(opened.draft).item(item)
    if found is None:
        code = wanted if wanted in opened.campaign.field_codes else ""
        if not code or stamp_of(opened.record, item):
            onward = f"/linh-vuc/{code}?xong=item_gone" if code else "?xong=gone"
            return page.to(f"/dang-ky/{ident}/soan{onward}")
        return await item_page(page, opened, ItemForm(item, "", uuid.uuid4().hex, code))
    return await item_page(page, opened, ItemForm.of(found, page=uuid.uuid4().hex), done=done)


@router.post("/{ident}/soan/noi-dung/{item}")
async def save_item(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Saves the row as typed, also when it still lacks something: then the page says what, and nothing is lost."""
    inputs, opened = await page.inputs(), await editable(page.context, ident)
    columns, form = added_columns(opened.form.columns), typed_row(opened, item, inputs)
    try:
        row = form.row()
        if not form.blank or form.seen:
            opened = await EditItems(ident, PutItem(row), form.baseline).run(page.context)
            form = form.against(drafted(opened.draft).item(item))
        require_uploaded(inputs.values, (place_of(c.code) for c in asked(columns) if c.type is ColumnType.FILE))
        faults = list(item_faults(row, columns=columns))
        if faults:
            raise RefusalsError("item_incomplete", faults)
    except REFUSED as error:
        return await item_page(page, await editable(page.context, ident), form, refusal=error)
    onward = "/them" if inputs.value("action") == "more" else "?xong=item_saved"
    return page.to(f"/dang-ky/{ident}/soan/linh-vuc/{row.field}{onward}")


@router.post("/{ident}/tu-luu")
async def autosave(page: CurrentPage, ident: Key) -> JSONResponse:
    """Saves an opened row while it is being typed.

    Answers ``saved_at`` (null: nothing to save), ``version`` and ``seen``; 409 with ``other``, the row as somebody else
    saved it meanwhile, and writes nothing over it.
    """
    inputs, opened = await page.inputs(), await editable(page.context, ident)
    form = typed_row(opened, inputs.value("item"), inputs)
    if form.blank and not form.seen:
        return JSONResponse({"saved_at": None, "version": opened.record.version, "seen": ""})
    try:
        opened = await EditItems(ident, PutItem(form.row()), form.baseline).run(page.context)
    except DomainError as error:
        return not_saved(page, error, **_saved(await editable(page.context, ident), form.item))
    return JSONResponse(_saved(opened, form.item))


@router.get("/{ident}/soan/noi-dung/{item}/xoa")
async def removal(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Asks before a row is taken out, showing it."""
    return await _question(page, await editable(page.context, ident), item)


@router.post("/{ident}/soan/noi-dung/{item}/xoa")
async def remove(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Takes the row out as it was shown."""
    inputs, opened = await page.inputs(), await editable(page.context, ident)
    found = drafted(opened.draft).item(item)
    try:
        await EditItems(ident, RemoveItem(item), baseline_in(inputs)).run(page.context)
    except DomainError as error:
        return await _question(page, await editable(page.context, ident), item, refusal=error)
    code = found.field if found else ""
    onward = f"/linh-vuc/{code}?xong=item_removed" if code in opened.campaign.field_codes else "?xong=gone"
    return page.to(f"/dang-ky/{ident}/soan{onward}")


def typed_row(opened: OpenedSubmission, item: str, inputs: FormInput) -> ItemForm:
    """What was typed of a row, with what is not typed there."""
    columns = asked(added_columns(opened.form.columns))
    return ItemForm.from_inputs(item, inputs, columns).keeping(drafted(opened.draft).item(item))


def _saved(opened: OpenedSubmission, ident: str) -> dict[str, object]:
    found, stamp = drafted(opened.draft).item(ident), stamp_of(opened.record, ident)
    return {
        **saved(opened.record, ident, found),
        "by": stamp.by.name if stamp else "",
        "other": found.model_dump(mode="json") if found else None,
    }


async def item_page(
    page: CurrentPage, opened: OpenedSubmission, form: ItemForm, *, refusal: Refusal | None = None, done: str = ""
) -> Response:
    """The form of a row. After somebody else's change both texts stand side by side; saving then writes over theirs.

    What a saved row lacks is said beside its inputs.
    """
    field = next((field for field in opened.campaign.fields if field.code == form.field), None)
    if field is None:
        raise not_found("field", form.field)
    current = drafted(opened.draft).item(form.item)
    theirs, late = texts_of(current), overtaken(refusal)
    columns = added_columns(opened.form.columns)
    theirs = {**dict.fromkeys(form.texts, ""), **theirs}
    faults = list(item_faults(current, columns=columns)) if current and refusal is None else []
    return await render(
        page,
        opened,
        "draft_item.html",
        refusal=refusal,
        anchor=anchor,
        field=field,
        inputs=form.against(current) if late else form,
        columns=asked(columns),
        titles={place_of(column.code): column.title for column in columns},
        mine=form.texts,
        computed=words([column for column in columns if column.formula], current.answers if current else ()),
        exists=current is not None,
        overtaken=late,
        theirs=theirs,
        stamp=stamp_of(opened.record, form.item),
        compared=text_changes(theirs, form.texts) if late else {},
        incomplete=refused_as(refusal, "item_incomplete"),
        lacking=RefusalsError("submission_incomplete", faults) if faults else None,
        done=done,
    )


async def _question(
    page: CurrentPage, opened: OpenedSubmission, ident: str, *, refusal: Refusal | None = None
) -> Response:
    found = drafted(opened.draft).item(ident)
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
