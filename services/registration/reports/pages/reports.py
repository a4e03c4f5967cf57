"""A report page by page: the items with their state, one item, one section of the outline."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.reports import commands
from services.registration.reports.commands import Report
from services.registration.reports.model.entries import ItemEntry, SectionEntry, entry_of, mark, stamp_of
from services.registration.reports.model.outline import composed, item_sections, passage, text_sections
from services.registration.reports.model.report import Answer, answers, outcomes, strays
from services.registration.reports.pages.form import EntryForm, anchor, figures_read
from services.registration.stores import Stores
from services.registration.submissions.model.draft import Seen, section_key
from services.registration.submissions.pages.frame import Opened, render
from shared.contracts.campaigns import FormKind, Section
from shared.contracts.submissions import Submission
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, not_found
from shared.language.differences import text_changes
from shared.language.filenames import shown_name
from shared.language.vietnamese import format_instant
from shared.refusals import RefusalsError
from shared.rules.ids import submission_id
from shared.sheets.results import Totals
from shared.web.form_input import read_form
from shared.web.page import Page
from shared.web.refusals import Refusal, errors_of

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
ItemId = Annotated[Slug, Path()]
Place = Annotated[int, Path(ge=1, le=1_000)]
FileDone = Annotated[Literal["", "file_added", "file_removed"], Query(alias="xong")]


WORDS = {f"words-{place}": place for place in range(20)}
"""The buttons that fill in a section's words, to start from."""


async def overview(page: Page[Context], ident: str, *, done: str = "") -> Response:
    """The registered items and the sections of the outline, each with its state."""
    report = await commands.opened(page.context, ident)
    draft, found = report.record.private.draft, answered(report, page.context.stores)
    return await render(
        page,
        seen_by(page.context, report),
        "report.html",
        totals=Totals.of([answer.item for answer in found], outcomes(found)),
        answers=found,
        strays=strays(draft, report.basis),
        left=sum(bool(answer.faults) for answer in found),
        sections=[(place, section, passage(draft, section.number)) for place, section in _sections(report)],
        stamps={stamp.item: stamp for stamp in report.record.private.stamps},
        registration=None if report.basis else await _registration(page.context.stores, report),
        done=done,
    )


@router.post("/{ident}/soan/lay-san")
async def prefill(page: CurrentPage, ident: Ident) -> Response:
    """Takes over what is known already, and leaves alone what was typed."""
    await commands.prefill(page.context, ident)
    return page.to(f"/dang-ky/{ident}/soan?xong=prefilled")


@router.get("/{ident}/soan/ket-qua/{item}")
async def item_form(*, page: CurrentPage, ident: Ident, item: ItemId, done: FileDone = "") -> Response:
    """What the report says of an item so far, with what it still lacks."""
    report = await commands.opened(page.context, ident)
    entry = entry_of(report.record.private.draft, report.form, report.item(item))
    inputs = EntryForm.of(item, entry, page=uuid.uuid4().hex)
    faults = _faults(report, page.context.stores, item) if entry.result.outcome else ()
    lacking = RefusalsError("report_item_incomplete", faults) if faults else None
    return await item_page(page, seen_by(page.context, report), report, inputs, lacking=lacking, done=done)


@router.post("/{ident}/soan/ket-qua/{item}")
async def save_item(page: CurrentPage, ident: Ident, item: ItemId) -> Response:
    """Saves what was typed, also when it still lacks something: then the page says what, and nothing is lost."""
    sent = await read_form(page.request)
    report = await commands.opened(page.context, ident)
    registered, sections = report.item(item), item_sections(report.form)
    inputs, action = EntryForm.typed(item, sent, len(sections)), sent.get("action", "")
    try:
        await commands.put_entry(page.context, ident, item, inputs.entry(), seen=inputs.seen_before)
        report = await commands.opened(page.context, ident)
        saved = entry_of(report.record.private.draft, report.form, registered)
        inputs = EntryForm.of(item, saved, page=inputs.page)
        if action == "figures" or action in WORDS:
            inputs = _worded(report, inputs, saved, WORDS.get(action))
            return await item_page(page, seen_by(page.context, report), report, inputs)
        if sent.get("file"):  # chosen, and saved by a button that sends no files
            raise DomainError("file_not_uploaded", field="file", name=shown_name(sent["file"]))
        faults = _faults(report, page.context.stores, item)
        if faults:
            raise RefusalsError("report_item_incomplete", faults)
    except (DomainError, ValidationError) as error:
        await page.show(error)
        report = await commands.opened(page.context, ident)
        return await item_page(page, seen_by(page.context, report), report, inputs, refusal=error)
    following = _following(answered(report, page.context.stores), item) if action == "next" else None
    onward = f"/ket-qua/{following}" if following else f"?xong=report_item#noi-dung-{item}"
    return page.to(f"/dang-ky/{ident}/soan{onward}")


