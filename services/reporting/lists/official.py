"""Mẫu 2 with the figures of all units: this campaign's own columns, with names where its plan asks for them."""

from collections.abc import Sequence

from services.reporting.figures.model.views import FieldRow
from services.reporting.lists.model.views import ItemRow
from shared.contracts.campaigns import Campaign, Form
from shared.contracts.items import ResultOutcome
from shared.sheets.fields import FieldHeading
from shared.sheets.model import Sheet, Text
from shared.sheets.results import FieldResults, NamedItems, results_sheet

Names = dict[tuple[str, str], list[ItemRow]]


def official(campaign: Campaign, form: Form, fields: Sequence[FieldRow], names: Names) -> Sheet | None:
    """The table; None where the form has none."""
    rows = [
        FieldResults(
            FieldHeading(field.code, field.number, field.name),
            _named(names, field, ResultOutcome.DONE, field.completed),
            _named(names, field, ResultOutcome.NOT_DONE, field.uncompleted),
            _named(names, field, ResultOutcome.GIVEN_UP, field.given_up),
        )
        for field in fields
    ]
    return results_sheet(form, campaign, None, rows)


def links(fields: Sequence[FieldRow]) -> dict[str, str]:
    """The addresses of the lists behind the figures, by their keys in the table."""
    return {f"{field.code}.{name}": address for field in fields for name, address in field.links.items()}


def _named(names: Names, field: FieldRow, outcome: ResultOutcome, count: int) -> NamedItems:
    return NamedItems(
        count, tuple(Text(row.content, whose=row.name) for row in names.get((field.code, outcome.value), []))
    )
