"""The leader's page: a campaign's figures, each leading to its list, and how far each organisation is."""

from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response

from services.reporting.figures.adding import added, over_periods
from services.reporting.figures.model.addresses import Question, ReportList
from services.reporting.figures.model.by_field import figure_names
from services.reporting.figures.model.periods import choice_of, current
from services.reporting.figures.opening import CurrentReport, shown
from services.reporting.lists.official import links, official
from services.reporting.lists.organisations import PROGRESS, ProgressQuestion
from services.reporting.lists.records.items import first_items
from services.reporting.naming import names
from services.reporting.overview.records import sent_upward
from shared.contracts.forms import Form
from shared.contracts.types import Slug
from shared.web.page import Page
from shared.web.parameters import Paging

router = APIRouter(prefix="/bao-cao", include_in_schema=False)

UNITS = 30
"""Organisations on a page of the leader's table: the units of a centre fit on one."""


@router.get("/{campaign}")
async def summary(
    request: Request,
    opened: CurrentReport,
    asked: Annotated[ProgressQuestion, Depends()],
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """Who sent, who is late or missing, where it is stuck. `q` and `page` are of the table of organisations."""
    report, library, question = opened.summary, opened.context.library, opened.summary.question
    figures = await shown(opened, Question.page)
    named = await names(library, [*opened.recipients, report.recipient], report.day)
    return await Page(request, opened.context).render(
        "summary.html",
        shown=figures,
        kind=report.kind.code,
        form=report.form,
        period=report.period,
        periods=choice_of(report.form, question),
        table=official(report, await first_items(library, report)),
        links=links(figures.fields),
        columns=figure_names(report.kind),
        recipients={name: question._replace(recipient=ident) for ident, name in named.items()},
        forms={one.name: _asking(question, one, opened.context.now) for one in report.campaign.forms},
        progress=await PROGRESS.view(asked, Paging(number, UNITS)),
        whole_address=question.summary,
        progress_csv=question.csv(ReportList.PROGRESS, **asked.given),
        upward=await sent_upward(opened),
        added=await added(opened),
        numbers=partial(question.page, ReportList.NUMBERS),
        over_periods=question._replace(period=None).page(ReportList.PERIODS) if report.form.repeat else "",
        opens=opened.opens,
    )


@router.get("/{campaign}/cac-ky")
async def periods(
    request: Request, opened: CurrentReport, row: Annotated[Slug | Literal[""], Query(alias="dong")] = ""
) -> Response:
    """The form's numbers week by week, and by month, quarter and year."""
    report, question = opened.summary, opened.summary.question._replace(period=None)
    return await Page(request, opened.context).render(
        "over_periods.html",
        shown=await over_periods(opened, row or None, Question.page),
        campaign=report.campaign,
        back=report.question.summary,
        whole_address=question.page(ReportList.PERIODS),
    )


def _asking(question: Question, form: Form, now: datetime) -> Question:
    """Of another form in its current period; of the one that is shown in the period that is shown."""
    if form.code == question.form:
        return question
    return question._replace(form=form.code, period=current(form, now).code)
