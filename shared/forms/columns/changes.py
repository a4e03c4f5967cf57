"""What may become of the columns and rows of an announced plan: what was delivered must keep its meaning."""

from collections.abc import Iterator, Sequence

from shared.contracts.columns import Column
from shared.contracts.forms import Form, TableRow
from shared.errors import DomainError, Kind
from shared.forms.columns.types import UNTYPED, asked
from shared.language.vietnamese import fold


def taken_away(before: Sequence[Column], after: Sequence[Column]) -> Iterator[DomainError]:
    """What would break delivered answers, each with its place among the columns of `after`.

    Columns may be added, ordered, renamed, retired and asked again, choices added and renamed, a column made
    confidential. Codes: ``column_gone``, ``column_type_fixed``, ``column_formula_fixed``, ``column_unit_fixed``,
    ``column_choice_gone``, ``column_confidential_fixed``: what was told in confidence stays so.
    """
    places = {column.code: place for place, column in enumerate(after)}
    for old in before:
        place = places.get(old.code)
        if place is None:
            yield DomainError("column_gone", field="columns", column=old.title)
        else:
            yield from _broken(old, after[place], f"columns.{place}")


def rows_gone(before: Sequence[TableRow], after: Sequence[TableRow]) -> Iterator[DomainError]:
    """``row_gone`` for each row that may have been answered: it may be named anew, put elsewhere and retired."""
    kept = {row.code for row in after}
    for row in before:
        if row.code not in kept:
            yield DomainError("row_gone", Kind.INVALID, field="rows", row=row.title)


def added_since(form: Form, shape: int) -> tuple[Column, ...]:
    """What is asked for now and was not in an earlier shape, for whoever has to fill it in."""
    known = {column.code for column in asked(form.columns_of(shape))}
    return tuple(c for c in asked(form.columns) if c.code not in known and c.type not in UNTYPED)


def _broken(old: Column, new: Column, head: str) -> Iterator[DomainError]:
    def refuse(code: str, name: str, **params: object) -> DomainError:
        return DomainError(code, Kind.INVALID, field=f"{head}.{name}", column=new.title, **params)

    if new.type is not old.type:
        yield refuse("column_type_fixed", "type")
        return
    if new.formula != old.formula:
        yield refuse("column_formula_fixed", "formula")
    if old.unit and fold(new.unit) != fold(old.unit):
        yield refuse("column_unit_fixed", "unit", unit=old.unit)
    if old.confidential and not new.confidential:
        yield refuse("column_confidential_fixed", "confidential")
    kept = {choice.code for choice in new.choices}
    for choice in old.choices:
        if choice.code not in kept:
            yield refuse("column_choice_gone", "choices", choice=choice.title)
