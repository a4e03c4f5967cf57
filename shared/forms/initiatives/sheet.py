"""Mẫu 1: what an organisation registers, field by field."""

from collections.abc import Sequence
from typing import Protocol

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.forms.initiatives.layout import layout
from shared.language.periods import CompletionPeriod
from shared.sheets.fields import FieldHeading, field_headings
from shared.sheets.model import Anchor, Cell, Gap, Letterhead, Sheet, SheetColumn, SheetRow, Table, Text, TextList

WIDTHS = {"field": 26, "content": 40, "expected": 18, "note": 16}
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


class RegistrationContent(Protocol):
    """A registration's content, or its draft."""

    @property
    def items(self) -> Sequence[RegistrationItem]: ...
    @property
    def nil_fields(self) -> Sequence[str]: ...


def registration_sheet(form: Form, campaign: Campaign, letterhead: Letterhead, said: RegistrationContent) -> Sheet:
    """The form with the campaign's fields and headings; fields that it dropped follow while they have items."""
    given = {column.code: column.title for column in form.columns}
    shown = tuple(SheetColumn(c.code, given.get(c.code, c.title), WIDTHS[c.code]) for c in layout().columns)
    rows = []
    for heading in field_headings(campaign, (item.field for item in said.items)):
        items = [item for item in said.items if item.field == heading.code]
        rows += _item_rows(heading, items) if items else [_bare_row(heading, nil=heading.code in said.nil_fields)]
    return Sheet(
        form="Mẫu 1",
        letterhead=letterhead,
        title=form.title.upper(),
        caption=f"(Kèm theo Kế hoạch số {campaign.number})",
        blocks=(Table(form.title, shown, tuple(rows)),),
    )


def _item_rows(heading: FieldHeading, items: Sequence[RegistrationItem]) -> list[SheetRow]:
    """A row an item; the field stands beside all of them."""
    rows = [SheetRow(_item_cells(item), Anchor(f"items.{item.id}", item.content[:80])) for item in items]
    field = Cell((Text(heading.title),), rows=len(rows), heading=True)
    return [SheetRow({"field": field, **rows[0].cells}, rows[0].anchor), *rows[1:]]


def _item_cells(item: RegistrationItem) -> dict[str, Cell]:
    content = Text(item.content) if item.content else Gap("content")
    parts = TextList(tuple(map(Text, item.parts)), "number")
    expected = item.expected if isinstance(item.expected, str) else item.expected.text
    return {
        "content": Cell((content, parts) if item.parts else (content,)),
        "expected": Cell((Text(expected),)),
        "note": Cell((Text(item.note),) if item.note else ()),
    }


def _bare_row(heading: FieldHeading, *, nil: bool) -> SheetRow:
    """A field without items: "-" is an answer, nothing at all is none."""
    answer = {"content": NIL, "expected": NIL, "note": NIL} if nil else {"content": Cell((Gap("answer"),), columns=3)}
    field = Cell((Text(heading.title),), heading=True)
    return SheetRow({"field": field, **answer}, Anchor(f"fields.{heading.code}", heading.name))
