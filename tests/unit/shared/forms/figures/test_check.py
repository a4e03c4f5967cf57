"""When a table may be sent, where a fault is mended, and what is made of what was typed."""

from decimal import Decimal

import pytest
from hypothesis import given

from shared.contracts.forms import Form
from shared.errors import DomainError, RefusalsError
from shared.forms.columns.answers import typed_again
from shared.forms.figures.check import not_understood
from shared.forms.figures.kind import KIND
from shared.forms.figures.model import Figures, FiguresDraft, TypedFigures, TypedRow, drafted
from tests.unit.shared.forms.figures.examples import (
    COUNTS,
    FORM,
    ROWS,
    draft,
    faults,
    filling,
    row,
    said,
    tables,
    told,
    whole,
)


def test_a_whole_table_has_no_fault_and_says_what_was_typed_and_what_follows() -> None:
    typed = whole((45, 3, 2), (30, 15, 5), (0, 0, 0), remark="Bố trí thêm bàn khám")
    assert faults(typed) == []
    found = told(typed)
    numbers = {one.column: one.number for one in found.said_in("dich-vu")}
    assert numbers == {"hai-long": 45, "binh-thuong": 3, "khong": 2, "tong": 50, "ty-le": 90}
    assert "ty-le" not in {one.column for one in found.said_in("thai-do")}, "a share of nothing is none"
    assert found.remark == "Bố trí thêm bàn khám"


def test_each_fault_names_its_row_and_column_and_an_untouched_row_is_one() -> None:
    typed = draft(row("dich-vu", "mười", 3, -1), row("chat-luong", 1))
    assert faults(typed) == [
        ("answer_number_unreadable", "rows.dich-vu.answers.hai-long"),
        ("answer_too_small", "rows.dich-vu.answers.khong"),
        ("answer_missing", "rows.chat-luong.answers.binh-thuong"),
        ("answer_missing", "rows.chat-luong.answers.khong"),
        ("figures_row_missing", "rows.thai-do"),
    ]


def test_a_fault_leads_to_its_cell_and_names_the_row() -> None:
    typed, places = draft(row("dich-vu", "mười", 3, 1)), []
    for fault in KIND.faults(typed, filling()):
        place = KIND.place(fault, typed, filling())
        places.append((place.address, place.about))
    assert places == [
        ("#o-dich-vu-answers-hai-long", "Câu hỏi dich-vu"),
        ("#o-chat-luong", "Câu hỏi chat-luong"),
        ("#o-thai-do", "Câu hỏi thai-do"),
    ]
    assert KIND.place(DomainError("figures_empty", field="nil"), typed, filling()).address == "#nil"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (draft(), [("figures_empty", "nil")]),
        (draft(remark="Chưa xong"), [("figures_empty", "nil")]),
        (draft(nil=True), [("nil_reason_missing", "reason")]),
        (draft(nil=True, reason="Nghỉ lễ"), []),
        (draft(row("dich-vu", 1, 1, 1), nil=True, reason="Nghỉ lễ"), [("figures_both", "nil")]),
    ],
)
def test_a_nil_is_explicit_and_explained(typed: FiguresDraft, found: list[tuple[str, str]]) -> None:
    assert faults(typed) == found


def test_a_nil_says_nothing_else() -> None:
    found = told(draft(nil=True, reason="Nghỉ lễ", missing=("Tuần 18",)))
    assert (found.nil, found.reason, found.rows, found.missing) == (True, "Nghỉ lễ", (), ())
    assert told(whole((1, 1, 1), (1, 1, 1), (1, 1, 1), reason="thừa")).reason == ""


def test_while_one_types_only_what_cannot_be_understood_is_a_fault() -> None:
    typed = draft(row("dich-vu", "mười", 3), row("chat-luong", 1.5))
    assert [(fault.code, fault.field) for fault in not_understood(typed, FORM)] == [
        ("answer_number_unreadable", "rows.dich-vu.answers.hai-long"),
        ("answer_not_whole", "rows.chat-luong.answers.hai-long"),
    ]


def sent(*rows: TypedRow) -> dict[str, str]:
    return {f"o-{one.row}.answers.{answer.column}": answer.text for one in rows for answer in one.answers}


