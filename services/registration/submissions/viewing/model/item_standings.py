"""Every registered item as the page of its submission shows it: withdrawn or not, and where it stands further up."""

from dataclasses import dataclass

from shared.contracts.items import Item
from shared.contracts.submissions import Submission, Upward, WithdrawnItem
from shared.forms.registry import kind_of


@dataclass(frozen=True)
class ItemStanding:
    """An item of the newest version, or a withdrawn one that it no longer has."""

    item: Item
    withdrawn: WithdrawnItem | None
    upward: tuple[Upward, ...]


def item_standings(submission: Submission) -> list[ItemStanding]:
    """In the order of the newest version; what only earlier versions had follows when it still says something."""
    if submission.latest is None or not kind_of(submission.latest.content).carries:
        return []
    gone = {withdrawn.item: withdrawn for withdrawn in submission.withdrawn_items}
    above: dict[str, list[Upward]] = {}
    for entry in submission.upward:
        above.setdefault(entry.item, []).append(entry)
    items = {item.id: item for item in submission.latest.content.items}
    for version in reversed(submission.versions):
        for item in version.content.items:
            if item.id in gone or item.id in above:
                items.setdefault(item.id, item)
    return [ItemStanding(item, gone.get(ident), tuple(above.get(ident, ()))) for ident, item in items.items()]
