"""The crosswalk: where each line goes in a target, by its own field or by a person's choice."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.registration.consolidation.model.edit import Edit, Ground
from services.registration.consolidation.model.working_set import Choice, WorkingSet, require_lines
from services.registration.submissions.model.draft import DraftItem
from shared.contracts.campaigns import Campaign
from shared.contracts.types import Contract, OptionalParagraph, Slug
from shared.errors import DomainError, refuse


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