def test_what_a_browser_sends_is_the_draft_and_what_is_asked_no_longer_stays() -> None:
    gone = FORM.model_copy(update={"rows": (*ROWS, FORM.rows[0].model_copy(update={"code": "cu", "retired": True}))})
    before = draft(row("cu", 9, 9, 9), row("dich-vu", 1, 1, 1, han_che="cũ"), missing=("Tuần 18",))
    values = {**sent(row("dich-vu", 45, 3, 2), row("chat-luong", "mười")), "remark": " Tốt ", "page": "x"}
    after = KIND.written(values, before, filling(gone)).draft
    assert after == draft(
        row("cu", 9, 9, 9), row("dich-vu", 45, 3, 2), row("chat-luong", "mười"), missing=("Tuần 18",), remark="Tốt"
    )


def test_what_cannot_be_stored_is_refused_at_its_input() -> None:
    wrong = {
        "o-dich-vu.answers.hai-long": "1\x00",
        "o-dich-vu.answers.binh-thuong": "3",
        "o-dich-vu.answers.khong": "9" * 10_001,
        "o-thai-do.answers.khong": "\x00",
    }
    with pytest.raises(RefusalsError) as caught:
        KIND.written(wrong, draft(), filling())
    assert [one.field for one in caught.value.causes] == [
        "o-dich-vu.answers.hai-long",
        "o-dich-vu.answers.khong",
        "o-thai-do.answers.khong",
    ]


def test_a_client_is_told_which_row_or_column_is_none() -> None:
    typed = TypedFigures(table=(row("la", 1), row("dich-vu", 1), row("dich-vu", 2), row("thai-do", cot_la="1")))
    composed = KIND.composed(typed, draft(), ())
    assert [(one.code, one.field) for one in KIND.refused(composed, draft(), filling())] == [
        ("row_unknown", "table.0.row"),
        ("row_twice", "table.2.row"),
        ("column_unknown", "table.3.answers.0.column"),
    ]


def test_progress_counts_rows_and_a_nil_is_all_of_them() -> None:
    assert KIND.progress(None, filling()) == (0, 3)
    assert KIND.progress(draft(row("dich-vu", 1), row("thai-do", 2)), filling()) == (2, 3)
    assert KIND.progress(draft(nil=True), filling()) == (3, 3)


def test_two_units_drafts_joined_keep_the_firsts_rows_and_both_remarks() -> None:
    first, second = draft(row("dich-vu", 1), remark="A"), draft(row("dich-vu", 2), row("thai-do", 3), remark="B")
    joined = first.joined(second)
    assert {one.row: one.answers[0].text for one in joined.table} == {"dich-vu": "1", "thai-do": "3"}
    assert joined.remark == "A\n\nB"


@given(tables())
def test_what_was_delivered_typed_again_says_the_same(made: tuple[Form, FiguresDraft]) -> None:
    """Through the model's own JSON, as it is stored and sent."""
    form, typed = made
    said_once = told(typed, form)
    stored = Figures.model_validate_json(said_once.model_dump_json())
    assert stored == said_once
    again = draft(*(TypedRow(row=one.row, answers=typed_again(one.answers)) for one in stored.rows))
    assert told(again, form) == said_once


@given(tables())
def test_what_a_page_sends_back_unchanged_changes_nothing(made: tuple[Form, FiguresDraft]) -> None:
    form, typed = made
    values: dict[str, str] = {}
    for one in typed.table:
        for answer in one.answers:
            name = f"o-{one.row}.answers.{answer.column}"
            several = next(c for c in form.columns if c.code == answer.column).type.value == "select_multiple"
            values |= {f"{name}:{line}": "on" for line in answer.text.splitlines()} if several else {name: answer.text}
    after = KIND.written(values, typed, filling(form)).draft
    assert told(drafted(after), form) == told(typed, form)


def test_numbers_are_told_by_row_and_column() -> None:
    numbers = KIND.numbers(said((45, 3, 2), (30, 15, 5), (1, 0, 0)))
    assert numbers["dich-vu/hai-long"] == Decimal(45)
    assert {f"thai-do/{code}": numbers[f"thai-do/{code}"] for code in COUNTS} == {
        "thai-do/hai-long": 1,
        "thai-do/binh-thuong": 0,
        "thai-do/khong": 0,
    }
