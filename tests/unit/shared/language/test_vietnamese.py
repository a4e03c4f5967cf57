import re
from datetime import UTC, date, datetime, timedelta, timezone
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.language.vietnamese import (
    VIETNAM,
    collation_key,
    fold,
    format_date,
    format_instant,
    long_date,
    nfc,
)

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.text("aăâeêioôơuưyđĐ\u0300\u0323\u031b\u0302 \n\t2")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (normalize("NFD", "  Phường Đống Đa "), "Phường Đống Đa"),
        ("dòng một\r\ndòng hai\n", "dòng một\ndòng hai"),
        ("cột\tcột", "cột\tcột"),
        ("\u00a0x\u3000", "x"),
        ("", ""),
    ],
)
def test_text_is_stored_in_one_form(typed: str, stored: str) -> None:
    assert nfc(typed) == stored


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ab\x00", "control character U+0000 at position 3"),
        ("\ud800b", "lone surrogate U+D800 at position 1"),
        ("a\rb", "control character U+000D at position 2"),
        ("a\x85", "control character U+0085 at position 2"),
        ("\x1f", "control character U+001F at position 1"),
    ],
)
def test_text_that_cannot_be_stored_says_where(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        nfc(text)


@given(TEXT)
def test_the_stored_form_is_stable(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text) == nfc(normalize("NFD", text))


@pytest.mark.parametrize(
    "variant", ["Hòa  Đồng", "hoà đồng", "HÒA ĐỒNG", "HOA DONG", " hoa\n\tdong ", normalize("NFD", "Hoà Đồng")]
)
def test_variants_of_a_word_have_one_search_key(variant: str) -> None:
    assert fold(variant) == "hoa dong"


@given(TEXT)
def test_the_search_key_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(normalize("NFD", text)) == fold(normalize("NFC", text))


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"),
        ["ma", "mà", "mả", "mã", "má", "mạ", "mă", "mằ", "mâ", "mầ", "mi"],
        ["Đa", "đà", "Đe", "e"],
        ["da", "dy", "đa"],
        ["Phường 1", "Phường 02", "Phường 2", "Phường 10", "Phường 15", "Phường A"],
        ["Khoa Dược", "Khoa Nội", "Khoa Xét nghiệm", "Phòng Kế hoạch - Nghiệp vụ", "Phòng Tổ chức - Hành chính"],
        ["An", "An Bình", "Anh", "Ân"],
        ["ba mươi", "ba mười", "bà mươi"],
        ["hoa", "hoà", "hòa", "hoá"],
        ["", "-", "1", "a", "я", "中"],
    ],
)
def test_alphabetical_order(ordered: list[str]) -> None:
    for form in ("NFC", "NFD"):
        keys = [collation_key(normalize(form, text)) for text in ordered]
        assert sorted(set(keys)) == keys


def test_runs_of_digits_may_be_of_any_length() -> None:
    assert collation_key("9" * 9999) < collation_key("1" + "0" * 9999)


@given(TEXT, TEXT)
def test_any_two_texts_can_be_ordered(one: str, other: str) -> None:
    same = nfc(" ".join(one.split())) == nfc(" ".join(other.split()))
    assert (collation_key(one) == collation_key(other)) is same
    assert (collation_key(one) < collation_key(other)) or (collation_key(one) >= collation_key(other))


def test_dates_are_written_as_in_vietnam() -> None:
    assert format_date(date(2022, 5, 7)) == "07/05/2022"
    assert format_date(date(1, 1, 1)) == "01/01/0001"
    assert long_date(date(2022, 6, 9)) == "09 tháng 6 năm 2022"
    assert long_date(date(2022, 2, 10)) == "10 tháng 02 năm 2022"


def test_instants_are_shown_by_vietnams_clock() -> None:
    assert format_instant(datetime(2022, 5, 13, 3, 5, tzinfo=UTC)) == "10:05 13/05/2022"
    assert format_instant(datetime(2022, 5, 12, 23, 0, tzinfo=timezone(timedelta(hours=5)))) == "01:00 13/05/2022"
    with pytest.raises(ValueError, match="time zone"):
        format_instant(datetime(2022, 5, 13))  # noqa: DTZ001
    assert datetime(2022, 5, 13, tzinfo=VIETNAM).utcoffset() == timedelta(hours=7)
