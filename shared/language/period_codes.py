"""The codes of periods: which days they are, which follow each other, which longer periods they lie in."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from shared.language.periods import PeriodError
from shared.language.recurrence import PERIOD_CODE, Repeat


class Span(NamedTuple):
    """Consecutive days, both inclusive."""

    first: date
    last: date

    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


_PARTS = re.compile("(?P<year>[0-9]{4})(?:-(?P<letter>[WQH]?)(?P<number>[0-9]+))?")
_LETTERS = {None: Repeat.YEAR, "H": Repeat.HALF_YEAR, "Q": Repeat.QUARTER, "": Repeat.MONTH, "W": Repeat.WEEK}
_FORMATS = {Repeat.YEAR: "", Repeat.HALF_YEAR: "-H{}", Repeat.QUARTER: "-Q{}", Repeat.MONTH: "-{:02}"}


def parts(code: str) -> tuple[Repeat, int, int]:
    """How long the period is, its year, and its number in the year. Raises PeriodError ``period_code_unknown``."""
    found = _PARTS.fullmatch(code) if re.match(PERIOD_CODE, code) else None
    if not found:
        raise PeriodError("period_code_unknown", period=code)
    return _LETTERS[found["letter"]], int(found["year"]), int(found["number"] or 1)


def repeat_of(code: str) -> Repeat:
    """How long the period is. Raises PeriodError ``period_code_unknown``."""
    return parts(code)[0]


@lru_cache(maxsize=4_096)
def span(code: str) -> Span:
    """The days of a period. Raises PeriodError ``period_code_unknown``, also for a week that its year lacks."""
    repeat, year, number = parts(code)
    try:
        if repeat is Repeat.WEEK:
            return Span(date.fromisocalendar(year, number, 1), date.fromisocalendar(year, number, 7))
        following = year * 12 + number * repeat.months
        first = date(year, (number - 1) * repeat.months + 1, 1)
        return Span(first, date(following // 12, following % 12 + 1, 1) - timedelta(days=1))
    except ValueError as error:
        raise PeriodError("period_code_unknown", period=code) from error


def code_of(repeat: Repeat, day: date) -> str:
    """The period of this length that the day lies in."""
    if repeat is Repeat.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return f"{day.year:04}" + _FORMATS[repeat].format((day.month - 1) // repeat.months + 1)


def moved(code: str, by: int) -> str:
    """The period so many periods later, or earlier where `by` is negative."""
    repeat, year, number = parts(code)
    if repeat is Repeat.WEEK:
        return code_of(repeat, span(code).first + timedelta(weeks=by))
    ahead, place = divmod(number - 1 + by, 12 // repeat.months)
    return f"{year + ahead:04}" + _FORMATS[repeat].format(place + 1)


def previous(code: str) -> str:
    """The period before, of the same length: what figures are compared with."""
    return moved(code, -1)


def belonging_day(code: str) -> date:
    """The day that says which longer periods a period belongs to: a week's Thursday (ISO 8601), else its last day."""
    first, last = span(code)
    return first + timedelta(days=3) if repeat_of(code) is Repeat.WEEK else last


def part_of(code: str, repeat: Repeat) -> str:
    """The period of this length that a period belongs to: a week to the month of its Thursday.

    Of a shorter length it is the last one within: the last month of a quarter.
    """
    return code_of(repeat, belonging_day(code))


def month_of(code: str) -> str:
    """The month that a week belongs to; of a longer period its last month."""
    return part_of(code, Repeat.MONTH)


def enclosing(code: str) -> tuple[str, ...]:
    """The longer periods that a period belongs to, the shortest first: month, quarter, half-year, year."""
    longer = [repeat for repeat in Repeat if repeat.months > repeat_of(code).months]
    return tuple(part_of(code, repeat) for repeat in longer)


def codes(repeat: Repeat, first: date, last: date) -> tuple[str, ...]:
    """The periods of a stretch of days, in order.

    A month, quarter, half-year or year counts when at least one of its days does, a week when its Thursday does: so
    the weeks of a year are those of ISO 8601, and neighbouring years share none.
    """
    week = repeat is Repeat.WEEK
    code = code_of(repeat, first + timedelta(days=(3 - first.weekday()) % 7) if week else first)
    found: list[str] = []
    while (belonging_day(code) if week else span(code).first) <= last:
        found.append(code)
        code = moved(code, 1)
    return tuple(found)
