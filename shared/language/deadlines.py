"""Deadlines as plans word them: "trước ngày 07/5/2022" excludes the 7th, "10 giờ 13/5/2022" is a clock time."""

import datetime as dt
import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from shared.language.periods import PeriodError, Wording, plain, read_day, stored_wording
from shared.language.vietnamese import VIETNAM

_FIRST_DAY, _LAST_DAY = dt.date(1000, 1, 1), dt.date(2999, 12, 31)  # far from where datetime overflows


def _without_zone(time: dt.time) -> dt.time:
    if time.tzinfo:
        raise ValueError("a deadline's time is Vietnam's clock time, without zone")
    return time


class Deadline(BaseModel):
    """The last moment for something, by Vietnam's calendar and clock, with the plan's own wording.

    Without `time` the whole day is meant: still allowed when `inclusive`, no longer allowed when not. With
    `time`, `inclusive` says whether that very instant is still in time.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: Annotated[dt.date, Field(ge=_FIRST_DAY, le=_LAST_DAY)]
    time: Annotated[dt.time, AfterValidator(_without_zone)] | None = None
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
    def parse(cls, text: str) -> Self:
        """Read a plan's wording: "trước ngày 07/5/2022", "17h30 ngày 13/5/2022", "hết ngày 31/5/2022", "31/5/2022".

        Only "trước" excludes; 24 giờ is the whole day. Raises PeriodError: `deadline_unreadable` for any other
        wording, `deadline_impossible_time`, and the codes of CompletionPeriod.parse.
        """
        wording = stored_wording(text)
        words = _WORDS.fullmatch(plain(wording))
        day = read_day(words["day"]) if words else None
        if not words or not day:
            raise PeriodError("deadline_unreadable", text=wording)
        inclusive = words["bound"] != "truoc"
        if words["hour"] is None:
            return cls(date=day, inclusive=inclusive, wording=wording)
        hour, minute = int(words["hour"]), int(words["minute"] or 0)
        if (hour, minute) == (24, 0):
            return cls(date=day, inclusive=True, wording=wording)
        try:
            time = dt.time(hour, minute)
        except ValueError as error:
            raise PeriodError("deadline_impossible_time", text=wording) from error
        return cls(date=day, time=time, inclusive=inclusive, wording=wording)


_WORDS = re.compile(
    "(?:(?P<bound>truoc|trong|(?:cho )?(?:den|toi)(?: het)?|het|cham nhat(?: la| vao| den)?) )?"
    "(?:(?:vao )?(?:luc )?(?P<hour>[0-9]{1,2}) ?(?:gio|g|h|:) ?(?:(?P<minute>[0-9]{1,2})(?: ?phut)?)?(?:, ?| ))?"
    "(?P<day>(?:ngay )?[0-9].*)"
)
