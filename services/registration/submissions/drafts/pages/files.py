"""Files in the columns of a row of Mẫu 1: put and taken out by buttons of the row's own form, so nothing typed gets
lost."""

from fastapi import APIRouter, Response

from services.registration.dependencies import CurrentPage
from services.registration.submissions.drafts.commands import EditItems
from services.registration.submissions.drafts.model.items import PutItem
from services.registration.submissions.drafts.pages.form import ItemForm
from services.registration.submissions.drafts.pages.items import item_page, typed_row
from services.registration.submissions.evidence.commands import Detach
from services.registration.submissions.evidence.model.attachments import SIZE_LIMIT
from services.registration.submissions.pages.uploads import AT_ONCE, attach_chosen, with_files
from services.registration.submissions.records.opening import editable
from shared.contracts.types import Key, Slug
from shared.forms.columns.types import place_of
from shared.forms.initiatives.model import drafted
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, refused_as
from shared.web.uploads import multipart_form

router = APIRouter(include_in_schema=False)


@router.post("/{ident}/soan/noi-dung/{item}/tep/{column}")
async def attach(*, page: CurrentPage, ident: Key, item: Slug, column: Slug) -> Response:
    """Saves the row as typed and keeps the chosen files; a file that is refused leaves what was typed saved."""
    async with multipart_form(page.request, SIZE_LIMIT, AT_ONCE) as sent:
        form = typed_row(await editable(page.context, ident), item, FormInput.of(sent.fields))
        try:
            form = await _saved(page, ident, form)
            await attach_chosen(page.context, ident, sent, place_of(column), lambda name: f"items.{item}.{name}")
        except REFUSED as error:
            return await _again(page, ident, form, error)
    return page.to(f"/dang-ky/{ident}/soan/noi-dung/{item}?xong=file_added#answers-{column}")


@router.post("/{ident}/soan/noi-dung/{item}/tep/{column}/{attachment}/bo")
async def detach(*, page: CurrentPage, ident: Key, item: Slug, column: Slug, attachment: Slug) -> Response:
    """Saves the row as typed and takes the file out."""
    form = typed_row(await editable(page.context, ident), item, await page.inputs())
    try:
        form = await _saved(page, ident, form)
        await Detach(ident, attachment).run(page.context)
    except REFUSED as error:
        if not refused_as(error, "attachment_not_found"):  # a second press of the button
            return await _again(page, ident, form, error)
    return page.to(f"/dang-ky/{ident}/soan/noi-dung/{item}?xong=file_removed#answers-{column}")


async def _saved(page: CurrentPage, ident: str, form: ItemForm) -> ItemForm:
    """The form over what it saved; also of a row in which nothing is typed yet, for the file needs its row."""
    opened = await EditItems(ident, PutItem(form.row()), form.baseline).run(page.context)
    return form.against(drafted(opened.draft).item(form.item))


async def _again(page: CurrentPage, ident: str, form: ItemForm, error: Refusal) -> Response:
    """The row's form with what was typed and the sentence beside the file's input."""
    opened = await editable(page.context, ident)
    return await item_page(with_files(page), opened, form.keeping(drafted(opened.draft).item(form.item)), refusal=error)
