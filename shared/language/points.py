"""A day by its place: the 20th of the last month of a period, the fifth working day of the quarter after it."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.language.period_codes import moved, part_of, span
from shared.language.period_names import period_name
from shared.language.periods import PeriodError
from shared.language.recurrence import Repeat
from shared.language.worktime import is_working_day

LAST = -1
MOST_WORKING_DAYS = {Repeat.WEEK: 5, Repeat.MONTH: 15, Repeat.QUARTER: 50, Repeat.HALF_YEAR: 110, Repeat.YEAR: 230}
"""What a period of this length has for certain, Tết and all; but for a week."""


class Point(BaseModel):
    """The `day`-th day of a stretch of calendar (-1: its last); only its working days or one weekday may be counted.

    The stretch is a week, month, ... (`unit`) `place` of them after the one that a period ends in: with months, 0 is
    the period's last month and 1 the month after it. `weekday` counts from Monday as 0, and only the first (1) and
    the last (-1) can be asked for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: Repeat
    place: Annotated[int, Field(ge=-23, le=23)] = 0
    day: Annotated[int, Field(ge=-1, le=366)]
    working: bool = False
    weekday: Annotated[int, Field(ge=0, le=6)] | None = None

    @model_validator(mode="after")
    def _is_a_day(self) -> Self:
        """Raises PeriodError ``repeat_impossible_day``; ValueError for what no wording says."""
        if self.weekday is not None and (self.working or self.day not in (1, LAST)):
            raise ValueError("of a weekday only the first and the last are asked for, working or not")
        if self.day == 0 or (self.working and self.day > MOST_WORKING_DAYS[self.unit]):
            raise PeriodError("repeat_impossible_day", day=self.day, period=self.unit.noun)
        return self

    def day_of(self, code: str) -> date:
        """The day in a period. Raises PeriodError ``repeat_impossible_day`` where the stretch has no such day.

        A working day that a short stretch lacks (the week of Tết) is the next one after it (Bộ luật Dân sự 2015,
        Điều 148, khoản 5).
        """
        stretch = moved(part_of(code, self.unit), self.place)
        first, last = span(stretch)
        if self.working:
            return self._working_day(first, last)
        days = [day for day in span(stretch).days() if self.weekday in (None, day.weekday())]
        if self.day > len(days):
            raise PeriodError("repeat_impossible_day", day=self.day, period=period_name(stretch))
        return days[self.day if self.day == LAST else self.day - 1]

    def _working_day(self, first: date, last: date) -> date:
        if self.day != LAST:
            return next(islice(_worked(first, 1), self.day - 1, None))
        found = next(_worked(last, -1))
        return found if found >= first else next(_worked(last, 1))

    def moved(self, periods: int, repeat: Repeat) -> "Point":
        """The same place so many periods of this length later."""
        steps = 1 if self.unit is repeat else repeat.months // self.unit.months
        return self.model_copy(update={"place": self.place + periods * steps})


def _worked(start: date, step: int) -> Iterator[date]:
    """The working days from a day on, or back from it."""
    return (day for n in count() if is_working_day(day := start + timedelta(days=n * step)))


def nearest_working_day(day: date, step: int) -> date:
    """The day itself when it is worked, else the next one (`step` 1) or the one before (-1)."""
    return next(_worked(day, step))
