"""What every list behind a report's figures is asked with and shows around itself."""

from functools import partial
from typing import Any, ClassVar

from services.reporting.figures.model.addresses import ReportList
from services.reporting.figures.model.views import waited
from services.reporting.figures.opening import ReadableReport
from services.reporting.naming import names
from services.reporting.rows.model.figures import UpwardFigure
from shared.rules.naming import asked_name
from shared.web.lists import ListColumn
from shared.web.parameters import Paging

WHO: tuple[ListColumn[Any], ...] = (
    ListColumn("organisation_code", lambda row, _: row.organisation),
    ListColumn("now", lambda row, _: row.now),
    ListColumn("unit", cell="unit", heading="column_organisation"),
)
"""Whose a row is: in files the code and today's name, on pages the name, which leads to the submission."""


class ReportQuestion:
    """A list of a report: `given` are its filters as the address has them.

    Raises DomainError ``field_not_in_campaign``.
    """

    listing: ClassVar[ReportList]

    def __init__(self, opened: ReadableReport, **given: str | None) -> None:
        self.opened = opened
        self.report = opened.summary
        self.library = opened.context.library
        self.given = given
        field = given.get("field")
        self.heading = self.report.heading(field) if field else None

    @property
    def file(self) -> str:
        return self.report.question.file(self.listing)

    def address(self, pages: Paging) -> str:
        return f"{self.report.question.page(self.listing, **self.given)}&size={pages.size}"

    async def around(self) -> dict[str, Any]:
        report = self.report
        upward = UpwardFigure.read(self.given.get("upward") or "")
        concerned = {report.recipient} | ({upward.organisation} if upward else set())
        named = await names(self.library, concerned, report.day)
        return {
            "campaign": report.campaign,
            "reports": report.kind.reports,
            "period": report.asked.period and asked_name(report.campaign, report.asked),
            "recipient": named[report.recipient],
            "upward": upward,
            "higher": named[upward.organisation] if upward else "",
            "back": self.report.question.summary,
            "csv": self.report.question.csv(self.listing, **self.given),
            "given": self.given,
            "heading": self.heading,
            "opens": self.opened.opens,
            "waited": partial(waited, now=self.opened.context.now),
        }
