"""A row's answers: what a page sends, what is missing, what is said, who sees it and what it is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.columns import Answer, AnswerText, Calculation, Column, ColumnType
from shared.errors import DomainError, RefusalsError
from shared.forms.columns.answers import as_typed, faults, readable, search_texts, sent
from shared.forms.columns.showing import shown
from shared.forms.columns.types import UNTYPED, asked, visible
from tests.unit.shared.forms.columns.examples import (
    choices,
    column,
    computed,
    file,
    forms,
    rows_of,
    said,
    sentence,
    text,
    typed,
)

T = ColumnType
Columns = tuple[Column, ...]
SURVEY = (
    column("hai-long", T.INTEGER, required=True),
    column("khong", T.INTEGER),
    computed("tong", Calculation.SUM, "hai-long", "khong"),
    computed("hieu", Calculation.DIFFERENCE, "hai-long", "khong"),
    computed("ty-le", Calculation.SHARE, "hai-long", "tong"),
)


def words(columns: tuple[Column, ...], **typed: str) -> dict[str, str]:
    known = {one.code: one for one in columns}
    return {answer.column: shown(known[answer.column], answer) for answer in said(columns, **typed)}


def test_computed_columns_follow_from_the_others_in_whatever_order_they_stand() -> None:
    for columns in (SURVEY, SURVEY[::-1]):
        known = {one.code: one for one in columns}
        answers = readable(columns, [text("hai-long", "2"), text("khong", "1")])
        told = {answer.column: shown(known[answer.column], answer) for answer in answers}
        assert told == {"hai-long": "2", "khong": "1", "tong": "3", "hieu": "1", "ty-le": "66,67 %"}
        assert [answer.column for answer in answers] == [one.code for one in columns]


def test_what_lacks_a_number_or_shares_nothing_has_no_answer() -> None:
    columns = (column("a", T.INTEGER), column("b", T.INTEGER), computed("c", Calculation.SHARE, "a", "b"))
    assert words(columns, a="2") == words(columns, a="2", b="nhiều") == {"a": "2"}
    assert words(columns, a="2", b="0") == {"a": "2", "b": "0"}
    assert words(columns, a="0", b="2")["c"] == "0 %"
    circle = (computed("c", Calculation.SUM, "a", "d"), computed("d", Calculation.SUM, "a", "c"), columns[0])
    assert words(circle, a="2") == {"a": "2"}


def test_sums_beyond_what_an_answer_holds_are_left_out() -> None:
    doubling = [computed(f"s{n}", Calculation.SUM, f"s{n - 1}", f"s{n - 2}") for n in range(2, 80)]
    columns = (column("s0", T.MONEY), column("s1", T.MONEY), *doubling)
    answers = readable(columns, [text("s0", "999 tỷ"), text("s1", "999 tỷ")])
    assert 40 < len(answers) < 80


def test_every_fault_is_told_beside_its_input() -> None:
    columns = (
        *SURVEY,
        column("ngay", T.DATE),
        column("cu", T.INTEGER, required=True, retired=True),
        column("loi", T.NOTE),
        column("tep", T.FILE, required=True),
    )
    found = list(faults(columns, [text("ngay", "mai"), text("cu", "x"), text("loi", "x"), text("bo", "x")]))
    assert [(fault.code, fault.field) for fault in found] == [
        ("answer_missing", "answers.hai-long"),
        ("answer_date_unreadable", "answers.ngay"),
        ("answer_file_missing", "answers.tep"),
    ]
    mended = [text("hai-long", "2"), AnswerText(column="tep", attachments=(file(1),))]
    assert list(faults(columns, mended)) == []


def test_a_retired_column_keeps_what_was_answered_in_it() -> None:
    columns = (column("cu", T.INTEGER, retired=True), column("moi", T.INTEGER))
    assert words(columns, cu="3", moi="2") == {"cu": "3", "moi": "2"}
    assert [one.code for one in asked(columns)] == ["moi"]


def test_a_page_tells_a_choice_by_its_box() -> None:
    columns = (
        column("cach", T.SELECT_MULTIPLE, choices=choices("A", "B", "C")),
        column("ten"),
        column("tep", T.FILE),
        column("loi", T.NOTE),
    )
    page = {"answers.ten": "Tập huấn", "answers.cach:m0": "on", "answers.cach:m2": "on", "answers.tep": "x", "key": "k"}
    assert sent(columns, page) == {"cach": "m0\nm2", "ten": "Tập huấn"}
    assert sent(columns, {}) == {"cach": "", "ten": ""}


def test_a_draft_keeps_what_was_typed_and_names_what_it_cannot_hold() -> None:
    assert as_typed({"a": " x ", "b": " "}, {"c": (file(1),)}) == (
        text("a", "x"),
        AnswerText(column="c", attachments=(file(1),)),
    )
    with pytest.raises(DomainError) as one:
        as_typed({"a": "x" * 10_001, "b": "y"}, {})
    assert (one.value.code, one.value.field) == ("answer_not_storable", "answers.a")
    assert "10000" in sentence(one.value)
    with pytest.raises(RefusalsError) as both:
        as_typed({"a": "x" * 10_001, "b": "\x00y"}, {})
    assert [cause.field for cause in both.value.causes] == ["answers.a", "answers.b"]
    assert sentence(both.value)


@given(forms(*T).flatmap(lambda columns: st.tuples(st.just(columns), rows_of(columns, most=1))))
def test_what_is_said_has_no_faults_but_what_is_missing(
    example: tuple[Columns, list[tuple[Answer, ...]]],
) -> None:
    columns, rows = example
    for row in rows:
        again = [AnswerText(column=one.column, text=one.text, attachments=one.attachments) for one in row]
        assert readable(columns, again) == row
        assert {fault.code for fault in faults(columns, again)} <= {"answer_missing", "answer_file_missing"}


@given(forms(*T).flatmap(lambda columns: st.tuples(st.just(columns), st.tuples(*map(typed, columns)))))
def test_nobody_finds_or_sees_what_does_not_concern_him(
    example: tuple[Columns, tuple[AnswerText, ...]],
) -> None:
    columns, texts = example
    secret = {one.code for one in columns if one.confidential}
    answers = readable(columns, texts)
    open_ones = tuple(one for one in columns if not one.confidential)
    assert visible(columns, concerned=True) == columns
    assert visible(columns, concerned=False) == open_ones
    without = [answer for answer in answers if answer.column not in secret]
    assert list(search_texts(columns, answers)) == list(search_texts(open_ones, without))
    found = {one.code for one in columns if list(search_texts((one,), answers))}
    wordy = {T.TEXT, T.PERIOD, T.FILE, T.SELECT_ONE, T.SELECT_MULTIPLE} - UNTYPED
    assert found == {one.code for one in columns if one.type in wordy} - secret
