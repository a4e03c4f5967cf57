"""JSON and CSV: the summary of a campaign's form with a recipient, and the list behind each of its figures."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.dependencies import (
    BucketFilter,
    CurrentCatalogue,
    CurrentItems,
    CurrentReports,
    ItemFilter,
    OpenedReport,
    ReplyFilter,
    ResultFilter,
    StuckFilter,
)
from services.reporting.figures.model.addresses import Listing, Question
from services.reporting.figures.pages.around import Around
from services.reporting.figures.pages.views import SummaryView, summary_view
from services.reporting.lists.exports import lines, rows_csv, summary_csv
from services.reporting.lists.items import ItemRow, ResultRow
from services.reporting.lists.paging import Page, window
from services.reporting.lists.rows import CampaignRow, OrganisationRow, ReplyRow, StuckRow
from services.reporting.lists.windows import EVERYTHING
from shared.web.app import CurrentActor, Pages

router = APIRouter(prefix="/api/reporting/campaigns", tags=["reporting"])
CSV: dict[str, Any] = {"response_class": Response, "responses": {200: {"content": {"text/csv": {}}}}}


@router.get("")
async def campaigns(actor: CurrentActor, reports: CurrentReports, pages: Pages) -> Page[CampaignRow]:
    """The campaigns with figures that the person may read, newest first, with the recipients that he may read."""
    return Page.of(await reports.readable(actor, window(pages)), pages)


@router.get("/{campaign}/summary")
async def summary(request: Request, opened: OpenedReport, reports: CurrentReports) -> SummaryView:
    """Every figure, with the address of the list behind it."""
    report = opened.report
    question = Question.of(report)
    now = request.app.state.runtime.clock()
    csv = question.csv(Listing.SUMMARY)
    names = await reports.names(report, [report.recipient])
    around = Around(names[report.recipient], await reports.year(report), await reports.higher(report))
    return summary_view(report, around, now, question.api, csv)


@router.get("/{campaign}/summary.csv", **CSV)
async def summary_file(opened: OpenedReport, catalogue: CurrentCatalogue) -> Response:
    """The figures by field as CSV."""
    return summary_csv(opened.report, catalogue)


@router.get("/{campaign}/organisations")
async def organisations(
    chosen: Annotated[BucketFilter, Depends()], reports: CurrentReports, pages: Pages
) -> Page[OrganisationRow]:
    """The organisations of a bucket, in alphabetical order."""
    return Page.of(await reports.organisations(chosen.report, chosen.bucket, window(pages)), pages)


@router.get("/{campaign}/organisations.csv", **CSV)
async def organisations_file(
    chosen: Annotated[BucketFilter, Depends()], reports: CurrentReports, catalogue: CurrentCatalogue
) -> Response:
    """All organisations of a bucket as CSV."""
    listed = await reports.organisations(chosen.report, chosen.bucket, EVERYTHING)
    return rows_csv(chosen.listing, chosen.report, catalogue, lines(chosen.listing, listed.rows, catalogue))


@router.get("/{campaign}/items")
async def items(chosen: Annotated[ItemFilter, Depends()], lists: CurrentItems, pages: Pages) -> Page[ItemRow]:
    """The items behind a figure, by field in the campaign's order, then by organisation."""
    return Page.of(await lists.items(chosen.report, chosen.asked, window(pages)), pages)


@router.get("/{campaign}/items.csv", **CSV)
async def items_file(
    chosen: Annotated[ItemFilter, Depends()], lists: CurrentItems, catalogue: CurrentCatalogue
) -> Response:
    """All of these items as CSV."""
    batches = lists.item_batches(chosen.report, chosen.asked)
    parts = [lines(chosen.listing, batch, catalogue) async for batch in batches]
    return rows_csv(chosen.listing, chosen.report, catalogue, *parts)


@router.get("/{campaign}/results")
async def results(chosen: Annotated[ResultFilter, Depends()], lists: CurrentItems, pages: Pages) -> Page[ResultRow]:
    """What reports say became of the items behind a figure, ordered as items are."""
    return Page.of(await lists.results(chosen.report, chosen.asked, window(pages)), pages)


@router.get("/{campaign}/results.csv", **CSV)
async def results_file(
    chosen: Annotated[ResultFilter, Depends()], lists: CurrentItems, catalogue: CurrentCatalogue
) -> Response:
    """All of these results as CSV."""
    batches = lists.result_batches(chosen.report, chosen.asked)
    parts = [lines(chosen.listing, batch, catalogue) async for batch in batches]
    return rows_csv(chosen.listing, chosen.report, catalogue, *parts)


@router.get("/{campaign}/replies")
async def replies(chosen: Annotated[ReplyFilter, Depends()], reports: CurrentReports, pages: Pages) -> Page[ReplyRow]:
    """The fields that organisations answered with nil, or not at all."""
    return Page.of(await reports.replies(chosen.report, chosen.reply, chosen.field, window(pages)), pages)


@router.get("/{campaign}/replies.csv", **CSV)
async def replies_file(
    chosen: Annotated[ReplyFilter, Depends()], reports: CurrentReports, catalogue: CurrentCatalogue
) -> Response:
    """All of these answers as CSV."""
    listed = await reports.replies(chosen.report, chosen.reply, chosen.field, EVERYTHING)
    return rows_csv(chosen.listing, chosen.report, catalogue, lines(chosen.listing, listed.rows, catalogue))


@router.get("/{campaign}/stuck")
async def stuck(chosen: Annotated[StuckFilter, Depends()], reports: CurrentReports, pages: Pages) -> Page[StuckRow]:
    """The submissions that wait for the desk or for the unit, the longest waiting first."""
    return Page.of(await reports.stuck(chosen.report, chosen.waiting, window(pages)), pages)


@router.get("/{campaign}/stuck.csv", **CSV)
async def stuck_file(
    chosen: Annotated[StuckFilter, Depends()], reports: CurrentReports, catalogue: CurrentCatalogue
) -> Response:
    """All of these as CSV."""
    listed = await reports.stuck(chosen.report, chosen.waiting, EVERYTHING)
    return rows_csv(chosen.listing, chosen.report, catalogue, lines(chosen.listing, listed.rows, catalogue))


@router.get("/{campaign}/progress")
async def progress(
    opened: OpenedReport, reports: CurrentReports, pages: Pages, q: Annotated[str, Query(max_length=300)] = ""
) -> Page[OrganisationRow]:
    """Every organisation by state, then by name; ``q`` is looked for in the names without regard to accents."""
    return Page.of(await reports.progress(opened.report, q, window(pages)), pages)


@router.get("/{campaign}/progress.csv", **CSV)
async def progress_file(
    opened: OpenedReport,
    reports: CurrentReports,
    catalogue: CurrentCatalogue,
    q: Annotated[str, Query(max_length=300)] = "",
) -> Response:
    """All of these as CSV."""
    listed = await reports.progress(opened.report, q, EVERYTHING)
    rows = lines(Listing.PROGRESS, listed.rows, catalogue)
    return rows_csv(Listing.PROGRESS, opened.report, catalogue, rows)
