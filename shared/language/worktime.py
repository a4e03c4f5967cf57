"""How much working time is left until a deadline, in kinds that a page puts into words."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shared.language.deadlines import Deadline
from shared.language.vietnamese import VIETNAM

HOLIDAYS = Path(__file__).with_name("holidays.json")
"""The days off of each year; written by ``make holidays``."""

FIXED_HOLIDAYS = ("01-01", "04-30", "05-01", "09-02")
"""What the solar calendar fixes (Bộ luật Lao động 2019, Điều 112): all that is known of years that the file lacks."""


@dataclass(frozen=True)
class YearOff:
    """Where a year differs from Monday to Friday: weekdays off, and weekend days worked in exchange."""

    off: frozenset[dt.date]
    worked: frozenset[dt.date]


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday but for holidays, their substitutes and what the Government exchanged for a weekend day."""
    year = year_off(day.year)
    return day in year.worked or (day.weekday() < 5 and day not in year.off)


def working_days_between(first: dt.date, last: dt.date) -> int:
    """Working days after `first` up to and with `last`; 0 when `last` is not later."""
    weeks, rest = divmod(max((last - first).days, 0), 7)
    whole = first + dt.timedelta(weeks=weeks)
    counted = 5 * weeks + sum((whole + dt.timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))
    for number in range(first.year, last.year + 1):
        year = year_off(number)
        counted += sum(first < day <= last for day in year.worked) - sum(first < day <= last for day in year.off)
    return counted


@cache
def year_off(year: int) -> YearOff:
    known = _file().get(str(year), {"off": FIXED_HOLIDAYS, "worked": ()})
    off, worked = ([dt.date.fromisoformat(f"{year:04}-{day}") for day in known[name]] for name in ("off", "worked"))
    return YearOff(frozenset(day for day in off if day.weekday() < 5), frozenset(worked))


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(HOLIDAYS.read_text(encoding="utf-8"))
    return found


def due_words(deadline: Deadline, now: dt.datetime) -> tuple[str, dict[str, Any]]:
    """What is to be said of a deadline: its kind and the numbers that fill the sentence.

    Kinds: ``left`` (`days` working days), ``weekend`` (`days` calendar days, none of them worked), ``today``,
    ``passed`` (today, by the clock), ``late`` (`days` calendar days). Always with `bound` (``at``, ``before`` or
    ``through``), `date` and `time`, which say until when.
    """
    today = now.astimezone(VIETNAM).date()
    time = deadline.time
    last = deadline.date if time or deadline.inclusive else deadline.date - dt.timedelta(days=1)
    bound = "at" if time else "through" if deadline.inclusive else "before"
    clock = "" if time is None else f"{time.hour} giờ" + (f" {time.minute:02}" if time.minute else "")
    written = f"{deadline.date.day:02}/{deadline.date.month}/{deadline.date.year}"  # as the plans write it
    words = {"bound": bound, "date": written, "time": clock}
    if not deadline.met_by(now):
        late = (today - last).days
        return ("late" if late else "passed"), words | {"days": late}
    if last == today:
        return "today", words | {"days": 0}
    working = working_days_between(today, last)
    return ("left", words | {"days": working}) if working else ("weekend", words | {"days": (last - today).days})
