"""What numbers add up to: of one period beside the one before, and from period to period."""

from collections.abc import Iterable

from services.reporting.figures.model.addresses import Address, ReportList
from services.reporting.figures.model.number_views import NumberColumn, RowTitle
from services.reporting.figures.model.over_periods import Taken, period_lines
from services.reporting.figures.model.period_views import PeriodLineView, PeriodsView
from services.reporting.figures.model.periods import before, opened_by
from services.reporting.figures.model.views import RecipientView
from services.reporting.figures.opening import ReadableReport
from services.reporting.naming import names
from services.reporting.rows.model.row import Scope
from services.reporting.rows.model.tally import Tally, adds_up
from services.reporting.rows.records.tallies import tallies
from shared.contracts.forms import Period
from shared.contracts.types import Slug
from shared.errors import DomainError, Kind
from shared.forms.columns.summing import Numbers, SummedTable, by_column
from shared.forms.columns.types import NUMBERS


async def added(opened: ReadableReport) -> SummedTable | None:
    """The numbers of the period that is shown, beside those of the one before if anybody sent any then; None where the
    form has none."""
    report = opened.summary
    if not adds_up(report.form, report.campaign):
        return None
    earlier = before(report.form, report.asked.period)
    found = await _tallies(opened, [report.period, earlier] if earlier else [report.period])
    now = found[report.asked.period].counted(report.form)
    then = found[earlier.code].counted(report.form) if earlier else None
    return report.kind.added_up(
        report.form, report.campaign, now.numbers, then.numbers if then and then.organisations else None
    )


async def over_periods(opened: ReadableReport, row: Slug | None, address: Address) -> PeriodsView:
    """The numbers of every period that has opened by now, of one row of the form's table or of all together.

    Raises DomainError ``form_has_no_numbers`` and ``row_not_in_form``.
    """
    report, form = opened.summary, opened.summary.form
    found = await _tallies(opened, opened_by(form, opened.context.now))
    parts = {code: tally.counted(form) for code, tally in found.items()}
    table = table_of(opened, {name: number for part in parts.values() for name, number in part.numbers.items()})
    rows = [one.row for one in table.rows]
    columns = [column for column in table.columns if column.type in NUMBERS]
    require_row(opened, table, row)
    wanted = {row} if row else {one.code for one in rows}
    taken = {
        code: Taken(part.organisations, found[code].expected, by_column(part.numbers, wanted))
        for code, part in parts.items()
    }
    named = await names(opened.context.library, [report.recipient], report.day)
    return PeriodsView(
        campaign=report.campaign.id,
        form=form.code,
        form_title=form.title,
        recipient=RecipientView(id=report.recipient, name=named[report.recipient]),
        row=row,
        rows=[RowTitle(code=one.code, title=one.title) for one in rows],
        columns=[NumberColumn.of(column) for column in columns],
        periods=[
            PeriodLineView.of(line, form, report.question, address) for line in period_lines(tuple(columns), taken)
        ],
        csv=report.question._replace(period=None).csv(ReportList.PERIODS, row=row),
    )


def table_of(opened: ReadableReport, numbers: Numbers) -> SummedTable:
    """The table of what was added up. Raises DomainError ``form_has_no_numbers``."""
    report = opened.summary
    table = report.kind.added_up(report.form, report.campaign, numbers, None)
    if table is None:
        raise DomainError("form_has_no_numbers", Kind.NOT_FOUND, field="form", form=report.form.name)
    return table


def require_row(opened: ReadableReport, table: SummedTable, row: Slug | None) -> None:
    """Raises DomainError ``row_not_in_form``."""
    if row is not None and all(one.row.code != row for one in table.rows):
        raise DomainError("row_not_in_form", field="row", value=row, form=opened.summary.form.name)


async def _tallies(opened: ReadableReport, periods: Iterable[Period]) -> dict[str | None, Tally]:
    """By period, in their order."""
    report = opened.summary
    scopes = [Scope(report.campaign.id, report.form.code, one.code, report.recipient) for one in periods]
    found = await tallies(opened.context.library, scopes)
    return {scope.period: found[scope] for scope in scopes}
