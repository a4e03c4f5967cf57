"""What must hold of a restructuring before it is ordered."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.registration.restructuring.model.definition import (
    Move,
    Restructuring,
    RestructuringDefinition,
    RestructuringKind,
)
from shared.contracts.organisations import Organisation
from shared.errors import DomainError, conflict
from shared.identity import EVERYWHERE
from shared.language.vietnamese import format_date


@dataclass(frozen=True)
class Limits:
    """How many predecessors at most, how many successors at least and at most, and what is said where they differ."""

    predecessors: int | None
    least: int
    most: int | None
    code: str = ""


LIMITS = {
    RestructuringKind.MERGE: Limits(None, 1, 1, "restructuring_one_successor"),
    RestructuringKind.SPLIT: Limits(1, 2, None, "restructuring_two_successors"),
    RestructuringKind.RENAME: Limits(1, 0, 0, "restructuring_no_successors"),
    RestructuringKind.DISSOLVE: Limits(None, 0, None),
}


@dataclass(frozen=True)
class Surroundings:
    """What a definition refers to, as far as it exists.

    `below`: the units that are still under each predecessor on the day. `planned`: what is ordered and not done yet.
    """

    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    below: Mapping[str, Collection[str]] = field(default_factory=dict)
    planned: Sequence[Restructuring] = ()


def faults(wanted: RestructuringDefinition, around: Surroundings) -> Iterator[DomainError]:
    """Everything that does not hold of a definition, each with its field."""
    for name in ("predecessors", "successors"):
        yield from _places(name, getattr(wanted, name), wanted.on, around)
    yield from _shape(wanted)
    yield from _new(wanted, around)
    yield from _heirs(wanted)
    yield from _moves(wanted, around)
    yield from _overlaps(wanted, around)


def _places(name: str, idents: Sequence[str], day: date, around: Surroundings) -> Iterator[DomainError]:
    for position, ident in enumerate(idents):
        place = f"{name}.{position}"
        organisation = around.organisations.get(ident)
        if ident in idents[:position]:
            yield DomainError("restructuring_twice", field=place, organisation=ident)
        elif organisation is None:
            yield DomainError("restructuring_unknown", field=place, organisation=ident)
        elif not organisation.exists_on(day):
            yield DomainError("restructuring_gone", field=place, organisation=organisation.name, day=format_date(day))


def _shape(wanted: RestructuringDefinition) -> Iterator[DomainError]:
    """How many of which each kind needs."""
    old, heirs, limits = len(wanted.predecessors), len(wanted.all_successors), LIMITS[wanted.kind]
    if not old:
        yield DomainError("restructuring_no_predecessor", field="predecessors")
    if limits.predecessors is not None and old > limits.predecessors:
        yield DomainError("restructuring_one_predecessor", field="predecessors")
    if heirs < limits.least or (limits.most is not None and heirs > limits.most):
        yield DomainError(limits.code, field="successors")
    for ident in sorted(set(wanted.predecessors) & set(wanted.all_successors)):
        yield DomainError("restructuring_follows_itself", field="successors", organisation=ident)
    yield from _kind(wanted)


def _kind(wanted: RestructuringDefinition) -> Iterator[DomainError]:
    """What a kind needs or cannot have."""
    if wanted.kind is RestructuringKind.MERGE and len(wanted.predecessors) == 1 and wanted.new:
        yield DomainError("restructuring_merge_of_one", field="predecessors")
    if wanted.kind is RestructuringKind.RENAME and wanted.renamed is None:
        yield DomainError("restructuring_no_name", field="renamed.name")
    if wanted.kind is RestructuringKind.DISSOLVE and wanted.new:
        yield DomainError("restructuring_dissolve_new", field="new")


def _new(wanted: RestructuringDefinition, around: Surroundings) -> Iterator[DomainError]:
    seen = {one.id for other in around.planned for one in other.new}
    for position, one in enumerate(wanted.new):
        if one.id == EVERYWHERE:
            yield DomainError("organisation_id_reserved", field=f"new.{position}.id", id=one.id)
        if one.id in around.organisations or one.id in seen:
            yield DomainError("organisation_exists", field=f"new.{position}.id", id=one.id)
        seen.add(one.id)
        for parent in one.parents:
            place = f"new.{position}.parents"
            if parent in wanted.predecessors and wanted.ends:
                yield DomainError("restructuring_under_ended", field=place, organisation=parent)
            elif parent not in around.organisations or not around.organisations[parent].exists_on(wanted.on):
                yield DomainError("restructuring_unknown", field=place, organisation=parent)


def _heirs(wanted: RestructuringDefinition) -> Iterator[DomainError]:
    """Where an organisation ends, somebody says to whom its open obligations go."""
    chosen = wanted.heir_of
    if not wanted.ends:
        return
    for position, ident in enumerate(wanted.predecessors):
        place = f"heirs.{position}.successor"
        if ident not in chosen:
            yield DomainError("restructuring_heir_missing", field=place, organisation=ident)
        elif (heir := chosen[ident]) is not None and heir not in wanted.all_successors:
            yield DomainError("restructuring_heir_unknown", field=place, organisation=heir)


def _moves(wanted: RestructuringDefinition, around: Surroundings) -> Iterator[DomainError]:
    """Where an organisation ends, somebody says of each unit below it where it goes."""
    for position, move in enumerate(wanted.moves):
        if fault := _move(wanted, move, around):
            yield DomainError(fault[0], field=f"moves.{position}.to", organisation=fault[1])
    chosen = {(move.organisation, move.parent) for move in wanted.moves}
    for parent, units in around.below.items() if wanted.ends else ():
        for unit in units:
            if (unit, parent) not in chosen and unit not in wanted.predecessors:
                yield DomainError("restructuring_move_missing", field=f"moves.{unit}", organisation=unit)


def _move(wanted: RestructuringDefinition, move: Move, around: Surroundings) -> tuple[str, str] | None:
    """Why a unit cannot go there, and of whom that speaks."""
    if move.organisation not in around.below.get(move.parent, ()):
        return "restructuring_not_below", move.organisation
    if move.to is None or move.to in {one.id for one in wanted.new}:
        return None
    if move.to == move.organisation or (wanted.ends and move.to in wanted.predecessors):
        return "restructuring_under_ended", move.to
    target = around.organisations.get(move.to)
    return None if target and target.exists_on(wanted.on) else ("restructuring_unknown", move.to)


def _overlaps(wanted: RestructuringDefinition, around: Surroundings) -> Iterator[DomainError]:
    """One after the other: what is ordered for a day to come is not built upon before it is done."""
    for other in around.planned:
        if other.places & set(wanted.predecessors) or wanted.places & set(other.predecessors):
            yield conflict("restructuring_overlaps", field="predecessors", basis=other.basis, day=format_date(other.on))
