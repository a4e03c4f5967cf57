"""Mẫu 2 as figures and names: field by field what was registered, completed and not, for any set of columns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from shared.contracts.campaigns import Campaign, Column, Form, FormKind
from shared.contracts.items import Item, ResultOutcome

COLUMNS = (
    Column(code="field", title="Lĩnh vực"),
    Column(code="registered", title="Số lượng đăng ký"),
    Column(code="completed", title="Số lượng hoàn thành"),
    Column(code="uncompleted", title="Nội dung chưa hoàn thành"),
    Column(code="note", title="Ghi chú"),
)
"""Where a plan gives no columns of its own: those of 2958/KH-SYT."""


@dataclass(frozen=True)
class TableRow:
    """A field's row. `open`: items without an answer yet, none in a delivered report.

    `number` is None for a field that the plan dropped.
    """

    code: str
    number: int | None
    name: str
    completed: tuple[Item, ...]
    not_done: tuple[Item, ...]
    given_up: tuple[Item, ...]
    open: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return (*self.completed, *self.not_done, *self.given_up, *self.open)

    @property
    def registered(self) -> int:
        return len(self.items)


def columns_of(form: Form) -> tuple[Column, ...]:
    """The columns of the form's Mẫu 2; none for an interim report, whose plan asks for the outline only."""
    return form.columns or (COLUMNS if form.kind is FormKind.COMPLETION else ())


def names_completed(columns: Sequence[Column]) -> bool:
    """Whether names are asked for beside the figures: they are where what is not completed has a column (2958/KH-SYT).

    The district's form (124/KH-UBND) has figures only.
    """
    return any(column.code == "uncompleted" for column in columns)


def table(items: Iterable[Item], outcomes: Mapping[str, ResultOutcome], campaign: Campaign) -> list[TableRow]:
    """A row for each field of the plan, then for those that it dropped."""
    found = list(items)
    known = {field.code: field for field in campaign.fields}
    rows = []
    for code in dict.fromkeys([*known, *(item.field for item in found)]):
        here = [item for item in found if item.field == code]
        rows.append(
            TableRow(
                code=code,
                number=known[code].number if code in known else None,
                name=known[code].name if code in known else code,
                completed=tuple(item for item in here if outcomes.get(item.id) is ResultOutcome.DONE),
                not_done=tuple(item for item in here if outcomes.get(item.id) is ResultOutcome.NOT_DONE),
                given_up=tuple(item for item in here if outcomes.get(item.id) is ResultOutcome.GIVEN_UP),
                open=tuple(item for item in here if item.id not in outcomes),
            )
        )
    return rows


@dataclass(frozen=True)
class Totals:
    """Sums over all fields: registered = completed + not_done + given_up + open."""

    registered: int
    completed: int
    not_done: int
    given_up: int
    open: int


def totals(rows: Iterable[TableRow]) -> Totals:
    found = list(rows)
    return Totals(
        registered=sum(row.registered for row in found),
        completed=sum(len(row.completed) for row in found),
        not_done=sum(len(row.not_done) for row in found),
        given_up=sum(len(row.given_up) for row in found),
        open=sum(len(row.open) for row in found),
    )
