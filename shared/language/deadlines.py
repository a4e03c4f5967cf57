"""Deadlines as plans word them: "trước ngày 07/5/2022" excludes the 7th, "10 giờ 13/5/2022" is a clock time."""

import datetime as dt
import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.language.bounds import BOUND, CLOCK, WEEKDAY, WEEKDAYS, bound_of, clock_words, weekday_of
from shared.language.deadline_faults import deadline_fault
from shared.language.period_names import short_date
from shared.language.periods import PeriodError, Wording, plain, read_day, stored_wording
from shared.language.vietnamese import VIETNAM, format_date

_FIRST_DAY, _LAST_DAY = dt.date(1000, 1, 1), dt.date(2999, 12, 31)  # far from where datetime overflows


def _without_zone(time: dt.time) -> dt.time:
    if time.tzinfo:
        raise ValueError("a deadline's time is Vietnam's clock time, without zone")
    return time


ClockTime = Annotated[dt.time, AfterValidator(_without_zone)]
"""A time of day by Vietnam's clock."""


class Deadline(BaseModel):
    """The last moment for something, by Vietnam's calendar and clock, with the plan's own wording.

    Without `time` the whole day is meant: still allowed when `inclusive`, no longer allowed when not. With
    `time`, `inclusive` says whether that very instant is still in time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: Annotated[dt.date, Field(ge=_FIRST_DAY, le=_LAST_DAY)]
    time: ClockTime | None = None
    inclusive: bool
    wording: Wording

    @property
    def boundary(self) -> dt.datetime:
        """The instant, in UTC, up to which one is in time; see `met_by` for the instant itself."""
        whole_day = self.time is None and self.inclusive
        day = self.date + dt.timedelta(days=1) if whole_day else self.date
        return dt.datetime.combine(day, self.time or dt.time.min, VIETNAM).astimezone(dt.UTC)

    def met_by(self, instant: dt.datetime) -> bool:
        """Whether something done at this instant is in time. Raises TypeError for a naive datetime."""
        if self.time is not None and self.inclusive:
            return instant <= self.boundary
        return instant < self.boundary

    @classmethod
    def on(cls, date: dt.date, time: dt.time | None, *, inclusive: bool) -> Self:
        """A deadline in words that `parse` reads: "trước ngày 15/9/2026", "chậm nhất ngày ...", "16 giờ ngày ..."."""
        bound = ("" if time else "chậm nhất") if inclusive else "trước"
        words = (bound, clock_words(time) if time else "", f"ngày {short_date(date)}")
        return cls(date=date, time=time, inclusive=inclusive, wording=" ".join(filter(None, words)))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a plan's wording: "trước ngày 07/5/2022", "17h30 ngày 13/5/2022", "hết ngày 31/5/2022", "31/5/2022",
        "17 giờ thứ Sáu, ngày 17/3/2023".

        Only "trước" excludes; 24 giờ is the whole day. Raises PeriodError ``deadline_wrong_weekday`` (text, said, date,
        weekday), ``deadline_impossible_time`` (text), what `deadline_fault` finds in any other wording, and the codes
        of CompletionPeriod.parse.
        """
        wording = stored_wording(text)
        words = plain(wording)
        found = _WORDS.fullmatch(_BRACKETS.sub(r", \1", words))
        day = read_day(found["day"]) if found else None
        if not found or not day:
            raise deadline_fault(wording, words)
        for weekday in filter(None, (found["weekday"], found["weekday_after"])):
            _check_weekday(wording, day, weekday_of(weekday))
        bound = bound_of(found, wording)
        return cls(date=day, time=bound.time, inclusive=bound.inclusive, wording=wording)


_BRACKETS = re.compile(r",? ?\((.*?)\)")
_WORDS = re.compile(
    rf"{BOUND}{CLOCK}(?:(?:ngay )?(?P<weekday>{WEEKDAY})(?:, ?| ))?"
    rf"(?P<day>(?:ngay )?[0-9].*?)(?:,? (?:la )?(?P<weekday_after>{WEEKDAY}))?"
)


def _check_weekday(wording: str, day: dt.date, said: int) -> None:
    if day.weekday() != said:
        real = WEEKDAYS[day.weekday()]
        raise PeriodError(
            "deadline_wrong_weekday", text=wording, said=WEEKDAYS[said], date=format_date(day), weekday=real
        )
