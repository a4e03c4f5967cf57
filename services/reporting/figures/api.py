"""The summary of a campaign's form in a period with a recipient as JSON and CSV."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.reporting.figures.adding import added, over_periods
from services.reporting.figures.model.addresses import Question, ReportList
from services.reporting.figures.model.by_field import FieldFigures, figure_names
from services.reporting.figures.model.number_views import NumbersView
from services.reporting.figures.model.period_views import FILE_COLUMNS, PeriodsView
from services.reporting.figures.model.views import SummaryView
from services.reporting.figures.opening import CurrentReport, shown
from shared.contracts.types import Slug
from shared.web.csv_file import CSV, csv_lines, csv_response

router = APIRouter(prefix="/api/reporting/campaigns", tags=["reporting"])
AskedRow = Annotated[Slug | None, Query(description="A row of the form's table; by default all together.")]


@router.get("/{campaign}/summary")
async def summary(opened: CurrentReport) -> SummaryView:
    """Every figure, with the address of the list behind it; ``numbers``: what the form's numbers add up to."""
    figures, table = await shown(opened, Question.api), await added(opened)
    return figures.model_copy(update={"numbers": NumbersView.of(table)}) if table else figures


@router.get("/{campaign}/periods")
async def periods(opened: CurrentReport, row: AskedRow = None) -> PeriodsView:
    """A form's numbers from period to period, with what they add up to in the longer periods that they lie in."""
    return await over_periods(opened, row, Question.api)


@router.get("/{campaign}/periods.csv", **CSV)
async def periods_file(request: Request, opened: CurrentReport, row: AskedRow = None) -> Response:
    """The same as CSV, numbers as people write them."""
    found, say = await over_periods(opened, row, Question.api), request.app.state.catalogue.say
    headings = [say(f"column_{name}") for name in FILE_COLUMNS]
    headings += [f"{one.title} ({one.unit})" if one.unit else one.title for one in found.columns]
    name = opened.summary.question._replace(period=None).file(ReportList.PERIODS)
    return csv_response(name, headings, csv_lines(found.file_lines(say)))


@router.get("/{campaign}/summary.csv", **CSV)
async def summary_file(request: Request, opened: CurrentReport) -> Response:
    """The figures by field as CSV."""
    report, say = opened.summary, request.app.state.catalogue.say
    names = figure_names(report.kind)

    def row(title: str, figures: FieldFigures) -> list[object]:
        return [title, *(figures[name] for name in names)]

    fields = [row(one.title, report.figures[one.code]) for one in report.headings]
    headings = [say(code) for code in ("column_field", *(f"figure_{name}" for name in names))]
    rows = [*fields, row(say("figure_total"), report.total)]
    return csv_response(report.question.file(ReportList.SUMMARY), headings, csv_lines(rows))
