"""Mẫu 2 with the figures of all units: this campaign's own columns, with names where its plan asks for them."""

from collections.abc import Sequence

from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.views import FieldRow
from services.reporting.lists.model.views import ItemRow
from shared.forms.results.model import ResultOutcome
from shared.forms.results.sheet import FieldResults, NamedItems, results_sheet
from shared.sheets.model import Sheet, Text

Names = dict[tuple[str, str], list[ItemRow]]


def official(report: Summary, names: Names) -> Sheet | None:
    """The table; None where the form has none."""
    rows = []
    for heading in report.headings:
        told = {outcome: _named(report, names, heading.code, outcome) for outcome in ResultOutcome}
        done, not_done = told[ResultOutcome.DONE], told[ResultOutcome.NOT_DONE]
        rows.append(FieldResults(heading, done, not_done, told[ResultOutcome.GIVEN_UP]))
    return results_sheet(report.asked, report.campaign, None, rows)


def links(fields: Sequence[FieldRow]) -> dict[str, str]:
    """The addresses of the lists behind the figures, by their keys in the table."""
    return {f"{field.code}.{name}": address for field in fields for name, address in field.links.items()}


def _named(report: Summary, names: Names, field: str, outcome: ResultOutcome) -> NamedItems:
    first = names.get((field, outcome.value), [])
    number = getattr(report.figures[field], outcome.value)
    return NamedItems(number, tuple(Text(row.content, whose=row.name) for row in first))
