"""The sections of the outline that are written as a whole: one a page, and saved while they are typed."""

from typing import Annotated

from fastapi import APIRouter, Path, Response
from fastapi.responses import JSONResponse

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.reports.commands import SaveEntry, SaveSection
from services.registration.reports.model.entries import SectionEntry
from services.registration.reports.pages.items import entry_form
from services.registration.reports.records import OpenedReport, report, unit_texts
from services.registration.submissions.model.draft import mark
from services.registration.submissions.model.edits import stamp_of
from services.registration.submissions.pages.frame import baseline_in, not_saved, overtaken, render, saved
from shared.contracts.types import Key
from shared.errors import DomainError, not_found
from shared.forms.results.model import section_key
from shared.forms.results.outline import passage, text_places
from shared.language.differences import text_changes
from shared.web.form_input import FormInput
from shared.web.page import REFUSED, Refusal

router = APIRouter(include_in_schema=False)

PlaceInOutline = Annotated[int, Path(ge=1, le=1_000)]


@router.get("/{ident}/soan/de-cuong/{place}")
async def section_form(page: CurrentPage, ident: Key, place: PlaceInOutline) -> Response:
    """A section's text as it is saved."""
    opened = await report(page.context, ident)
    return await _section(page, opened, place, FormInput({"text": _entry(opened, place).text}))


@router.post("/{ident}/soan/de-cuong/{place}")
async def save_section(page: CurrentPage, ident: Key, place: PlaceInOutline) -> Response:
    """Saves a section's text, and leads to the next one when that was asked for."""
    inputs, opened = await page.inputs(), await report(page.context, ident)
    try:
        await _save(page.context, opened, place, inputs)
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
            opened = await _save(page.context, opened, int(place), inputs)
            entry = _entry(opened, int(place))
            return JSONResponse(saved(opened.record, section_key(entry.section), entry))
        form = entry_form(opened, item, inputs)
        opened = await SaveEntry(ident, item, form.entry(), form.baseline).run(page.context)
        return JSONResponse(saved(opened.record, item, opened.entry(item)))
    except DomainError as error:
        return not_saved(page, error)


async def _save(context: Context, opened: OpenedReport, place: int, inputs: FormInput) -> OpenedReport:
    entry = SectionEntry(section=_entry(opened, place).section, text=inputs.value("text"))
    return await SaveSection(opened.record.id, entry, baseline_in(inputs)).run(context)


async def _section(
    page: CurrentPage, opened: OpenedReport, place: int, inputs: FormInput, *, refusal: Refusal | None = None
) -> Response:
    entry, late = _entry(opened, place), overtaken(refusal)
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
        page=inputs.value("page"),
        last=place == max(text_places(opened.form)),
        units=await unit_texts(page.context, opened, entry.section),
        overtaken=late,
        theirs=entry.text,
        stamp=stamp_of(opened.record, section_key(entry.section)),
        compared=text_changes({"text": entry.text}, {"text": text}) if late else {},
    )


def _entry(opened: OpenedReport, place: int) -> SectionEntry:
    """What is saved of a section. Raises DomainError ``section_not_found``."""
    section = text_places(opened.form).get(place)
    if section is None:
        raise not_found("section", str(place))
    return SectionEntry(section=section.number, text=passage(opened.typed, section.number))
