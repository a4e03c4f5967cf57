"""Mẫu 2 with the figures of all units: this campaign's own columns, with names where its plan asks for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.figures.pages.views import FieldRow
from services.reporting.lists.items import ItemRow
from shared.contracts.campaigns import Column, Form, FormKind
from shared.contracts.items import ResultOutcome

COLUMNS = (
    Column(code="field", title="Lĩnh vực"),
    Column(code="registered", title="Số lượng đăng ký"),
    Column(code="completed", title="Số lượng hoàn thành"),
    Column(code="uncompleted", title="Nội dung chưa hoàn thành"),
    Column(code="note", title="Ghi chú"),
)
"""Where a plan gives no columns of its own: those of 2958/KH-SYT."""
Names = dict[tuple[str, str], list[ItemRow]]


def columns_of(form: Form) -> Sequence[Column]:
    """The columns of Mẫu 2; none for a form that has no such table."""
    if form.kind is FormKind.REGISTRATION:
        return ()
    return form.columns or (COLUMNS if form.kind is FormKind.COMPLETION else ())


def has_names(columns: Sequence[Column]) -> bool:
    """Names are asked for where what is not completed has a column (2958/KH-SYT); 124/KH-UBND has figures only."""
    return any(column.code == "uncompleted" for column in columns)


@dataclass(frozen=True)
class NameList:
    """The first names behind a figure, how many more there are, and where all of them are."""

    rows: list[ItemRow]
    more: int
    link: str


@dataclass(frozen=True)
class OfficialRow:
    """A field's row; the lists are empty where the plan asks for figures only."""

    field: FieldRow
    done: NameList
    not_done: NameList
    given_up: NameList


@dataclass(frozen=True)
class Official:
    """The whole table."""

    columns: Sequence[Column]
    names: bool
    rows: list[OfficialRow]


def official(form: Form, fields: Sequence[FieldRow], names: Names) -> Official | None:
    """The table; None where the form has none."""
    columns = columns_of(form)
    if not columns:
        return None
    rows = [
        OfficialRow(
            field,
            _names(names, field, ResultOutcome.DONE, field.completed, "completed"),
            _names(names, field, ResultOutcome.NOT_DONE, field.uncompleted, "uncompleted"),
            _names(names, field, ResultOutcome.GIVEN_UP, field.given_up, "given_up"),
        )
        for field in fields
    ]
    return Official(columns, has_names(columns), rows)


def _names(names: Names, field: FieldRow, outcome: ResultOutcome, number: int, link: str) -> NameList:
    rows = names.get((field.code, outcome.value), [])
    return NameList(rows, number - len(rows), field.links[link])
