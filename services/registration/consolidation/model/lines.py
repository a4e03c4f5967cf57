"""The edits of the lines: items are taken over, given back and followed; lines are worded, merged and split."""

from collections.abc import Collection
from itertools import chain

from services.registration.consolidation.model.edit import Edit, Ground, Items, Lines
from services.registration.consolidation.model.sources import Change, Registrations, key_of
from services.registration.consolidation.model.working_set import WorkingSet, require_lines, without_lost
from services.registration.submissions.model.draft import mark
from services.registration.submissions.model.edits import Baseline
from shared.contracts.items import Item, ItemSource
from shared.contracts.types import Slug
from shared.errors import DomainError, conflict
from shared.forms.columns.answers import typed_again, with_files_of
from shared.forms.initiatives.carry import merged_answers
from shared.forms.initiatives.model import DraftItem
from shared.record.record import digest


class Take(Edit):
    """What is taken over; nothing named: all that is offered."""

    informed = True
    items: Items = ()

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """A line for each of the offers that is not settled yet, as its organisation worded it.

        One that was given back comes with the wording that it had here. Raises DomainError ``offer_unknown``.
        """
        settled, used, worded = working.settled, {line.id for line in working.lines}, working.worded
        every, fresh = ground.registrations.offers.values(), []
        for offer in ground.registrations.offered(item.key for item in self.items) if self.items else every:
            if offer.key not in settled:
                line = line_of(offer.source, offer.item, used)
                fresh.append(_worded(line, worded.pop(offer.key, None), used))
                used.add(fresh[-1].id)
        return working.model_copy(update={"lines": (*working.lines, *fresh), "given_back": tuple(worded.values())})


class GiveBack(Edit):
    """The lines no more: the items behind them are offered again, each by itself, as far as they are in force."""

    informed = True
    lines: Lines

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """A wording of the clerk's is kept for the first item, as when a line is split.

        Raises DomainError ``nothing_chosen``, ``line_unknown`` or ``give_back_own``: nothing else keeps a line of the
        organisation's own.
        """
        if not self.lines:
            raise conflict("nothing_chosen", field="lines")
        gone, idents = require_lines(working, self.lines), frozenset(self.lines)
        if any(not line.sources for line in gone):
            raise conflict("give_back_own", field="lines")
        worded = {key_of(line.sources[0]): line for line in gone if _is_worded(line, ground.registrations)}
        lines = tuple(line for line in working.lines if line.id not in idents)
        kept = tuple({**working.worded, **worded}.values())
        return without_lost(working.model_copy(update={"lines": lines, "given_back": kept}))


class Refresh(Edit):
    """The lines with what became of their sources: corrected ones in their new version, those no longer in force gone.

    A line that still has the wording of its only source takes the new wording; any other keeps the clerk's. A line
    with nothing left behind it goes. Its id stays, by which it may have been sent.
    """

    informed = True
    lines: Lines

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """Raises DomainError ``line_unknown``."""
        wanted = {line.id for line in require_lines(working, self.lines)}
        after = (_refreshed(line, ground.registrations) if line.id in wanted else line for line in working.lines)
        return without_lost(working.model_copy(update={"lines": tuple(line for line in after if line is not None)}))


class PutLine(Edit):
    """A line's wording, or a new line of the organisation's own; what stands behind it and the files that came with it
    stay. `known`: no new one."""

    line: DraftItem
    seen: Baseline | None = None
    known: bool = False

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """A field chosen in a target for the line's former field is forgotten with it.

        Raises DomainError ``line_unknown``, ``field_unknown``, and ``item_changed`` when somebody else changed the line
        since it was `seen`.
        """
        line, before = self.line, working.line(self.line.id)
        if self.known:
            require_lines(working, [line.id])
        if line.field not in ground.campaign.field_codes:
            raise DomainError("field_unknown", field="field", value=line.field)
        sources, answers = (before.sources, before.answers) if before else ((), ())
        after = line.model_copy(update={"sources": sources, "answers": with_files_of(line.answers, answers)})
        if after == before:
            return working
        if self.seen is not None and mark(before) != self.seen.mark:
            raise conflict("item_changed", item=line.id)
        if before is None:
            return working.model_copy(update={"lines": (*working.lines, after)})
        lines = tuple(after if known.id == line.id else known for known in working.lines)
        moved = before.field != line.field
        choices = tuple(c for c in working.choices if not moved or c.line != line.id or c.field is None)
        return working.model_copy(update={"lines": lines, "choices": choices})


class Merge(Edit):
    """The lines as one, in the place of the first of them: its wording, and everything that stands behind them all.

    It goes by the id of its first source. A line of the organisation's own gives the wording, since nothing else
    keeps it.
    """

    lines: Lines

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """Raises DomainError ``merge_too_few``, ``line_unknown``, ``merge_own_lines`` or ``merge_left_out``."""
        merged = require_lines(working, self.lines)
        if len(merged) < 2:
            raise DomainError("merge_too_few", field="lines")
        own = [line for line in merged if not line.sources]
        if len(own) > 1:
            raise conflict("merge_own_lines", field="lines")
        if any(line.id in working.reasons for line in merged):
            raise conflict("merge_left_out", field="lines")
        wording = own[0] if own else merged[0]
        sources = tuple(chain(*(line.sources for line in merged)))
        ident = next(line.id for line in merged if line.sources)
        answers = merged_answers(ground.columns, wording, merged)
        whole = wording.model_copy(update={"id": ident, "sources": sources, "answers": answers})
        gone = {line.id for line in merged}
        first = next(line.id for line in working.lines if line.id in gone)
        lines = tuple(
            whole if line.id == first else line for line in working.lines if line.id == first or line.id not in gone
        )
        carried = [c.model_copy(update={"line": ident}) for c in working.choices if c.line == wording.id]
        choices = (*(c for c in working.choices if c.line not in gone), *carried)
        return working.model_copy(update={"lines": lines, "choices": choices})


class Split(Edit):
    """A merged line as one line for each item behind it, each but the first worded by its organisation again."""

    informed = True
    line: Slug

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """Raises DomainError ``line_unknown`` or ``split_single``."""
        (line,) = require_lines(working, [self.line])
        if len(line.sources) < 2:
            raise conflict("split_single", line=self.line)
        used = {known.id for known in working.lines}
        parts = [line.model_copy(update={"sources": line.sources[:1]})]
        for source in line.sources[1:]:
            item = ground.registrations.taken(source)
            if item is not None:
                parts.append(line_of(source, item, used))
                used.add(parts[-1].id)
        place = working.lines.index(line)
        return working.model_copy(update={"lines": (*working.lines[:place], *parts, *working.lines[place + 1 :])})


def line_of(source: ItemSource, item: Item, used: Collection[str]) -> DraftItem:
    ident = item.id if item.id not in used else digest(key_of(source))[:32]
    said = {"id": ident, "expected": item.expected.text, "sources": (source,), "answers": typed_again(item.answers)}
    return DraftItem(**dict(item) | said)


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
