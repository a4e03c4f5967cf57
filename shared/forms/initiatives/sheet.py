"""Mẫu 1: what an organisation registers, field by field."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column, ColumnType
from shared.contracts.forms import Form
from shared.forms.columns.cells import Answers, answer_cells, sheet_column, total_cells
from shared.forms.initiatives.layout import layout
from shared.language.periods import CompletionPeriod
from shared.sheets.fields import FieldHeading, field_headings
from shared.sheets.model import Anchor, Cell, Gap, Letterhead, Sheet, SheetColumn, SheetRow, Table, Text, TextList

WIDTHS = {"field": 26, "content": 40, "expected": 18, "note": 16}
TOTAL = "Tổng cộng"
NIL = Cell((Text("-"),), nil=True)


class RegistrationItem(Protocol):
    """An item as it was delivered, or as it is typed so far."""

    @property
    def id(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def parts(self) -> tuple[str, ...]: ...
    @property
    def expected(self) -> CompletionPeriod | str: ...
    @property
    def note(self) -> str: ...
    @property
    def answers(self) -> Answers: ...


class RegistrationContent(Protocol):
    """A registration's content, or its draft."""

    @property
    def items(self) -> Sequence[RegistrationItem]: ...
    @property
    def nil_fields(self) -> Sequence[str]: ...
    @property
    def nil_reasons(self) -> Mapping[str, str]: ...


def registration_sheet(
    form: Form, campaign: Campaign, letterhead: Letterhead, said: RegistrationContent, *, explain: bool = False
) -> Sheet:
    """The form with the campaign's fields and columns; fields that it dropped follow while they have items.

    `explain`: a nil without its reason is a gap.
    """
    columns = _columns(form)
    added = [column for column in columns if column.code not in WIDTHS]
    rows = []
    for heading in field_headings(campaign, (item.field for item in said.items)):
        items = [item for item in said.items if item.field == heading.code]
        rows += _item_rows(heading, items, added) if items else [_bare_row(heading, columns, said, explain=explain)]
    if total := total_cells(added, [item.answers for item in said.items]):
        rows.append(
            SheetRow({"field": Cell((Text("Tổng cộng"),), heading=True), **total}, Anchor("total", "Tổng cộng"))
        )
    return Sheet(
        form="Mẫu 1",
        letterhead=letterhead,
        title=form.title.upper(),
        caption=f"(Kèm theo Kế hoạch số {campaign.number})",
        blocks=(Table(form.title, tuple(map(_sheet_column, columns)), tuple(rows)),),
    )


def _columns(form: Form) -> list[Column]:
    """The plan's columns in its order; one of Mẫu 1 that it does not name stands in front. Nothing is printed for words
    to whoever fills the form in, nor what is asked no longer."""
    named = {column.code for column in form.columns}
    missing = [column for column in layout().columns if column.code not in named]
    printed = [c for c in form.columns if not c.retired and c.type is not ColumnType.NOTE]
    return [*missing, *printed]


def _sheet_column(column: Column) -> SheetColumn:
    own = WIDTHS.get(column.code)
    return SheetColumn(column.code, column.title, own) if own else sheet_column(column)


def _item_rows(heading: FieldHeading, items: Sequence[RegistrationItem], added: Sequence[Column]) -> list[SheetRow]:
    """A row an item; the field stands beside all of them."""
    rows = [SheetRow(_item_cells(item, added), Anchor(f"items.{item.id}", item.content[:80])) for item in items]
    field = Cell((Text(heading.title),), rows=len(rows), heading=True)
    return [SheetRow({"field": field, **rows[0].cells}, rows[0].anchor), *rows[1:]]


def _item_cells(item: RegistrationItem, added: Sequence[Column]) -> dict[str, Cell]:
    content = Text(item.content) if item.content else Gap("content")
    parts = TextList(tuple(map(Text, item.parts)), "number")
    expected = item.expected if isinstance(item.expected, str) else item.expected.text
    return {
        "content": Cell((content, parts) if item.parts else (content,)),
        "expected": Cell((Text(expected),)),
        "note": Cell((Text(item.note),) if item.note else ()),
        **answer_cells(added, item.answers),
    }


def _bare_row(
    heading: FieldHeading, columns: Sequence[Column], said: RegistrationContent, *, explain: bool
) -> SheetRow:
    """A field without items: "-" is an answer, nothing at all is none."""
    others = [column.code for column in columns if column.code != "field"]
    if heading.code in said.nil_fields:
        answer = _nil_cells(others, said.nil_reasons.get(heading.code, ""), explain=explain)
    else:
        answer = {others[0]: Cell((Gap("answer"),), columns=len(others))}
    field = Cell((Text(heading.title),), heading=True)
    return SheetRow({"field": field, **answer}, Anchor(f"fields.{heading.code}", heading.name))


def _nil_cells(columns: Sequence[str], reason: str, *, explain: bool) -> dict[str, Cell]:
    """ "-" in every column, and why there is nothing in that of remarks; without it behind the first "-"."""
    cells = dict.fromkeys(columns, NIL)
    why = Text(reason) if reason else Gap("answer") if explain else None
    if why and "note" in cells:
        cells["note"] = Cell((why,))
    elif why:
        cells[columns[0]] = Cell((*NIL.blocks, why), nil=True)
    return cells
