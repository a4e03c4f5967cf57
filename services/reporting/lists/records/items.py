"""Items behind a figure, with their texts and where they stand further up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.figures.model.buckets import Bucket, rows_in
from services.reporting.figures.model.summary import Summary
from services.reporting.lists.model.item import HigherView, ItemInRow, ItemKey, ItemWording, item_key
from services.reporting.lists.model.windows import cut
from services.reporting.lists.records.texts import texts
from services.reporting.naming import names
from services.reporting.rows.model.answers import ItemStatus, carried_by
from services.reporting.rows.model.figures import BARE
from services.reporting.rows.model.scope import ListedRow
from services.reporting.rows.records import reading
from services.reporting.stores import Library
from shared.contracts.items import ResultOutcome
from shared.sheets.fields import FieldHeading

NAMES_SHOWN = 10
"""Names in a cell of Mẫu 2; the number above them leads to all of them."""
NAMED_ITEMS = 1_000
"""With more items than that, Mẫu 2 of all units shows numbers, and each leads to its names."""
OUTCOMES = {outcome.value for outcome in ResultOutcome}
REGISTERED: dict[str, Any] = {"status": {"$ne": ItemStatus.WITHDRAWN.value}}


@dataclass(frozen=True)
class ItemFigure:
    """The items that are counted in a figure, by its name or all registered ones, of one field or all.

    They are of obliged organisations, or of voluntary ones.
    """

    field: str | None = None
    name: str | None = None
    voluntary: bool = False


async def items_behind(
    library: Library, report: Summary, figure: ItemFigure, window: slice
) -> tuple[list[ItemInRow], int]:
    """By field in the campaign's order, then by organisation."""
    total = report.items(figure.field, figure.name, voluntary=figure.voluntary)
    bucket = rows_in(Bucket.VOLUNTARY if figure.voluntary else Bucket.RECEIVED)
    items: list[ItemInRow] = []
    for heading, part in _parts(report, figure, window):
        matching = {"field": heading.code, **_matching(figure.name)}
        rows = await reading.items(library, report.scope, bucket, matching, part)
        items += await _with_texts(library, report, [(row, place, heading) for row, place in rows])
    return items, total


async def first_items(library: Library, report: Summary) -> dict[tuple[str, str], list[ItemInRow]]:
    """The first of what was completed, not completed and given up, by field and outcome.

    None where there are too many to be read on one page.
    """
    if report.total.registered > NAMED_ITEMS:
        return {}
    received = rows_in(Bucket.RECEIVED)
    found = await reading.first_items(library, report.scope, received, REGISTERED, NAMES_SHOWN)
    rows = [(row, place, report.heading(field)) for (field, _), ones in found.items() for row, place in ones]
    items = iter(await _with_texts(library, report, rows))
    return {key: [next(items) for _ in ones] for key, ones in found.items()}


async def _with_texts(
    library: Library, report: Summary, rows: Sequence[tuple[ListedRow, int, FieldHeading]]
) -> list[ItemInRow]:
    keys = [item_key(row, place) for row, place, _ in rows]
    known = await texts(library, keys)
    higher = await _higher(library, report, known)
    return [
        ItemInRow(row, place, known[key], heading, higher[key])
        for key, (row, place, heading) in zip(keys, rows, strict=True)
    ]


async def _higher(
    library: Library, report: Summary, known: dict[ItemKey, ItemWording]
) -> dict[ItemKey, list[HigherView]]:
    """Where items stand with the recipients that this recipient carried them to."""
    mine = {key: [entry for entry in text.upward if carried_by(report.recipient, entry)] for key, text in known.items()}
    concerned = {entry.organisation for entries in mine.values() for entry in entries}
    named = await names(library, concerned, report.day) if concerned else {}
    return {
        key: [HigherView.of(entry, named[entry.organisation]) for entry in entries] for key, entries in mine.items()
    }


def _matching(figure: str | None) -> dict[str, Any]:
    """What the items have that are counted in a figure; see `figures_of`."""
    if figure is None:
        return REGISTERED
    if figure == BARE:
        return {**REGISTERED, "bare": True}
    if figure in OUTCOMES:
        return {**REGISTERED, "outcome": figure}
    return {**REGISTERED, "upward": figure} if ":" in figure else {"status": figure}


def _parts(report: Summary, figure: ItemFigure, window: slice) -> list[tuple[FieldHeading, slice]]:
    """The fields that a window of items touches, each with its own window."""
    headings = list(report.headings)
    if figure.voluntary:
        headings += [report.heading(code) for code in report.voluntary_fields if code not in report.codes]
    wanted = [heading for heading in headings if figure.field in {None, heading.code}]
    return cut([(h, report.count(h.code, figure.name, voluntary=figure.voluntary)) for h in wanted], window)
