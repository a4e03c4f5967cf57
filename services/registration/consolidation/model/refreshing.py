"""Lines follow what became of the items behind them."""

from collections.abc import Set

from services.registration.consolidation.model.offers import line_of
from services.registration.consolidation.model.sources import Change, Registrations, key_of
from services.registration.consolidation.model.working_set import WorkingSet, require_lines, without_lost
from services.registration.submissions.model.draft import DraftItem


def refresh(working: WorkingSet, idents: Set[str], registrations: Registrations) -> WorkingSet:
    """The lines with what became of their sources: corrected ones in their new version, those no longer in force gone.

    A line that still has the wording of its only source takes the new wording; any other keeps the clerk's. A line
    with nothing left behind it goes. Its id stays, by which it may have been sent.
    """
    require_lines(working, idents)
    lines = []
    for line in working.lines:
        after = _refreshed(line, registrations) if line.id in idents else line
        if after is not None:
            lines.append(after)
    return without_lost(working.model_copy(update={"lines": tuple(lines)}))


def _refreshed(line: DraftItem, registrations: Registrations) -> DraftItem | None:
    """None when nothing is left behind it."""
    known = registrations.offers
    sources = tuple(
        known[key_of(source)].source if registrations.change(source) is Change.CORRECTED else source
        for source in line.sources
        if not registrations.gone(source)
    )
    if line.sources and not sources:
        return None
    after = line.model_copy(update={"sources": sources})
    if len(line.sources) != 1 or after == line:
        return after
    before = registrations.taken(line.sources[0])
    if before is None or line_of(line.sources[0], before, ()).model_copy(update={"id": line.id}) != line:
        return after
    return line_of(sources[0], known[key_of(sources[0])].item, ()).model_copy(update={"id": line.id})
