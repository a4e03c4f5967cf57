"""One row a page: typed, saved, and shown among the rows of its field.

What two people type into the same row at the same time is shown side by side, and the person chooses.
"""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.drafts.commands import SaveItem
from services.registration.submissions.drafts.model.completeness import answers, item_faults, understood
from services.registration.submissions.drafts.model.items import item_of
from services.registration.submissions.drafts.pages.form import ItemForm, anchor, texts_of
from services.registration.submissions.model.edits import stamp_of
from services.registration.submissions.pages.frame import render
from services.registration.submissions.pages.rows import not_saved, overtaken, saved
from services.registration.submissions.records.opening import OpenedSubmission, editable
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, RefusalsError, not_found
from shared.language.differences import text_changes
from shared.web.page import REFUSED, Page, Refusal, refused_as

router = APIRouter(include_in_schema=False)

WantedField = Annotated[str, Query(alias="linh-vuc", max_length=64)]
Done = Annotated[Literal["", "item_saved", "item_removed", "item_gone"], Query(alias="xong")]


@router.get("/{ident}/soan/linh-vuc/{code}")
async def field_items(*, page: CurrentPage, ident: Key, code: Slug, done: Done = "") -> Response:
    """The rows of a field, each with its ways to change and to take it out."""
    opened = await editable(page.context, ident)
    answer = next((a for a in answers(opened.draft, opened.campaign) if a.field.code == code), None)
    if answer is None:
        raise not_found("field", code)
    periods = {item.id: understood(item.expected) for item in answer.items}
    return await render(page, opened, "draft_field.html", answer=answer, understood=periods, done=done)


@router.get("/{ident}/soan/linh-vuc/{code}/them")
async def new_item(page: CurrentPage, ident: Key, code: Slug) -> Response:
    """An empty row. It has its id from now on, so that saving it twice makes one row."""
    return await _form(
        page, await editable(page.context, ident), ItemForm(uuid.uuid4().hex, "", uuid.uuid4().hex, code)
    )


@router.get("/{ident}/soan/noi-dung/{item}")
async def item_form(*, page: CurrentPage, ident: Key, item: Slug, wanted: WantedField = "") -> Response:
    """A row as it is saved, with what it still lacks."""
    opened = await editable(page.context, ident)
    found = item_of(opened.draft, item)
    if found is None:
        code = wanted if wanted in opened.campaign.field_codes else ""
        if not code or stamp_of(opened.record, item):
            onward = f"/linh-vuc/{code}?xong=item_gone" if code else "?xong=gone"
            return page.to(f"/dang-ky/{ident}/soan{onward}")
        return await _form(page, opened, ItemForm(item, "", uuid.uuid4().hex, code))
    faults = list(item_faults(found))
    lacking = RefusalsError("submission_incomplete", faults) if faults else None
    return await _form(page, opened, ItemForm.of(found, page=uuid.uuid4().hex), lacking=lacking)


@router.post("/{ident}/soan/noi-dung/{item}")
async def save_item(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Saves the row as typed, also when it still lacks something: then the page says what, and nothing is lost."""
    inputs = await page.inputs()
    form = ItemForm.from_inputs(item, inputs)
    try:
        row = form.row()
        if not form.blank or form.seen:
            opened = await SaveItem(ident, row, form.baseline).run(page.context)
            form = form.against(item_of(opened.draft, item))
        faults = list(item_faults(row))
        if faults:
            raise RefusalsError("item_incomplete", faults)
    except REFUSED as error:
        return await _form(page, await editable(page.context, ident), form, refusal=error)
    onward = "/them" if inputs.value("action") == "more" else "?xong=item_saved"
    return page.to(f"/dang-ky/{ident}/soan/linh-vuc/{row.field}{onward}")


@router.post("/{ident}/tu-luu")
async def autosave(page: CurrentPage, ident: Key) -> JSONResponse:
    """Saves an opened row while it is being typed.

    Answers ``saved_at`` (null: nothing to save), ``version`` and ``seen``; 409 with ``other``, the row as somebody else
    saved it meanwhile, and writes nothing over it.
    """
    inputs = await page.inputs()
    form = ItemForm.from_inputs(inputs.value("item"), inputs)
    if form.blank and not form.seen:
        opened = await editable(page.context, ident)
        return JSONResponse({"saved_at": None, "version": opened.record.version, "seen": ""})
    try:
        opened = await SaveItem(ident, form.row(), form.baseline).run(page.context)
    except DomainError as error:
        return not_saved(page, error, **_saved(await editable(page.context, ident), form.item))
    return JSONResponse(_saved(opened, form.item))


def _saved(opened: OpenedSubmission, ident: str) -> dict[str, object]:
    found, stamp = item_of(opened.draft, ident), stamp_of(opened.record, ident)
    return {
        **saved(opened.record, ident, found),
        "by": stamp.by.name if stamp else "",
        "other": found.model_dump(mode="json") if found else None,
    }


async def _form(
    page: Page[Context],
    opened: OpenedSubmission,
    form: ItemForm,
    *,
    refusal: Refusal | None = None,
    lacking: Refusal | None = None,
) -> Response:
    """The form of a row. After somebody else's change both texts stand side by side; saving then writes over theirs.

    `lacking` is said beside the inputs only: nobody has tried to save yet.
    """
    field = next((field for field in opened.campaign.fields if field.code == form.field), None)
    if field is None:
        raise not_found("field", form.field)
    current = item_of(opened.draft, form.item)
    theirs, late = texts_of(current), overtaken(refusal)
    return await render(
        page,
        opened,
        "draft_item.html",
        refusal=refusal,
        anchor=anchor,
        field=field,
        inputs=form.against(current) if late else form,
        exists=current is not None,
        overtaken=late,
        theirs=theirs,
        stamp=stamp_of(opened.record, form.item),
        compared=text_changes(theirs, form.texts) if late else {},
        incomplete=refused_as(refusal, "item_incomplete"),
        lacking=lacking,
    )
