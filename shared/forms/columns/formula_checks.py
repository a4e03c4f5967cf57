"""What must hold of a computed column: two or more numbers of the same row, without circles."""

from collections.abc import Callable, Iterator, Mapping

from shared.contracts.columns import Calculation, Column, ColumnType, Formula
from shared.errors import DomainError
from shared.forms.columns.types import NUMBERS

Refuse = Callable[..., DomainError]
"""A fault of a column: its code, the part of the column that it is about, and what the sentence says."""


def formula_faults(column: Column, known: Mapping[str, Column], refuse: Refuse) -> Iterator[DomainError]:
    """What does not hold of a column's formula; `known`: the columns by code."""
    computed, formula = column.type is ColumnType.CALCULATE, column.formula
    if formula is None or not computed:
        if computed or formula:
            yield refuse("formula_missing" if computed else "formula_unexpected", "formula")
        return
    if formula.calculation is Calculation.SHARE and len(formula.of) != 2:
        yield refuse("formula_share_of_two", "formula")
    elif len(formula.of) < 2:
        yield refuse("formula_too_few", "formula")
    if len(set(formula.of)) < len(formula.of):
        yield refuse("formula_column_twice", "formula")
    for code in dict.fromkeys(formula.of):
        if fault := _operand_fault(column, code, known):
            yield refuse(fault, "formula", other=known[code].title if code in known else code)


def _operand_fault(column: Column, code: str, known: Mapping[str, Column]) -> str | None:
    operand = known.get(code)
    if operand is None:
        return "formula_column_unknown"
    if code == column.code:
        return "formula_of_itself"
    if operand.type not in NUMBERS:
        return "formula_column_no_number"
    if column.code in _reached(operand.formula, known):
        return "formula_circular"
    if operand.retired and not column.retired:
        return "formula_column_retired"
    # what is computed would tell what its parts are
    return "formula_column_confidential" if operand.confidential and not column.confidential else None


def _reached(formula: Formula | None, known: Mapping[str, Column]) -> set[str]:
    """The columns on which a formula rests, on whatever way."""
    found: set[str] = set()
    waiting = list(formula.of) if formula else []
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            further = known[code].formula if code in known else None
            waiting += further.of if further else ()
    return found
