"""Rules for the days of a repeated form: until when it is due, from when it is open, which days it counts."""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from shared.language.deadlines import ClockTime, Deadline
from shared.language.period_codes import Span, codes, parts, span
from shared.language.periods import PeriodError, Wording
from shared.language.points import Point, nearest_working_day
from shared.language.recurrence import Repeat
from shared.language.vietnamese import VIETNAM, format_date

Model = TypeVar("Model", bound=BaseModel)
Points = Annotated[tuple[Point, ...], Field(min_length=1, max_length=12)]
"""One for all periods, or one for each period of a year ("10/6 và 10/12")."""


class DayOff(StrEnum):
    """Where a day goes that is not worked."""

    NEXT = "next"
    PREVIOUS = "previous"


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    wording: Wording
    repeat: Repeat

    def _point(self, points: tuple[Point, ...], code: str) -> Point:
        """Raises PeriodError ``period_code_unknown`` for a period of another length."""
        repeat, _, number = parts(code)
        if repeat is not self.repeat:
            raise PeriodError("period_code_unknown", period=code)
        return points[0] if len(points) == 1 else points[number - 1]

    def _check(self, points: tuple[Point, ...]) -> None:
        """Raises PeriodError ``repeat_impossible_day`` for a day that a period of a common year would lack."""
        allowed = {1} if self.repeat is Repeat.WEEK else {1, 12 // self.repeat.months}
        if len(points) not in allowed or not all(self._fits(point) for point in points):
            raise ValueError("the points do not fit the repeat")
        for code in common_year(self.repeat):
            if not (point := self._point(points, code)).working:
                point.day_of(code)

    def _fits(self, point: Point) -> bool:
        """Whether the point is of the period, of its neighbours, or of months around it."""
        if point.unit is self.repeat:
            return abs(point.place) <= 1
        return point.unit is Repeat.MONTH and self.repeat.months > 1


class DayRule(_Rule):
    """A day in every period, with the wording that said so.

    As a due day it is a Deadline: `time` and `inclusive` mean what they mean there. As an opening it is the beginning
    of the day, or its `time`. `day_off`: where the day goes when it is not worked; None: it stays.
    """

    points: Points
    time: ClockTime | None = None
    inclusive: bool = True
    day_off: DayOff | None = None

    @model_validator(mode="after")
    def _holds_in_every_period(self) -> Self:
        self._check(self.points)
        return self

    def day(self, code: str) -> date:
        """The day in a period. Raises PeriodError ``period_code_unknown``."""
        day = self._point(self.points, code).day_of(code)
        return nearest_working_day(day, 1 if self.day_off is DayOff.NEXT else -1) if self.day_off else day

    def due(self, code: str) -> Deadline:
        """When a period is due, in concrete words."""
        return Deadline.on(self.day(code), self.time, inclusive=self.inclusive)

    def opens_at(self, code: str) -> datetime:
        """The moment, in UTC, from which a period is open."""
        return datetime.combine(self.day(code), self.time or time.min, VIETNAM).astimezone(UTC)

    @property
    def early(self) -> bool:
        """Whether the day ends before half of its period is over: a report can hardly be meant."""
        return any(self._early_in(code) for code in common_year(self.repeat))

    def _early_in(self, code: str) -> bool:
        (first, last), through = span(code), self.day(code) + timedelta(days=1)
        return through - first < last + timedelta(days=1) - through

    def later(self) -> Self:
        """The rule with the days of the period after."""
        points = tuple(point.moved(1, self.repeat) for point in (*self.points[1:], self.points[0]))
        return self.model_copy(update={"points": points})


class WindowRule(_Rule):
    """The days whose figures a period counts, both inclusive; they may begin in the year before."""

    first: Points
    last: Points

    @model_validator(mode="after")
    def _holds_in_every_period(self) -> Self:
        """Raises PeriodError ``window_ends_before_start`` (start, end) and ``repeat_impossible_day``."""
        self._check(self.first)
        self._check(self.last)
        for code in common_year(self.repeat):
            first, last = self.window(code)
            if last < first:
                raise PeriodError("window_ends_before_start", start=format_date(first), end=format_date(last))
        return self

    def window(self, code: str) -> Span:
        """The days that a period counts. Raises PeriodError ``period_code_unknown``."""
        return Span(self._point(self.first, code).day_of(code), self._point(self.last, code).day_of(code))


def common_year(repeat: Repeat) -> tuple[str, ...]:
    """The periods by which a rule is tried: those of a year without 29/02, or a week without days off."""
    return ("2026-W31",) if repeat is Repeat.WEEK else codes(repeat, date(2026, 1, 1), date(2026, 12, 31))


def build(model: type[Model], **fields: Any) -> Model:
    """The model. Raises the PeriodError that its validators raised, which pydantic would hide in its own."""
    try:
        return model(**fields)
    except ValidationError as error:
        for fault in error.errors():
            if isinstance(cause := fault.get("ctx", {}).get("error"), PeriodError):
                raise cause from error
        raise
