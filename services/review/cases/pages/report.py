"""What a reviewer sees beside the items: results and outline of a report, and who stands behind a consolidated item."""

from dataclasses import dataclass

from services.review.cases.model.delivered import DeliveredRound
from services.review.cases.model.origins import Origins
from services.review.cases.model.report_differences import (
    PassageComparison,
    ResultComparison,
    compare_passages,
    compare_results,
)
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormKind, Section
from shared.contracts.items import Item
from shared.forms.results.outline_sheet import has_parts


@dataclass(frozen=True)
class ItemBackground:
    """What is shown with an item.

    `registered`: the name that it was registered under, where it is another one now; None when nothing is known.
    `units`: by name, those whose items stand behind it.
    """

    registered: str | None
    result: ResultComparison | None
    units: tuple[str, ...]


@dataclass(frozen=True)
class SectionRows:
    """A section of the outline, its texts each with the name of the item that it speaks of.

    `heading`: it has sections of its own and no text.
    """

    section: Section
    heading: bool
    texts: tuple[tuple[str | None, PassageComparison], ...]


def backgrounds(now: DeliveredRound, before: DeliveredRound | None, origins: Origins) -> dict[str, ItemBackground]:
    """By item, of both versions."""
    results = compare_results(before.content if before else None, now.content)
    items = {item.id: item for round_ in (before, now) if round_ for item in round_.content.items}
    return {ident: _background(item, results.get(ident), origins) for ident, item in items.items()}


def sections(
    now: DeliveredRound, before: DeliveredRound | None, campaign: Campaign | None, kind: FormKind
) -> list[SectionRows]:
    """The outline's sections in its order; a section that the campaign does not name comes last, by its number."""
    texts = compare_passages(before.content if before else None, now.content)
    form = campaign.form(kind) if campaign else None
    outline = list(form.outline) if form else []
    known = {section.number for section in outline}
    strange = dict.fromkeys(text.section for text in texts if text.section not in known)
    outline += [Section(number=number, title="-") for number in strange]
    names = {item.id: item.content for round_ in (before, now) if round_ for item in round_.content.items}
    rows = [
        SectionRows(
            section,
            has_parts(section, outline),
            tuple((names.get(text.item or "", text.item), text) for text in texts if text.section == section.number),
        )
        for section in outline
    ]
    return rows if texts else []


def _background(item: Item, result: ResultComparison | None, origins: Origins) -> ItemBackground:
    known = origins.registered.get(item.id)
    units = dict.fromkeys(origins.name(source.organisation) for source in item.sources)
    renamed = known is not None and known.content != item.content
    return ItemBackground(known.content if known and renamed else None, result, tuple(units))
