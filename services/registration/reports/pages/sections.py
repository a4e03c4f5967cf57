"""The sections of the outline that are written as a whole: one a page, and saved while they are typed."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import SaveEntry, SaveSection
from services.registration.reports.model.entries import SectionEntry
from services.registration.reports.model.outline import passage, text_places
from services.registration.reports.pages.items import entry_form
from services.registration.reports.records.elsewhere import unit_texts
from services.registration.reports.records.opening import OpenedReport, report
from services.registration.submissions.model.draft import mark
from services.registration.submissions.model.edits import section_key, stamp_of
from services.registration.submissions.pages.frame import baseline_in, not_saved, overtaken, render, saved
from shared.contracts.types import Key
from shared.errors import DomainError, not_found
from shared.language.differences import text_changes
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Page, Refusal

router = APIRouter(include_in_schema=False)

PlaceInOutline = Annotated[int, Path(ge=1, le=1_000)]


@router.get("/{ident}/soan/de-cuong/{place}")
async def section_form(page: CurrentPage, ident: Key, place: PlaceInOutline) -> Response:
    """A section's text as it is saved."""
    opened = await report(page.context, ident)
    text = _entry(opened, _number(opened, place)).text
    return await _section(page, opened, place, FormInput({"text": text}))


@router.post("/{ident}/soan/de-cuong/{place}")
async def save_section(page: CurrentPage, ident: Key, place: PlaceInOutline) -> Response:
    """Saves a section's text, and leads to the next one when that was asked for."""
    inputs, opened = await page.inputs(), await report(page.context, ident)
    try:
        await _save(page.context, opened, _number(opened, place), inputs)
    except REFUSED as error:
        return await _section(page, await report(page.context, ident), place, inputs, refusal=error)
    places = [n for n in text_places(opened.form) if n > place]
    following = inputs.value("action") == "next" and places
    onward = f"/de-cuong/{places[0]}" if following else f"?xong=report_section#muc-{place}"
    return page.to(f"/dang-ky/{ident}/soan{onward}")


@router.post("/{ident}/tu-luu-bao-cao")
async def autosave(page: CurrentPage, ident: Key) -> JSONResponse:
    """Saves an opened item or section while it is being typed; 409 writes nothing over somebody else's text."""
    inputs, opened = await page.inputs(), await report(page.context, ident)
    item, place = inputs.value("item"), inputs.value("place")
    try:
        if place.isascii() and place.isdigit() and not item:
            number = _number(opened, int(place))
            opened = await _save(page.context, opened, number, inputs)
            return JSONResponse(saved(opened.record, section_key(number), _entry(opened, number)))
        form = entry_form(opened, item, inputs)
        opened = await SaveEntry(ident, item, form.entry(), form.baseline).run(page.context)
        return JSONResponse(saved(opened.record, item, opened.entry(item)))
    except DomainError as error:
        return not_saved(page, error)


async def _save(context: Context, opened: OpenedReport, number: str, inputs: FormInput) -> OpenedReport:
    entry = SectionEntry(section=number, text=inputs.value("text"))
    return await SaveSection(opened.record.id, entry, baseline_in(inputs)).run(context)


async def _section(
    page: Page[Context], opened: OpenedReport, place: int, inputs: FormInput, *, refusal: Refusal | None = None
) -> Response:
    entry, late = _entry(opened, _number(opened, place)), overtaken(refusal)
    text = inputs.value("text")
    return await render(
        page,
        opened,
        "report_section.html",
        refusal=refusal,
        place=place,
        section=opened.form.outline[place - 1],
        text=text,
        seen=mark(entry) if refusal is None or late else inputs.value("seen"),
        page=inputs.value("page") or uuid.uuid4().hex,
        last=place == max(text_places(opened.form)),
        units=await unit_texts(page.context, opened, entry.section),
        overtaken=late,
        theirs=entry.text,
        stamp=stamp_of(opened.record, section_key(entry.section)),
        compared=text_changes({"text": entry.text}, {"text": text}) if late else {},
    )


def _number(opened: OpenedReport, place: int) -> str:
    """Raises DomainError ``section_not_found``."""
    section = text_places(opened.form).get(place)
    if section is None:
        raise not_found("section", str(place))
    return section.number


def _entry(opened: OpenedReport, number: str) -> SectionEntry:
    """What is saved of a section."""
    return SectionEntry(section=number, text=passage(opened.draft, number))
