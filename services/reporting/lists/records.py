"""Lists of items: those behind a figure, with their texts, what a report says of them and where they stand further up.

Texts are read for what is shown only.
"""

import itertools
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.figures.model.summary import Bucket, Summary
from services.reporting.figures.model.upward import BARE
from services.reporting.lists.items import HigherView, ItemRow, ResultRow, item_row, result_row
from services.reporting.lists.windows import BUCKETS, EVERYTHING, Listed, cut, scope_of, with_todays_names
from services.reporting.rows.model.answers import ItemStatus, carried_by
from services.reporting.rows.records import ListedRow
from services.reporting.stores import ItemKey, ItemText, Library
from shared.contracts.campaigns import FormKind
from shared.contracts.items import ResultOutcome
from shared.errors import DomainError, Kind
from shared.sheets.fields import FieldHeading

ITEM_BATCH = 500
NAMES_SHOWN = 10
"""Names in a cell of Mẫu 2; the number above them leads to all of them."""
NAMED_ITEMS = 1_000
"""With more items than that, Mẫu 2 of all units shows numbers, and each leads to its names."""
OUTCOMES = {outcome.value for outcome in ResultOutcome}
REGISTERED: dict[str, Any] = {"status": {"$ne": ItemStatus.WITHDRAWN.value}}


@dataclass(frozen=True)
class ItemQuestion:
    """Which items are listed: of one field or all, behind one figure or all registered ones, of the obliged or not."""

    field: str | None = None
    figure: str | None = None
    voluntary: bool = False


class ItemLists:
    """What people ask of items."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def items(self, report: Summary, asked: ItemQuestion, window: slice) -> Listed[ItemRow]:
        """Items by field in the campaign's order, then by organisation."""
        rows = [row async for batch in self.item_batches(report, asked, window) for row in batch]
        return Listed(rows, report.items(asked.field, asked.figure, voluntary=asked.voluntary))

    async def results(self, report: Summary, asked: ItemQuestion, window: slice) -> Listed[ResultRow]:
        """The items of reports with what became of them. Raises ``form_has_no_results``."""
        rows = [row async for batch in self.result_batches(report, asked, window) for row in batch]
        return Listed(rows, report.items(asked.field, asked.figure, voluntary=asked.voluntary))

    async def item_batches(
        self, report: Summary, asked: ItemQuestion, window: slice = EVERYTHING
    ) -> AsyncIterator[list[ItemRow]]:
        """The same by and by: the texts of a long list are many."""
        async for heading, found in self._batches(report, asked, window):
            yield [item_row(row, place, text, heading, higher) for row, place, text, higher in found]

    async def result_batches(
        self, report: Summary, asked: ItemQuestion, window: slice = EVERYTHING
    ) -> AsyncIterator[list[ResultRow]]:
        """As `item_batches`, of results. Raises ``form_has_no_results``."""
        if report.form is FormKind.REGISTRATION:
            raise DomainError("form_has_no_results", Kind.NOT_FOUND, field="form", number=report.campaign.number)
        async for heading, found in self._batches(report, asked, window):
            yield [result_row(row, place, text, heading, higher) for row, place, text, higher in found]

    async def names(self, report: Summary) -> dict[tuple[str, str], list[ItemRow]]:
        """The first names of what was completed, not completed and given up, by field and outcome.

        None where there are too many to be read on one page.
        """
        if report.total.registered > NAMED_ITEMS:
            return {}
        received = BUCKETS[Bucket.RECEIVED]
        found = await self._library.rows.first_items(scope_of(report), received, REGISTERED, NAMES_SHOWN)
        rows = [one for ones in found.values() for one in ones]
        listed = iter(await self._found(report, rows))
        return {
            (field, outcome): [
                item_row(row, place, text, report.heading(field), higher)
                for row, place, text, higher in itertools.islice(listed, len(ones))
            ]
            for (field, outcome), ones in found.items()
        }

    async def _batches(
        self, report: Summary, asked: ItemQuestion, window: slice
    ) -> AsyncIterator[tuple[FieldHeading, list["Found"]]]:
        report.require(asked.field)
        bucket = BUCKETS[Bucket.VOLUNTARY if asked.voluntary else Bucket.RECEIVED]
        for heading, part in _parts(report, asked, window):
            matching = {"field": heading.code, **_behind(asked.figure)}
            for start in range(part.start, part.stop, ITEM_BATCH):
                batch = slice(start, min(start + ITEM_BATCH, part.stop))
                rows = await self._library.rows.items(scope_of(report), bucket, matching, batch)
                yield heading, await self._found(report, rows)

    async def _found(self, report: Summary, rows: Sequence[tuple[ListedRow, int]]) -> list["Found"]:
        named = await with_todays_names(self._library, [row for row, _ in rows])
        keys = [_item_key(row, place) for row, place in rows]
        texts = await self._library.texts(keys)
        higher = await self._higher(report, {key: texts[key] for key in keys})
        return [(row, place, texts[key], higher[key]) for row, (_, place), key in zip(named, rows, keys, strict=True)]

    async def _higher(self, report: Summary, texts: dict[ItemKey, ItemText]) -> dict[ItemKey, list[HigherView]]:
        """Where items stand with the recipients that this recipient carried them to."""
        mine = {
            key: [entry for entry in text.upward if carried_by(report.recipient, entry)] for key, text in texts.items()
        }
        concerned = {entry.organisation for entries in mine.values() for entry in entries}
        names = await self._library.names(concerned, report.day) if concerned else {}
        return {
            key: [HigherView.of(entry, names[entry.organisation]) for entry in entries] for key, entries in mine.items()
        }


Found = tuple[ListedRow, int, ItemText, list[HigherView]]
"""A row, an item's place in it, what the item says and where it stands further up."""


def _behind(figure: str | None) -> dict[str, Any]:
    """What the items have that are counted in a figure; see `domain.figures.figures_of`."""
    if figure is None:
        return REGISTERED
    if figure == BARE:
        return {**REGISTERED, "bare": True}
    if figure in OUTCOMES:
        return {**REGISTERED, "outcome": figure}
    return {**REGISTERED, "upward": figure} if ":" in figure else {"status": figure}


def _parts(report: Summary, asked: ItemQuestion, window: slice) -> list[tuple[FieldHeading, slice]]:
    """The fields that a window of items touches, each with its own window."""
    headings = list(report.headings)
    if asked.voluntary:
        headings += [report.heading(code) for code in report.voluntary_fields if code not in report.codes]
    wanted = [heading for heading in headings if asked.field in {None, heading.code}]
    return cut([(h, report.count(h.code, asked.figure, voluntary=asked.voluntary)) for h in wanted], window)


def _item_key(row: ListedRow, place: int) -> ItemKey:
    assert row.row.submission is not None
    assert row.row.version is not None
    return row.row.submission, row.row.version, row.row.items[place].item
