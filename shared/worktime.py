"""How much working time is left until a deadline, in kinds that a page puts into words."""

import datetime as dt
from typing import Any

from shared.deadlines import Deadline
from shared.vietnamese import VIETNAM

FIXED_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})
"""Month and day of the holidays that the solar calendar fixes (Bộ luật Lao động 2019, Điều 112)."""


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, but for the fixed holidays; those of the lunar calendar are decided year by year."""
    return day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS


def working_days_between(first: dt.date, last: dt.date) -> int:
    """Working days after `first` up to and with `last`; 0 when `last` is not later."""
    weeks, rest = divmod(max((last - first).days, 0), 7)
    whole = first + dt.timedelta(weeks=weeks)
    counted = 5 * weeks + sum((whole + dt.timedelta(days=n)).weekday() < 5 for n in range(1, rest + 1))
    holidays = (dt.date(year, month, day) for year in range(first.year, last.year + 1) for month, day in FIXED_HOLIDAYS)
    return counted - sum(first < holiday <= last and holiday.weekday() < 5 for holiday in holidays)


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
