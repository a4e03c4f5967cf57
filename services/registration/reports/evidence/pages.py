"""Files at an item of a report: put and taken out by buttons of the item's own form, so nothing typed gets lost."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import ValidationError

from services.registration.context import Context
from services.registration.dependencies import CurrentContext, CurrentPage
from services.registration.reports import commands as reports
from services.registration.reports.evidence import commands
from services.registration.reports.evidence.model.attachments import SIZE_LIMIT
from services.registration.reports.model.entries import entry_of
from services.registration.reports.model.outline import item_sections
from services.registration.reports.pages.form import EntryForm
from services.registration.reports.pages.reports import item_page, seen_by
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, Kind
from shared.web.form_input import read_form
from shared.web.page import Page
from shared.web.refusals import Refusal
from shared.web.uploads import Received, file_response, received

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
ItemId = Annotated[Slug, Path()]
FileId = Annotated[Slug, Path()]


@router.get("/tep/{attachment}")
async def download(context: CurrentContext, attachment: FileId) -> Response:
    """A file, to be saved."""
    found = await commands.download(context, attachment)
    return file_response(found.content, found.attachment.name, found.attachment.media_type, found.attachment.size)


@router.post("/dang-ky/{ident}/soan/ket-qua/{item}/tep")
async def attach(page: CurrentPage, ident: Ident, item: ItemId) -> Response:
    """Saves what was typed and keeps the chosen file; a file that is refused leaves what was typed saved."""
    async with received(page.request, "file", SIZE_LIMIT) as sent:
        try:
            await _save_typed(page.context, ident, item, sent.fields)
            await commands.attach(page.context, ident, item, sent.required)
        except (DomainError, ValidationError) as error:
            return await _again(page, ident=ident, item=item, sent=sent, error=error)
    return page.to(f"/dang-ky/{ident}/soan/ket-qua/{item}?xong=file_added#tep")


@router.post("/dang-ky/{ident}/soan/ket-qua/{item}/tep/{attachment}/bo")
async def detach(*, page: CurrentPage, ident: Ident, item: ItemId, attachment: FileId) -> Response:
    """Saves what was typed and takes the file out."""
    sent = Received(await read_form(page.request), None, None)
    try:
        await _save_typed(page.context, ident, item, sent.fields)
        await commands.detach(page.context, ident, attachment)
    except (DomainError, ValidationError) as error:
        if isinstance(error, DomainError) and error.code == "attachment_not_found":  # a second press of the button
            return page.to(f"/dang-ky/{ident}/soan/ket-qua/{item}?xong=file_removed#tep")
        return await _again(page, ident=ident, item=item, sent=sent, error=error)
    return page.to(f"/dang-ky/{ident}/soan/ket-qua/{item}?xong=file_removed#tep")


async def _save_typed(context: Context, ident: str, item: str, fields: dict[str, str]) -> None:
    """The typed entry, kept as the form's other buttons keep it; nothing when no form came with the file."""
    if "seen" not in fields:
        return
    report = await reports.opened(context, ident)
    inputs = EntryForm.typed(item, fields, len(item_sections(report.form)))
    await reports.put_entry(context, ident, item, inputs.entry(), seen=inputs.seen_before)


async def _again(page: Page[Context], *, ident: str, item: str, sent: Received, error: Refusal) -> Response:
    """The item's form with what was typed and the sentence beside the file's input."""
    if not (isinstance(error, DomainError) and error.kind is Kind.TOO_LARGE):
        await page.show(error)
    report = await reports.opened(page.context, ident)
    saved = entry_of(report.record.private.draft, report.form, report.item(item))
    inputs = EntryForm.typed(item, sent.fields, len(item_sections(report.form)))
    if "seen" not in sent.fields or (isinstance(error, DomainError) and error.field == "file"):
        inputs = EntryForm.of(item, saved, page=inputs.page)
    return await item_page(page, seen_by(page.context, report), report, inputs, refusal=error)
