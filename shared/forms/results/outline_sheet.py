"""The narrative report (đề cương): the sections of the campaign's outline with their texts, or an entry an item."""

from collections.abc import Iterable, Mapping, Sequence

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, Section
from shared.contracts.items import Item
from shared.sheets.model import Anchor, Gap, Letterhead, Part, Sheet, Text

Passages = Mapping[tuple[str, str | None], str]
"""The texts by section and, in a section with an entry an item, by item."""


def has_parts(section: Section, outline: Iterable[Section]) -> bool:
    """Whether a section is a mere heading: one with sections of its own (V with V.1) has no text."""
    return any(other.number.startswith(f"{section.number}.") for other in outline)


def outline_sheet(
    form: Form, campaign: Campaign, letterhead: Letterhead | None, items: Sequence[Item], passages: Passages
) -> Sheet | None:
    """The report; None for a form without outline."""
    if not form.outline:
        return None
    return Sheet(
        letterhead=letterhead,
        title="BÁO CÁO SƠ KẾT" if form.interim else "BÁO CÁO",
        caption=f"Kết quả triển khai áp dụng mô hình, giải pháp theo Kế hoạch số {campaign.number}",
        blocks=tuple(_section(section, form, items, passages) for section in form.outline),
    )


def _section(section: Section, form: Form, items: Sequence[Item], passages: Passages) -> Part:
    above, _, number = section.number.rpartition(".")
    title, text = section.title if above else section.title.upper(), passages.get((section.number, None), "")
    said = (Text(text),) if text else ()
    if section.per_item:
        entries = (_entry(n, item, passages.get((section.number, item.id), "")) for n, item in enumerate(items, 1))
        return Part(number, title, (*said, *entries) if items else (*said, Text("-")))
    if has_parts(section, form.outline):
        return Part(number, title, said)
    return Part(number, title, said or (Gap("passage"),), anchor=Anchor(f"passages.{section.number}", section.title))


def _entry(number: int, item: Item, text: str) -> Part:
    """The name is the entry's heading already, where the text begins with it."""
    first, _, rest = text.partition("\n")
    shown = rest if first == item.content else text
    anchor = Anchor(f"results.{item.id}", item.content[:80])
    return Part(str(number), item.content, (Text(shown),) if shown else (), minor=True, anchor=anchor)
