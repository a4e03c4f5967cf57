"""The crosswalk: where each line goes in a target, by its own field or by a person's choice, and what goes nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.registration.consolidation.model.edit import Edit, Ground, Items, Lines
from services.registration.consolidation.model.sources import key_of
from services.registration.consolidation.model.working_set import Choice, NilReason, Omission, WorkingSet, require_lines
from shared.contracts.campaigns import Campaign
from shared.contracts.types import Contract, OptionalParagraph, Paragraph, Slug
from shared.errors import DomainError, conflict, refuse, refuse_first
from shared.forms.initiatives.model import DraftItem


class Place(StrEnum):
    """How a line comes to stand where it stands in a target."""

    SAME = "same"  # the target has a field of the same code
    CHOSEN = "chosen"
    LEFT_OUT = "left_out"
    OPEN = "open"  # no counterpart, and nobody has chosen


class WantedChoice(Contract):
    """A person's answer for one line: a field of the target, or None with the reason why it is not sent."""

    line: Slug
    field: Slug | None = None
    reason: OptionalParagraph = ""


@dataclass(frozen=True)
class Placement:
    """One line in one target: `field` is the target's code where it has a place there, `reason` why it has none."""

    line: DraftItem
    place: Place
    field: str | None = None
    reason: str = ""


def placements(working: WorkingSet, target: Campaign) -> list[Placement]:
    """Every line with its place in the target; a choice of a field that the target no longer has counts no more."""
    reasons, codes = working.reasons, target.field_codes
    chosen = {choice.line: choice for choice in working.choices if choice.campaign == target.id}
    return [_placement(line, reasons.get(line.id), chosen.get(line.id), codes) for line in working.lines]


class Choose(Edit):
    """Fields of one target for these lines; others stay. The field that a line has by itself is no choice."""

    campaign: Slug
    choices: tuple[WantedChoice, ...]

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """Raises DomainError ``target_not_found``, ``line_unknown``, ``field_unknown`` or ``crosswalk_reason_missing``;
        ``crosswalk_invalid`` with all its causes for several."""
        target = ground.target(self.campaign)
        own = {line.id: line.field for line in require_lines(working, [choice.line for choice in self.choices])}
        refuse("crosswalk_invalid", _wrong(target, self.choices))
        said = {choice.line: choice for choice in self.choices}
        kept = (c for c in working.choices if c.campaign != target.id or c.line not in said)
        fresh = (
            Choice(campaign=target.id, line=c.line, field=c.field, reason="" if c.field else c.reason)
            for c in said.values()
            if c.field is None or c.field != own[c.line]
        )
        return working.model_copy(update={"choices": (*kept, *fresh)})


class ExplainNil(Edit):
    """Why there is nothing in fields of one target, by their codes; other reasons stay, an empty one is none."""

    campaign: Slug
    reasons: dict[Slug, OptionalParagraph]

    def on(self, working: WorkingSet, ground: Ground) -> WorkingSet:
        """Raises DomainError ``target_not_found``, or ``field_unknown`` at the first that the target does not have."""
        target = ground.target(self.campaign)
        unknown = (code for code in self.reasons if code not in target.field_codes)
        refuse_first(DomainError("field_unknown", field=f"reasons.{code}", value=code) for code in unknown)
        kept = (one for one in working.nil_reasons if one.campaign != target.id or one.field not in self.reasons)
        fresh = (NilReason(campaign=target.id, field=code, reason=text) for code, text in self.reasons.items() if text)
        return working.model_copy(update={"nil_reasons": (*kept, *fresh)})


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
        kept = (o for o in working.left_out if o.line not in lines and not (o.source and key_of(o.source) in items))
        return working.model_copy(update={"left_out": tuple(kept)})


def _placement(line: DraftItem, left_out: str | None, choice: Choice | None, codes: frozenset[str]) -> Placement:
    if left_out is not None:
        return Placement(line, Place.LEFT_OUT, reason=left_out)
    if choice is not None and choice.field is None:
        return Placement(line, Place.LEFT_OUT, reason=choice.reason)
    if choice is not None and choice.field in codes:
        return Placement(line, Place.CHOSEN, choice.field)
    return Placement(line, Place.SAME, line.field) if line.field in codes else Placement(line, Place.OPEN)


def _wrong(target: Campaign, wanted: Iterable[WantedChoice]) -> Iterable[DomainError]:
    for position, choice in enumerate(wanted):
        if choice.field is None and not choice.reason:
            yield DomainError("crosswalk_reason_missing", field=f"choices.{position}.reason", number=target.number)
        if choice.field is not None and choice.field not in target.field_codes:
            yield DomainError("field_unknown", field=f"choices.{position}.field", value=choice.field)
