"""What a reviewer sees beside the items: results and outline of a report, and who stands behind a consolidated item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.review.cases.model.delivered import DeliveredCase, DeliveredRound
from services.review.cases.model.report_differences import (
    PassageComparison,
    ResultComparison,
    compare_passages,
    compare_results,
)
from shared.contracts.campaigns import Campaign, FormKind, Section
from shared.contracts.cases import Case
from shared.contracts.items import Content, Item
from shared.sheets.outline import has_parts


@dataclass(frozen=True)
class Beside:
    """What is shown with an item.

    `registered`: the name that it was registered under, where it is another one now; None when nothing is known.
    `units`: by name, those whose items stand behind it.
    """

    registered: str | None
    result: ResultComparison | None
    units: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """A text of a section; `item` is the name of the item that it speaks of."""

    item: str | None
    text: PassageComparison


@dataclass(frozen=True)
class SectionRows:
    """A section of the outline; `heading`: it has sections of its own and no text."""

    section: Section
    heading: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class LeftOutRow:
    """Approved items of a unit that a consolidated Mẫu 1 does not send, and why."""

    unit: str
    reason: str
    count: int


@dataclass(frozen=True)
class Behind:
    """What a desk has heard of what stands behind a case: registered items by id, names of organisations."""

    registered: Mapping[str, Item]
    names: Mapping[str, str]


def is_report(case: Case) -> bool:
    return case.form is not FormKind.REGISTRATION


def units_behind(rounds: Sequence[DeliveredRound]) -> list[str]:
    """The organisations whose items were consolidated or left out."""
    sources = [source for round_ in rounds for item in round_.content.items for source in item.sources]
    sources += [left.source for round_ in rounds for left in round_.content.left_out]
    return sorted({source.organisation for source in sources})


def beside(now: DeliveredRound, before: DeliveredRound | None, behind: Behind) -> dict[str, Beside]:
    """By item, of both versions."""
    results = compare_results(before.content if before else None, now.content)
    items = {item.id: item for round_ in (before, now) if round_ for item in round_.content.items}
    return {ident: _beside(item, results.get(ident), behind) for ident, item in items.items()}


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
            tuple(_entry(text, names) for text in texts if text.section == section.number),
        )
        for section in outline
    ]
    return rows if texts else []


def left_out(content: Content, names: Mapping[str, str]) -> list[LeftOutRow]:
    """Unit by unit, each with its reasons."""
    counts: dict[tuple[str, str], int] = {}
    for left in content.left_out:
        key = (names.get(left.source.organisation, left.source.organisation), left.reason)
        counts[key] = counts.get(key, 0) + 1
    return [LeftOutRow(unit, reason, count) for (unit, reason), count in counts.items()]


def registered_names(case: DeliveredCase, behind: Behind) -> dict[str, str]:
    """The name that each item of a report was registered under, as far as this desk has heard."""
    items: Sequence[Item] = case.current.content.items if is_report(case) else ()
    return {item.id: behind.registered[item.id].content for item in items if item.id in behind.registered}


def _beside(item: Item, result: ResultComparison | None, behind: Behind) -> Beside:
    known = behind.registered.get(item.id)
    units = dict.fromkeys(behind.names.get(source.organisation, source.organisation) for source in item.sources)
    return Beside(
        known.content if known and known.content != item.content else None,
        result,
        tuple(units),
    )


def _entry(text: PassageComparison, names: Mapping[str, str]) -> Entry:
    return Entry(names.get(text.item, text.item) if text.item else None, text)
