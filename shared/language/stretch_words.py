"""Stretches of calendar in words, as seen from a period: "tháng cuối kỳ", "quý sau", "tháng trước kỳ báo cáo"."""

import re
from typing import NamedTuple

from shared.language.recurrence import Repeat
from shared.language.repeat_words import NOUN, contradiction, noun_repeat

_AFTER = "(?:lien |ngay )?(?:sau|tiep theo|ke tiep|ke sau|lien ke)"
_BEFORE = "(?:lien |ngay )?truoc"
_OWN = "(?:thuoc |cua |trong )?(?:ky )?bao cao|nay|do"
_WHOLE = rf"(?:ky|{NOUN})"
_WHICH = rf"(?P<after>{_AFTER})|(?P<before>{_BEFORE})|(?P<own>{_OWN})"
_WITHIN = re.compile(
    rf"thang (?:(?P<first>dau(?: tien)?)|(?P<last>cuoi(?: cung)?)|thu (?P<number>[a-z]+|[0-9]+))"
    rf"(?: (?:cua |trong )?(?P<whole>{_WHOLE})(?: (?:{_WHICH})(?: bao cao)?)?)?"
)
_AROUND = re.compile(rf"(?P<whole>{_WHOLE})(?: (?:{_WHICH})(?: (?:cua )?(?P<of>{_WHOLE})?(?: bao cao)?)?)?")
ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}


class Stretch(NamedTuple):
    """A `Point`'s unit and place; `settled`: the words say of which period. `place` None: which month is not said."""

    unit: Repeat
    place: int | None
    settled: bool


def read_stretch(words: str | None, repeat: Repeat, wording: str) -> Stretch | None:
    """The stretch that plain words name; None when they name none. No words: the period itself.

    Raises PeriodError ``repeat_contradicts`` for a stretch that no period of this repeat has.
    """
    if not words:
        return Stretch(repeat, 0, settled=False)
    if found := _WITHIN.fullmatch(words):
        return _within(found, repeat, wording)
    found = _AROUND.fullmatch(words)
    if not found:
        return None
    unit, steps, settled = _named(found["whole"], repeat), _steps(found), _settled(found)
    for said in (unit, _named(found["of"], repeat)):
        if said is not repeat and (said is not Repeat.MONTH or not repeat.months):
            raise contradiction(wording, said, repeat)
    if unit is repeat:
        return Stretch(unit, steps, settled)
    return Stretch(unit, {1: 1, 0: None, -1: -repeat.months}[steps], settled)


def _within(found: re.Match[str], repeat: Repeat, wording: str) -> Stretch | None:
    """One of the months of a period."""
    if (said := _named(found["whole"], repeat)) is not repeat or not repeat.months:
        raise contradiction(wording, said if repeat.months else Repeat.MONTH, repeat)
    number = 1 if found["first"] else repeat.months if found["last"] else read_number(found["number"])
    if not 1 <= number <= repeat.months:
        return None
    return Stretch(Repeat.MONTH, number - repeat.months + _steps(found) * repeat.months, _settled(found))


def _named(noun: str | None, repeat: Repeat) -> Repeat:
    return repeat if noun in (None, "ky") else noun_repeat(noun or "")


def _steps(found: re.Match[str]) -> int:
    return 1 if found["after"] else -1 if found["before"] else 0


def _settled(found: re.Match[str]) -> bool:
    return bool(found["after"] or found["before"] or found["own"])


def read_number(words: str) -> int:
    """A number in digits or as an ordinal word; 0 when it is neither."""
    return int(words) if words.isdigit() else ORDINALS.get(words, 0)
