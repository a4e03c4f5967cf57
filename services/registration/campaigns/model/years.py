"""A plan moved to another year: only dates of the plan itself move, and nothing that it quotes or names.

What is not surely the plan's own stays letter for letter: a person is told of it, nothing is guessed.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from shared.contracts.campaigns import CampaignRound
from shared.contracts.forms import Period, Window
from shared.language.deadlines import Deadline
from shared.language.period_codes import repeat_of, span
from shared.language.periods import PeriodError
from shared.language.recurrence import Repeat
from shared.language.schedule import Schedule
from shared.language.vietnamese import VIETNAM, format_date

Day = TypeVar("Day", date, datetime)

_QUOTED = re.compile(r"“[^”]*(?:”|$)|‘[^’]*(?:’|$)|«[^»]*(?:»|$)|\"[^\"]*(?:\"|$)|^[^“]*”|^[^«]*»")
"""Quotations; one that is not closed goes on to the end, one that is not opened began with the text."""
_YEAR = r"(?<!\d){year}(?!\d)"
_NO_SPAN = re.compile(r"(?!\s*(?:[-–—/]|,\s*(?:năm\s+)?\d|(?:đến|và|với|so)\b))", re.IGNORECASE)
"""What may follow the plan's own year: no span of years, no second one."""
_FOREIGN = re.compile(
    r"\b(?:lần thứ|giải(?! pháp| quyết)|thi(?! đua)|luật|pháp lệnh|hiến pháp|nghị định|nghị quyết|thông tư|chỉ thị"
    r"|quyết định|công văn|kết luận|thực hiện kế hoạch|kế hoạch số|chương trình|đề án|dự án|chủ đề|chỉ số|index"
    r"|giai đoạn|nhiệm kỳ|khóa|kỷ niệm|căn cứ|hưởng ứng|tiến tới|theo(?! từng| dõi)|số \d+|ngày \d+)\b",
    re.IGNORECASE,
)
"""What begins the name of something else than the plan: a competition, a law, a document, a theme, a span of years."""
_POINTS_AT = re.compile(
    r"(?:[-–—]|\b(?:tháng\s+\d+|quý\s+\S+|tuần\s+\d+|(?:từ|đến|trước|sau|hết|với|các|những|và)(?: đầu| cuối)?))\s*$",
    re.IGNORECASE,
)
"""Words right before "năm 2022" that make a date or a span of it."""
_WEEKDAY = re.compile(r"\bthứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])\b|\bchủ nhật\b", re.IGNORECASE)
_DATE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?P<first>\s*[/.-]\s*|\s+tháng\s+)(?P<month>\d{1,2})(?P<second>\s*[/.-]\s*|,?\s+năm\s+)"
    r"(?P<year>\d{4})(?!\d)"
)


def moved(day: Day, years: int) -> Day:
    """The same day of another year; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def retitled(title: str, year: int, years: int) -> str:
    """A title with the plan's own `year` moved: its first mention outside quotations, where it reads "năm 2022" and is
    no part of the name of something else, of a date or of a span of years.
    """
    for found in re.finditer(_YEAR.format(year=year), title):
        if _inside_quotation(title, found.start()):
            continue
        before = re.fullmatch(r"(?P<words>.*\b|)năm\s+", title[: found.start()], re.IGNORECASE | re.DOTALL)
        own = before and not _FOREIGN.search(before["words"]) and not _POINTS_AT.search(before["words"])
        if own and _NO_SPAN.match(title, found.end()):
            return title[: found.start()] + str(year + years) + title[found.end() :]
        break
    return title


def redated(wording: str, days: Mapping[date | None, date]) -> str:
    """A wording with those dates that it gives outside quotations replaced, in the form in which they are written."""

    def written(found: re.Match[str]) -> str:
        own = _day(found)
        if own not in days or _inside_quotation(wording, found.start()):
            return found[0]
        day = days[own]
        number = found["day"] if int(found["day"]) == day.day else str(day.day)
        return f"{number}{found['first']}{found['month']}{found['second']}{day.year}"

    return _DATE.sub(written, wording)


def moved_deadline(due: Deadline, years: int) -> Deadline:
    """The deadline in another year, in its own words where they give its date and no day of the week, else in plain."""
    if not years:
        return due
    on = moved(due.date, years)
    wording = redated(due.wording, {due.date: on})
    later = Deadline(date=on, time=due.time, inclusive=due.inclusive, wording=wording)
    kept = wording != due.wording and not _WEEKDAY.search(wording)
    return later if kept else later.model_copy(update={"wording": _plain(later)})


def moved_schedule(schedule: Schedule, years: int) -> Schedule:
    """The schedule over the same days of another year; its wordings name no year."""
    return schedule.model_copy(update={"first": moved(schedule.first, years), "last": moved(schedule.last, years)})


def moved_periods(periods: tuple[Period, ...], years: int) -> tuple[Period, ...]:
    """Periods that no schedule makes, in another year: without the week 53 that it may lack, were it not the only one.

    A week goes to the week of the same number with all its days of the week, what is longer to the same dates.
    """
    if not years:
        return periods
    found = ((period, _later_code(period.code, years)) for period in periods)
    return tuple(_moved_period(period, code, years) for period, code in found if code != "") or periods


def _later_code(code: str | None, years: int) -> str | None:
    """The code of another year; empty where there is no such week."""
    later = code and f"{int(code[:4]) + years:04}{code[4:]}"
    try:
        return later and span(later) and later
    except PeriodError:
        return ""


def _moved_period(period: Period, code: str | None, years: int) -> Period:
    """A period with its opening and its window."""
    opens, window = period.opens_at, period.window
    if code and period.code and repeat_of(code) is Repeat.WEEK:
        return _moved_week(period, code, span(code).first - span(period.code).first)
    return Period(
        code=code,
        opens_at=moved(opens.astimezone(VIETNAM), years) if opens else None,
        due=moved_deadline(period.due, years),
        window=Window(first=moved(window.first, years), last=moved(window.last, years)) if window else None,
    )


def _moved_week(period: Period, code: str, by: timedelta) -> Period:
    opens, window, due = period.opens_at, period.window, period.due
    later = due.model_copy(update={"date": due.date + by})
    return Period(
        code=code,
        opens_at=opens + by if opens else None,
        due=later.model_copy(update={"wording": _plain(later)}),
        window=Window(first=window.first + by, last=window.last + by) if window else None,
    )


def moved_round(turn: CampaignRound, years: int) -> CampaignRound:
    """A round with those days in its wording that are its own."""
    starts, ends = turn.starts and moved(turn.starts, years), moved(turn.ends, years)
    days = {turn.ends: ends} | ({turn.starts: starts} if starts else {})
    return turn.model_copy(update={"starts": starts, "ends": ends, "wording": redated(turn.wording, days)})


def _inside_quotation(text: str, place: int) -> bool:
    return any(quoted.start() <= place < quoted.end() for quoted in _QUOTED.finditer(text))


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _plain(due: Deadline) -> str:
    """A deadline in words that `Deadline.parse` reads as this very deadline."""
    bound = "" if due.time and due.inclusive else "đến hết " if due.inclusive else "trước "
    return f"{bound}{_clock(due.time) if due.time else ''}ngày {format_date(due.date)}"


def _clock(at: time) -> str:
    return f"{at.hour} giờ {at.minute:02} phút " if at.minute else f"{at.hour} giờ "
