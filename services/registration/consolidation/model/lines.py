"""The lines themselves: worded, merged, split."""

from itertools import chain

from services.registration.consolidation.model.edit import Edit, Ground, InformedEdit, Lines
from services.registration.consolidation.model.offers import line_of
from services.registration.consolidation.model.working_set import WorkingSet, require_lines
from services.registration.submissions.model.draft import DraftItem, mark
from services.registration.submissions.model.edits import Baseline
from shared.contracts.types import Slug
from shared.errors import DomainError, conflict


class PutLine(Edit):
    """A line's wording, or a new line of the organisation's own; what stands behind it stays. `known`: no new one."""

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
        after = line.model_copy(update={"sources": before.sources if before else ()})
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
        whole = wording.model_copy(update={"id": ident, "sources": sources})
        gone = {line.id for line in merged}
        first = next(line.id for line in working.lines if line.id in gone)
        lines = tuple(
            whole if line.id == first else line for line in working.lines if line.id == first or line.id not in gone
        )
        carried = [c.model_copy(update={"line": ident}) for c in working.choices if c.line == wording.id]
        choices = (*(c for c in working.choices if c.line not in gone), *carried)
        return working.model_copy(update={"lines": lines, "choices": choices})


class Split(InformedEdit):
    """A merged line as one line for each item behind it, each but the first worded by its organisation again."""

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
