"""The form's official table with the figures of all units: Mẫu 2 in the columns of the campaign's own plan."""

from collections.abc import Sequence

from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.views import FieldRow
from services.reporting.lists.model.views import ItemRow
from shared.forms.overall import FieldCount
from shared.sheets.model import Sheet, Text

Names = dict[tuple[str, str], list[ItemRow]]
"""The first items by field and figure."""


def official(report: Summary, names: Names) -> Sheet | None:
    """The table; None where the form has none."""
    fields = []
    for heading in report.headings:
        first = {name: names.get((heading.code, own), ()) for name, own in report.kind.figures.items()}
        named = {name: tuple(Text(row.content, whose=row.name) for row in rows) for name, rows in first.items()}
        fields.append(FieldCount(heading, report.figures[heading.code], named))
    return report.kind.table(report.form, report.campaign, fields)


def links(fields: Sequence[FieldRow]) -> dict[str, str]:
    """The addresses of the lists behind the figures, by their keys in the table."""
    return {f"{field.code}.{name}": address for field in fields for name, address in field.links.items()}
