"""The summary of a campaign's form in a period with a recipient as JSON and CSV."""

from fastapi import APIRouter, Request, Response

from services.reporting.figures.model.addresses import Question, ReportList
from services.reporting.figures.model.by_field import FieldFigures, figure_names
from services.reporting.figures.model.views import SummaryView
from services.reporting.figures.opening import CurrentReport, shown
from shared.web.csv_file import CSV, csv_lines, csv_response

router = APIRouter(prefix="/api/reporting/campaigns", tags=["reporting"])


@router.get("/{campaign}/summary")
async def summary(opened: CurrentReport) -> SummaryView:
    """Every figure, with the address of the list behind it."""
    return await shown(opened, Question.api)


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
