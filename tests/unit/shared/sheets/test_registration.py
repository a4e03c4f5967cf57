"""Mẫu 1: a plan's own fields and columns, what is registered and what is nil."""

import pytest

from shared.contracts.content import Content
from shared.forms.initiatives.check import content_of
from shared.forms.initiatives.sheet import registration_sheet
from shared.sheets.contents import content_sheets
from shared.sheets.model import Cell, Gap, Text, TextList
from tests.unit.registration.examples import DRAFT, campaign
from tests.unit.shared.sheets.examples import (
    CENTRE,
    DEPARTMENT,
    DISTRICT,
    HEAD,
    PLANS,
    items,
    real,
    table_of,
    words,
)


@pytest.mark.parametrize("ident", [DISTRICT, DEPARTMENT, CENTRE])
def test_mau_1_has_the_columns_and_fields_of_its_plan(ident: str) -> None:
    sheet = registration_sheet(real(ident), HEAD, Content())
    assert [column.title for column in table_of(sheet).columns] == [
        "Lĩnh vực",
        "Nội dung đăng ký",
        "Dự kiến tiến độ hoàn thành",
        "Ghi chú",
    ]
    assert [words(row.cells["field"]) for row in table_of(sheet).rows] == [
        [f"{field.number}. {field.name}"] for field in PLANS[ident].fields
    ]
    assert (sheet.form, sheet.caption) == ("Mẫu 1", f"(Kèm theo Kế hoạch số {PLANS[ident].number})")


def test_a_nil_is_an_answer_and_a_blank_is_none() -> None:
    nil = table_of(registration_sheet(campaign(), HEAD, Content(nil_fields=("steering",)))).rows
    assert [nil[0].cells[code] == Cell((Text("-"),), nil=True) for code in ("content", "expected", "note")]
    assert nil[1].cells["content"] == Cell((Gap("answer"),), columns=3)
    assert set(nil[1].cells) == {"field", "content"}
    assert [row.anchor.key for row in nil] == ["fields.steering", "fields.organisation", "fields.public-finance"]


def test_sub_contents_are_numbered_and_leave_the_item_one() -> None:
    first, *_ = table_of(registration_sheet(campaign(), HEAD, DRAFT)).rows
    assert first.anchor.key == "items.a"
    assert first.cells["content"].blocks == (
        Text("Tuyên truyền"),
        TextList((Text("Một"), Text("Hai")), "number"),
    )
    assert first.cells["note"] == Cell()


def test_a_field_stands_once_beside_its_items() -> None:
    said = Content(items=tuple(items("steering", "x", "y")))
    rows = table_of(registration_sheet(campaign(), HEAD, said)).rows
    assert rows[0].cells["field"].rows == 2
    assert "field" not in rows[1].cells


def test_what_was_delivered_reads_as_what_was_typed() -> None:
    said = content_of(DRAFT, campaign())
    assert content_sheets(campaign(), "registration", HEAD, said) == [registration_sheet(campaign(), HEAD, DRAFT)]


def test_an_item_without_words_or_plan_stays_on_the_paper() -> None:
    typed = DRAFT.model_copy(
        update={"items": (DRAFT.items[0].model_copy(update={"field": "cu", "content": "", "expected": ""}),)}
    )
    *_, last = table_of(registration_sheet(campaign(), HEAD, typed)).rows
    assert words(last.cells["field"]) == ["cu"]
    assert last.cells["content"].blocks == (Gap("content"),)
