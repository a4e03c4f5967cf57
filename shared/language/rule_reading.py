"""Wordings of a repeated form's due day and opening, read as rules: one, or several that a person chooses from."""

import re

from shared.language.bounds import BOUND, CLOCK, WEEKDAY, Bound, bound_of
from shared.language.day_rules import DayOff, DayRule, build
from shared.language.day_words import Days, read_days, read_end
from shared.language.periods import PeriodError, stored_wording
from shared.language.recurrence import Repeat
from shared.language.repeat_words import contradiction, rule_text
from shared.language.yearly_words import read_dates

_LEAD = "(?:(?:thoi han |han )?(?:gui|nop|bao cao|hoan thanh)(?: bao cao)?(?: la)?:? )?"
_DUE = re.compile(rf"{_LEAD}{BOUND}{CLOCK}(?P<days>.+?)")
_OPENING = re.compile(rf"(?:(?:mo|nop|nhan|gui|bat dau) )*(?:(?:ke |tinh )?tu )?{CLOCK}(?P<days>.+?)")
_DAY_OFF = re.compile(
    r",? (?:neu|truong hop) [^0-9]*?(?:nghi|le|tet|chu nhat)[^0-9]* ngay lam viec "
    r"(?:(?P<next>(?:lien )?(?:tiep theo|ke tiep|lien ke|sau)(?: do)?)|(?:lien )?truoc(?: do)?)"
)
_SEVERAL = re.compile(rf"\bngay [0-9]{{1,2}}\b.*\bngay [0-9]{{1,2}}\b|\b{WEEKDAY}\b.*\b{WEEKDAY}\b")
_DAY = re.compile(r"[0-9]|\bthu [a-z]|chu nhat")


def read_due(text: str, repeat: Repeat) -> tuple[DayRule, ...]:
    """What a wording may mean as the due day of a repeated form.

    One rule: understood. Several: doubtful, a person chooses; `rule_words` says each, and the chosen one is stored and
    never read again. A day that ends before half of its period is over is doubtful unless the words say of which
    period: it may be of the one after. Raises PeriodError for what no rule can be made of; its codes are listed with
    `read_days` and `rule_text`, and ``repeat_day_missing``, ``repeat_several_days``, ``repeat_unreadable``,
    ``deadline_impossible_time``, all with `text`.
    """
    wording = stored_wording(text)
    words, said = rule_text(wording)
    words, day_off = _day_off(words)
    if not (found := _DUE.fullmatch(words)):
        raise _fault(wording, words)
    bound, bound_words = bound_of(found, wording), found["bound"] or ""
    told = re.sub(rf"(,|;| va) {bound_words} ", r"\1 ", found["days"])  # "trước 15/6 và trước 15/12"
    _agree(said, repeat, wording, told)
    days = read_days(told, repeat, wording)
    if not days and (bound_words.endswith("het") or bound_words == "trong"):
        days = read_end(told, repeat, wording)
    counted = re.match("[0-9]+ ngay", told)
    if not days or (not bound.inclusive and (day_off or counted)):
        raise _fault(wording, words)
    return _rules(days, wording, repeat, bound, day_off)


def read_opening(text: str, repeat: Repeat) -> tuple[DayRule, ...]:
    """What a wording may mean as the moment from which a period is open: "từ ngày 01 của tháng cuối kỳ".

    Outcomes and errors as of `read_due`; "trước" and "chậm nhất" open nothing (``opening_unreadable``).
    """
    wording = stored_wording(text)
    words, said = rule_text(wording)
    if not (found := _OPENING.fullmatch(words)):
        raise _fault(wording, words)
    if int(found["hour"] or 0) == 24:  # the end of a day opens nothing on it
        raise PeriodError("deadline_impossible_time", text=wording)
    _agree(said, repeat, wording, found["days"])
    days = read_days(found["days"], repeat, wording)
    if not days:
        raise PeriodError("opening_unreadable", text=wording)
    return _rules(days, wording, repeat, bound_of(found, wording), None)


def _rules(days: Days, wording: str, repeat: Repeat, bound: Bound, day_off: DayOff | None) -> tuple[DayRule, ...]:
    fields = {"wording": wording, "repeat": repeat, "time": bound.time, "inclusive": bound.inclusive}
    found = tuple(build(DayRule, points=points, day_off=day_off, **fields) for points in days.readings)
    return (found[0], found[0].later()) if not days.settled and found[0].early else found


def _agree(said: Repeat | None, repeat: Repeat, wording: str, words: str) -> None:
    """Dates come every year, however many periods it has. Raises PeriodError ``repeat_contradicts``."""
    if said and said is not repeat and not (said is Repeat.YEAR and read_dates(words, repeat, wording)):
        raise contradiction(wording, said, repeat)


def _day_off(words: str) -> tuple[str, DayOff | None]:
    """The words without what they say of a day that is not worked."""
    found = _DAY_OFF.search(words)
    if not found or found.end() < len(words):
        return words, None
    return words[: found.start()], DayOff.NEXT if found["next"] else DayOff.PREVIOUS


def _fault(wording: str, words: str) -> PeriodError:
    several = _SEVERAL.search(words)
    code = "repeat_several_days" if several else "repeat_unreadable" if _DAY.search(words) else "repeat_day_missing"
    return PeriodError(code, text=wording)
