"""What every list behind a report's figures is asked with and shows around itself."""

from functools import partial
from typing import Any, ClassVar

from services.reporting.figures.model.addresses import Question, ReportList
from services.reporting.figures.model.working_days import waited
from services.reporting.figures.records import ReadableReport
from services.reporting.naming import names
from services.reporting.rows.model.figures import UpwardFigure
from shared.web.app import Paging
from shared.web.lists import ListColumn

WHO: tuple[ListColumn[Any], ...] = (
    ListColumn("organisation_code", lambda row, _: row.organisation),
    ListColumn("now", lambda row, _: row.now),
    ListColumn("unit", cell="unit", heading="column_organisation"),
)
"""Whose a row is: in files the code and today's name, on pages the name, which leads to the submission."""


class ReportQuestion:
    """A list of a report: `given` are its filters as the address has them."""

    listing: ClassVar[ReportList]

    def __init__(self, opened: ReadableReport, **given: str | None) -> None:
        self.opened = opened
        self.report = opened.summary
        self.library = opened.context.library
        self.given = given
        self.where = Question.of(self.report)

    @property
    def file(self) -> str:
        return self.where.file(self.listing)

    def address(self, pages: Paging) -> str:
        return f"{self.where.page(self.listing, **self.given)}&size={pages.size}"

    async def around(self) -> dict[str, Any]:
        report, field = self.report, self.given.get("field")
        upward = UpwardFigure.read(self.given.get("upward") or "")
        concerned = {report.recipient} | ({upward.organisation} if upward else set())
        named = await names(self.library, concerned, report.day)
        return {
            "campaign": report.campaign,
            "form": report.form,
            "recipient": named[report.recipient],
            "upward": upward,
            "higher": named[upward.organisation] if upward else "",
            "back": self.where.summary,
            "csv": self.where.csv(self.listing, **self.given),
            "given": self.given,
            "heading": report.heading(field) if field else None,
            "opens": self.opened.opens,
            "waited": partial(waited, now=self.opened.context.now),
        }
