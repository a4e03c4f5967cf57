"""Commands and questions about restructurings: load, decide, save. They are carried out by `restructuring_job`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from services.registration.context import Context
from services.registration.organisations.commands import links_above, require_administrator
from services.registration.organisations.model.organisation import check
from services.registration.restructuring.model import definition as domain
from services.registration.restructuring.model.checks import Surroundings, faults
from services.registration.restructuring.model.definition import (
    NewOrganisation,
    Restructuring,
    RestructuringDefinition,
    RestructuringRecord,
    RestructuringStatus,
)
from services.registration.restructuring.model.steps import beginning, reattached
from services.registration.stores import Stores
from services.registration.submissions.model.draft import SubmissionRecord
from shared.contracts.campaigns import Campaign, CampaignStatus, Form, FormKind
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import RecipientStatus
from shared.errors import DomainError
from shared.identity import EVERYWHERE, Role
from shared.record.record import Change, Entry, Nothing, digest
from shared.refusals import refuse
from shared.rules.obligations import Obligation, is_owed, obligations, statuses
from shared.runtime.commands import command

NEWEST_FIRST = (("public.on", -1), ("_id", 1))


@dataclass(frozen=True)
class Owed:
    """An obligation of a predecessor. `standing`: where it stands with each recipient; `typed`: it has a draft."""

    campaign: Campaign
    form: Form
    organisation: str
    standing: dict[str, RecipientStatus | None]
    unsent: bool
    typed: bool

    @property
    def key(self) -> tuple[FormKind, str]:
        return self.form.kind, self.organisation


@dataclass(frozen=True)
class Consequences:
    """What a restructuring would do today: what passes on, what stays as it was delivered, who is below.

    `desks`: running campaigns whose submissions a predecessor receives or that it issued; they stay with its desk.
    """

    moving: tuple[Owed, ...]
    staying: tuple[Owed, ...]
    below: dict[str, tuple[Organisation, ...]]
    desks: tuple[Campaign, ...]


@command("restructure")
async def plan(context: Context, definition: RestructuringDefinition) -> RestructuringRecord:
    """Orders a restructuring for its day. Raises DomainError ``administrator_scope`` and every fault with its field."""
    await require(context, definition)
    ident = digest(context.cause)[:32]  # a repeated command finds what it ordered the first time
    before = await context.stores.restructurings.get(ident)
    if before is not None:
        return before
    await validate(context.stores, definition)
    person = context.actor.acting_for(context.actor.organisation)
    ordered = Restructuring(**dict(definition), id=ident, planned_at=context.stores.clock(), planned_by=person)
    change = Change(ordered, Nothing(), Entry("planned", person, definition.why))
    return await context.stores.restructurings.create(ident, change, cause=f"{context.cause}/plan")


@command("cancel-restructuring")
async def cancel(context: Context, ident: str, reason: str) -> RestructuringRecord:
    """Takes the order back before its day."""
    await require(context, (await context.stores.restructurings.load(ident)).public)
    person = context.actor.acting_for(context.actor.organisation)
    return await context.stores.restructurings.update(
        ident,
        lambda record: domain.cancelled(record, person, reason, context.stores.clock()),
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
    below = await units_below(stores, definition.predecessors, definition.on)
    named = definition.named | {one.id for one in definition.new} | {o.id for units in below.values() for o in units}
    found = await stores.organisations.find({"_id": {"$in": sorted(named)}})
    known = {record.id: record.public for record in found}
    around = Surroundings(
        known,
        {parent: [unit.id for unit in units] for parent, units in below.items()},
        await planned(stores),
    )
    refuse("restructuring_invalid", faults(definition, around))
    await _check_tree(stores, definition, known)


async def planned(stores: Stores) -> list[Restructuring]:
    """What is ordered and not carried out yet, in the order in which it will be."""
    query = {"public.status": RestructuringStatus.PLANNED.value}
    found = await stores.restructurings.find(query, sort=(("public.on", 1), ("public.planned_at", 1), ("_id", 1)))
    return [record.public for record in found]


async def consequences(stores: Stores, definition: RestructuringDefinition) -> Consequences:
    """What would come of it, as things stand."""
    owed = await owed_by(stores, definition.predecessors) if definition.ends else []
    desks = await stores.campaigns.find(
        {
            "public.status": CampaignStatus.ANNOUNCED.value,
            "public.recipients": {"$in": list(definition.predecessors)},
        }
    )
    return Consequences(
        moving=tuple(one for one in owed if one.unsent),
        staying=tuple(one for one in owed if not one.unsent),
        below={
            parent: tuple(units)
            for parent, units in (await units_below(stores, definition.predecessors, definition.on)).items()
        },
        desks=tuple(record.public for record in desks) if definition.ends else (),
    )


async def owed_by(stores: Stores, places: Collection[str], campaign: str | None = None) -> list[Owed]:
    """What organisations owe in the announced campaigns, or in one of them."""
    where = {"$in": sorted(places)}
    query = {
        "public.status": CampaignStatus.ANNOUNCED.value,
        "$or": [{"public.obliged": where}, {"public.transfers.successor": where}],
        **({"_id": campaign} if campaign else {}),
    }
    campaigns = [record.public for record in await stores.campaigns.find(query)]
    owed = [one for found in campaigns for one in obligations(found) if one.organisation in places]
    wanted = {"_id": {"$in": [one.submission for one in owed]}}
    begun = {record.id: record for record in await stores.submissions.find(wanted)}
    return [_owed(one, begun.get(one.submission)) for one in owed]


def _owed(one: Obligation, record: SubmissionRecord | None) -> Owed:
    submission, recipients = record.public if record else None, one.campaign.recipients
    return Owed(
        *one,
        standing=statuses(submission, recipients),
        unsent=is_owed(submission, recipients),
        typed=record is not None and record.private.saved_at is not None,
    )


async def units_below(stores: Stores, parents: Sequence[str], on: date) -> dict[str, list[Organisation]]:
    """The organisations that would still be under each of these on the day and after it."""
    found = await stores.organisations.find({"public.parents.organisation": {"$in": list(parents)}})
    units = [record.public for record in found if record.public.dissolved is None or on < record.public.dissolved]
    return {
        parent: [
            unit
            for unit in units
            if any(link.organisation == parent and (link.until is None or on < link.until) for link in unit.parents)
        ]
        for parent in parents
    }


async def _check_tree(stores: Stores, definition: RestructuringDefinition, known: dict[str, Organisation]) -> None:
    """Nobody may end up above himself. Raises what `organisations.check` raises, naming the choice."""
    links = dict(await links_above(stores, definition.named))
    new = {one.id: _begun(one, definition.on) for one in definition.new}
    links |= {ident: organisation.parents for ident, organisation in new.items()}
    moved = {}
    for position, move in enumerate(definition.moves):
        changed = reattached(known[move.organisation], definition)
        if changed is not None:
            moved[changed.public.id] = position, changed.public
            links[changed.public.id] = changed.public.parents
    for position, unit in moved.values():
        try:
            check(unit, links)
        except DomainError as error:
            raise DomainError(error.code, error.kind, field=f"moves.{position}.to", **error.params) from error


def _begun(one: NewOrganisation, on: date) -> Organisation:
    change = beginning(None, one, on)
    assert change is not None
    return change.public
