"""The leader's page: a campaign's figures, each leading to its list, and how far each organisation is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from services.reporting.dependencies import CurrentPage
from services.reporting.figures.model.addresses import Question, ReportList
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.summary_view import summary_view
from services.reporting.figures.model.views import figure_names
from services.reporting.figures.opening import CurrentReport
from services.reporting.figures.records import around
from services.reporting.lists.items import first_names
from services.reporting.lists.official import links, official
from services.reporting.lists.organisations import PROGRESS, ProgressQuestion
from services.reporting.naming import names
from services.reporting.overview.records import sent_upward
from shared.contracts.campaigns import Form
from shared.sheets.results import names_results, result_columns
from shared.web.app import Paging

router = APIRouter(prefix="/bao-cao", include_in_schema=False)

UNITS = 30
"""Organisations on a page of the leader's table: the units of a centre fit on one."""


@router.get("/{campaign}")
async def summary(
    page: CurrentPage,
    opened: CurrentReport,
    asked: Annotated[ProgressQuestion, Depends()],
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Who sent, who is late or missing, where it is stuck. `q` and `page` are of the table of organisations."""
    report, library = opened.summary, opened.context.library
    question, form = Question.of(report), _form(report)
    csv = question.csv(ReportList.SUMMARY)
    shown = summary_view(report, await around(opened), opened.context.now, question.page, csv)
    first = await first_names(library, report) if names_results(result_columns(form)) else {}
    named = await names(library, dict.fromkeys((*opened.recipients, report.recipient)), report.day)
    return await page.render(
        "summary.html",
        shown=shown,
        form=form,
        official=official(report.campaign, form, shown.fields, first),
        links=links(shown.fields),
        figures=figure_names(report.form),
        recipients={name: Question(report.campaign.id, ident, report.form) for ident, name in named.items()},
        forms={one.kind: Question(report.campaign.id, report.recipient, one.kind) for one in report.campaign.forms},
        progress=await PROGRESS.view(asked, Paging(number, UNITS)),
        whole_address=question.summary,
        progress_csv=question.csv(ReportList.PROGRESS, **asked.given),
        upward=await sent_upward(opened),
        opens=opened.opens,
    )


def _form(report: Summary) -> Form:
    form = report.campaign.form(report.form)
    assert form is not None
    return form