@router.get("/{ident}/soan/de-cuong/{place}")
async def section_form(page: CurrentPage, ident: Ident, place: Place) -> Response:
    """A section's text as it is saved."""
    report = await commands.opened(page.context, ident)
    text = passage(report.record.private.draft, _number(report, place))
    return await _section(page, seen_by(page.context, report), report, place, {"text": text})


@router.post("/{ident}/soan/de-cuong/{place}")
async def save_section(page: CurrentPage, ident: Ident, place: Place) -> Response:
    """Saves a section's text, and leads to the next one when that was asked for."""
    sent = await read_form(page.request)
    report = await commands.opened(page.context, ident)
    try:
        entry = SectionEntry(section=_number(report, place), text=sent.get("text", ""))
        await commands.put_section(page.context, ident, entry, seen=_seen(sent))
    except (DomainError, ValidationError) as error:
        await page.show(error)
        report = await commands.opened(page.context, ident)
        return await _section(page, seen_by(page.context, report), report, place, sent, refusal=error)
    places = [n for n, _ in _sections(report) if n > place]
    following = sent.get("action") == "next" and places
    onward = f"/de-cuong/{places[0]}" if following else f"?xong=report_section#muc-{place}"
    return page.to(f"/dang-ky/{ident}/soan{onward}")


@router.post("/{ident}/tu-luu-bao-cao")
async def autosave(page: CurrentPage, ident: Ident) -> JSONResponse:
    """Saves an opened item or section while it is being typed; 409 writes nothing over somebody else's text."""
    sent = await read_form(page.request)
    report = await commands.opened(page.context, ident)
    item, place = sent.get("item", ""), sent.get("place", "")
    number = _number(report, int(place)) if place.isascii() and place.isdigit() and not item else ""
    try:
        if number:
            entry = SectionEntry(section=number, text=sent.get("text", ""))
            await commands.put_section(page.context, ident, entry, seen=_seen(sent))
        else:
            inputs = EntryForm.typed(item, sent, len(item_sections(report.form)))
            await commands.put_entry(page.context, ident, item, inputs.entry(), seen=inputs.seen_before)
    except DomainError as error:
        if error.code != "item_changed":
            raise
        message = page.catalogue.say(error.code)
        return JSONResponse({"code": error.code, "title": message}, 409)
    report = await commands.opened(page.context, ident)
    stamp = stamp_of(report.record, section_key(number) if number else item)
    return JSONResponse(
        {
            "saved_at": stamp.at.isoformat() if stamp else None,
            "shown": format_instant(stamp.at) if stamp else "",
            "version": report.record.version,
            "seen": _mark(report, number) if number else mark(_saved(report, item)),
        }
    )


def seen_by(context: Context, report: Report) -> Opened:
    return Opened(context.stores, context.actor, report.record, report.campaign)


def answered(report: Report, stores: Stores) -> list[Answer]:
    draft = report.record.private.draft
    return answers(report.form.kind, draft, report.campaign, report.basis, stores.clock())


async def _registration(stores: Stores, report: Report) -> Submission | None:
    """The registration that left nothing to report; None when it was never begun."""
    submission = report.record.public
    ident = submission_id(submission.campaign, FormKind.REGISTRATION, submission.organisation)
    found = await stores.submissions.get(ident)
    return found.public if found else None


