"""The periods of a repeated form: which days each has, and how a schedule makes them.

A first, small understanding of schedules: `periods_of` is the seam for a fuller one.
"""

import re
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from shared.contracts.forms import Period, Window
from shared.errors import DomainError
from shared.language.deadlines import Deadline
from shared.language.recurrence import PERIOD_CODE, Repeat
from shared.language.vietnamese import VIETNAM, format_date

MOST_YEARS = 10
MONTHS = {Repeat.MONTH: 1, Repeat.QUARTER: 3, Repeat.HALF_YEAR: 6, Repeat.YEAR: 12}
LETTERS = {"W": Repeat.WEEK, "Q": Repeat.QUARTER, "H": Repeat.HALF_YEAR, "": Repeat.MONTH}
FORMATS = {Repeat.MONTH: "{}-{:02}", Repeat.QUARTER: "{}-Q{}", Repeat.HALF_YEAR: "{}-H{}", Repeat.YEAR: "{}"}
_DAY = re.compile(r"ngày (?P<day>[0-9]{1,2})")


def fits(code: str | None, repeat: Repeat) -> bool:
    """Whether a code names a period of this length: every year has twelve months, and not every one a week 53."""
    if code is None or not re.match(PERIOD_CODE, code):
        return False
    year, _, rest = code.partition("-")
    found = LETTERS[rest[0] if not rest[0].isdigit() else ""] if rest else Repeat.YEAR
    if found is not Repeat.WEEK:
        return found is repeat
    try:
        return date.fromisocalendar(int(year), int(rest[1:]), 1) is not None and repeat is Repeat.WEEK
    except ValueError:
        return False


def code_of(repeat: Repeat, day: date) -> str:
    """The period of this length in which a day lies."""
    if repeat is Repeat.WEEK:
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return FORMATS[repeat].format(day.year, (day.month - 1) // MONTHS[repeat] + 1)


def periods_of(repeat: Repeat, first: date, last: date, wording: str) -> tuple[Period, ...]:
    """The periods that begin between two days, or hold the first; due by the wording, each counted over its own days.

    A wording may name a day of the last month ("ngày 20"); without one the last day is meant. Raises DomainError
    ``schedule_backward``, ``schedule_too_long`` or ``schedule_unreadable``, naming the field.
    """
    if last < first:
        raise DomainError("schedule_backward", field="last", start=format_date(first), end=format_date(last))
    if last.year - first.year > MOST_YEARS:
        raise DomainError("schedule_too_long", field="last", years=MOST_YEARS)
    begins = _begin(repeat, first)
    starts = [begins]
    while (begins := _next(repeat, begins)) <= last:
        starts.append(begins)
    edges = [*starts, begins]
    return tuple(_period(repeat, start, following, wording) for start, following in pairwise(edges))


def _period(repeat: Repeat, start: date, following: date, wording: str) -> Period:
    end = following - timedelta(days=1)
    due = Deadline.parse(f"hết ngày {format_date(_due(repeat, end, wording))}")
    opens = datetime.combine(start, time.min, VIETNAM)
    return Period(code=code_of(repeat, start), opens_at=opens, due=due, window=Window(first=start, last=end))


def _due(repeat: Repeat, end: date, wording: str) -> date:
    found = _DAY.search(wording)
    if not wording.strip():
        return end
    if found is None or repeat is Repeat.WEEK:
        raise DomainError("schedule_unreadable", field="wording", text=wording.strip())
    try:
        return end.replace(day=int(found["day"]))
    except ValueError as error:
        raise DomainError("schedule_unreadable", field="wording", text=wording.strip()) from error


def _begin(repeat: Repeat, day: date) -> date:
    """The first day of the period in which a day lies."""
    if repeat is Repeat.WEEK:
        return day - timedelta(days=day.weekday())
    return date(day.year, (day.month - 1) // MONTHS[repeat] * MONTHS[repeat] + 1, 1)


def _next(repeat: Repeat, start: date) -> date:
    if repeat is Repeat.WEEK:
        return start + timedelta(weeks=1)
    months = start.year * 12 + start.month - 1 + MONTHS[repeat]
    return date(months // 12, months % 12 + 1, 1)
