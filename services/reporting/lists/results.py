"""What reports say became of the items behind a figure."""

from collections.abc import Callable
from typing import Self

from services.reporting.figures.model.addresses import ReportList
from services.reporting.lists.items import FIELD, ORGANISATION, WHOSE_ITEM, ItemQuestion, ItemRow
from services.reporting.lists.model.item import ItemInRow
from shared.contracts.campaigns import FormKind
from shared.contracts.items import Result, ResultOutcome
from shared.errors import DomainError, Kind
from shared.sheets.wording import figure_text
from shared.web.lists import ListColumn, ListDescription, Say


class ResultRow(ItemRow):
    """An item of a report, and what the report says became of it: ``result`` has why, when and the figures.

    ``without_figures``: it is done, and no figures show it.
    """

    outcome: ResultOutcome
    without_figures: bool
    result: Result | None

    @classmethod
    def of_report(cls, found: ItemInRow) -> Self:
        item = found.item
        outcome = item.outcome or ResultOutcome.NOT_DONE
        return cls.of_item(found, outcome=outcome, without_figures=item.bare)

    @property
    def figure_lines(self) -> list[str]:
        return [figure_text(one) for one in self.result.figures] if self.result else []


class ResultQuestion(ItemQuestion):
    """As `ItemQuestion`, of a report's results."""

    listing = ReportList.RESULTS

    async def rows(self, window: slice) -> tuple[list[ResultRow], int]:
        """Raises DomainError ``form_has_no_results``."""
        if self.report.form is FormKind.REGISTRATION:
            number = self.report.campaign.number
            raise DomainError("form_has_no_results", Kind.NOT_FOUND, field="form", number=number)
        found, total = await self.found(window)
        return [ResultRow.of_report(one) for one in found], total


def _figures(row: ResultRow, say: Say) -> str:
    return say("without_figures") if row.without_figures else "\n".join(row.figure_lines)


def _evidence(row: ResultRow, _: Say) -> str:
    files = [attachment.name for attachment in row.result.attachments] if row.result else []
    return "\n".join(filter(None, [row.result.evidence if row.result else "", *files]))


def _said(read: Callable[[Result], object]) -> Callable[[ResultRow, Say], object]:
    """What the report says, where it speaks of the item."""
    return lambda row, _: read(row.result) if row.result else ""


COLUMNS: tuple[ListColumn[ResultRow], ...] = (
    FIELD,
    ListColumn("content", lambda row, _: row.content, cell="lines", heading="heading_content"),
    ORGANISATION,
    ListColumn("outcome", lambda row, say: say(f"outcome_{row.outcome}"), cell="outcome"),
    ListColumn("done_on", _said(lambda result: result.done_on and result.done_on.text)),
    ListColumn("result", _said(lambda result: result.result)),
    ListColumn("figures", _figures, cell="figures", heading="heading_figures"),
    ListColumn("evidence", _evidence),
    ListColumn("forecast", _said(lambda result: result.forecast)),
    ListColumn("why", _said(lambda result: result.reason)),
    ListColumn("new_expected", _said(lambda result: result.new_expected and result.new_expected.text)),
    *WHOSE_ITEM,
)
RESULTS = ListDescription(
    name=ReportList.RESULTS.value,
    row=ResultRow,
    ask=ResultQuestion,
    about="What reports say became of the items behind a figure, ordered as items are.",
    whole="All of these results as CSV.",
    columns=COLUMNS,
    page=("content", "field", "organisation", "outcome", "figures", "status"),
)
