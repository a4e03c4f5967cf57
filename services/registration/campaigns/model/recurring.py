"""The periods of a repeated form for a year, until the schedule of a wording makes them (`shared.language`)."""

import datetime as dt

from shared.contracts.forms import Period, Window
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat
from shared.language.vietnamese import VIETNAM, format_date

MONTHS = {Repeat.MONTH: 1, Repeat.QUARTER: 3, Repeat.HALF_YEAR: 6, Repeat.YEAR: 12}
CODES = {Repeat.MONTH: "{}-{:02}", Repeat.QUARTER: "{}-Q{}", Repeat.HALF_YEAR: "{}-H{}", Repeat.YEAR: "{}"}


def periods_of(repeat: Repeat, year: int) -> tuple[Period, ...]:
    """Every period of the year, open from its first day on and due on the Monday after its last.

    Weeks are those of ISO 8601: the first and the last may reach into the years beside.
    """
    if repeat is Repeat.WEEK:
        weeks = range(1, dt.date(year, 12, 28).isocalendar().week + 1)
        return tuple(_period(f"{year}-W{week:02}", *_week(year, week)) for week in weeks)
    months = MONTHS[repeat]
    return tuple(
        _period(CODES[repeat].format(year, place + 1), *_months(year, place * months + 1, months))
        for place in range(12 // months)
    )


def _week(year: int, week: int) -> tuple[dt.date, dt.date]:
    return dt.date.fromisocalendar(year, week, 1), dt.date.fromisocalendar(year, week, 7)


def _months(year: int, first: int, months: int) -> tuple[dt.date, dt.date]:
    after = first + months
    end = dt.date(year + after // 13, (after - 1) % 12 + 1, 1) - dt.timedelta(days=1)
    return dt.date(year, first, 1), end


def _period(code: str, first: dt.date, last: dt.date) -> Period:
    monday = last + dt.timedelta(days=7 - last.weekday())
    return Period(
        code=code,
        opens_at=dt.datetime.combine(first, dt.time.min, VIETNAM),
        due=Deadline(date=monday, inclusive=True, wording=f"đến hết ngày {format_date(monday)}"),
        window=Window(first=first, last=last),
    )
