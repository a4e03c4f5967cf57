"""An answer in words, as Vietnam writes it."""

from decimal import Decimal

from shared.contracts.columns import Answer, Calculation, Column, ColumnType, Tally
from shared.forms.columns.types import CHOOSING, NUMBERS, Said
from shared.language.vietnamese import format_date, format_number

DONG = "đồng"
PERCENT = "%"


def shown(column: Column, said: Said | None) -> str:
    """What stands in a column: "1.500.000 đồng", "12,5 %", "Trực tiếp; Trực tuyến", the names of files, a wording as it
    was written. Of a tally the choices with their counts: "Có: 3; Không: 2". Empty where nothing is said.
    """
    if isinstance(said, Tally):
        return "; ".join(f"{title_of(column, one.choice)}: {format_number(Decimal(one.count))}" for one in said.counts)
    return _answer_words(column, said) if said else ""


def _answer_words(column: Column, said: Answer) -> str:
    if column.type in NUMBERS:
        return "" if said.number is None else number_words(column, said.number)
    if column.type in CHOOSING:
        return "; ".join(title_of(column, choice) for choice in said.choices)
    if column.type is ColumnType.FILE:
        return "; ".join(file.name for file in said.attachments)
    day = said.period.start if said.period is not None and column.type is ColumnType.DATE else None
    return format_date(day) if day else said.text


def number_words(column: Column, value: Decimal) -> str:
    """A number with the column's unit."""
    return f"{format_number(value)} {unit_of(column)}".rstrip()


def unit_of(column: Column) -> str:
    """Money is in đồng and a share in percent, whatever else the column says."""
    if column.type is ColumnType.MONEY:
        return DONG
    share = column.formula is not None and column.formula.calculation is Calculation.SHARE
    return PERCENT if share else column.unit


def title_of(column: Column, choice: str) -> str:
    """What a choice is called; one that the column has no longer goes by its code."""
    return next((known.title for known in column.choices if known.code == choice), choice)
