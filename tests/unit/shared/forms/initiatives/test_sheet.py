"""Mẫu 1: a plan's own fields and columns, what is registered and what is nil."""

import pytest

from shared.forms.initiatives.model import Registration
from shared.forms.registry import kind_of
from shared.sheets.model import Cell, Gap, Text, TextList
from tests.unit.registration.examples import DRAFT, campaign, filling, form_in, said
from tests.unit.shared.sheets.examples import (
    CENTRE,
    DEPARTMENT,
    DISTRICT,
    HEAD,
    PLANS,
    items,
    mau_1,
    real,
    table_of,
    words,
)


@pytest.mark.parametrize("ident", [DISTRICT, DEPARTMENT, CENTRE])
def test_mau_1_has_the_columns_and_fields_of_its_plan(ident: str) -> None:
    sheet = mau_1(Registration(), real(ident))
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
    nil = table_of(mau_1(Registration(nil_fields=("steering",)))).rows
    assert [nil[0].cells[code] == Cell((Text("-"),), nil=True) for code in ("content", "expected", "note")]
    assert nil[1].cells["content"] == Cell((Gap("answer"),), columns=3)
    assert set(nil[1].cells) == {"field", "content"}
    assert [row.anchor.key for row in nil] == ["fields.steering", "fields.organisation", "fields.public-finance"]


def test_sub_contents_are_numbered_and_leave_the_item_one() -> None:
    first, *_ = table_of(mau_1(DRAFT)).rows
    assert first.anchor.key == "items.a"
    assert first.cells["content"].blocks == (
        Text("Tuyên truyền"),
        TextList((Text("Một"), Text("Hai")), "number"),
    )
    assert first.cells["note"] == Cell()


def test_a_field_stands_once_beside_its_items() -> None:
    two = Registration(items=tuple(items("steering", "x", "y")))
    rows = table_of(mau_1(two)).rows
    assert rows[0].cells["field"].rows == 2
    assert "field" not in rows[1].cells


def test_what_was_delivered_reads_as_what_was_typed() -> None:
    plan, delivered = campaign(), said(DRAFT)
    assert kind_of(delivered).sheets(form_in(plan), plan, HEAD, delivered) == [mau_1(DRAFT)]
    assert kind_of(delivered).draft_sheets(filling(plan), HEAD, DRAFT) == [mau_1(DRAFT)]


def test_an_item_without_words_or_plan_stays_on_the_paper() -> None:
    typed = DRAFT.model_copy(
        update={"items": (DRAFT.items[0].model_copy(update={"field": "cu", "content": "", "expected": ""}),)}
    )
    *_, last = table_of(mau_1(typed)).rows
    assert words(last.cells["field"]) == ["cu"]
    assert last.cells["content"].blocks == (Gap("content"),)
