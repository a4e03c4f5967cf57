"""What the types of columns have in common, and which columns are whose."""

from collections.abc import Iterable

from shared.contracts.columns import Answer, Column, ColumnType, Tally

TYPED_NUMBERS = frozenset({ColumnType.INTEGER, ColumnType.DECIMAL, ColumnType.MONEY})
NUMBERS = TYPED_NUMBERS | {ColumnType.CALCULATE}
CHOOSING = frozenset({ColumnType.SELECT_ONE, ColumnType.SELECT_MULTIPLE})
UNTYPED = frozenset({ColumnType.NOTE, ColumnType.CALCULATE})
"""Nothing is typed there: words of the form, and what is computed."""

Said = Answer | Tally
"""What stands in a column: one row's answer, or what several rows add up to."""


def asked(columns: Iterable[Column]) -> tuple[Column, ...]:
    """The columns of the form as it is filled in now: those not retired."""
    return tuple(column for column in columns if not column.retired)


def visible(columns: Iterable[Column], *, concerned: bool) -> tuple[Column, ...]:
    """The columns that a reader may see: the confidential ones only one whom they concern."""
    return tuple(column for column in columns if concerned or not column.confidential)


def place_of(code: str) -> str:
    """The path of a column's input, which refusals name."""
    return f"answers.{code}"
