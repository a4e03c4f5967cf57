"""Numbers and sums as Vietnam writes them: understood exactly, or not at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.language.numbers import read_money, read_number, short
from shared.language.vietnamese import format_number

NUMBERS = st.decimals(-(10**12) + 1, 10**12 - 1, places=6)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("007", "7"),
        ("1.234", "1234"),  # Vietnam's point stands between thousands, also where decimals are asked for
        ("1.234,5", "1234.5"),
        ("1 234 567", "1234567"),
        ("1\u00a0234,50", "1234.5"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),  # cannot stand between thousands
        ("0.123", "0.123"),
        ("12,5 %", "12.5"),
        ("\u22123,25", "-3.25"),
        ("999.999.999.999,999999", "999999999999.999999"),
    ],
)
def test_a_number_is_read_by_the_rule_of_vietnam(text: str, value: str) -> None:
    assert str(read_number(text)) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "một",
        "1,234.5",
        "1,234,567",
        "1.23.456",
        "12.3456789",
        "1.000.000.000.000",
        "1e6",
        "٣",
        "12 %%",
        "5 triệu",
    ],
)
def test_no_number_is_guessed(text: str) -> None:
    assert read_number(text) is None


@given(NUMBERS)
def test_what_is_written_is_read_back(value: Decimal) -> None:
    assert read_number(format_number(value)) == value
    assert str(short(value)) == str(read_number(format_number(value)))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500000", 1_500_000),
        ("1.500.000 đ", 1_500_000),
        ("1.500.000đ.", 1_500_000),
        ("1 500 000 ₫", 1_500_000),
        ("1.500.000 đồng", 1_500_000),
        ("1.500.000 VNĐ", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("500 nghìn", 500_000),
        ("500 ngàn đồng", 500_000),
        ("2 triệu", 2_000_000),
        ("2 trđ", 2_000_000),
        ("1.200 triệu đồng", 1_200_000_000),
        ("1,5 tỷ đồng", 1_500_000_000),
        ("1,5 TỈ", 1_500_000_000),
        ("1 tỷ 500 triệu 200 nghìn đồng", 1_500_200_000),
        ("-2 triệu", -2_000_000),
        ("0", 0),
        ("999 tỷ", 999_000_000_000),
    ],
)
def test_a_sum_is_whole_dong(text: str, value: int) -> None:
    assert read_money(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "đồng",
        "triệu",
        "1,5",
        "1,5 đồng",
        "1,2345678 triệu",  # parts of a đồng
        "2 triệu 5",  # in conversation 2,5 triệu
        "1 tỷ 1500 triệu",
        "500 triệu 1 tỷ",
        "1 triệu 1 triệu",
        "1,5 tỷ 200 triệu",
        "1 tỷ -500 triệu",
        "1.000 tỷ",
        "khoảng 2 triệu",
        "2 - 3 triệu",
        "2 triệu/người",
        "12 %",
        "100 USD",
    ],
)
def test_no_sum_is_guessed(text: str) -> None:
    assert read_money(text) is None


@given(st.integers(0, 999_999_999), st.sampled_from([("nghìn", 3), ("triệu", 6), ("tỷ", 9)]))
def test_a_word_behind_a_number_is_its_zeros(number: int, scale: tuple[str, int]) -> None:
    value = number * 10 ** scale[1]
    assert read_money(f"{format_number(Decimal(number))} {scale[0]} đồng") == (value if value < 10**12 else None)


@given(st.text("0123456789., -%đtriệuynghì", max_size=20))
def test_whatever_is_typed_is_a_whole_sum_or_nothing(text: str) -> None:
    value = read_money(text)
    assert value is None or (value == int(value) and abs(value) < 10**12)
