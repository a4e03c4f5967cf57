"""The schedule of a repeated form: what an administrator says of it, and the periods that follow from it."""

from datetime import date, datetime
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shared.language.day_rules import DayRule, WindowRule, build
from shared.language.deadlines import Deadline
from shared.language.period_codes import Span, codes
from shared.language.period_names import period_name
from shared.language.periods import PeriodError
from shared.language.recurrence import Repeat
from shared.language.vietnamese import format_date, format_instant

PERIODS_LIMIT = 600
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2899, 12, 31))]


class Occurrence(NamedTuple):
    """A period of a form; the fields mean what those of `contracts.forms.Period` mean."""

    code: str
    due: Deadline
    opens_at: datetime | None
    window: Span | None


class Schedule(BaseModel):
    """A form that is asked for in every period from `first` to `last`.

    `opening` None: every period is open from the announcement on. `window` None: its figures are those of its own
    days. A period belongs to it as `period_codes.codes` says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: Day
    last: Day
    due: DayRule
    opening: DayRule | None = None
    window: WindowRule | None = None

    @property
    def repeat(self) -> Repeat:
        return self.due.repeat

    @classmethod
    def planned(
        cls,
        first: date,
        last: date,
        due: DayRule,
        opening: DayRule | None = None,
        window: WindowRule | None = None,
    ) -> Self:
        """The schedule that an administrator gives.

        Only here is it held against the calendar: what was stored stays readable when holidays change. Raises
        PeriodError ``schedule_empty`` (repeat), ``schedule_too_long`` (limit), ``schedule_opens_after_due`` (period,
        opens, due) and what the model itself refuses.
        """
        found = build(cls, first=first, last=last, due=due, opening=opening, window=window)
        periods = found.periods()
        if not periods:
            raise PeriodError("schedule_empty", repeat=found.repeat.noun)
        if len(periods) > PERIODS_LIMIT:
            raise PeriodError("schedule_too_long", limit=PERIODS_LIMIT)
        for code, due_by, opens_at, _ in periods:
            if opens_at and opens_at >= due_by.boundary:
                opens = format_instant(opens_at)
                raise PeriodError("schedule_opens_after_due", period=period_name(code), opens=opens, due=due_by.wording)
        return found

    @model_validator(mode="after")
    def _is_of_one_repeat(self) -> Self:
        """Raises PeriodError ``period_ends_before_start`` (start, end), ``schedule_repeats_differ`` (repeat, other)."""
        if self.last < self.first:
            raise PeriodError("period_ends_before_start", start=format_date(self.first), end=format_date(self.last))
        for rule in filter(None, (self.opening, self.window)):
            if rule.repeat is not self.repeat:
                raise PeriodError("schedule_repeats_differ", repeat=self.repeat.noun, other=rule.repeat.noun)
        return self

    def periods(self) -> tuple[Occurrence, ...]:
        """The periods, in order."""
        return tuple(map(self.period, codes(self.repeat, self.first, self.last)))

    def period(self, code: str) -> Occurrence:
        """The period of a code. Raises PeriodError ``period_code_unknown`` for one of another length."""
        return Occurrence(
            code=code,
            due=self.due.due(code),
            opens_at=self.opening.opens_at(code) if self.opening else None,
            window=self.window.window(code) if self.window else None,
        )
