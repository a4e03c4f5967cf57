"""The papers of a form, from what was delivered or is only typed so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from shared.contracts.campaigns import Campaign, Form, FormKind
from shared.contracts.items import Content, Item, ResultOutcome
from shared.sheets.model import Letterhead, Sheet
from shared.sheets.outline import Passages, outline_sheet
from shared.sheets.registration import registration_sheet
from shared.sheets.results import Totals, field_results, results_sheet


@dataclass(frozen=True)
class ReportContent:
    """What a report says: its items under their present names, what became of them, the texts of its outline."""

    items: Sequence[Item]
    outcomes: Mapping[str, ResultOutcome]
    passages: Passages

    @property
    def totals(self) -> Totals:
        return Totals.of(self.items, self.outcomes)

    @classmethod
    def of(cls, content: Content) -> Self:
        outcomes = {result.item: result.outcome for result in content.results}
        return cls(content.items, outcomes, {(p.section, p.item): p.text for p in content.passages})


def content_sheets(campaign: Campaign, kind: FormKind, letterhead: Letterhead, content: Content) -> list[Sheet]:
    """What was delivered."""
    form = campaign.form(kind)
    if kind is FormKind.REGISTRATION:
        return [registration_sheet(campaign, letterhead, content)]
    return report_sheets(form, campaign, letterhead, ReportContent.of(content)) if form else []


def report_sheets(form: Form, campaign: Campaign, letterhead: Letterhead, said: ReportContent) -> list[Sheet]:
    """Mẫu 2 where the form has it, and the report by its outline."""
    figures = results_sheet(form, campaign, letterhead, field_results(said.items, said.outcomes, campaign))
    words = outline_sheet(form, campaign, letterhead, said.items, said.passages)
    return [sheet for sheet in (figures, words) if sheet]
