"""Between the offers and the lines: items are taken over, given back, left out and offered again."""

from collections.abc import Collection, Iterable, Set

from services.registration.consolidation.model.sources import ItemKey, Offer, Registrations, key_of
from services.registration.consolidation.model.working_set import Omission, WorkingSet, require_lines, without_lost
from services.registration.submissions.model.draft import DraftItem
from shared.contracts.items import Item, ItemSource
from shared.errors import conflict
from shared.record.record import digest


def take(working: WorkingSet, offers: Iterable[Offer]) -> WorkingSet:
    """A line for each of the offers that is not settled yet, as its organisation worded it.

    One that was given back comes with the wording that it had here.
    """
    settled, used, worded = working.settled, {line.id for line in working.lines}, working.worded
    fresh = []
    for offer in offers:
        if offer.key not in settled:
            line = line_of(offer.source, offer.item, used)
            fresh.append(_worded(line, worded.pop(offer.key, None), used))
            used.add(fresh[-1].id)
    return working.model_copy(
        update={"lines": (*working.lines, *fresh), "given_back": tuple(worded.values())},
    )


def give_back(working: WorkingSet, idents: Set[str], registrations: Registrations) -> WorkingSet:
    """The lines no more: the items behind them are offered again, each by itself, as far as they are in force.

    What was sent stays as it was sent. A wording of the clerk's is kept for the first item, as when a line is split.
    Raises DomainError ``line_unknown`` or ``give_back_own``: nothing else keeps a line of the organisation's own.
    """
    gone = require_lines(working, idents)
    if any(not line.sources for line in gone):
        raise conflict("give_back_own", field="lines")
    kept = {**working.worded, **{key_of(line.sources[0]): line for line in gone if _is_worded(line, registrations)}}
    lines = tuple(line for line in working.lines if line.id not in idents)
    return without_lost(working.model_copy(update={"lines": lines, "given_back": tuple(kept.values())}))


def leave_out_items(working: WorkingSet, offers: Iterable[Offer], reason: str) -> WorkingSet:
    """Offered items that are not taken over, with the reason that their organisations will read."""
    settled = working.settled
    fresh = [Omission(source=offer.source, reason=reason) for offer in offers if offer.key not in settled]
    return working.model_copy(update={"left_out": (*working.left_out, *fresh)})


def leave_out_lines(working: WorkingSet, idents: Set[str], reason: str) -> WorkingSet:
    """Lines that are sent to nobody; they stay in the set. Raises DomainError ``line_unknown``."""
    require_lines(working, idents)
    kept = tuple(one for one in working.left_out if one.line not in idents)
    fresh = (Omission(line=ident, reason=reason) for ident in sorted(idents))
    return working.model_copy(update={"left_out": (*kept, *fresh)})


def restore(working: WorkingSet, lines: Set[str] = frozenset(), items: Set[ItemKey] = frozenset()) -> WorkingSet:
    """Lines that go upward again, and items that are offered again."""
    kept = tuple(
        one
        for one in working.left_out
        if one.line not in lines and (one.source is None or key_of(one.source) not in items)
    )
    return working.model_copy(update={"left_out": kept})


def line_of(source: ItemSource, item: Item, used: Collection[str]) -> DraftItem:
    return DraftItem(
        id=item.id if item.id not in used else digest(key_of(source))[:32],
        field=item.field,
        content=item.content,
        parts=item.parts,
        expected=item.expected.text,
        note=item.note,
        sources=(source,),
    )


def _worded(line: DraftItem, before: DraftItem | None, used: Collection[str]) -> DraftItem:
    """A fresh line as it was worded before; by its former id, too, by which it may have been sent."""
    if before is None:
        return line
    return before.model_copy(update={"id": line.id if before.id in used else before.id, "sources": line.sources})


def _is_worded(line: DraftItem, registrations: Registrations) -> bool:
    """Whether the line's first item alone would not make it again."""
    source = line.sources[0]
    item = registrations.taken(source)
    return item is None or line_of(source, item, ()) != line.model_copy(update={"sources": (source,)})
