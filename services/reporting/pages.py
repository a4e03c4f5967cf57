"""The pages: which campaigns, a campaign's figures, and the list behind each figure."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from services.reporting.addresses import Listing, Question
from services.reporting.dependencies import (
    BucketFilter,
    CurrentReports,
    ItemFilter,
    OpenedReport,
    ReplyFilter,
    reports_of,
)
from services.reporting.domain.rights import may_open_submissions
from services.reporting.exports import field_title
from services.reporting.handlers import Listed
from services.reporting.paging import window
from services.reporting.views import summary_view
from shared.web import CurrentActor, Pages, Paging

router = APIRouter(prefix="/bao-cao", include_in_schema=False)


@router.get("")
async def campaigns(request: Request, actor: CurrentActor, reports: CurrentReports, pages: Pages) -> HTMLResponse:
    """The campaigns whose figures the person may read."""
    listed = await reports.readable(actor, window(pages))
    return _render(request, "reports.html", listed=listed, paging=_paging("/bao-cao?", listed, pages))


@router.get("/{campaign}")
async def summary(request: Request, opened: OpenedReport, reports: CurrentReports) -> HTMLResponse:
    """The figures, each a link to the list behind it."""
    report = opened.report
    question = Question.of(report)
    names = await reports.names({report.recipient, *opened.recipients})
    shown = summary_view(
        report,
        names[report.recipient],
        request.app.state.runtime.clock(),
        question.page,
        question.csv(Listing.SUMMARY),
    )
    recipients = {name: Question(report.campaign.id, ident, report.form) for ident, name in names.items()}
    forms = {form.kind: Question(report.campaign.id, report.recipient, form.kind) for form in report.campaign.forms}
    return _render(request, "summary.html", shown=shown, recipients=recipients, forms=forms)


@router.get("/{campaign}/don-vi")
async def organisations(
    request: Request, chosen: Annotated[BucketFilter, Depends()], reports: CurrentReports, pages: Pages
) -> HTMLResponse:
    """The organisations of a bucket."""
    listed = await reports.organisations(chosen.report, chosen.bucket, window(pages))
    return await _list(request, chosen, listed, pages)


@router.get("/{campaign}/sang-kien")
async def items(
    request: Request, chosen: Annotated[ItemFilter, Depends()], reports: CurrentReports, pages: Pages
) -> HTMLResponse:
    """The registered items."""
    return await _list(request, chosen, await reports.items(chosen.report, chosen.rows, window(pages)), pages)


@router.get("/{campaign}/tra-loi")
async def replies(
    request: Request, chosen: Annotated[ReplyFilter, Depends()], reports: CurrentReports, pages: Pages
) -> HTMLResponse:
    """The fields answered without an item."""
    return await _list(request, chosen, await reports.replies(chosen.report, chosen.rows, window(pages)), pages)


async def _list(
    request: Request, chosen: BucketFilter | ItemFilter | ReplyFilter, listed: Listed[Any], pages: Paging
) -> HTMLResponse:
    report, question = chosen.report, Question.of(chosen.report)
    field = chosen.given.get("field")
    return _render(
        request,
        f"{chosen.listing}.html",
        campaign=report.campaign,
        recipient=await reports_of(request).name(report.recipient),
        back=question.page(Listing.SUMMARY),
        csv=question.csv(chosen.listing, **chosen.given),
        given=chosen.given,
        heading=report.heading(field) if field else None,
        opens=may_open_submissions(request.state.actor, report.recipient),
        listed=listed,
        paging=_paging(f"{question.page(chosen.listing, **chosen.given)}&", listed, pages),
    )


def _paging(address: str, listed: Listed[Any], pages: Paging) -> dict[str, Any]:
    last = max(1, -(-listed.total // pages.size))

    def link(page: int) -> str | None:
        return f"{address}page={page}&size={pages.size}" if 1 <= page <= last else None

    return {"page": pages.page, "last": last, "before": link(min(pages.page - 1, last)), "after": link(pages.page + 1)}


def _render(request: Request, template: str, **values: Any) -> HTMLResponse:
    page: HTMLResponse = request.app.state.frame.render(request, template, field_title=field_title, **values)
    return page
