"""A report page by page: the items with their state, one item, one section of the outline."""

import uuid
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import ValidationError

from services.registration.dependencies import CurrentStores
from services.registration.naming import raise_unless_shown
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
from shared.contracts.submissions import Submission, submission_id
from shared.contracts.types import Key, Slug
from shared.errors import DomainError, not_found
from shared.identity import Actor
from shared.language.differences import text_changes
from shared.language.filenames import shown_name
from shared.language.vietnamese import format_instant
from shared.refusals import RefusalsError
from shared.sheets.results import Totals
from shared.web.app import CurrentActor
from shared.web.refusals import Refusal, errors_of
from shared.web.refusals import status_for as status
from shared.web.typed import read_form

router = APIRouter(include_in_schema=False)

Ident = Annotated[Key, Path()]
ItemId = Annotated[Slug, Path()]
Place = Annotated[int, Path(ge=1, le=1_000)]
FileDone = Annotated[Literal["", "file_added", "file_removed"], Query(alias="xong")]


WORDS = {f"words-{place}": place for place in range(20)}
"""The buttons that fill in a section's words, to start from."""


async def overview(request: Request, stores: Stores, actor: Actor, ident: str, *, done: str = "") -> Response:
    """The registered items and the sections of the outline, each with its state."""
    report = await commands.opened(stores, actor, ident)
    draft, found = report.record.private.draft, answered(report, stores)
    return await render(
        request,
        seen_by(report, stores, actor),
        "report.html",
        totals=Totals.of([answer.item for answer in found], outcomes(found)),
        answers=found,
        strays=strays(draft, report.basis),
        left=sum(bool(answer.faults) for answer in found),
        sections=[(place, section, passage(draft, section.number)) for place, section in _sections(report)],
        stamps={stamp.item: stamp for stamp in report.record.private.stamps},
        registration=None if report.basis else await _registration(stores, report),
        done=done,
    )


