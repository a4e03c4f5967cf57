"""Numbers and sums of money as Vietnamese people write them.

A point (or a space) stands between thousands and a comma before decimals (Luật Kế toán 88/2015/QH13, Điều 11): "1.234"
is one thousand two hundred and thirty-four wherever it is typed, "12.5" is twelve and a half because it can mean
nothing else, and "1,234.5" is not understood.
"""

import re
from decimal import Decimal

from shared.language.vietnamese import fold

WHOLE_DIGITS, DECIMALS = 12, 6
"""How many digits a number may have before and after the comma."""

_NUMBER = re.compile(r"(?P<whole>-?(?:[1-9]\d{0,2}(?:[. ]\d{3})+|\d+))(?:,(?P<part>\d+))?", re.ASCII)
_POINTED = re.compile(r"-?\d+\.\d+", re.ASCII)  # "12.5": a point that cannot stand between thousands
_CURRENCY = re.compile(r" ?(?:dong|vnd|d|₫)$")
_SCALES = {"nghin": 3, "ngan": 3, "trieu": 6, "tr": 6, "ty": 9, "ti": 9}
_SCALED = re.compile(rf"(?P<number>[\d., ]*\d) ?(?P<scale>{'|'.join(_SCALES)})(?: |$)", re.ASCII)


def read_number(text: str) -> Decimal | None:
    """A number as Vietnam writes it: "1.234,5" and "1 234,5" are 1234.5, "12,5 %" is 12.5.

    None for what is not a number, or has more than 12 digits before or 6 after the comma.
    """
    words = re.sub(r"[\s\u00a0\u202f]+", " ", text).replace("\u2212", "-").removesuffix("%").strip()
    if found := _NUMBER.fullmatch(words):
        words = f"{re.sub('[. ]', '', found['whole'])}.{found['part'] or '0'}"
    elif not _POINTED.fullmatch(words):
        return None
    whole, _, part = words.lstrip("-").partition(".")
    if len(whole.lstrip("0")) > WHOLE_DIGITS or len(part.rstrip("0")) > DECIMALS:
        return None
    return short(Decimal(f"{'-' if words.startswith('-') else ''}{whole}.{part.rstrip('0') or '0'}"))


def read_money(text: str) -> Decimal | None:
    """A sum in whole đồng: "1.500.000 đ", "2 triệu", "1,5 tỷ đồng", "1 tỷ 500 triệu".

    None for what is not one, for parts of a đồng, and for what is only said in conversation ("2 triệu 5").
    """
    words = _CURRENCY.sub("", fold(text).replace("\u2212", "-").removesuffix("."))
    value = _scaled(words) if words[-1:].isalpha() else None if "%" in words else read_number(words)
    return value if value is not None and value == value.to_integral_value() else None


def short(value: Decimal) -> Decimal:
    """The one spelling of a number: without zeros after the comma, without an exponent, nothing without a minus."""
    value = value + 0
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _scaled(words: str) -> Decimal | None:
    """Numbers with a word behind each. Where there are several, they are whole and each is less than one of the word
    before."""
    total, limit, rest = Decimal(0), WHOLE_DIGITS, words.removeprefix("-")
    several = False
    while rest:
        found = _SCALED.match(rest)
        number = read_number(found["number"]) if found else None
        if found is None or number is None:
            return None
        rest = rest[found.end() :]
        several = several or bool(rest)
        scale = _SCALES[found["scale"]]
        value = number.scaleb(scale)
        if value >= 10**limit or (several and number != number.to_integral_value()):
            return None
        total, limit = total + value, scale
    return short(-total if words.startswith("-") else total)
