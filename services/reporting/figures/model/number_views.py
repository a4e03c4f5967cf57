"""What numbers add up to, as people and programs are shown it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Self

from pydantic import BaseModel

from shared.contracts.columns import Column
from shared.forms.columns.showing import unit_of
from shared.forms.columns.summing import NumberView, SummedTable


class NumberColumn(BaseModel):
    """A column whose numbers are added up."""

    code: str
    title: str
    unit: str

    @classmethod
    def of(cls, column: Column) -> Self:
        return cls(code=column.code, title=column.title, unit=unit_of(column))


class NumberCell(BaseModel):
    """A number, null of choices, which are counted in `text`; `before`: of the period before. ``falls``: a share is
    lower than it was."""

    number: Decimal | None
    text: str
    before: str
    change: str
    falls: bool

    @classmethod
    def of(cls, view: NumberView) -> Self:
        return cls(number=view.value, **{name: getattr(view, name) for name in ("text", "before", "change", "falls")})


class RowTitle(BaseModel):
    """A row of the form's table."""

    code: str
    title: str


class NumberRowView(RowTitle):
    """A row with its numbers by column."""

    cells: dict[str, NumberCell]


class NumbersView(BaseModel):
    """What the numbers of all organisations add up to, beside the period before; ``whole``: all rows together."""

    columns: list[NumberColumn]
    rows: list[NumberRowView]
    whole: dict[str, NumberCell]

    @classmethod
    def of(cls, table: SummedTable) -> Self:
        return cls(
            columns=[NumberColumn.of(column) for column in table.columns],
            rows=[NumberRowView(**dict(row.row), cells=cells_of(row.cells)) for row in table.rows],
            whole=cells_of(table.whole),
        )


def cells_of(cells: Mapping[str, NumberView]) -> dict[str, NumberCell]:
    return {code: NumberCell.of(view) for code, view in cells.items()}
