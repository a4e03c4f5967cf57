"""Wordings of the days that a period's figures are counted over ("từ ngày 15 tháng trước đến ngày 14 ...")."""

import re

from shared.language.day_rules import WindowRule, build
from shared.language.day_words import read_days
from shared.language.periods import PeriodError, stored_wording
from shared.language.points import Point
from shared.language.recurrence import Repeat
from shared.language.repeat_words import contradiction, rule_text
from shared.language.yearly_words import YearDate, read_date, yearly_points

_RANGE = re.compile(
    "(?:so lieu )?(?:duoc )?(?:tinh )?(?:luy ke )?(?:tinh )?(?:ke )?tu (?P<first>.+?) "
    "(?:cho )?(?:den|toi)(?: het)? (?P<last>.+)"
)
_AND = re.compile("(?:,|;| va) (?=(?:tinh )?tu )")

_Ends = tuple[tuple[Point, ...], tuple[Point, ...]]


def read_window(text: str, repeat: Repeat) -> tuple[WindowRule, ...]:
    """What a wording may mean as the window of a repeated form.

    One rule: understood. Two: doubtful; dates are given for the first period of a year only, and the others may begin
    where the one before ends or with the year ("lũy kế"). Raises PeriodError ``window_unreadable`` (text),
    ``window_ends_before_start`` (start, end) and what `read_due` raises.
    """
    wording = stored_wording(text)
    words, said = rule_text(wording)
    if said not in (None, repeat, Repeat.YEAR):
        raise contradiction(wording, said, repeat)
    ranges = [_RANGE.fullmatch(part) for part in _AND.split(words)]
    pairs = [(found["first"], found["last"]) for found in ranges if found]
    readings = _readings(pairs, repeat, wording) if len(pairs) == len(ranges) else ()
    if not readings:
        raise PeriodError("window_unreadable", text=wording)
    return tuple(build(WindowRule, wording=wording, repeat=repeat, first=first, last=last) for first, last in readings)


def _readings(pairs: list[tuple[str, str]], repeat: Repeat, wording: str) -> tuple[_Ends, ...]:
    if repeat.months and (dates := [tuple(read_date(end, wording) for end in pair) for pair in pairs]):
        firsts = [first for first, _ in dates if first]
        lasts = [last for _, last in dates if last]
        if len(firsts) == len(lasts) == len(pairs):
            return _dated(firsts, lasts, repeat, wording)
        if len(pairs) == len(firsts) == 1 and (last := _end(pairs[0][1], repeat, wording)):
            return ((yearly_points(firsts * (12 // repeat.months), repeat), last),)
    if len(pairs) != 1:
        return ()
    first, last = (_end(end, repeat, wording) for end in pairs[0])
    return ((first, last),) if first and last else ()


def _dated(firsts: list[YearDate], lasts: list[YearDate], repeat: Repeat, wording: str) -> tuple[_Ends, ...]:
    """Dates at both ends: for each period of the year, or for the first one only."""
    periods = 12 // repeat.months
    if len(firsts) == periods:
        return ((yearly_points(firsts, repeat), yearly_points(lasts, repeat)),)
    if len(firsts) > 1 or not 1 <= lasts[0].month <= repeat.months:
        raise PeriodError("repeat_dates_count", text=wording, dates=len(firsts), periods=periods, repeat=repeat.noun)
    alike, last = yearly_points(firsts, repeat), yearly_points(lasts, repeat)
    return (alike, last), (yearly_points(firsts * periods, repeat), last)


def _end(words: str, repeat: Repeat, wording: str) -> tuple[Point, ...] | None:
    """One end of a window. Raises PeriodError ``repeat_month_missing`` where its month is not said."""
    days = read_days(words, repeat, wording)
    if days and len(days.readings) > 1:
        raise PeriodError("repeat_month_missing", text=wording)
    return days.readings[0] if days else None
