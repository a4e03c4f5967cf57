"""What is typed into a column is understood by its type and shown as Vietnam writes it, or refused with words."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.columns import Answer, AnswerText, Calculation, ChoiceCount, Column, ColumnType, Tally
from shared.errors import DomainError
from shared.forms.columns.reading import read
from shared.forms.columns.showing import shown
from shared.forms.columns.types import TYPED_NUMBERS, UNTYPED
from tests.unit.shared.forms.columns.examples import choices, column, columns_of, computed, file, sentence, text, typed

T = ColumnType
WAYS = choices("Trực tiếp", "Trực tuyến", "Qua bưu điện")


def what(kind: ColumnType, words: str, **rest: Any) -> str:
    known = column(type=kind, **rest)
    return shown(known, read(known, text("c", words)))


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        (T.TEXT, " Tập huấn\r\ncho trạm ", "Tập huấn\ncho trạm"),
        (T.INTEGER, "1 234", "1.234"),
        (T.INTEGER, "12,0", "12"),
        (T.DECIMAL, "1.234", "1.234"),
        (T.DECIMAL, "1234,50", "1.234,5"),
        (T.MONEY, "1,5 tỷ", "1.500.000.000 đồng"),
        (T.MONEY, "1.500.000 đ", "1.500.000 đồng"),
        (T.DATE, "1/6/2022", "01/06/2022"),
        (T.DATE, "ngày 9 tháng 6 năm 2022", "09/06/2022"),
        (T.PERIOD, "Quý IV/2022", "Quý IV/2022"),
        (T.PERIOD, "khi có yêu cầu", "khi có yêu cầu"),
    ],
)
def test_an_answer_is_shown_as_vietnam_writes_it(kind: ColumnType, words: str, told: str) -> None:
    assert what(kind, words) == told


@pytest.mark.parametrize("words", ["12 hồ sơ", "12 HO SO", "12"])
def test_a_number_may_carry_its_own_unit(words: str) -> None:
    assert what(T.INTEGER, words, unit="hồ sơ") == "12 hồ sơ"
    assert what(T.DECIMAL, "12,5 %", unit="%") == what(T.DECIMAL, "12.5%", unit="%") == "12,5 %"


@pytest.mark.parametrize(
    "words", ["m0\nm2", "m2\nm0", "Trực tiếp; Qua bưu điện", "truc tiep\nqua  bưu điện", "m0;m2;m0"]
)
def test_choices_are_known_by_code_and_by_title(words: str) -> None:
    answer = read(column(type=T.SELECT_MULTIPLE, choices=WAYS), text("c", words))
    assert answer == Answer(column="c", text="m0\nm2", choices=("m0", "m2"))


def test_dates_are_days_and_periods_are_intervals() -> None:
    day, quarter = (
        read(column(type=kind), text("c", words)).period
        for kind, words in ((T.DATE, "1/6/2022"), (T.PERIOD, "Quý IV/2022"))
    )
    assert day is not None
    assert quarter is not None
    assert day.start == day.end
    assert (str(quarter.start), str(quarter.end)) == ("2022-10-01", "2022-12-31")


@pytest.mark.parametrize(
    ("known", "words", "code", "says"),
    [
        (column(), " ", "answer_missing", "Chưa trả lời “Cột c”"),
        (column(type=T.FILE), "tep.pdf", "answer_file_missing", "chọn tệp"),
        (column(type=T.NOTE), "x", "answer_not_typed", "không phải ô để điền"),
        (computed("c", Calculation.SUM, "a", "b"), "3", "answer_not_typed", "không phải ô để điền"),
        (column(type=T.INTEGER), "nhiều", "answer_number_unreadable", "“Cột c”: không hiểu con số “nhiều”"),
        (column(type=T.DECIMAL), "1,234.5", "answer_number_unreadable", "12,5"),
        (column(type=T.DECIMAL), "12 %", "answer_number_unreadable", "đơn vị khác"),
        (column(type=T.DECIMAL, unit="hồ sơ"), "12 %", "answer_number_unreadable", "đơn vị khác"),
        (column(type=T.INTEGER, unit="%"), "12 %%", "answer_number_unreadable", "12 %%"),
        (column(type=T.INTEGER), "12,5", "answer_not_whole", "Hãy bỏ phần lẻ"),
        (column(type=T.MONEY), "2 triệu 5", "answer_money_unreadable", "1,5 tỷ"),
        (column(type=T.MONEY), "-5", "answer_money_negative", "bỏ dấu trừ"),
        (column(type=T.MONEY, minimum=Decimal(-9)), "-10", "answer_too_small", "Nhỏ nhất là -9 đồng"),
        (column(type=T.INTEGER, unit="hồ sơ", minimum=Decimal(1)), "0", "answer_too_small", "Nhỏ nhất là 1 hồ sơ"),
        (column(type=T.DECIMAL, unit="%", maximum=Decimal(100)), "100,1", "answer_too_large", "Lớn nhất là 100 %"),
        (column(type=T.DATE), "Quý IV/2022", "answer_date_unreadable", "30/9/2022"),
        (column(type=T.DATE), "1/6/22", "answer_date_unreadable", "30/9/2022"),
        (column(type=T.DATE), "30/2/2022", "answer_date_impossible", "không có thật"),
        (column(type=T.PERIOD), "30/2/2022", "answer_date_impossible", "không có thật"),
        (column(type=T.PERIOD), "30/9/2022 - 01/6/2022", "answer_period_reversed", "(01/06/2022)"),
        (column(type=T.PERIOD), "x" * 301, "answer_period_too_long", "300"),
        (column(type=T.SELECT_ONE, choices=WAYS), "m9", "answer_choice_unknown", "“m9”. Hãy chọn trong: Trực tiếp; "),
        (column(type=T.SELECT_MULTIPLE, choices=WAYS), "m0\nEmail", "answer_choice_unknown", "“Email”"),
        (column(type=T.SELECT_ONE, choices=WAYS), "m0\nm1", "answer_choice_several", "một mục"),
    ],
)  # fmt: skip
def test_a_refusal_names_the_column_and_the_remedy(known: Column, words: str, code: str, says: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read(known, text("c", words))
    assert (refusal.value.code, refusal.value.field) == (code, "answers.c")
    assert "“Cột c”" in sentence(refusal.value)
    assert says in sentence(refusal.value)


def test_bounds_are_allowed_themselves_and_money_below_zero_where_the_column_says_so() -> None:
    assert what(T.INTEGER, "5", minimum=Decimal(5), maximum=Decimal(5)) == "5"
    assert what(T.MONEY, "-5", minimum=Decimal(-9)) == "-5 đồng"


def test_a_refusal_repeats_no_more_than_is_needed() -> None:
    with pytest.raises(DomainError) as refusal:
        read(column(type=T.INTEGER), text("c", "a" * 10_000))
    assert len(sentence(refusal.value)) < 400


def test_totals_are_shown_as_well() -> None:
    known = column(type=T.SELECT_ONE, choices=WAYS)
    counts = (ChoiceCount(choice="m1", count=1_200), ChoiceCount(choice="m7", count=2))
    assert shown(known, Tally(column="c", counts=counts)) == "Trực tuyến: 1.200; m7: 2"
    assert shown(computed("c", Calculation.SHARE, "a", "b"), Answer(column="c", number=Decimal("12.50"))) == "12,5 %"
    assert (
        shown(computed("c", Calculation.SUM, "a", "b", unit="lượt"), Answer(column="c", number=Decimal(3))) == "3 lượt"
    )
    assert shown(known, None) == ""
    assert shown(column(type=T.FILE), Answer(column="c", attachments=(file(1), file(2)))) == "tep-1.pdf; tep-2.pdf"


@given(columns_of(*(set(T) - UNTYPED)).flatmap(lambda known: st.tuples(st.just(known), typed(known))))
def test_what_is_shown_reads_as_what_it_was(example: tuple[Column, AnswerText]) -> None:
    known, words = example
    answer = read(known, words)
    again = read(known, AnswerText(column="c", text=shown(known, answer), attachments=answer.attachments))
    without_text = {"text": ""} if known.type in TYPED_NUMBERS else {}
    assert again.model_copy(update=without_text) == answer.model_copy(update=without_text)
    assert shown(known, again) == shown(known, answer) != ""


@given(columns_of(*T).flatmap(lambda known: st.tuples(st.just(known), typed(known))))
def test_an_answer_survives_json(example: tuple[Column, AnswerText]) -> None:
    known, words = example
    assert AnswerText.model_validate_json(words.model_dump_json()) == words
    if known.type not in UNTYPED:
        answer = read(known, words)
        assert Answer.model_validate_json(answer.model_dump_json()) == answer


@given(columns_of(*T), st.text(max_size=40))
def test_whatever_is_typed_is_understood_or_refused_with_a_sentence(known: Column, words: str) -> None:
    try:
        typed_text = text("c", words)
    except ValueError:
        return  # a draft holds no such text
    try:
        answer = read(known, typed_text)
    except DomainError as refusal:
        told = sentence(refusal)
    else:
        told = shown(known, answer)
    assert told
