"""One of a row's numbers in words."""

from dataclasses import dataclass
from decimal import Decimal

from services.reporting.rows.model.row import ListedRow
from shared.contracts.columns import ColumnType
from shared.forms.columns.formulas import computed
from shared.forms.columns.showing import number_words, title_of
from shared.forms.columns.summing import SummedTable, by_column
from shared.language.vietnamese import format_number


@dataclass(frozen=True)
class Numbered:
    """A number with the titles of its row and column."""

    row: str
    row_title: str
    column: str
    column_title: str
    choice: str | None
    number: str
    raw: Decimal | None


def number_of(table: SummedTable, found: ListedRow, name: str) -> Numbered:
    """The number of that name, which is of one of the table's rows and columns.

    What is computed is computed again: items of one field have shares, which do not add up.
    """
    row, code, choice = (*name.split("/"), None)[:3]
    assert row is not None
    column = next(one for one in table.columns if one.code == code)
    titles = {one.row.code: one.row.title for one in table.rows}
    raw: Decimal | None = found.numbers[name]
    if column.type is ColumnType.CALCULATE:
        typed = {one.code for one in table.columns if one.type is not ColumnType.CALCULATE}
        numbers = {code: number for code, number in by_column(found.numbers, {row}).items() if code in typed}
        raw = computed(table.columns, numbers).get(column.code)
    words = "" if raw is None else format_number(raw) if choice else number_words(column, raw)
    title = f"{column.title}: {title_of(column, choice)}" if choice else column.title
    return Numbered(row, titles[row], column.code, title, choice, words, raw)
