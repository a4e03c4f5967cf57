"""Mẫu 2 with the figures of all organisations, with names where its plan asks for them."""

from collections.abc import Sequence

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.forms.overall import FieldCount
from shared.forms.results.sheet import FieldResults, NamedItems, results_sheet
from shared.sheets.model import Sheet

COMPLETED, UNCOMPLETED, GIVEN_UP = "completed", "uncompleted", "given_up"
"""The outcomes as people know them."""


def overall_sheet(form: Form, campaign: Campaign, fields: Sequence[FieldCount]) -> Sheet | None:
    """The table; None where the form has none."""
    rows = [
        FieldResults(field.heading, _named(field, COMPLETED), _named(field, UNCOMPLETED), _named(field, GIVEN_UP))
        for field in fields
    ]
    return results_sheet(form, campaign, None, rows)


def _named(field: FieldCount, figure: str) -> NamedItems:
    return NamedItems(field.figures[figure], tuple(field.names.get(figure, ())))