@router.post("/{ident}/soan/lay-san")
async def prefill(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> Response:
    """Takes over what is known already, and leaves alone what was typed."""
    await commands.prefill(stores, actor, ident)
    return RedirectResponse(f"/dang-ky/{ident}/soan?xong=prefilled", 303)


@router.get("/{ident}/soan/ket-qua/{item}")
async def item_form(
    *, request: Request, ident: Ident, item: ItemId, actor: CurrentActor, stores: CurrentStores, done: FileDone = ""
) -> Response:
    """What the report says of an item so far, with what it still lacks."""
    report = await commands.opened(stores, actor, ident)
    entry = entry_of(report.record.private.draft, report.form, report.item(item))
    held = EntryForm.of(item, entry, page=uuid.uuid4().hex)
    faults = _faults(report, stores, item) if entry.result.outcome else ()
    lacking = RefusalsError("report_item_incomplete", faults) if faults else None
    return await item_page(request, seen_by(report, stores, actor), report, held, lacking=lacking, done=done)


@router.post("/{ident}/soan/ket-qua/{item}")
async def save_item(
    request: Request, ident: Ident, item: ItemId, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """Saves what was typed, also when it still lacks something: then the page says what, and nothing is lost."""
    sent = await read_form(request)
    report = await commands.opened(stores, actor, ident)
    registered, sections = report.item(item), item_sections(report.form)
    held, action = EntryForm.typed(item, sent, len(sections)), sent.get("action", "")
    try:
        await commands.put_entry(stores, actor, ident, item, held.entry(), seen=held.seen_before)
        report = await commands.opened(stores, actor, ident)
        saved = entry_of(report.record.private.draft, report.form, registered)
        held = EntryForm.of(item, saved, page=held.page)
        if action == "figures" or action in WORDS:
            held = _worded(report, held, saved, WORDS.get(action))
            return await item_page(request, seen_by(report, stores, actor), report, held)
        if sent.get("file"):  # chosen, and saved by a button that sends no files
            raise DomainError("file_not_uploaded", field="file", name=shown_name(sent["file"]))
        faults = _faults(report, stores, item)
        if faults:
            raise RefusalsError("report_item_incomplete", faults)
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        report = await commands.opened(stores, actor, ident)
        return await item_page(request, seen_by(report, stores, actor), report, held, refusal=error)
    following = _following(answered(report, stores), item) if action == "next" else None
    onward = f"/ket-qua/{following}" if following else f"?xong=report_item#noi-dung-{item}"
    return RedirectResponse(f"/dang-ky/{ident}/soan{onward}", 303)


@router.get("/{ident}/soan/de-cuong/{place}")
async def section_form(
    request: Request, ident: Ident, place: Place, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """A section's text as it is saved."""
    report = await commands.opened(stores, actor, ident)
    text = passage(report.record.private.draft, _number(report, place))
    return await _section(request, seen_by(report, stores, actor), report, place, {"text": text})


@router.post("/{ident}/soan/de-cuong/{place}")
async def save_section(
    request: Request, ident: Ident, place: Place, actor: CurrentActor, stores: CurrentStores
) -> Response:
    """Saves a section's text, and leads to the next one when that was asked for."""
    sent = await read_form(request)
    report = await commands.opened(stores, actor, ident)
    try:
        entry = SectionEntry(section=_number(report, place), text=sent.get("text", ""))
        await commands.put_section(stores, actor, ident, entry, seen=_seen(sent))
    except (DomainError, ValidationError) as error:
        await raise_unless_shown(stores, error)
        report = await commands.opened(stores, actor, ident)
        return await _section(request, seen_by(report, stores, actor), report, place, sent, refusal=error)
    places = [n for n, _ in _sections(report) if n > place]
    following = sent.get("action") == "next" and places
    onward = f"/de-cuong/{places[0]}" if following else f"?xong=report_section#muc-{place}"
    return RedirectResponse(f"/dang-ky/{ident}/soan{onward}", 303)


@router.post("/{ident}/tu-luu-bao-cao")
async def autosave(request: Request, ident: Ident, actor: CurrentActor, stores: CurrentStores) -> JSONResponse:
    """Saves an opened item or section while it is being typed; 409 writes nothing over somebody else's text."""
    sent = await read_form(request)
    report = await commands.opened(stores, actor, ident)
    item, place = sent.get("item", ""), sent.get("place", "")
    number = _number(report, int(place)) if place.isascii() and place.isdigit() and not item else ""
    try:
        if number:
            entry = SectionEntry(section=number, text=sent.get("text", ""))
            await commands.put_section(stores, actor, ident, entry, seen=_seen(sent))
        else:
            held = EntryForm.typed(item, sent, len(item_sections(report.form)))
            await commands.put_entry(stores, actor, ident, item, held.entry(), seen=held.seen_before)
    except DomainError as error:
        if error.code != "item_changed":
            raise
        message = request.app.state.catalogue.say(error.code)
        return JSONResponse({"code": error.code, "title": message}, 409)
    report = await commands.opened(stores, actor, ident)
    stamp = stamp_of(report.record, section_key(number) if number else item)
    return JSONResponse(
        {
            "saved_at": stamp.at.isoformat() if stamp else None,
            "shown": format_instant(stamp.at) if stamp else "",
            "version": report.record.version,
            "seen": _mark(report, number) if number else mark(_saved(report, item)),
        }
    )


def seen_by(report: Report, stores: Stores, actor: Actor) -> Opened:
    return Opened(stores, actor, report.record, report.campaign)


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
    request: Request,
    opened: Opened,
    report: Report,
    held: EntryForm,
    *,
    refusal: Refusal | None = None,
    lacking: Refusal | None = None,
    done: str = "",
) -> Response:
    """The form of an item; after somebody else's change both texts stand side by side."""
    registered, catalogue = report.item(held.item), request.app.state.catalogue
    current = _saved(report, held.item)
    overtaken = isinstance(refusal, DomainError) and refusal.code == "item_changed"
    theirs = EntryForm.of(held.item, current, page="").shown()
    found = answered(report, opened.stores)
    place = next(n for n, answer in enumerate(found) if answer.item.id == held.item)
    shown = refusal or lacking
    return await render(
        request,
        opened,
        "report_item.html",
        status=status(refusal) if refusal else 200,
        held=held.against(current) if overtaken else held,
        answer=found[place],
        registered=registered,
        sections=[
            (section, composed(report.form, section, found[place].item, found[place].typed))
            for section in item_sections(report.form)
        ],
        figures_read=figures_read(current),
        place=place + 1,
        total=len(found),
        following=_following(found, held.item),
        overtaken=overtaken,
        mine=held.shown(),
        theirs=theirs,
        stamp=stamp_of(report.record, held.item),
        compared=text_changes(theirs, held.shown()) if overtaken else {},
        incomplete=isinstance(refusal, DomainError) and refusal.code == "report_item_incomplete",
        done=done,
        summary=errors_of(refusal, catalogue, anchor) if refusal else [],
        errors=errors_of(shown, catalogue, anchor) if shown else [],
    )


async def _section(
    request: Request,
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
        request,
        opened,
        "report_section.html",
        status=status(refusal) if refusal else 200,
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
        errors=errors_of(refusal, request.app.state.catalogue, lambda path: path) if refusal else [],
    )


def _worded(report: Report, held: EntryForm, saved: ItemEntry, place: int | None) -> EntryForm:
    sections = item_sections(report.form)
    if place is None or place >= len(sections):
        return held
    shown = report.item(held.item).model_copy(update={"content": saved.name, "note": saved.note})
    return held.worded(place, composed(report.form, sections[place], shown, saved.result))


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
