"""Mẫu 2: field by field what was registered, completed and not, in the columns of the campaign's own plan."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column
from shared.contracts.forms import Form
from shared.contracts.items import Item
from shared.forms.results.layout import layout
from shared.forms.results.model import ResultOutcome
from shared.sheets.fields import FieldHeading, field_headings
from shared.sheets.model import Anchor, Cell, Gap, Letterhead, Sheet, SheetColumn, SheetRow, Table, Text, TextList

GIVEN_UP = "Không tiếp tục thực hiện"
FIGURES = frozenset({"registered", "completed"})
WIDTHS = {"field": 26, "registered": 12, "completed": 24, "uncompleted": 24}
Blocks = tuple[Text | Gap | TextList, ...]


@dataclass(frozen=True)
class NamedItems:
    """The items of one outcome: how many, and the first of them by name (all of them on an organisation's paper)."""

    count: int = 0
    names: tuple[Text, ...] = ()

    @classmethod
    def of(cls, items: Sequence[Item]) -> Self:
        return cls(len(items), tuple(Text(item.content) for item in items))

    def entries(self, key: str, remark: str = "") -> tuple[Text, ...]:
        """The names, and how many further ones there are."""
        left = self.count - len(self.names)
        words = f"và {left} nội dung khác" if self.names else f"{left} nội dung"
        rest = (Text(words, key=key),) if left else ()
        return tuple(replace(one, remark=remark) for one in (*self.names, *rest))


@dataclass(frozen=True)
class FieldResults:
    """A field's row. `open`: items without an answer yet, none in what was delivered."""

    heading: FieldHeading
    done: NamedItems
    not_done: NamedItems
    given_up: NamedItems
    open: int = 0
    notes: tuple[str, ...] = ()

    @property
    def registered(self) -> int:
        return self.done.count + self.not_done.count + self.given_up.count + self.open


@dataclass(frozen=True)
class Totals:
    """Sums over all fields: registered = completed + not_done + given_up + open."""

    registered: int
    completed: int
    not_done: int
    given_up: int
    open: int

    @classmethod
    def of(cls, items: Sequence[Item], outcomes: Mapping[str, ResultOutcome]) -> Self:
        found = [outcomes.get(item.id) for item in items]
        counts = map(found.count, (ResultOutcome.DONE, ResultOutcome.NOT_DONE, ResultOutcome.GIVEN_UP, None))
        return cls(len(found), *counts)


def result_columns(form: Form) -> tuple[Column, ...]:
    """The columns of the form's Mẫu 2, 2958/KH-SYT's where the plan gives none; an interim report may have none."""
    return form.columns or layout(form).columns


def names_results(columns: Iterable[Column]) -> bool:
    """Whether names are asked for beside the figures: they are where what is not completed has a column (2958/KH-SYT).

    The district's form (124/KH-UBND) has figures only.
    """
    return any(column.code == "uncompleted" for column in columns)


def field_results(
    items: Sequence[Item], outcomes: Mapping[str, ResultOutcome], campaign: Campaign
) -> list[FieldResults]:
    """A row for each field of the plan, then for those that it dropped."""
    rows = []
    for heading in field_headings(campaign, (item.field for item in items)):
        here: dict[ResultOutcome | None, list[Item]] = {outcome: [] for outcome in (*ResultOutcome, None)}
        for item in items:
            if item.field == heading.code:
                here[outcomes.get(item.id)].append(item)
        done, not_done = NamedItems.of(here[ResultOutcome.DONE]), NamedItems.of(here[ResultOutcome.NOT_DONE])
        given_up, left = NamedItems.of(here[ResultOutcome.GIVEN_UP]), len(here[None])
        notes = tuple(item.note for found in here.values() for item in found if item.note)
        rows.append(FieldResults(heading, done, not_done, given_up, left, notes))
    return rows


def results_sheet(
    form: Form, campaign: Campaign, letterhead: Letterhead | None, rows: Iterable[FieldResults]
) -> Sheet | None:
    """Mẫu 2; None for a form without such a table."""
    columns = result_columns(form)
    if not columns:
        return None
    named = names_results(columns)
    shown = tuple(SheetColumn(c.code, c.title, WIDTHS.get(c.code, 16), c.code in FIGURES) for c in columns)
    return Sheet(
        form="Mẫu 2",
        letterhead=letterhead,
        title=form.title.upper(),
        caption=form.caption or f"(Kèm theo Kế hoạch số {campaign.number})",
        blocks=(Table(form.title, shown, tuple(_row(columns, row, named=named) for row in rows)),),
    )


def _row(columns: Iterable[Column], row: FieldResults, *, named: bool) -> SheetRow:
    cells = {column.code: _cell(column.code, row, named=named) for column in columns}
    return SheetRow(cells, Anchor(f"fields.{row.heading.code}", row.heading.name))


def _cell(column: str, row: FieldResults, *, named: bool) -> Cell:
    """Empty for a column that the plan added and no item answers."""
    if column == "field":
        return Cell((Text(row.heading.title),), heading=True)
    return Cell(CELLS[column](row, named)) if column in CELLS else Cell()


def _registered(row: FieldResults, _: bool) -> Blocks:
    number = Text(str(row.registered), key=f"{row.heading.code}.registered") if row.registered else Text("-")
    return (number, Gap("answer", row.open)) if row.open else (number,)


def _completed(row: FieldResults, named: bool) -> Blocks:
    if not row.registered:
        return (Text("-"),)
    number = Text(str(row.done.count), key=f"{row.heading.code}.completed")
    return (number, TextList(row.done.entries(number.key), "bullet")) if named and row.done.names else (number,)


def _uncompleted(row: FieldResults, _: bool) -> Blocks:
    code = row.heading.code
    entries = (
        *row.not_done.entries(f"{code}.uncompleted"),
        *row.given_up.entries(f"{code}.given_up", f" ({GIVEN_UP.lower()})"),
    )
    return (TextList(entries, "bullet") if entries else Text("-"),)


def _note(row: FieldResults, named: bool) -> Blocks:
    """Where names have no column of their own, what was given up is told here."""
    given_up = NamedItems() if named else row.given_up
    names = tuple(replace(one, label=GIVEN_UP) for one in given_up.names)
    number = Text(str(given_up.count), GIVEN_UP, key=f"{row.heading.code}.given_up")
    lines = TextList((*names, *map(Text, row.notes)))
    return (*((number,) if given_up.count > len(names) else ()), *((lines,) if lines.entries else ()))


CELLS: Mapping[str, Callable[[FieldResults, bool], Blocks]] = {
    "registered": _registered,
    "completed": _completed,
    "uncompleted": _uncompleted,
    "note": _note,
}
