"""A report as it will be on paper: Mẫu 2 with the columns of this plan, and the đề cương."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.registration.reports.model.outline import item_passage, passage
from services.registration.reports.model.report import Answer
from services.registration.reports.model.tables import TableRow, Totals, columns_of, names_completed, table, totals
from services.registration.submissions.model.draft import Draft
from shared.contracts.campaigns import Campaign, Column, Form, Section
from shared.contracts.items import Content, Item, ResultOutcome


@dataclass(frozen=True)
class Entry:
    """What a section says of an item; `text` without the item's name where it begins with it."""

    item: Item
    text: str


@dataclass(frozen=True)
class PaperSection:
    """A section of the đề cương with its text, or its entries. `place` counts from 1 in the outline."""

    place: int
    section: Section
    heading: bool
    text: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Paper:
    """`names`: names stand beside the figures of Mẫu 2; without columns there is no Mẫu 2."""

    columns: tuple[Column, ...]
    names: bool
    rows: list[TableRow]
    totals: Totals
    sections: list[PaperSection]


def draft_paper(form: Form, campaign: Campaign, draft: Draft, answered: Sequence[Answer]) -> Paper:
    """What is only typed so far."""
    outcomes = {a.item.id: a.typed.outcome for a in answered if a.typed and a.typed.outcome}
    texts: dict[tuple[str, str | None], str] = {
        (section.number, answer.item.id): item_passage(draft, form, section, answer.item, answer.typed)
        for section in form.outline
        if section.per_item
        for answer in answered
    }
    texts |= {(s.number, None): passage(draft, s.number) for s in form.outline if not s.per_item}
    return _paper(form, campaign, [answer.item for answer in answered], outcomes, texts)


def content_paper(form: Form, campaign: Campaign, content: Content) -> Paper:
    """What was delivered."""
    outcomes = {result.item: result.outcome for result in content.results}
    texts = {(passage.section, passage.item): passage.text for passage in content.passages}
    return _paper(form, campaign, content.items, outcomes, texts)


def _paper(
    form: Form,
    campaign: Campaign,
    items: Sequence[Item],
    outcomes: Mapping[str, ResultOutcome],
    texts: Mapping[tuple[str, str | None], str],
) -> Paper:
    columns, rows = columns_of(form), table(items, outcomes, campaign)
    sections = [
        PaperSection(
            place=place,
            section=section,
            heading=any(other.number.startswith(f"{section.number}.") for other in form.outline),
            text=texts.get((section.number, None), ""),
            entries=tuple(_entry(item, texts.get((section.number, item.id), "")) for item in items)
            if section.per_item
            else (),
        )
        for place, section in enumerate(form.outline, start=1)
    ]
    return Paper(columns, names_completed(columns), rows, totals(rows), sections)


def _entry(item: Item, text: str) -> Entry:
    """The name is the entry's heading already."""
    first, _, rest = text.partition("\n")
    return Entry(item, rest if first == item.content else text)
