"""Days of a period in words: "ngày 20 của tháng cuối kỳ", "05 ngày làm việc đầu quý", "thứ Sáu", "hết quý"."""

import re
from typing import NamedTuple

from shared.language.bounds import WEEKDAY, WEEKDAYS, weekday_of
from shared.language.day_rules import build
from shared.language.periods import PeriodError
from shared.language.points import LAST, Point
from shared.language.recurrence import Repeat
from shared.language.repeat_words import contradiction
from shared.language.stretch_words import Stretch, read_number, read_stretch
from shared.language.yearly_words import read_dates

_OF = "(?: (?:cua |trong )?(?P<stretch>.+))?"
_EDGE = "(?:(?P<first>dau(?: tien)?)|(?P<last>cuoi(?: cung)?))"
_WORKING = "(?P<working>lam viec )?"
_ENDED = "(?:sau|ke tu|tinh tu|tu)(?: khi| ngay)*(?: ket thuc| het)(?: cua)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:ngay )?(?P<weekday>{WEEKDAY}) {_EDGE}{_OF}",
        rf"(?P<weekday>{WEEKDAY}){_OF}",
        rf"ngay {_WORKING}(?:thu )?{_EDGE}{_OF}",
        rf"ngay {_WORKING}thu (?P<number>[0-9]+|[a-z]+){_OF}",
        rf"(?P<number>[0-9]+) ngay {_WORKING}dau(?: tien)?{_OF}",
        rf"(?P<number>[0-9]+) ngay {_WORKING}(?P<ended>{_ENDED}) (?P<stretch>.+)",
        rf"ngay (?P<date>[0-9]+){_OF}",
    )
)
_NAMED_WEEKDAY = re.compile(f"ngay (?={WEEKDAY})")


class Days(NamedTuple):
    """What words may mean, each as the points of a rule; `settled`: they say of which period."""

    readings: tuple[tuple[Point, ...], ...]
    settled: bool


def read_days(words: str, repeat: Repeat, wording: str) -> Days | None:
    """The days that plain words name; None when they are not understood.

    Raises PeriodError ``repeat_contradicts`` (text, said, repeat), ``repeat_dates_count`` (text, dates, periods,
    repeat), ``repeat_month_missing`` (text), ``repeat_which_weekday`` (text, weekday), ``repeat_impossible_day`` (day,
    period) and ``period_impossible_date`` (text).
    """
    if dates := read_dates(words, repeat, wording):
        return Days((dates.points,), dates.settled)
    if repeat is Repeat.WEEK:
        words = _NAMED_WEEKDAY.sub("", words)
    found = next(filter(None, (form.fullmatch(words) for form in _FORMS)), None)
    if not found:
        return None
    said = found.groupdict()
    if said.get("date"):
        return _dated(int(found["date"]), said["stretch"], repeat, wording)
    stretch = read_stretch(said["stretch"], repeat, wording)
    if stretch and said.get("ended"):
        stretch = Stretch(repeat, 1, settled=True) if stretch.unit is repeat and stretch.place == 0 else None
    if not stretch or stretch.place is None:
        return None
    edge = 1 if said.get("first") else LAST if said.get("last") else 0
    if said.get("weekday"):
        point = _weekday(weekday_of(said["weekday"] or ""), edge, stretch, wording)
        return Days(((point,),), stretch.settled) if point else None
    number = edge or read_number(said.get("number") or "")
    return Days(((_point(stretch, number, working=bool(said["working"])),),), stretch.settled)


def read_end(words: str, repeat: Repeat, wording: str) -> Days | None:
    """The last day of the stretch that plain words name: "(hết) quý", "(trong) tháng sau"."""
    stretch = read_stretch(words, repeat, wording) if words else None
    return Days(((_point(stretch, LAST),),), stretch.settled) if stretch and stretch.place is not None else None


def _dated(day: int, words: str | None, repeat: Repeat, wording: str) -> Days | None:
    """A day of a month. Where it is not said which month, a quarter's or half-year's may be one of three."""
    if repeat is Repeat.WEEK:
        raise contradiction(wording, Repeat.MONTH, repeat)
    stretch = read_stretch(words, repeat, wording)
    if not stretch:
        return None
    if stretch.place is not None and (stretch.unit is Repeat.MONTH):
        return Days(((_point(stretch, day),),), stretch.settled)
    if repeat is Repeat.YEAR or stretch.settled:
        raise PeriodError("repeat_month_missing", text=wording)
    months = [Stretch(Repeat.MONTH, place, settled=True) for place in (1 - repeat.months, 0, 1)]
    return Days(tuple((_point(month, day),) for month in months), settled=True)


def _weekday(weekday: int, edge: int, stretch: Stretch, wording: str) -> Point | None:
    """A weekday of a week, or the first or last one of a longer stretch."""
    if stretch.unit is Repeat.WEEK:
        return None if edge else _point(stretch, weekday + 1)
    if not edge:
        raise PeriodError("repeat_which_weekday", text=wording, weekday=WEEKDAYS[weekday])
    return build(Point, unit=stretch.unit, place=stretch.place, day=edge, weekday=weekday)


def _point(stretch: Stretch, day: int, *, working: bool = False) -> Point:
    """A week's last day is told as its seventh: a Sunday."""
    number = 7 if stretch.unit is Repeat.WEEK and day == LAST and not working else day
    if number > 366:
        raise PeriodError("repeat_impossible_day", day=day, period=stretch.unit.noun)
    return build(Point, unit=stretch.unit, place=stretch.place, day=number, working=working)
