"""Files that are put to a draft and taken out on the editor's first page and on the last look: those that the form
demands, and those of a kind that is filled in there; and any file, to be read."""

from collections.abc import Collection
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.registration.context import Context
from services.registration.dependencies import CurrentContext, CurrentPage
from services.registration.submissions.delivery.pages import check_page
from services.registration.submissions.drafts.commands import WriteDraft
from services.registration.submissions.drafts.pages.fields import whole_page
from services.registration.submissions.evidence import commands
from services.registration.submissions.evidence.commands import Detach
from services.registration.submissions.evidence.model.attachments import SIZE_LIMIT
from services.registration.submissions.pages.frame import baseline_in
from services.registration.submissions.pages.uploads import AT_ONCE, attach_chosen, with_files
from services.registration.submissions.records.opening import editable, own
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal, refused_as
from shared.web.uploads import file_response, multipart_form

router = APIRouter(include_in_schema=False)


@router.get("/tep/{attachment}")
async def download(context: CurrentContext, attachment: Slug) -> Response:
    """A file, to be saved."""
    file, content = await commands.download(context, attachment)
    return file_response(content, file.name, file.media_type, file.size)


Name = Annotated[str, Path(max_length=200, pattern=r"^[a-z0-9.-]+$")]


@router.post("/dang-ky/{ident}/soan/tep/{name}")
async def attach(page: CurrentPage, ident: Key, name: Name) -> Response:
    """Saves what was typed on the page and keeps the chosen files, each in the place of its input; `name`: the input
    beside which the button was pressed."""
    async with multipart_form(page.request, SIZE_LIMIT, AT_ONCE) as sent:
        inputs = FormInput.of(sent.fields)
        try:
            await _save_typed(page.context, ident, inputs)
            kind = (await own(page.context, ident)).kind
            await attach_chosen(page.context, ident, sent, name, kind.file_place)
        except REFUSED as error:
            return await _again(page, ident, inputs, error, {name, *sent.uploads})
    return page.to(f"{_origin(ident, inputs)}?xong=file_added#{name.replace('.', '-')}")


@router.post("/dang-ky/{ident}/soan/tep/{name}/{attachment}/bo")
async def detach(*, page: CurrentPage, ident: Key, name: Name, attachment: Slug) -> Response:
    """Saves what was typed on the page and takes the file out."""
    inputs = await page.inputs()
    try:
        await _save_typed(page.context, ident, inputs)
        await Detach(ident, attachment).run(page.context)
    except REFUSED as error:
        if not refused_as(error, "attachment_not_found"):  # a second press of the button
            return await _again(page, ident, inputs, error)
    return page.to(f"{_origin(ident, inputs)}?xong=file_removed#{name.replace('.', '-')}")


def _origin(ident: str, inputs: FormInput) -> str:
    """The page on which the button was pressed."""
    return f"/dang-ky/{ident}/{'kiem-tra' if inputs.value('origin') == 'check' else 'soan'}"


def _is_typed(inputs: FormInput) -> bool:
    """Whether the page's own form came along."""
    return bool({"typed", "seen"} & inputs.values.keys())


async def _save_typed(context: Context, ident: str, inputs: FormInput) -> None:
    """What was typed beside the file, where the button belongs to the form of the editor's first page."""
    if _is_typed(inputs):
        seen = baseline_in(inputs) if "seen" in inputs.values else None
        await WriteDraft(ident, inputs.values, seen).run(context)


async def _again(
    page: CurrentPage, ident: str, inputs: FormInput, error: Refusal, sent: Collection[str] = ()
) -> Response:
    """The page with what was typed and the sentence beside the file's input, one of those that were `sent`."""
    shown, opened = with_files(page), await editable(page.context, ident)
    if inputs.value("origin") == "check" and isinstance(error, DomainError):
        return await check_page(shown, opened, refusal=error)
    typed = inputs.values if _is_typed(inputs) else None
    return await whole_page(shown, opened, refusal=error, typed=typed, names=sent)
