"""The papers of a report, from what was delivered or is only typed so far."""

from collections.abc import Mapping, Sequence

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.contracts.items import Item
from shared.forms.results.model import ResultOutcome
from shared.forms.results.outline_sheet import Passages, outline_sheet
from shared.forms.results.sheet import field_results, results_sheet
from shared.sheets.model import Letterhead, Sheet


def report_sheets(
    form: Form,
    campaign: Campaign,
    letterhead: Letterhead,
    items: Sequence[Item],
    outcomes: Mapping[str, ResultOutcome],
    *,
    passages: Passages,
) -> list[Sheet]:
    """Mẫu 2 where the form has it, and the report by its outline; the items are called by their present names."""
    figures = results_sheet(form, campaign, letterhead, field_results(items, outcomes, campaign))
    words = outline_sheet(form, campaign, letterhead, items, passages)
    return [sheet for sheet in (figures, words) if sheet]
