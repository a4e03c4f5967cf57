"""Sums made the plain way, answer by answer: what kinds and services must add up to."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from shared.contracts.columns import Answer, Calculation, Column
from shared.contracts.content import Content
from shared.forms.columns.showing import number_words
from shared.forms.columns.summing import Numbers, SummedTable
from shared.forms.columns.types import NUMBERS
from shared.language.numbers import short
from shared.language.period_codes import repeat_of, span
from shared.language.recurrence import Repeat


def plain_numbers(content: Content) -> dict[str, Decimal]:
    """The numbers and choices of everything that has answers, by its row or field."""
    rows = [(row.row, row.answers) for row in getattr(content, "rows", ())]
    rows += [(item.field, item.answers) for item in content.items]
    return added(one for row, answers in rows for answer in answers for one in _numbers(row, answer))


def _numbers(row: str, answer: Answer) -> list[Numbers]:
    number = [] if answer.number is None else [{f"{row}/{answer.column}": answer.number}]
    return [*number, *({f"{row}/{answer.column}/{choice}": Decimal(1)} for choice in answer.choices)]


def added(several: Iterable[Numbers]) -> dict[str, Decimal]:
    """Name by name."""
    found: dict[str, Decimal] = {}
    for numbers in several:
        for name, number in numbers.items():
            found[name] = found.get(name, Decimal(0)) + number
    return found


def recomputes(table: SummedTable, numbers: Numbers, columns: Sequence[Column]) -> None:
    """Each cell of a table is its number; what is computed, shares above all, follows from the numbers beside it."""
    known = {column.code: column for column in columns}
    rows = {row.row.code: {c: numbers.get(f"{row.row.code}/{c}") for c in known} for row in table.rows}
    for row in table.rows:
        _are_shown(table, row.cells, rows[row.row.code], known)
    if len(rows) > 1:
        sums = {code: _total([row[code] for row in rows.values()]) for code in known}
        _are_shown(table, table.whole, sums, known)


def _are_shown(
    table: SummedTable, cells: Mapping[str, object], row: Mapping[str, Decimal | None], known: Mapping[str, Column]
) -> None:
    for column in table.columns:
        assert not column.confidential
        if column.type in NUMBERS:
            value, cell = value_of(column, row, known), cells.get(column.code)
            text = None if value is None else number_words(column, short(value))
            assert getattr(cell, "text", None) == text, column


def _total(numbers: Iterable[Decimal | None]) -> Decimal | None:
    found = [number for number in numbers if number is not None]
    return sum(found, Decimal(0)) if found else None


def value_of(column: Column, row: Mapping[str, Decimal | None], known: Mapping[str, Column]) -> Decimal | None:
    """What stands in a column of a row in which these numbers are."""
    if column.formula is None:
        return row.get(column.code)
    parts = [value_of(known[code], row, known) for code in column.formula.of]
    whole = [part for part in parts if part is not None]
    if len(whole) < len(parts):
        return None
    if column.formula.calculation is Calculation.SUM:
        return sum(whole, Decimal(0))
    if column.formula.calculation is Calculation.DIFFERENCE:
        return whole[0] - sum(whole[1:], Decimal(0))
    share = whole[0] / whole[1] * 100 if whole[1] else None
    return None if share is None else share.quantize(Decimal("0.01"), ROUND_HALF_UP)


def lies_in(part: str, whole: str) -> bool:
    """Whether a period belongs to a longer one: it goes where its last day is, a week where its Thursday is."""
    if repeat_of(whole).months <= repeat_of(part).months:
        return False
    first, last = span(whole)
    return first <= span(part).last - timedelta(days=3 if repeat_of(part) is Repeat.WEEK else 0) <= last
