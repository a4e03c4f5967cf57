"""What a person does with the lines of a consolidation, each step a value. A body of the API is such a value."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from services.registration.consolidation.model import crosswalk, lines, offers, refreshing
from services.registration.consolidation.model.crosswalk import WantedChoice
from services.registration.consolidation.model.sources import ItemKey, Offer, Registrations
from services.registration.consolidation.model.working_set import WorkingSet, require_lines
from services.registration.consolidation.records.opening import OpenedConsolidation
from services.registration.submissions.model.draft import DraftItem, Seen
from shared.contracts.types import Contract, Key, Paragraph, Slug
from shared.errors import conflict

LIMIT = 5_000
Lines = Annotated[tuple[Slug, ...], Field(max_length=LIMIT)]


class ItemPlace(Contract):
    """An approved item where its organisation registered it."""

    submission: Key
    item: Slug

    @property
    def key(self) -> ItemKey:
        return self.submission, self.item


Items = Annotated[tuple[ItemPlace, ...], Field(max_length=LIMIT)]


class Edit(Contract):
    @property
    def informed(self) -> bool:
        """Whether it rests on what the units registered."""
        return False

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        """The working set after it; pure, since it is decided again when somebody else wrote meanwhile."""
        raise NotImplementedError


class InformedEdit(Edit):
    @property
    def informed(self) -> bool:
        return True


class Take(InformedEdit):
    """What is taken over; nothing named: all that is offered."""

    items: Items = ()

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        """Raises DomainError ``offer_unknown``."""
        known = opened.registrations
        return offers.take(working, _offers(known, self.items) if self.items else known.offers.values())


class GiveBack(InformedEdit):
    """Takes lines out of the set; what stands behind them is offered again."""

    lines: Lines

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        """Raises DomainError ``nothing_chosen``, ``line_unknown`` or ``give_back_own``."""
        if not self.lines:
            raise conflict("nothing_chosen", field="lines")
        return offers.give_back(working, frozenset(self.lines), opened.registrations)


class Merge(Edit):
    """Makes one line of several."""

    lines: Lines

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        return lines.merge(working, self.lines)


class Split(InformedEdit):
    """Makes a merged line several again."""

    line: Slug

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        return lines.split(working, self.line, opened.registrations)


class Refresh(InformedEdit):
    """Follows what became of the items behind the lines."""

    lines: Lines

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        return refreshing.refresh(working, frozenset(self.lines), opened.registrations)


class PutLine(Edit):
    """Words a line, or adds one of the organisation's own when no line has its id; `known`: only words one."""

    line: DraftItem
    seen: Seen | None = None
    known: bool = False

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        """Raises DomainError ``line_unknown``, ``field_unknown`` or ``item_changed``."""
        if self.known:
            require_lines(working, [self.line.id])
        return lines.put_line(working, opened.campaign, self.line, self.seen)


class LeaveOut(Edit):
    """What is left out and why; `campaign`: of this target only, else of all."""

    lines: Lines = ()
    items: Items = ()
    reason: Paragraph
    campaign: Slug | None = None

    @property
    def informed(self) -> bool:
        return bool(self.items)

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        """Raises DomainError ``nothing_chosen``, ``leave_out_item_everywhere`` (an item that is not taken over goes
        to no target), ``offer_unknown``, ``target_not_found`` or ``line_unknown``."""
        if not self.lines and not self.items:
            raise conflict("nothing_chosen", field="lines")
        if self.items and self.campaign is not None:
            raise conflict("leave_out_item_everywhere", field="items")
        if self.campaign is not None:
            choices = [WantedChoice(line=line, reason=self.reason) for line in self.lines]
            return crosswalk.choose(working, opened.target(self.campaign), choices)
        left = _offers(opened.registrations, self.items) if self.items else []
        kept = offers.leave_out_lines(working, frozenset(self.lines), self.reason)
        return offers.leave_out_items(kept, left, self.reason)


class Restore(Edit):
    """What is left out no longer."""

    lines: Lines = ()
    items: Items = ()
    campaign: Slug | None = None

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        """Raises DomainError ``target_not_found``."""
        if self.campaign is not None:
            return crosswalk.forget_choices(working, opened.target(self.campaign).id, self.lines)
        return offers.restore(working, frozenset(self.lines), frozenset(item.key for item in self.items))


class Choose(Edit):
    """Answers the crosswalk's question for lines of one target."""

    campaign: Slug
    choices: tuple[WantedChoice, ...]

    def on(self, working: WorkingSet, opened: OpenedConsolidation) -> WorkingSet:
        """Raises DomainError ``target_not_found`` and what `crosswalk.choose` raises."""
        return crosswalk.choose(working, opened.target(self.campaign), self.choices)


def _offers(registrations: Registrations, items: Sequence[ItemPlace]) -> list[Offer]:
    for item in items:
        if item.key not in registrations.offers:
            raise conflict("offer_unknown", field="items", submission=item.submission, item=item.item)
    return [registrations.offers[item.key] for item in items]
