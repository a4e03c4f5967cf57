"""Lines and offered items that are left out, with the reason that their organisations will read, and taken in again."""

from services.registration.consolidation.model.crosswalk import Choose, WantedChoice
from services.registration.consolidation.model.edit import Edit, Ground, Items, Lines
from services.registration.consolidation.model.sources import key_of
from services.registration.consolidation.model.working_set import Omission, WorkingSet, require_lines
from shared.contracts.types import Paragraph, Slug
from shared.errors import conflict


class LeaveOut(Edit):
    """What is left out and why; `campaign`: of this target only, else of all."""

    informed = True
    lines: Lines = ()
    items: Items = ()
    reason: Paragraph
    campaign: Slug | None = None

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """Lines stay in the set.

        Raises DomainError ``nothing_chosen``, ``leave_out_item_everywhere`` (an item that is not taken over goes to
        no target), ``target_not_found``, ``offer_unknown`` or ``line_unknown``.
        """
        if not self.lines and not self.items:
            raise conflict("nothing_chosen", field="lines")
        if self.items and self.campaign is not None:
            raise conflict("leave_out_item_everywhere", field="items")
        if self.campaign is not None:
            choices = tuple(WantedChoice(line=line, reason=self.reason) for line in self.lines)
            return Choose(campaign=self.campaign, choices=choices).on(working, ground)
        offers = ground.registrations.offered(item.key for item in self.items)
        gone, settled = {line.id for line in require_lines(working, self.lines)}, working.settled
        kept = (one for one in working.left_out if one.line not in gone)
        lines = (Omission(line=ident, reason=self.reason) for ident in sorted(gone))
        items = (Omission(source=o.source, reason=self.reason) for o in offers if o.key not in settled)
        return working.model_copy(update={"left_out": (*kept, *lines, *items)})


class Restore(Edit):
    """What is left out no longer."""

    lines: Lines = ()
    items: Items = ()
    campaign: Slug | None = None

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """Lines go upward again, or where they would without a choice; items are offered again.

        Raises DomainError ``target_not_found``.
        """
        lines, items = frozenset(self.lines), {item.key for item in self.items}
        if self.campaign is not None:
            target = ground.target(self.campaign).id
            choices = tuple(c for c in working.choices if c.campaign != target or c.line not in lines)
            return working.model_copy(update={"choices": choices})
        kept = tuple(
            one
            for one in working.left_out
            if one.line not in lines and (one.source is None or key_of(one.source) not in items)
        )
        return working.model_copy(update={"left_out": kept})
