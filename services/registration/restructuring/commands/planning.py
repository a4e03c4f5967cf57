"""Restructurings are ordered and taken back; the job carries them out."""

from dataclasses import dataclass

from services.registration.context import Context
from services.registration.organisations.commands import links_above, require_administrator
from services.registration.organisations.model.organisation import check
from services.registration.restructuring.model import definition as domain
from services.registration.restructuring.model.checks import Surroundings, faults
from services.registration.restructuring.model.definition import (
    Cancellation,
    Restructuring,
    RestructuringDefinition,
    RestructuringRecord,
)
from services.registration.restructuring.model.steps import new_organisation, reattach
from services.registration.restructuring.records import planned, units_below
from services.registration.stores import Stores
from shared.contracts.organisations import Organisation
from shared.errors import DomainError, refuse
from shared.identity import EVERYWHERE, Role
from shared.record.record import Change, Entry, Nothing, digest
from shared.runtime.commands import command


@dataclass(frozen=True)
class PlanRestructuring:
    """A restructuring is ordered for its day."""

    definition: RestructuringDefinition

    @command("restructure")
    async def run(self, context: Context) -> RestructuringRecord:
        """Raises DomainError ``administrator_scope`` and every fault with its field."""
        definition = self.definition
        await require(context, definition)
        ident = digest(context.cause)[:32]  # a repeated command finds what it ordered the first time
        before = await context.stores.restructurings.get(ident)
        if before is not None:
            return before
        await validate(context.stores, definition)
        ordered = Restructuring(**dict(definition), id=ident, planned_at=context.now, planned_by=context.person)
        change = Change(ordered, Nothing(), Entry("planned", context.person, definition.why))
        return await context.stores.restructurings.create(ident, change, cause=f"{context.cause}/plan")


@dataclass(frozen=True)
class CancelRestructuring:
    """The order is taken back before its day."""

    restructuring: str
    request: Cancellation

    @command("cancel-restructuring")
    async def run(self, context: Context) -> RestructuringRecord:
        """Raises DomainError ``administrator_scope`` and what the domain refuses."""
        await require(context, (await context.stores.restructurings.load(self.restructuring)).public)
        return await context.stores.restructurings.update(
            self.restructuring,
            lambda record: domain.cancel(record, context.person, self.request.reason, context.now),
            cause=f"{context.cause}/cancel",
        )


async def require(context: Context, definition: RestructuringDefinition) -> None:
    """Only an administrator of every organisation that it speaks of. Raises DomainError ``administrator_scope``."""
    if EVERYWHERE in context.actor.organisations(Role.ADMINISTRATOR):
        return
    for place in sorted(definition.named) or [EVERYWHERE]:
        await require_administrator(context, place)


async def validate(stores: Stores, definition: RestructuringDefinition) -> None:
    """Raises DomainError with every fault of the definition."""
    below = {
        parent: [unit.id for unit in units]
        for parent, units in (await units_below(stores, definition.predecessors, definition.on)).items()
    }
    named = definition.named.union((one.id for one in definition.new), *below.values())
    known = {ident: record.public for ident, record in (await stores.organisations.several(named)).items()}
    around = Surroundings(known, below, await planned(stores))
    refuse("restructuring_invalid", faults(definition, around))
    await _check_tree(stores, definition, known)


async def _check_tree(stores: Stores, definition: RestructuringDefinition, known: dict[str, Organisation]) -> None:
    """Nobody may end up above himself. Raises what `organisations.check` raises, naming the choice."""
    links = dict(await links_above(stores, definition.named))
    links |= {one.id: new_organisation(one, definition.on).parents for one in definition.new}
    moved = {}
    for position, move in enumerate(definition.moves):
        changed = reattach(known[move.organisation], definition)
        if changed is not None:
            moved[changed.public.id] = position, changed.public
            links[changed.public.id] = changed.public.parents
    for position, unit in moved.values():
        try:
            check(unit, links)
        except DomainError as error:
            raise DomainError(error.code, error.kind, field=f"moves.{position}.to", **error.params) from error
