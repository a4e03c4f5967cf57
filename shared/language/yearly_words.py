"""Dates that come every year: "15/12", "10/6 và 10/12", "15 tháng 01 năm sau"."""

import re
from typing import NamedTuple

from shared.language.day_rules import build
from shared.language.periods import PeriodError
from shared.language.points import Point
from shared.language.recurrence import Repeat
from shared.language.repeat_words import contradiction

_DATE = re.compile(
    r"(?:ngay )?(?P<day>[0-9]{1,2}) ?(?:/|(?:cua )?thang) ?(?P<month>[0-9]{1,2})"
    r"(?:,? (?:cua |trong )?(?:nam (?P<after>sau|tiep theo|ke tiep)|nam (?P<before>(?:lien )?truoc)|"
    r"(?P<own>(?:(?:nam |ky |nam ky )?bao cao|nam nay|cung nam)))(?: ky bao cao)?)?"
)
_AND = re.compile(r" ?[,;] ?(?:va )?| va ")


class Dates(NamedTuple):
    """One point for each period of a year; `settled`: the words say of which year."""

    points: tuple[Point, ...]
    settled: bool


class YearDate(NamedTuple):
    """A day of a month, counted from January of the period's year as 1: December of the year before is 0."""

    month: int
    day: int


def read_dates(words: str, repeat: Repeat, wording: str) -> Dates | None:
    """A date for each period of a year; None when the words are no list of dates.

    Raises PeriodError ``repeat_dates_count``, ``repeat_contradicts`` (in a week), ``period_impossible_date``.
    """
    found = [_DATE.fullmatch(part) for part in _AND.split(words)]
    said = [match for match in found if match]
    if len(said) < len(found):
        return None
    if repeat is Repeat.WEEK:
        raise contradiction(wording, Repeat.YEAR, repeat)
    periods = 12 // repeat.months
    if len(said) != periods:
        raise PeriodError("repeat_dates_count", text=wording, dates=len(said), periods=periods, repeat=repeat.noun)
    settled = any(match["after"] or match["before"] or match["own"] for match in said)
    dates = [_date(match, wording) for match in said]
    return Dates(yearly_points(sorted(dates), repeat), settled)


def yearly_points(dates: list[YearDate], repeat: Repeat) -> tuple[Point, ...]:
    """The dates as points, the first of the year's first period."""
    return tuple(
        build(Point, unit=Repeat.MONTH, place=month - repeat.months * (index + 1), day=day)
        for index, (month, day) in enumerate(dates)
    )


def _date(found: re.Match[str], wording: str) -> YearDate:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        raise PeriodError("period_impossible_date", text=wording)
    return YearDate(month + (12 if found["after"] else -12 if found["before"] else 0), day)


def read_date(words: str, wording: str) -> YearDate | None:
    """One date of a year; None when the words are none. Raises PeriodError ``period_impossible_date``."""
    found = _DATE.fullmatch(words)
    return _date(found, wording) if found else None
