"""One line a page: its wording, its field, and what the units behind it wrote."""

import uuid
from dataclasses import dataclass

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from services.registration.consolidation.commands import EditConsolidation
from services.registration.consolidation.model.crosswalk import Placement
from services.registration.consolidation.model.lines import PutLine
from services.registration.consolidation.model.sources import Change, Registrations, key_of
from services.registration.consolidation.model.working_set import WorkingSet
from services.registration.consolidation.pages.frame import ADDRESS, overview_of, render
from services.registration.consolidation.records.opening import open_consolidation
from services.registration.consolidation.records.overview import ConsolidationOverview
from services.registration.context import Context
from services.registration.dependencies import CurrentPage
from services.registration.submissions.drafts.pages.form import ItemForm, anchor, texts_of
from services.registration.submissions.model.draft import mark
from services.registration.submissions.pages.frame import overtaken
from shared.contracts.campaigns import Campaign
from shared.contracts.items import Item, ItemSource
from shared.contracts.types import Key, Slug
from shared.errors import RefusalsError
from shared.forms.columns.cells import words
from shared.forms.columns.types import asked, place_of
from shared.forms.initiatives.check import Columns, item_faults
from shared.forms.initiatives.model import DraftItem
from shared.language.differences import text_changes
from shared.language.vietnamese import format_instant
from shared.web.page import REFUSED, Refusal, refused_as

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class SourceView:
    """An item behind a line: as it was taken over, what became of it, and its new wording where it was corrected."""

    source: ItemSource
    taken: Item | None
    change: Change | None
    now: Item | None


@dataclass(frozen=True)
class LineView:
    """A line with what stands behind it, and its place in each target."""

    line: DraftItem
    sources: tuple[SourceView, ...]
    places: tuple[tuple[Campaign, Placement], ...]
    left_out: str | None

    @property
    def changed(self) -> bool:
        return any(source.change for source in self.sources)


@router.get("/{ident}/dong/them")
async def new(page: CurrentPage, ident: Key) -> Response:
    """An empty line of the organisation's own. It has its id from now on, so that saving it twice makes one line."""
    return await _line(page, ident, ItemForm(uuid.uuid4().hex, "", "", ""))


@router.get("/{ident}/dong/{line}")
async def one(page: CurrentPage, ident: Key, line: Slug) -> Response:
    """A line as it is saved."""
    known = (await open_consolidation(page.context, ident)).working.line(line)
    if known is None:
        return page.to(f"{ADDRESS}/{ident}")
    return await _line(page, ident, ItemForm.of(known, page=""))


@router.post("/{ident}/dong/{line}")
async def save(page: CurrentPage, ident: Key, line: Slug) -> Response:
    """Saves the line as typed, also when it still lacks something: then the page says what."""
    inputs, columns = await _typed(page, ident, line)
    try:
        row = inputs.row()
        working = await _put(page.context, ident, inputs)
        inputs = inputs.against(working.line(line))
        if faults := list(item_faults(row, columns=columns)):
            raise RefusalsError("item_incomplete", faults)
    except REFUSED as error:
        return await _line(page, ident, inputs, refusal=error)
    return page.to(f"{ADDRESS}/{ident}?xong=line_saved&linh-vuc={row.field}#dong-{line}")


@router.post("/{ident}/tu-luu")
async def autosave(page: CurrentPage, ident: Key) -> JSONResponse:
    """Saves an opened line while it is being typed; 409 ``item_changed`` when somebody else wrote it meanwhile."""
    inputs, _ = await _typed(page, ident, (await page.inputs()).value("item"))
    if (inputs.blank or not inputs.field) and not inputs.seen:
        return JSONResponse({"saved_at": None, "seen": ""})
    working = await _put(page.context, ident, inputs)
    at = working.saved_at
    return JSONResponse(
        {
            "saved_at": at.isoformat() if at else None,
            "shown": format_instant(at) if at else "",
            "seen": mark(working.line(inputs.item)),
        }
    )


async def _typed(page: CurrentPage, ident: str, line: str) -> tuple[ItemForm, Columns]:
    """What a browser sent of a line, and the columns of own and of higher plans that it answers."""
    opened = await open_consolidation(page.context, ident)
    columns = asked(opened.columns)
    return ItemForm.from_inputs(line, await page.inputs(), columns).keeping(opened.working.line(line)), columns


async def _put(context: Context, ident: str, inputs: ItemForm) -> WorkingSet:
    return (await EditConsolidation(ident, PutLine(line=inputs.row(), seen=inputs.baseline)).run(context)).working


async def _line(page: CurrentPage, ident: str, inputs: ItemForm, *, refusal: Refusal | None = None) -> Response:
    """The form of a line. After somebody else's change both texts are shown; saving then writes over theirs."""
    seen = await overview_of(page.context, ident)
    columns, current, late = seen.opened.columns, seen.opened.working.line(inputs.item), overtaken(refusal)
    return await render(
        page,
        seen,
        "consolidation_line.html",
        refusal=refusal,
        anchor=lambda path: path if path == "field" else anchor(path),
        inputs=inputs.against(current) if late else inputs,
        exists=current is not None,
        shown=line_views(seen, [current])[0] if current else None,
        columns=asked(columns),
        titles={place_of(column.code): column.title for column in columns},
        computed=words([column for column in columns if column.formula], current.answers if current else ()),
        overtaken=late,
        compared=text_changes({**dict.fromkeys(inputs.texts, ""), **texts_of(current)}, inputs.texts) if late else {},
        incomplete=refused_as(refusal, "item_incomplete"),
    )


def line_views(seen: ConsolidationOverview, lines: list[DraftItem]) -> list[LineView]:
    """Lines ready for the page."""
    reasons = seen.opened.working.reasons
    by_target = [(t.campaign, {one.line.id: one for one in t.projection.placements}) for t in seen.targets]
    return [
        LineView(
            line,
            tuple(_source(seen.opened.registrations, source) for source in line.sources),
            tuple((campaign, placed[line.id]) for campaign, placed in by_target),
            reasons.get(line.id),
        )
        for line in lines
    ]


def _source(registrations: Registrations, source: ItemSource) -> SourceView:
    change = registrations.change(source)
    offer = registrations.offers.get(key_of(source))
    now = offer.item if offer and change is Change.CORRECTED else None
    return SourceView(source, registrations.taken(source), change, now)
