"""A form's numbers from period to period, as people and programs are shown them."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Self

from pydantic import BaseModel

from services.reporting.figures.model.addresses import Address, Links, Question, ReportList
from services.reporting.figures.model.buckets import Bucket
from services.reporting.figures.model.number_views import NumberCell, NumberColumn, RowTitle, cells_of
from services.reporting.figures.model.over_periods import PeriodLine
from services.reporting.figures.model.views import RecipientView
from shared.contracts.forms import Form
from shared.forms.columns.showing import PERCENT
from shared.language.period_names import period_name
from shared.language.recurrence import Repeat
from shared.language.vietnamese import format_number

FILE_COLUMNS = ("period", "period_code", "total_of", "received", "missing")
"""What a file says of a line before its numbers."""


class PeriodLineView(BaseModel):
    """A period of the form, or, with ``total_of``, what its periods within a longer one add up to.

    ``received``: the organisations whose answers are in it; of a longer period the answers, as ``missing`` and
    ``expected`` are.
    """

    period: str | None
    name: str
    total_of: Repeat | None
    received: int
    missing: int
    expected: int
    numbers: dict[str, NumberCell]
    links: Links

    @classmethod
    def of(cls, line: PeriodLine, form: Form, question: Question, address: Address) -> Self:
        """`question`: of the form in any of its periods."""
        asked = question._replace(period=line.code)
        taken = line.taken
        return cls(
            period=line.code,
            name=period_name(line.code) if line.code else form.name,
            total_of=line.total,
            received=taken.received,
            missing=0 if form.optional else taken.expected - taken.received,
            expected=taken.expected,
            numbers=cells_of(line.cells),
            links=_links(asked, address, optional=form.optional) if line.total is None else {},
        )


class TrendPoint(NamedTuple):
    """A share in a period; `share` is where it is drawn, from 0 to 100."""

    name: str
    text: str
    share: float
    falls: bool

    @classmethod
    def of(cls, name: str, cell: NumberCell) -> Self:
        return cls(name, cell.text, min(max(float(cell.number or 0), 0), 100), cell.falls)


class PeriodsView(BaseModel):
    """A form's numbers from period to period; ``row``: of one row of its table, null of all rows together."""

    campaign: str
    form: str
    form_title: str
    recipient: RecipientView
    row: str | None
    rows: list[RowTitle]
    columns: list[NumberColumn]
    periods: list[PeriodLineView]
    csv: str

    def file_lines(self, say: Callable[[str], str]) -> Iterator[list[object]]:
        """The lines of a file, numbers as people write them."""
        for line in self.periods:
            total = say(f"total_{line.total_of}") if line.total_of else None
            numbers = (line.numbers[one.code].number if one.code in line.numbers else None for one in self.columns)
            shown = ("" if number is None else format_number(number) for number in numbers)
            yield [line.name, line.period, total, line.received, line.missing, *shown]

    def trends(self) -> dict[str, list[TrendPoint]]:
        """The shares that a line is drawn of, by the title of their column."""
        own = [line for line in self.periods if line.total_of is None]
        return {
            one.title: [TrendPoint.of(line.name, cell) for line in own if (cell := line.numbers.get(one.code))]
            for one in self.columns
            if one.unit == PERCENT
        }


def _links(question: Question, address: Address, *, optional: bool) -> Links:
    received = Bucket.VOLUNTARY if optional else Bucket.RECEIVED
    return {
        "summary": address(question, ReportList.SUMMARY),
        "received": address(question, ReportList.ORGANISATIONS, bucket=received.value),
        "missing": address(question, ReportList.ORGANISATIONS, bucket=Bucket.MISSING.value),
    }
