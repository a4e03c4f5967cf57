"""Restructuring (sắp xếp tổ chức): organisations merged, split, renamed or dissolved on a day, by a decision.

What follows from it is chosen by a person, never guessed: to whom the open obligations of each predecessor go, and
under whom the units below it are then.
"""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from shared.contracts.forms import FormPeriod, PeriodCode
from shared.contracts.organisations import Mailboxes, Organisation, ParentLink
from shared.contracts.types import Contract, Instant, Key, Line, OptionalParagraph, Paragraph, Person, Slug
from shared.errors import conflict
from shared.record.record import Change, Entry, Nothing, Record

PLACES = 200
MOVES = 2_000


class RestructuringKind(StrEnum):
    """Sáp nhập, chia tách, đổi tên, giải thể."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    DISSOLVE = "dissolve"


class RestructuringStatus(StrEnum):
    PLANNED = "planned"
    APPLIED = "applied"
    CANCELLED = "cancelled"


class NewOrganisation(Contract):
    """A successor that does not exist yet: it begins on the day, under these superior bodies."""

    id: Slug
    name: Line
    short_name: Line
    kind: Slug
    reviewing_office: Line | None = None
    parents: tuple[Slug, ...] = ()
    mailboxes: Mailboxes = Mailboxes()

    def begun(self, on: date) -> Organisation:
        """The organisation from its day on."""
        parents = tuple(ParentLink(organisation=parent, since=on) for parent in self.parents)
        return Organisation(**dict(self) | {"parents": parents, "established": on})


class NewName(Contract):
    """What a renamed organisation is called from the day on."""

    name: Line
    short_name: Line


class Heir(Contract):
    """To whom the open obligations of a predecessor go; None: to nobody, they end."""

    organisation: Slug
    successor: Slug | None


class Move(Contract):
    """A unit below a predecessor, and its superior body from the day on in place of that; None: only leaves it."""

    organisation: Slug
    parent: Slug
    to: Slug | None


class MovedObligation(Contract):
    """What of a form passed on when the restructuring was carried out: of a repeated one the periods still owed."""

    campaign: Slug
    form: Slug
    periods: tuple[PeriodCode, ...] = ()
    organisation: Slug
    successor: Slug | None

    @property
    def asked(self) -> tuple[FormPeriod, ...]:
        return tuple(FormPeriod(self.form, period) for period in self.periods or (None,))


class Cancellation(Contract):
    """Why an order is taken back."""

    reason: Paragraph


class RestructuringDefinition(Contract):
    """What an administrator orders. `basis` is the number of the decision, `successors` exist already.

    ``merge``: the predecessors end, one successor. ``split``: one predecessor ends, several successors. ``rename``:
    one predecessor, which goes on under `renamed`. ``dissolve``: the predecessors end; `successors` are those who
    take over their open obligations, if anybody does.
    """

    kind: RestructuringKind
    on: date
    basis: Line
    reason: OptionalParagraph = ""
    predecessors: Annotated[tuple[Slug, ...], Field(max_length=PLACES)]
    successors: Annotated[tuple[Slug, ...], Field(max_length=PLACES)] = ()
    new: Annotated[tuple[NewOrganisation, ...], Field(max_length=PLACES)] = ()
    heirs: Annotated[tuple[Heir, ...], Field(max_length=PLACES)] = ()
    moves: Annotated[tuple[Move, ...], Field(max_length=MOVES)] = ()
    renamed: NewName | None = None

    @property
    def ends(self) -> bool:
        """Whether its predecessors are no more from the day on."""
        return self.kind is not RestructuringKind.RENAME

    @property
    def all_successors(self) -> tuple[str, ...]:
        return (*self.successors, *(one.id for one in self.new))

    @property
    def heir_of(self) -> dict[str, str | None]:
        return {heir.organisation: heir.successor for heir in self.heirs}

    @property
    def named(self) -> frozenset[str]:
        """Every existing organisation that it speaks of."""
        targets = {move.to for move in self.moves if move.to} - {one.id for one in self.new}
        above = {parent for one in self.new for parent in one.parents}
        moved = {move.organisation for move in self.moves}
        return frozenset({*self.predecessors, *self.successors, *above, *targets, *moved})

    @property
    def places(self) -> frozenset[str]:
        """Whom it restructures: before and after."""
        return frozenset({*self.predecessors, *self.all_successors})

    @property
    def why(self) -> str:
        """The decision and its reason, for a history."""
        return "\n".join(filter(None, (self.basis, self.reason)))


class Restructuring(RestructuringDefinition):
    """A restructuring as it is kept: `moved` are the obligations that passed on when it was carried out."""

    id: Key
    status: RestructuringStatus = RestructuringStatus.PLANNED
    planned_at: Instant
    planned_by: Person
    applied_at: Instant | None = None
    moved: tuple[MovedObligation, ...] = ()
    cancelled_at: Instant | None = None
    cancelled_by: Person | None = None

    @property
    def cause(self) -> str:
        """What the causes of its steps begin with."""
        return f"restructuring:{self.id}"


RestructuringRecord = Record[Restructuring, Nothing]
RestructuringChange = Change[Restructuring, Nothing]


def cancel(record: RestructuringRecord, person: Person, reason: str, now: Instant) -> RestructuringChange | None:
    """Nothing comes of it. Raises DomainError ``restructuring_applied``."""
    if record.public.status is RestructuringStatus.APPLIED:
        raise conflict("restructuring_applied", id=record.id)
    if record.public.status is RestructuringStatus.CANCELLED:
        return None
    update = {"status": RestructuringStatus.CANCELLED, "cancelled_at": now, "cancelled_by": person}
    return Change(record.public.model_copy(update=update), Nothing(), Entry("cancelled", person, reason))


def finish(record: RestructuringRecord, moved: Collection[MovedObligation], now: Instant) -> RestructuringChange | None:
    """All steps are done."""
    if record.public.status is not RestructuringStatus.PLANNED:
        return None
    update = {"status": RestructuringStatus.APPLIED, "applied_at": now, "moved": tuple(moved)}
    return Change(record.public.model_copy(update=update), Nothing(), Entry("applied"))
