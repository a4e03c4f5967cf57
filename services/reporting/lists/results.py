"""What reports say became of the items behind a figure."""

from collections.abc import Callable

from services.reporting.figures.model.addresses import ReportList
from services.reporting.lists.items import FIELD, WHOSE_ITEM, ItemQuestion
from services.reporting.lists.model.views import ItemRow, ResultRow
from shared.errors import DomainError, Kind
from shared.forms.results.model import Result
from shared.web.lists import ListColumn, ListDescription, Say


class ResultQuestion(ItemQuestion):
    """As `ItemQuestion`, of a report's results."""

    listing = ReportList.RESULTS
    row = ResultRow

    async def rows(self, window: slice) -> tuple[list[ItemRow], int]:
        """Raises DomainError ``form_has_no_results``."""
        if self.report.listing is not self.listing:
            number = self.report.campaign.number
            raise DomainError("form_has_no_results", Kind.NOT_FOUND, field="form", number=number)
        return await super().rows(window)


def _figures(row: ResultRow, say: Say) -> str:
    return say("without_figures") if row.without_figures else "\n".join(row.figure_lines)


def _evidence(row: ResultRow, _: Say) -> str:
    files = [attachment.name for attachment in row.result.attachments] if row.result else []
    return "\n".join(filter(None, [row.result.evidence if row.result else "", *files]))


def _said(read: Callable[[Result], object]) -> Callable[[ResultRow, Say], object]:
    """What the report says, where it speaks of the item."""
    return lambda row, _: read(row.result) if row.result else ""


RESULTS = ListDescription[ResultRow](
    name=ReportList.RESULTS.value,
    row=ResultRow,
    ask=ResultQuestion,
    about="What reports say became of the items behind a figure, ordered as items are.",
    whole="All of these results as CSV.",
    columns=(
        FIELD,
        ListColumn("content", lambda row, _: row.content, cell="lines", heading="heading_content"),
        ListColumn("organisation", lambda row, _: row.name, cell="unit"),
        ListColumn("outcome", lambda row, say: say(f"outcome_{row.outcome}"), cell="outcome"),
        ListColumn("done_on", _said(lambda result: result.done_on and result.done_on.text)),
        ListColumn("result", _said(lambda result: result.result)),
        ListColumn("figures", _figures, cell="figures", heading="heading_figures"),
        ListColumn("evidence", _evidence),
        ListColumn("forecast", _said(lambda result: result.forecast)),
        ListColumn("why", _said(lambda result: result.reason)),
        ListColumn("new_expected", _said(lambda result: result.new_expected and result.new_expected.text)),
        *WHOSE_ITEM,
    ),
    page=("content", "field", "organisation", "outcome", "figures", "status"),
)
