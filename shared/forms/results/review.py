"""A report before its reviewer: what became of each item, and the outline, beside an earlier version where there is
one."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.items import Attachment
from shared.forms.initiatives.review import ItemRow, ItemSide, item_rows
from shared.forms.pairs import Change, Pair, paired
from shared.forms.results.differences import by_item
from shared.forms.results.model import Report, Result, ResultOutcome
from shared.forms.results.outline_review import SectionRows, outline_rows
from shared.forms.results.sheet import Totals
from shared.forms.results.wording import result_texts
from shared.forms.values import Background
from shared.language.differences import Mark, Pieces
from shared.sheets.fields import field_headings


@dataclass(frozen=True)
class ResultSide:
    """A result as one of the two versions has it: its texts by column, and its files, each marked where the other
    version does not have it."""

    result: Result
    texts: Mapping[str, Pieces]
    files: tuple[tuple[Attachment, Mark], ...]


@dataclass(frozen=True)
class ReportSide:
    """An item with its result, as one of the two versions has them."""

    item: ItemSide
    result: ResultSide | None


@dataclass(frozen=True)
class ReportRow:
    """An item of a report in both versions.

    `registered`: the name that it was registered under, where it is another one now; None when nothing is known.
    """

    row: ItemRow
    sides: Pair[ReportSide]
    registered: str | None


@dataclass(frozen=True)
class FieldRows:
    """One field of the plan with its items."""

    name: str
    rows: tuple[ReportRow, ...]


@dataclass(frozen=True)
class ReportReview:
    """The items by field and the outline, with the sums and what became of each item in the newer version.

    `bare`: how many are done without figures.
    """

    fields: tuple[FieldRows, ...]
    sections: tuple[SectionRows, ...]
    totals: Totals
    bare: int
    outcomes: Mapping[str, ResultOutcome]


def review(now: Report, before: Report | None, background: Background) -> ReportReview:
    """What a reviewer is shown."""
    return ReportReview(
        fields=tuple(_fields(now, before, background)),
        sections=tuple(outline_rows(now, before, background)),
        totals=Totals.of(now.items, now.outcomes),
        bare=sum(result.without_figures for result in now.results),
        outcomes=now.outcomes,
    )


def _fields(now: Report, before: Report | None, background: Background) -> list[FieldRows]:
    """The fields that have items, in the campaign's order; one that the campaign does not name comes last."""
    results = paired(by_item(before) if before else None, by_item(now))
    items = item_rows(now.items, before.items if before else None, background)
    rows = [_row(row, results.get(row.item.id), background) for row in items]
    headings = field_headings(background.campaign, (row.item.field for row in items))
    fields = [FieldRows(h.name, tuple(row for row in rows if row.row.item.field == h.code)) for h in headings]
    return [field for field in fields if field.rows]


def _row(row: ItemRow, result: Pair[Result] | None, background: Background) -> ReportRow:
    """An item that is called as before and whose result is another one has changed."""
    known = background.registered.get(row.item.id)
    before, now = _sides(result) if result else (None, None)
    change = row.sides.change
    if change is Change.SAME and result and result.change is not Change.SAME:
        change = Change.CHANGED
    sides = Pair(
        change,
        ReportSide(row.sides.before, before) if row.sides.before else None,
        ReportSide(row.sides.now, now) if row.sides.now else None,
    )
    return ReportRow(row, sides, known.content if known and known.content != row.item.content else None)


def _sides(pair: Pair[Result]) -> tuple[ResultSide | None, ResultSide | None]:
    (left, right), (before, now) = pair.sides(result_texts), pair.compared
    old, new = (frozenset(file.sha256 for file in side.attachments) if side else frozenset() for side in (before, now))
    return (
        _side(pair.before, left, new, Mark.REMOVED) if pair.before else None,
        _side(pair.now, right, old, Mark.ADDED) if pair.now else None,
    )


def _side(result: Result, texts: Mapping[str, Pieces], others: frozenset[str], mark: Mark) -> ResultSide:
    files = tuple((file, Mark.SAME if file.sha256 in others else mark) for file in result.attachments)
    return ResultSide(result, texts, files)
