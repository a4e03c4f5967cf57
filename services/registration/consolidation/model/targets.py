"""What a consolidation says to each target campaign: its lines in that campaign's fields (the crosswalk)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.registration.consolidation.model.lines import Choice, WorkingSet, require_lines
from services.registration.consolidation.model.sources import Registrations
from services.registration.submissions.drafts.model.completeness import faults_of
from services.registration.submissions.model.draft import Draft, DraftItem
from shared.contracts.campaigns import Campaign
from shared.contracts.items import LeftOut
from shared.contracts.types import Contract, OptionalParagraph, Slug
from shared.errors import DomainError, conflict
from shared.refusals import refuse


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
class Placed:
    """One line in one target: `field` is the target's code where it has a place there, `reason` why it has none."""

    line: DraftItem
    place: Place
    field: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class Projection:
    """The lines in one target, in their order, and the draft that they make there."""

    target: Campaign
    placed: tuple[Placed, ...]
    draft: Draft
    faults: tuple[DomainError, ...]

    @property
    def open(self) -> tuple[Placed, ...]:
        return tuple(one for one in self.placed if one.place is Place.OPEN)

    @property
    def ready(self) -> bool:
        return not self.faults


def place(working: WorkingSet, target: Campaign) -> list[Placed]:
    """Every line with its place in the target; a choice of a field that the target no longer has counts no more."""
    reasons, codes = working.reasons, target.field_codes
    chosen = {choice.line: choice for choice in working.choices if choice.campaign == target.id}
    return [_place(line, reasons.get(line.id), chosen.get(line.id), codes) for line in working.lines]


def project(working: WorkingSet, target: Campaign, registrations: Registrations, ident: str) -> Projection:
    """What would be sent to the target by the consolidation `ident`, and everything that keeps it from being sent.

    A field without a line is answered with an explicit nil. Items that are left out and still in force go along, each
    with its reason. The faults name their line (``lines.<id>.<column>``): ``crosswalk_open``, ``line_without_source``
    and those of `completeness.faults_of`.
    """
    placed = place(working, target)
    items = tuple(
        one.line.model_copy(update={"field": one.field}) if one.field != one.line.field else one.line
        for one in placed
        if one.field is not None
    )
    filled = {item.field for item in items}
    draft = Draft(
        items=items,
        nil_fields=tuple(field.code for field in target.fields if field.code not in filled),
        consolidation=ident,
        left_out=tuple(_left_out(working, placed, registrations)),
    )
    return Projection(target, tuple(placed), draft, tuple(_faults(placed, draft, target, registrations)))


def choose(working: WorkingSet, target: Campaign, wanted: Sequence[WantedChoice]) -> WorkingSet:
    """The crosswalk's answers for these lines; others stay. The field that a line has by itself is no choice.

    Raises DomainError ``line_unknown``, ``field_unknown`` or ``crosswalk_reason_missing``; ``crosswalk_invalid`` with
    all its causes for several.
    """
    require_lines(working, [choice.line for choice in wanted])
    refuse("crosswalk_invalid", _wrong(target, wanted))
    said = {choice.line: choice for choice in wanted}
    kept = [c for c in working.choices if c.campaign != target.id or c.line not in said]
    own = {line.id: line.field for line in working.lines}
    fresh = [
        Choice(campaign=target.id, line=c.line, field=c.field, reason="" if c.field else c.reason)
        for c in said.values()
        if c.field is None or c.field != own[c.line]
    ]
    return working.model_copy(update={"choices": (*kept, *fresh)})


def forget_choices(working: WorkingSet, target: str, lines: Iterable[str]) -> WorkingSet:
    """The lines go where they would without a choice."""
    gone = set(lines)
    kept = tuple(c for c in working.choices if c.campaign != target or c.line not in gone)
    return working.model_copy(update={"choices": kept})


def require_own_draft(before: Draft, projection: Projection, ident: str) -> None:
    """Nothing that somebody typed for the target is written over.

    Raises DomainError ``draft_of_other_consolidation`` or ``draft_typed``.
    """
    number = projection.target.number
    if before.consolidation not in {None, ident}:
        raise conflict("draft_of_other_consolidation", number=number, consolidation=before.consolidation)
    known = {item.id for item in projection.draft.items}
    typed = [item for item in before.items if item.id not in known]
    if before.consolidation is None and typed:
        raise conflict("draft_typed", number=number, count=len(typed))


def _place(line: DraftItem, left_out: str | None, choice: Choice | None, codes: frozenset[str]) -> Placed:
    if left_out is not None:
        return Placed(line, Place.LEFT_OUT, reason=left_out)
    if choice is not None and choice.field is None:
        return Placed(line, Place.LEFT_OUT, reason=choice.reason)
    if choice is not None and choice.field in codes:
        return Placed(line, Place.CHOSEN, choice.field)
    return Placed(line, Place.SAME, line.field) if line.field in codes else Placed(line, Place.OPEN)


def _left_out(working: WorkingSet, placed: Iterable[Placed], registrations: Registrations) -> Iterable[LeftOut]:
    for omission in working.left_out:
        if omission.source is not None and not registrations.gone(omission.source):
            yield LeftOut(source=omission.source, reason=omission.reason)
    for one in placed:
        if one.place is Place.LEFT_OUT:
            for source in one.line.sources:
                if not registrations.gone(source):
                    yield LeftOut(source=source, reason=one.reason)


def _faults(
    placed: Iterable[Placed], draft: Draft, target: Campaign, registrations: Registrations
) -> Iterable[DomainError]:
    for one in placed:
        if one.place is Place.OPEN:
            yield DomainError("crosswalk_open", field=f"lines.{one.line.id}.field", number=target.number)
    for item in draft.items:
        if registrations.left(item.sources):
            yield DomainError("line_without_source", field=f"lines.{item.id}.sources")
    for fault in faults_of(draft, target):
        yield DomainError(fault.code, fault.kind, field=_at_line(fault.field or "", draft), **fault.params)


def _at_line(path: str, draft: Draft) -> str:
    """``items.3.content`` as ``lines.<id>.content``."""
    kind, _, rest = path.partition(".")
    position, _, column = rest.partition(".")
    return f"lines.{draft.items[int(position)].id}.{column}" if kind == "items" else path


def _wrong(target: Campaign, wanted: Iterable[WantedChoice]) -> Iterable[DomainError]:
    for position, choice in enumerate(wanted):
        if choice.field is None and not choice.reason:
            yield DomainError("crosswalk_reason_missing", field=f"choices.{position}.reason", number=target.number)
        if choice.field is not None and choice.field not in target.field_codes:
            yield DomainError("field_unknown", field=f"choices.{position}.field", value=choice.field)
