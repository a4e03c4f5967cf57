"""The papers of a form, from what was delivered or is only typed so far."""

from collections.abc import Mapping, Sequence

from shared.contracts.campaigns import Campaign, Form, FormKind
from shared.contracts.items import Content, Item, ResultOutcome
from shared.sheets.model import Letterhead, Sheet
from shared.sheets.outline import Passages, outline_sheet
from shared.sheets.registration import registration_sheet
from shared.sheets.results import field_results, results_sheet


def content_sheets(campaign: Campaign, kind: FormKind, letterhead: Letterhead, said: Content) -> list[Sheet]:
    """What was delivered."""
    if kind is FormKind.REGISTRATION:
        return [registration_sheet(campaign, letterhead, said)]
    form = campaign.form(kind)
    if form is None:
        return []
    return report_sheets(form, campaign, letterhead, said.items, said.outcomes, passages=said.texts)


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
