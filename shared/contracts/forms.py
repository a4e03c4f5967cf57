"""Forms: what a campaign asks for, as data. A form is of a kind, has columns, and is sent once or in every period."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, Self

from pydantic import Field, model_validator

from shared.contracts.columns import Column
from shared.contracts.types import Contract, Instant, Line, OptionalParagraph, Slug, is_empty, is_none
from shared.language.deadlines import Deadline
from shared.language.recurrence import PERIOD_CODE, Repeat
from shared.language.schedule import Schedule

PeriodCode = Annotated[str, Field(strict=True, pattern=PERIOD_CODE)]


class FormPeriod(NamedTuple):
    """A form of a campaign in one of its periods; `period` None: it is sent once."""

    form: str
    period: str | None = None

    def __str__(self) -> str:
        return f"{self.form}.{self.period}" if self.period else self.form


class Section(Contract):
    """A section of the narrative report's outline (đề cương). `per_item`: one entry an item."""

    number: Line
    title: Line
    per_item: bool = False
    guidance: OptionalParagraph = ""


class Window(Contract):
    """The days over which a period's figures are counted, both inclusive; it may cross the year."""

    first: dt.date
    last: dt.date


class Period(Contract):
    """One occurrence of a form (kỳ): from when it may be sent, until when it is due, and which days it counts.

    `opens_at` None: from the announcement on. `code` None: of a form that is sent once.
    """

    code: PeriodCode | None = None
    opens_at: Instant | None = None
    due: Deadline
    window: Window | None = None


class Quota(Contract):
    """How many items an organisation is to register: "ít nhất 01", "tối đa 3", in the plan's `wording`.

    It holds for organisations of these `kinds` (all where there are none) but for the named `exceptions`. `demanded`:
    a form that misses it is not sent; else its sender is only told.
    """

    kinds: tuple[Slug, ...] = ()
    exceptions: tuple[Slug, ...] = ()
    at_least: Annotated[int, Field(ge=0, le=1000)] | None = None
    at_most: Annotated[int, Field(ge=0, le=1000)] | None = None
    demanded: bool = False
    wording: OptionalParagraph = ""


class TableRow(Contract):
    """A row of a form's table that is the same for everyone: a question, a service, a task. `retired`: asked no longer;
    what was answered stays."""

    code: Slug
    title: Line
    help: OptionalParagraph = ""
    retired: bool = False


class FileDemand(Contract):
    """A file that goes with the form ("gồm Kế hoạch và mẫu 1")."""

    code: Slug
    title: Line
    required: bool = True


class Form(Contract):
    """What a campaign asks of organisations, once or in each of its periods.

    `code` names it within its campaign for good; several forms may be of one `kind`, a package of `shared.forms`.
    `name` is what it is called in lists, `title` what its paper says. `schedule`: what its periods were made from;
    they may have been changed since. `rows`: of a table that is the same for everyone. `answers`: the form whose items
    a report speaks of; `interim`: such a report looks at progress only. `optional` ("nếu có"): whoever has nothing to
    send owes nothing. `explain_nil`: "-" needs a reason. `former_columns` and `former_rows` are those of earlier
    shapes, the oldest first: a delivered version names the shape that it was written in.
    """

    code: Slug
    kind: Slug
    name: Line
    title: Line
    caption: OptionalParagraph = ""
    repeat: Repeat | None = None
    schedule: Annotated[Schedule | None, Field(exclude_if=is_none)] = None
    periods: Annotated[tuple[Period, ...], Field(min_length=1, max_length=600)]
    columns: tuple[Column, ...] = ()
    former_columns: tuple[tuple[Column, ...], ...] = ()
    rows: Annotated[tuple[TableRow, ...], Field(max_length=200)] = ()
    former_rows: Annotated[tuple[tuple[TableRow, ...], ...], Field(exclude_if=is_empty)] = ()
    outline: tuple[Section, ...] = ()
    answers: Slug | None = None
    interim: bool = False
    optional: bool = False
    explain_nil: bool = False
    quotas: tuple[Quota, ...] = ()
    files: tuple[FileDemand, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _earlier_shape(cls, data: Any) -> Any:
        """A form as it was written before forms were data: its kind was its code, and it was sent once."""
        if not isinstance(data, Mapping) or "code" in data or data.get("kind") not in EARLIER:
            return data
        period = {"periods": [data["period"]]} if "period" in data else {}
        rest = {name: value for name, value in data.items() if name != "period"}
        return {"code": data["kind"], **rest, **EARLIER[data["kind"]], **period}

    def period(self, code: str | None) -> Period | None:
        return next((period for period in self.periods if period.code == code), None)

    def asked_in(self, period: Period) -> FormPeriod:
        return FormPeriod(self.code, period.code)

    @property
    def shape(self) -> int:
        """Which of its shapes the form has now."""
        return len(self.former_columns)

    def shaped(self, shape: int) -> Self:
        """The form as it was when something was delivered in a shape."""
        columns, rows = self.columns_of(shape), self.rows_of(shape)
        same = (columns, rows) == (self.columns, self.rows)
        return self if same else self.model_copy(update={"columns": columns, "rows": rows})

    def columns_of(self, shape: int) -> tuple[Column, ...]:
        """The columns of a shape; those of today for one that is not known."""
        return self.former_columns[shape] if 0 <= shape < len(self.former_columns) else self.columns

    def rows_of(self, shape: int) -> tuple[TableRow, ...]:
        """The rows of a shape, as `columns_of`."""
        return self.former_rows[shape] if 0 <= shape < len(self.former_rows) else self.rows


EARLIER: Mapping[str, Mapping[str, Any]] = {
    "registration": {"kind": "initiatives", "name": "Mẫu 1 - Đăng ký"},
    "interim": {"kind": "results", "name": "Báo cáo sơ kết", "answers": "registration", "interim": True},
    "completion": {"kind": "results", "name": "Mẫu 2 - Báo cáo kết quả", "answers": "registration"},
}
"""The three forms that there were before a campaign could say what it asks for, by their code."""
