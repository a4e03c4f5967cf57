"""What a target's form asks of the organisation itself: files that go with the lines, and why a field has none."""

from fastapi import APIRouter, Response

from services.registration.consolidation.commands import Carry, EditConsolidation
from services.registration.consolidation.model.crosswalk import ExplainNil
from services.registration.consolidation.pages.frame import ADDRESS
from services.registration.consolidation.pages.sending import check_page
from services.registration.dependencies import CurrentPage
from services.registration.submissions.evidence.commands import Detach
from services.registration.submissions.evidence.model.attachments import SIZE_LIMIT
from services.registration.submissions.pages.uploads import AT_ONCE, attach_chosen, with_files
from shared.contracts.types import Key, Slug
from shared.forms.draft import DEMANDED
from shared.forms.initiatives.edits import REASON
from shared.web.page import REFUSED, refused_as
from shared.web.uploads import multipart_form

router = APIRouter(include_in_schema=False)


@router.post("/{ident}/tep/{campaign}/demanded.{demand}")
async def attach(*, page: CurrentPage, ident: Key, campaign: Slug, demand: Slug) -> Response:
    """Keeps the chosen file for the target's form, whose submission is begun where it is not yet."""
    async with multipart_form(page.request, SIZE_LIMIT, AT_ONCE) as sent:
        try:
            carrier = await Carry(ident, campaign).run(page.context)
            await attach_chosen(page.context, carrier, sent, f"{DEMANDED}.{demand}", str)
        except REFUSED as error:
            return await check_page(with_files(page), ident, {campaign: error})
    return page.to(f"{ADDRESS}/{ident}/kiem-tra?xong=file_added#{campaign}-{DEMANDED}-{demand}")


@router.post("/{ident}/tep/{campaign}/demanded.{demand}/{attachment}/bo")
async def detach(*, page: CurrentPage, ident: Key, campaign: Slug, demand: Slug, attachment: Slug) -> Response:
    """Takes the file out again; what was sent with it keeps it."""
    try:
        carrier = await Carry(ident, campaign).run(page.context)
        await Detach(carrier, attachment).run(page.context)
    except REFUSED as error:
        if not refused_as(error, "attachment_not_found"):  # a second press of the button
            return await check_page(page, ident, {campaign: error})
    return page.to(f"{ADDRESS}/{ident}/kiem-tra?xong=file_removed#{campaign}-{DEMANDED}-{demand}")


@router.post("/{ident}/ly-do/{campaign}")
async def explain(page: CurrentPage, ident: Key, campaign: Slug) -> Response:
    """Keeps why there is nothing in the target's fields that have no line."""
    inputs = await page.inputs()
    typed = {name.removeprefix(REASON): text for name, text in inputs.values.items() if name.startswith(REASON)}
    try:
        await EditConsolidation(ident, ExplainNil(campaign=campaign, reasons=typed)).run(page.context)
    except REFUSED as error:
        named = {f"{campaign}.{REASON}{code}": text for code, text in typed.items()}
        return await check_page(page, ident, {campaign: error}, typed=named)
    return page.to(f"{ADDRESS}/{ident}/kiem-tra?xong=saved#{campaign}-ly-do")
