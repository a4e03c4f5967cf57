"""Computed columns: sums, differences and shares of other columns of the same row."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from shared.contracts.columns import Calculation, Column, ColumnType, Formula
from shared.language.numbers import short

LARGEST = Decimal(10) ** 22
"""Computed columns may build on one another without bounds; what no answer can hold is no answer."""
_HUNDREDTH = Decimal("0.01")


def computed(columns: Iterable[Column], numbers: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """The computed columns, by code, of what stands in the others.

    One of which a number is missing has none itself, nor has a share of nothing, nor columns that wait for each other.
    Shares are in percent, rounded to two decimals.
    """
    formulas = {column.code: column.formula for column in columns if column.type is ColumnType.CALCULATE}
    waiting = {code: formula for code, formula in formulas.items() if formula}
    known, found = dict(numbers), dict[str, Decimal]()
    while ready := [code for code, formula in waiting.items() if all(of in known for of in formula.of)]:
        for code in ready:
            formula = waiting.pop(code)
            value = _value(formula, [known[of] for of in formula.of])
            if value is not None and abs(value) < LARGEST:
                known[code] = found[code] = short(value)
    return found


def _value(formula: Formula, operands: list[Decimal]) -> Decimal | None:
    if not operands:
        return None
    if formula.calculation is Calculation.SUM:
        return sum(operands, Decimal(0))
    first, rest = operands[0], operands[1:]
    if formula.calculation is Calculation.DIFFERENCE:
        return first - sum(rest, Decimal(0))
    return (first * 100 / rest[0]).quantize(_HUNDREDTH, ROUND_HALF_UP) if rest and rest[0] else None
