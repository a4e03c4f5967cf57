"""Numbers of all organisations together: a table of rows by columns, each number beside that of the period before."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.contracts.columns import Answer, Calculation, Column, ColumnType
from shared.contracts.forms import TableRow
from shared.forms.columns.showing import number_words, title_of, unit_of
from shared.forms.columns.totals import totals
from shared.forms.columns.types import CHOOSING, NUMBERS, Said
from shared.language.vietnamese import format_number

Numbers = Mapping[str, Decimal]
"""What adds up over rows of one kind: numbers as ``<row>/<column>``, how often a choice was made as
``<row>/<column>/<choice>``."""
WHOLE = ""
"""The row of all rows together."""


@dataclass(frozen=True)
class NumberView:
    """A number beside that of the period before, and what changed; `falls`: a share is lower than it was.

    `value`: the number itself, of choices none.
    """

    text: str
    before: str = ""
    change: str = ""
    falls: bool = False
    value: Decimal | None = None


@dataclass(frozen=True)
class SummedRow:
    """A row with its numbers by column; choices with their counts."""

    row: TableRow
    cells: Mapping[str, NumberView]


@dataclass(frozen=True)
class SummedTable:
    """What all organisations together say. `whole`: all rows together, where that adds up."""

    columns: tuple[Column, ...]
    rows: tuple[SummedRow, ...]
    whole: Mapping[str, NumberView]

    @property
    def falling(self) -> list[tuple[str, str]]:
        """The rows and columns whose share fell."""
        return [
            (row.row.title, column.title)
            for row in self.rows
            for column in self.columns
            if (cell := row.cells.get(column.code)) and cell.falls
        ]


def numbers_in(row: str, answers: Sequence[Answer]) -> dict[str, Decimal]:
    """What adds up of a row's answers."""
    found: dict[str, Decimal] = {}
    for answer in answers:
        head = f"{row}/{answer.column}"
        if answer.number is not None:
            found[head] = found.get(head, Decimal(0)) + answer.number
        found |= {f"{head}/{choice}": found.get(f"{head}/{choice}", Decimal(0)) + 1 for choice in answer.choices}
    return found


def summed(columns: Sequence[Column], rows: Sequence[TableRow], now: Numbers, before: Numbers | None) -> SummedTable:
    """The table of what was added up, beside that of the period before where it is known. Nothing confidential."""
    columns = tuple(c for c in columns if c.type in NUMBERS | CHOOSING and not c.confidential)
    here = {row.code: _row(columns, now, row.code) for row in rows}
    there = {row.code: _row(columns, before, row.code) for row in rows} if before is not None else {}
    whole = totals(columns, here.values()) if len(rows) > 1 else ()
    whole_before = totals(columns, there.values()) if len(rows) > 1 and there else ()
    return SummedTable(
        columns,
        tuple(SummedRow(row, _cells(columns, here[row.code], there.get(row.code, ()), now, row.code)) for row in rows),
        _cells(columns, whole, whole_before, now, WHOLE),
    )


def by_column(numbers: Numbers, rows: Container[str]) -> dict[str, Decimal]:
    """The numbers of these rows together, by column; what was chosen is no number."""
    found: dict[str, Decimal] = {}
    for name, number in numbers.items():
        row, _, column = name.partition("/")
        if row in rows and "/" not in column:
            found[column] = found.get(column, Decimal(0)) + number
    return found


def line(
    columns: Sequence[Column], now: Mapping[str, Decimal], before: Mapping[str, Decimal] | None
) -> dict[str, NumberView]:
    """Numbers by column beside those of before: one line of a table; what is computed is computed again."""
    here = _totals(columns, now)
    return _cells(columns, here, _totals(columns, before) if before is not None else (), {}, WHOLE)


def _totals(columns: Sequence[Column], numbers: Mapping[str, Decimal]) -> tuple[Said, ...]:
    typed = [column.code for column in columns if column.type is not ColumnType.CALCULATE and column.code in numbers]
    return totals(columns, [[Answer(column=code, number=numbers[code]) for code in typed]])


def _row(columns: Sequence[Column], numbers: Mapping[str, Decimal], row: str) -> tuple[Said, ...]:
    """A row's sums as answers; what is computed is computed again, never added."""
    return _totals(columns, {c.code: numbers[name] for c in columns if (name := f"{row}/{c.code}") in numbers})


def _cells(
    columns: Sequence[Column], now: Sequence[Said], before: Sequence[Said], numbers: Mapping[str, Decimal], row: str
) -> dict[str, NumberView]:
    here = {said.column: said.number for said in now if isinstance(said, Answer)}
    there = {said.column: said.number for said in before if isinstance(said, Answer)}
    found = {}
    for column in columns:
        value, earlier = here.get(column.code), there.get(column.code)
        if value is not None:
            found[column.code] = _number(column, value, earlier)
        elif column.type in CHOOSING and row and (text := _choices(column, numbers, row)):
            found[column.code] = NumberView(text)
    return found


def _number(column: Column, value: Decimal, before: Decimal | None) -> NumberView:
    if before is None:
        return NumberView(number_words(column, value), value=value)
    change = value - before
    share = column.formula is not None and column.formula.calculation is Calculation.SHARE
    sign = "+" if change > 0 else ""
    unit = "điểm %" if share else unit_of(column)
    said = f"{sign}{format_number(change)} {unit}".rstrip() if change else ""
    falls = share and change < 0
    return NumberView(number_words(column, value), number_words(column, before), said, falls, value)


def _choices(column: Column, numbers: Mapping[str, Decimal], row: str) -> str:
    head = f"{row}/{column.code}/"
    counts = {name.removeprefix(head): number for name, number in numbers.items() if name.startswith(head)}
    known = [choice.code for choice in column.choices]
    order = sorted(counts, key=lambda code: (known.index(code) if code in known else len(known), code))
    return "; ".join(f"{title_of(column, code)}: {format_number(counts[code])}" for code in order)
