"""Files at an item of a report: put and taken out by buttons of the item's own form, so nothing typed gets lost."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
from services.registration.reports import commands as reports
from services.registration.reports.evidence import commands
from services.registration.reports.evidence.model.attachments import SIZE_LIMIT
from services.registration.reports.model.entries import entry_of
from services.registration.reports.model.outline import item_sections
from services.registration.reports.pages.form import EntryForm
from services.registration.reports.pages.reports import item_page, seen_by
from services.registration.stores import Stores
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, Kind
from shared.identity import Actor
from shared.web.app import CurrentActor
from shared.web.refusals import Refusal
from shared.web.typed import read_form
from shared.web.uploads import Received, file_response, received

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
ItemId = Annotated[Slug, Path()]
FileId = Annotated[Slug, Path()]


@router.get("/tep/{attachment}")
async def download(attachment: FileId, actor: CurrentActor, stores: CurrentStores) -> Response:
    """A file, to be saved."""
    found = await commands.download(stores, actor, attachment)
    return file_response(found.content, found.attachment.name, found.attachment.media_type, found.attachment.size)


@router.post("/dang-ky/{ident}/soan/ket-qua/{item}/tep")
async def attach(request: Request, ident: Ident, item: ItemId, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Saves what was typed and keeps the chosen file; a file that is refused leaves what was typed saved."""
    async with received(request, "file", SIZE_LIMIT) as sent:
        try:
            await _save_typed(stores, actor, ident, item, sent.fields)
            await commands.attach(stores, actor, ident, item, sent.required)
        except (DomainError, ValidationError) as error:
            return await _again(
                request=request, stores=stores, actor=actor, ident=ident, item=item, sent=sent, error=error
            )
    return RedirectResponse(f"/dang-ky/{ident}/soan/ket-qua/{item}?xong=file_added#tep", 303)


@router.post("/dang-ky/{ident}/soan/ket-qua/{item}/tep/{attachment}/bo")
async def detach(
    *, request: Request, ident: Ident, item: ItemId, attachment: FileId, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """Saves what was typed and takes the file out."""
    sent = Received(await read_form(request), None, None)
    try:
        await _save_typed(stores, actor, ident, item, sent.fields)
        await commands.detach(stores, actor, ident, attachment)
    except (DomainError, ValidationError) as error:
        if isinstance(error, DomainError) and error.code == "attachment_not_found":  # a second press of the button
            return RedirectResponse(f"/dang-ky/{ident}/soan/ket-qua/{item}?xong=file_removed#tep", 303)
        return await _again(request=request, stores=stores, actor=actor, ident=ident, item=item, sent=sent, error=error)
    return RedirectResponse(f"/dang-ky/{ident}/soan/ket-qua/{item}?xong=file_removed#tep", 303)


async def _save_typed(stores: Stores, actor: Actor, ident: str, item: str, fields: dict[str, str]) -> None:
    """The typed entry, kept as the form's other buttons keep it; nothing when no form came with the file."""
    if "seen" not in fields:
        return
    report = await reports.opened(stores, actor, ident)
    held = EntryForm.typed(item, fields, len(item_sections(report.form)))
    await reports.put_entry(stores, actor, ident, item, held.entry(), seen=held.seen_before)


async def _again(
    *, request: Request, stores: Stores, actor: Actor, ident: str, item: str, sent: Received, error: Refusal
) -> Response:
    """The item's form with what was typed and the sentence beside the file's input."""
    if not (isinstance(error, DomainError) and error.kind is Kind.TOO_LARGE):
        await raise_unless_shown(stores, error)
    report = await reports.opened(stores, actor, ident)
    saved = entry_of(report.record.private.draft, report.form, report.item(item))
    held = EntryForm.typed(item, sent.fields, len(item_sections(report.form)))
    if "seen" not in sent.fields or (isinstance(error, DomainError) and error.field == "file"):
        held = EntryForm.of(item, saved, page=held.page)
    return await item_page(request, seen_by(report, stores, actor), report, held, refusal=error)