async def item_page(
    page: Page[Context],
    opened: Opened,
    report: Report,
    inputs: EntryForm,
    *,
    refusal: Refusal | None = None,
    lacking: Refusal | None = None,
    done: str = "",
) -> Response:
    """The form of an item; after somebody else's change both texts stand side by side."""
    registered, catalogue = report.item(inputs.item), page.catalogue
    current = _saved(report, inputs.item)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "item_changed"
    theirs = EntryForm.of(inputs.item, current, page="").shown()
    found = answered(report, opened.stores)
    place = next(n for n, answer in enumerate(found) if answer.item.id == inputs.item)
    shown = refusal or lacking
    return await render(
        page,
        opened,
        "report_item.html",
        refusal=refusal,
        inputs=inputs.against(current) if overtaken else inputs,
        answer=found[place],
        registered=registered,
        sections=[
            (section, composed(report.form, section, found[place].item, found[place].typed))
            for section in item_sections(report.form)
        ],
        figures_read=figures_read(current),
        place=place + 1,
        total=len(found),
        following=_following(found, inputs.item),
        overtaken=overtaken,
        mine=inputs.shown(),
        theirs=theirs,
        stamp=stamp_of(report.record, inputs.item),
        compared=text_changes(theirs, inputs.shown()) if overtaken else {},
        incomplete=isinstance(refusal, DomainError) and refusal.code == "report_item_incomplete",
        done=done,
        summary=errors_of(refusal, catalogue, anchor) if refusal else [],
        errors=errors_of(shown, catalogue, anchor) if shown else [],
    )


async def _section(
    page: Page[Context],
    opened: Opened,
    report: Report,
    place: int,
    sent: dict[str, str],
    *,
    refusal: Refusal | None = None,
) -> Response:
    number = _number(report, place)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "item_changed"
    saved, text = passage(report.record.private.draft, number), sent.get("text", "").replace("\r\n", "\n")
    fresh = refusal is None or overtaken
    return await render(
        page,
        opened,
        "report_section.html",
        refusal=refusal,
        place=place,
        section=report.form.outline[place - 1],
        text=text,
        seen=_mark(report, number) if fresh else sent.get("seen", ""),
        page=sent.get("page", "") or uuid.uuid4().hex,
        last=place == _sections(report)[-1][0],
        units=await commands.units_said(opened.stores, report, number),
        overtaken=overtaken,
        theirs=saved,
        stamp=stamp_of(report.record, section_key(number)),
        compared=text_changes({"text": saved}, {"text": text}) if overtaken else {},
        errors=page.errors(refusal),
    )


def _worded(report: Report, inputs: EntryForm, saved: ItemEntry, place: int | None) -> EntryForm:
    sections = item_sections(report.form)
    if place is None or place >= len(sections):
        return inputs
    shown = report.item(inputs.item).model_copy(update={"content": saved.name, "note": saved.note})
    return inputs.worded(place, composed(report.form, sections[place], shown, saved.result))


def _saved(report: Report, item: str) -> ItemEntry:
    return entry_of(report.record.private.draft, report.form, report.item(item))


def _faults(report: Report, stores: Stores, item: str) -> tuple[DomainError, ...]:
    return next(answer.faults for answer in answered(report, stores) if answer.item.id == item)


def _following(found: list[Answer], item: str) -> str | None:
    """The next item that still lacks something, from this one on round."""
    place = next(n for n, answer in enumerate(found) if answer.item.id == item)
    return next((a.item.id for a in [*found[place + 1 :], *found[:place]] if a.faults), None)


def _sections(report: Report) -> list[tuple[int, Section]]:
    """The sections that are written as a whole, each with its place in the outline."""
    written = text_sections(report.form)
    return [(place, section) for place, section in enumerate(report.form.outline, start=1) if section in written]


def _number(report: Report, place: int) -> str:
    found = dict(_sections(report)).get(place)
    if found is None:
        raise not_found("section", str(place))
    return found.number


def _mark(report: Report, number: str) -> str:
    return mark(SectionEntry(section=number, text=passage(report.record.private.draft, number)))


def _seen(sent: dict[str, str]) -> Seen:
    return Seen(sent.get("seen", "")[:64], sent.get("page", "")[:64])
