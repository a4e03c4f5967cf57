"""What must hold of the columns that an administrator writes."""

from collections.abc import Iterator, Sequence

from shared.contracts.columns import Calculation, Column, ColumnType
from shared.errors import DomainError, Kind
from shared.forms.columns.formula_checks import Refuse, formula_faults
from shared.forms.columns.types import CHOOSING, NUMBERS, TYPED_NUMBERS, UNTYPED
from shared.language.vietnamese import fold


def column_faults(columns: Sequence[Column]) -> Iterator[DomainError]:
    """Everything that does not hold, each with its place (``columns.2.choices``) and the column's title.

    Codes: ``column_twice``, ``column_required_untyped``, ``column_bounds_unexpected``, ``column_bounds_reversed``,
    ``column_unit_unexpected``, ``column_unit_unclear``, ``column_choices_missing``, ``column_choices_unexpected``,
    ``choice_twice``, ``choice_title_unclear``, ``formula_missing``, ``formula_unexpected``, ``formula_too_few``,
    ``formula_share_of_two``, ``formula_column_twice``, ``formula_column_unknown``, ``formula_of_itself``,
    ``formula_circular``, ``formula_column_no_number``, ``formula_column_retired``, ``formula_column_confidential``.
    """
    known = {column.code: column for column in reversed(columns)}
    seen: set[str] = set()
    for place, column in enumerate(columns):
        refuse = _refusing(place, column)
        if column.code in seen:
            yield refuse("column_twice", "code", other=known[column.code].title)
        seen.add(column.code)
        if column.required and column.type in UNTYPED:
            yield refuse("column_required_untyped", "required")
        yield from _number_faults(column, refuse)
        yield from _choice_faults(column, refuse)
        yield from formula_faults(column, known, refuse)


def _refusing(place: int, column: Column) -> Refuse:
    def refuse(code: str, name: str, **params: object) -> DomainError:
        return DomainError(code, Kind.INVALID, field=f"columns.{place}.{name}", column=column.title, **params)

    return refuse


def _number_faults(column: Column, refuse: Refuse) -> Iterator[DomainError]:
    low, high = column.minimum, column.maximum
    if column.type not in TYPED_NUMBERS and (low, high) != (None, None):
        yield refuse("column_bounds_unexpected", "minimum" if low is not None else "maximum")
    elif low is not None and high is not None and low > high:
        yield refuse("column_bounds_reversed", "maximum")
    share = column.formula is not None and column.formula.calculation is Calculation.SHARE
    if column.unit and (column.type not in NUMBERS - {ColumnType.MONEY} or share):
        yield refuse("column_unit_unexpected", "unit")
    elif column.unit and (column.unit[0].isnumeric() or column.unit[0] in ".,-" or len(column.unit.splitlines()) > 1):
        yield refuse("column_unit_unclear", "unit", unit=column.unit)


def _choice_faults(column: Column, refuse: Refuse) -> Iterator[DomainError]:
    """Choices are read by code and by title, several with ";" between them: each must mean one."""
    if column.type not in CHOOSING:
        if column.choices:
            yield refuse("column_choices_unexpected", "choices")
        return
    if not column.choices:
        yield refuse("column_choices_missing", "choices")
    names: set[str] = set()
    for place, choice in enumerate(column.choices):
        own = {choice.code, fold(choice.title)}
        if own & names:
            yield refuse("choice_twice", f"choices.{place}.title", choice=choice.title)
        if ";" in choice.title or "" in own:
            yield refuse("choice_title_unclear", f"choices.{place}.title", choice=choice.title)
        names |= own
