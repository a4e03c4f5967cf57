"""The pages: which campaigns, a campaign's figures, and the list behind each figure."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from services.reporting.dependencies import (
    BucketFilter,
    CurrentItems,
    CurrentReports,
    ItemFilter,
    OpenedReport,
    ReplyFilter,
    ResultFilter,
    StuckFilter,
    reports_of,
)
from services.reporting.figures.model.addresses import Listing, Question
from services.reporting.figures.model.rights import may_open_submissions
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.upward import UpwardFigure
from services.reporting.figures.pages.around import Around
from services.reporting.figures.pages.views import figure_names, summary_view, waited
from services.reporting.lists.official import links, official
from services.reporting.lists.paging import window
from services.reporting.lists.windows import Listed
from shared.contracts.campaigns import Form
from shared.sheets.fields import field_title
from shared.sheets.results import names_results, result_columns
from shared.sheets.wording import figure_text
from shared.web.app import CurrentActor, Pages, Paging

router = APIRouter(prefix="/bao-cao", include_in_schema=False)

UNITS = 30
"""Organisations on a page of the leader's table: the units of a centre fit on one."""


@router.get("")
async def campaigns(request: Request, actor: CurrentActor, reports: CurrentReports, pages: Pages) -> HTMLResponse:
    """The campaigns whose figures the person may read."""
    listed = await reports.readable(actor, window(pages))
    return _render(request, "reports.html", listed=listed, pages=pages, list_address="/bao-cao")


@router.get("/{campaign}")
async def summary(
    request: Request,
    *,
    opened: OpenedReport,
    reports: CurrentReports,
    lists: CurrentItems,
    q: Annotated[str, Query(max_length=300)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The leader's page: who sent, who is late or missing, where it is stuck; each figure leads to its list.

    `q` and `page` are of the table of organisations.
    """
    report = opened.report
    question = Question.of(report)
    now = request.app.state.runtime.clock()
    form = _form(report)
    names = await reports.names(report, dict.fromkeys((*opened.recipients, report.recipient)))
    around = Around(names[report.recipient], await reports.year(report), await reports.higher(report))
    shown = summary_view(report, around, now, question.page, question.csv(Listing.SUMMARY))
    told = await lists.names(report) if names_results(result_columns(form)) else {}
    start = (page - 1) * UNITS
    progress = await reports.progress(report, q, slice(start, start + UNITS))
    opens = may_open_submissions(request.state.actor, report.recipient)
    recipients = {name: Question(report.campaign.id, ident, report.form) for ident, name in names.items()}
    forms = {form.kind: Question(report.campaign.id, report.recipient, form.kind) for form in report.campaign.forms}
    return _render(
        request,
        "summary.html",
        shown=shown,
        form=form,
        due=form.period.due,
        official=official(report.campaign, form, shown.fields, told),
        links=links(shown.fields),
        figures=figure_names(report.form),
        recipients=recipients,
        forms=forms,
        progress=progress,
        q=q,
        page=page,
        units=UNITS,
        whole_address=question.page(Listing.SUMMARY),
        progress_address=question.page(Listing.SUMMARY, q=q or None),
        progress_csv=question.csv(Listing.PROGRESS, q=q or None),
        upward=await reports.upward(report) if opens else [],
        opens=opens,
    )


@router.get("/{campaign}/ton-dong")
async def stuck(
    request: Request, chosen: Annotated[StuckFilter, Depends()], reports: CurrentReports, pages: Pages
) -> HTMLResponse:
    """The submissions that wait, the longest waiting first."""
    return await _list(request, chosen, await reports.stuck(chosen.report, chosen.waiting, window(pages)), pages)


@router.get("/{campaign}/don-vi")
async def organisations(
    request: Request, chosen: Annotated[BucketFilter, Depends()], reports: CurrentReports, pages: Pages
) -> HTMLResponse:
    """The organisations of a bucket."""
    listed = await reports.organisations(chosen.report, chosen.bucket, window(pages))
    return await _list(request, chosen, listed, pages)


@router.get("/{campaign}/sang-kien")
async def items(
    request: Request, chosen: Annotated[ItemFilter, Depends()], lists: CurrentItems, pages: Pages
) -> HTMLResponse:
    """The items behind a figure."""
    return await _list(request, chosen, await lists.items(chosen.report, chosen.asked, window(pages)), pages)


@router.get("/{campaign}/ket-qua")
async def results(
    request: Request, chosen: Annotated[ResultFilter, Depends()], lists: CurrentItems, pages: Pages
) -> HTMLResponse:
    """What reports say became of the items behind a figure."""
    return await _list(request, chosen, await lists.results(chosen.report, chosen.asked, window(pages)), pages)


@router.get("/{campaign}/tra-loi")
async def replies(
    request: Request, chosen: Annotated[ReplyFilter, Depends()], reports: CurrentReports, pages: Pages
) -> HTMLResponse:
    """The fields answered without an item."""
    listed = await reports.replies(chosen.report, chosen.reply, chosen.field, window(pages))
    return await _list(request, chosen, listed, pages)


async def _list(
    request: Request, chosen: BucketFilter | ItemFilter | ReplyFilter | StuckFilter, listed: Listed[Any], pages: Paging
) -> HTMLResponse:
    report, question = chosen.report, Question.of(chosen.report)
    field = chosen.given.get("field")
    upward = UpwardFigure.read(chosen.given.get("upward") or "")
    names = await reports_of(request).names(report, {report.recipient} | ({upward.organisation} if upward else set()))
    return _render(
        request,
        f"{chosen.listing}.html",
        campaign=report.campaign,
        form=report.form,
        recipient=names[report.recipient],
        upward=upward,
        higher=names[upward.organisation] if upward else "",
        back=question.page(Listing.SUMMARY),
        csv=question.csv(chosen.listing, **chosen.given),
        given=chosen.given,
        heading=report.heading(field) if field else None,
        opens=may_open_submissions(request.state.actor, report.recipient),
        listed=listed,
        pages=pages,
        list_address=f"{question.page(chosen.listing, **chosen.given)}&size={pages.size}",
    )


def _form(report: Summary) -> Form:
    form = report.campaign.form(report.form)
    assert form is not None
    return form


def _render(request: Request, template: str, **values: Any) -> HTMLResponse:
    now = request.app.state.runtime.clock()
    page: HTMLResponse = request.app.state.frame.render(
        request, template, field_title=field_title, figure_text=figure_text, waited=partial(waited, now=now), **values
    )
    return page
