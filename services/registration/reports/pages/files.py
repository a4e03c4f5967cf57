"""Files at an item of a report: put and taken out by buttons of the item's own form, so nothing typed gets lost."""

from dataclasses import replace

from fastapi import APIRouter, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import SaveEntry
from services.registration.reports.pages.form import EntryForm
from services.registration.reports.pages.items import entry_form, item_page
from services.registration.reports.records import report
from services.registration.submissions.evidence.commands import Attach, Detach
from services.registration.submissions.evidence.model.attachments import SIZE_LIMIT
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, Kind
from shared.forms.results.model import RESULTS
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, refused_as
from shared.web.uploads import multipart_form

router = APIRouter(include_in_schema=False)


@router.post("/{ident}/soan/ket-qua/{item}/tep")
async def attach(page: CurrentPage, ident: Key, item: Slug) -> Response:
    """Saves what was typed and keeps the chosen file; a file that is refused leaves what was typed saved."""
    async with multipart_form(page.request, SIZE_LIMIT) as sent:
        inputs = FormInput.of(sent.fields)
        try:
            await _save_typed(page.context, ident, item, inputs)
            await Attach(ident, f"{RESULTS}{item}", sent.required()).run(page.context)
        except REFUSED as error:
            return await _again(page, ident, item, inputs, error)
    return page.to(f"/dang-ky/{ident}/soan/ket-qua/{item}?xong=file_added#tep")


@router.post("/{ident}/soan/ket-qua/{item}/tep/{attachment}/bo")
async def detach(*, page: CurrentPage, ident: Key, item: Slug, attachment: Slug) -> Response:
    """Saves what was typed and takes the file out."""
    inputs = await page.inputs()
    try:
        await _save_typed(page.context, ident, item, inputs)
        await Detach(ident, attachment).run(page.context)
    except REFUSED as error:
        if not refused_as(error, "attachment_not_found"):  # a second press of the button
            return await _again(page, ident, item, inputs, error)
    return page.to(f"/dang-ky/{ident}/soan/ket-qua/{item}?xong=file_removed#tep")


async def _save_typed(context: Context, ident: str, item: str, inputs: FormInput) -> None:
    """The typed entry, kept as the form's other buttons keep it; nothing when no form came with the file."""
    if "seen" in inputs.values:
        form = entry_form(await report(context, ident), item, inputs)
        await SaveEntry(ident, item, form.entry(), form.baseline).run(context)


async def _again(page: CurrentPage, ident: str, item: str, inputs: FormInput, error: Refusal) -> Response:
    """The item's form with what was typed and the sentence beside the file's input."""
    opened = await report(page.context, ident)
    form = entry_form(opened, item, inputs)
    if "seen" not in inputs.values or (isinstance(error, DomainError) and error.field == "file"):
        form = EntryForm.of(item, opened.entry(item), page=form.page)
    shown = replace(page, mendable=page.mendable | {Kind.TOO_LARGE})
    return await item_page(shown, opened, form, refusal=error)
