"""Vietnamese text and dates: one stored form, a search key, codes, alphabetical order, the written form of dates."""

import re
import unicodedata
from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def _vietnam() -> tzinfo:
    try:
        return ZoneInfo("Asia/Ho_Chi_Minh")
    except ZoneInfoNotFoundError:  # a slim image has no tz data; Vietnam has kept +07:00 since 1975
        return timezone(timedelta(hours=7), "+07")


VIETNAM = _vietnam()
"""The time zone of every date and clock time that people read or write."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def nfc(text: str) -> str:
    """The form in which text is stored: NFC, lines ending with LF, outer whitespace stripped.

    Raises ValueError, naming the position from 1, on a lone surrogate or a control character other than
    line feed and tab.
    """
    text = text.replace("\r\n", "\n")
    if found := _FORBIDDEN.search(text):
        name = "lone surrogate" if unicodedata.category(found[0]) == "Cs" else "control character"
        raise ValueError(f"{name} U+{ord(found[0]):04X} at position {found.start() + 1}")
    return unicodedata.normalize("NFC", text).strip()


def fold(text: str) -> str:
    """The key by which text is searched: no marks, đ as d, no case, runs of whitespace as one space.

    "Hòa", "hoà" and "HOA" have one key, in NFC and NFD alike.
    """
    # Folding case may bring out marks and dropping marks may bring out case: hence NFD on both sides.
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    bare = "".join(character for character in folded if not unicodedata.category(character).startswith("M"))
    return " ".join(bare.replace("đ", "d").split())


ID_LENGTH = 60


def proposed_code(text: str) -> str:
    """A stable code from words that people read: "Cải cách tài chính công" becomes ``cai-cach-tai-chinh-cong``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:ID_LENGTH].strip("-")


_ALPHABET = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_PIECE = re.compile(r"(?P<number>[0-9]+)|(?P<base>.)(?P<marks>[\u0300-\u036f]*)", re.DOTALL)

CollationKey = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]


def collation_key(text: str) -> CollationKey:
    """A key that sorts text in Vietnamese alphabetical order, for use in memory.

    Letters come first (a ă â b c d đ ..., with f j w z in their Latin places), then tones word by word
    (ngang huyền hỏi ngã sắc nặng), so that "hòa" and "hoà" stay together. Runs of digits compare as
    numbers: "Phường 2" before "Phường 10".
    """
    spaced = " ".join(text.split())
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for piece in _PIECE.finditer(unicodedata.normalize("NFD", spaced.casefold())):
        if number := piece["number"]:
            digits = number.lstrip("0")
            letters += [(1, len(digits)), *((1, int(digit)) for digit in digits)]
            continue
        weight, marked = _letter(piece["base"], piece["marks"])
        letters.append(weight)
        tones += marked
    return tuple(letters), tuple(tones), unicodedata.normalize("NFC", spaced)


@lru_cache(maxsize=1_000)
def _letter(base: str, marks: str) -> tuple[tuple[int, int], tuple[int, ...]]:
    """A letter's weight and its tones; a space begins the tones of a word. Texts are made of few letters."""
    letter = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in _TONES))
    tones = tuple(_TONES[mark] for mark in marks if mark in _TONES)
    first = letter[0]
    weight = (2, _ALPHABET[letter]) if letter in _ALPHABET else (3 if first.isalpha() else 0, ord(first))
    return weight, (0, *tones) if letter == " " else tones


def format_date(day: date) -> str:
    """A date as dd/mm/yyyy."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def long_date(day: date) -> str:
    """A date in the words of a document: "09 tháng 6 năm 2022" (Nghị định 30/2020/NĐ-CP, Phụ lục I).

    Days below 10 and the months 1 and 2 are written with a zero.
    """
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02} tháng {month} năm {day.year:04}"


def format_instant(moment: datetime) -> str:
    """A moment as Vietnam's clock shows it, "10:05 13/05/2022".

    Raises ValueError for a datetime without time zone.
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment without time zone cannot be shown")
    local = moment.astimezone(VIETNAM)
    return f"{local:%H:%M} {format_date(local)}"


def format_number(value: Decimal) -> str:
    """A number as Vietnam writes it, "1.234,5", without zeros after the comma."""
    short = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    return f"{short:,f}".translate(str.maketrans(",.", ".,"))
