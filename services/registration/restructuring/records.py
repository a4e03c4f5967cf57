"""What a restructuring meets: what is owed, who is below, what else is ordered."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from services.registration.campaigns.records import obligations_of
from services.registration.restructuring.model.definition import (
    MovedObligation,
    Restructuring,
    RestructuringDefinition,
    RestructuringStatus,
)
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.forms import Form
from shared.contracts.organisations import Organisation
from shared.rules.obligations import Obligation, is_owed

NEWEST_FIRST = (("public.on", -1), ("_id", 1))


@dataclass(frozen=True)
class PredecessorObligation:
    """What a predecessor owes. `unsent`: it passes on; `typed`: with a draft."""

    owed: Obligation
    unsent: bool
    typed: bool


@dataclass(frozen=True)
class PassingForm:
    """A form of a campaign that passes on, or stays, in some of its periods. `typed`: with a draft in one of them."""

    campaign: Campaign
    form: Form
    organisation: str
    periods: tuple[str, ...]
    typed: bool

    @classmethod
    def of(cls, owed: Sequence[PredecessorObligation]) -> Self:
        """What is owed of one form by one organisation."""
        campaign, form, _, organisation = owed[0].owed
        periods = tuple(one.owed.period.code for one in owed if one.owed.period.code)
        return cls(campaign, form, organisation, periods, typed=any(one.typed for one in owed))


def by_form(owed: Iterable[PredecessorObligation]) -> tuple[PassingForm, ...]:
    """One for each form and organisation, in the order of what is owed."""
    found: dict[tuple[str, str, str], list[PredecessorObligation]] = {}
    for one in owed:
        key = (one.owed.campaign.id, one.owed.form.code, one.owed.organisation)
        found.setdefault(key, []).append(one)
    return tuple(map(PassingForm.of, found.values()))


@dataclass(frozen=True)
class Effects:
    """What a restructuring would do today: what passes on, and what stays as it was delivered.

    `desks`: running campaigns whose submissions a predecessor receives or that it issued; they stay with its desk.
    """

    moving: tuple[PassingForm, ...] = ()
    staying: tuple[PassingForm, ...] = ()
    desks: tuple[Campaign, ...] = ()


async def planned(stores: Stores) -> list[Restructuring]:
    """What is ordered and not carried out yet, in the order in which it will be."""
    query = {"public.status": RestructuringStatus.PLANNED.value}
    found = await stores.restructurings.find(query, sort=(("public.on", 1), ("public.planned_at", 1), ("_id", 1)))
    return [record.public for record in found]


async def newest_of(stores: Stores, organisation: str) -> Restructuring | None:
    """The newest that was carried out with an organisation as predecessor."""
    query = {"public.status": RestructuringStatus.APPLIED.value, "public.predecessors": organisation}
    found = await stores.restructurings.find(query, sort=NEWEST_FIRST, limit=1)
    return found[0].public if found else None


async def moved_by(stores: Stores, ordered: Restructuring) -> list[MovedObligation]:
    """What passed on so far, as the campaigns tell it."""
    found = await stores.campaigns.find({"public.transfers.restructuring": ordered.id})
    transfers = [(record.id, transfer) for record in found for transfer in record.public.transfers]
    return [
        MovedObligation.read({**dict(transfer), "campaign": campaign})
        for campaign, transfer in transfers
        if transfer.restructuring == ordered.id
    ]


async def effects(stores: Stores, definition: RestructuringDefinition) -> Effects:
    """What would come of it, as things stand."""
    if not definition.ends:
        return Effects()
    owed = await predecessor_obligations(stores, definition.predecessors)
    query = {"public.status": CampaignStatus.ANNOUNCED.value, "public.recipients": {"$in": [*definition.predecessors]}}
    return Effects(
        moving=by_form(one for one in owed if one.unsent),
        staying=by_form(one for one in owed if not one.unsent),
        desks=tuple(record.public for record in await stores.campaigns.find(query)),
    )


async def predecessor_obligations(
    stores: Stores, predecessors: Collection[str], campaign: str | None = None
) -> list[PredecessorObligation]:
    """What predecessors owe in the announced campaigns, or in one of them."""
    owed = await obligations_of(stores, predecessors, campaign)
    begun = await stores.submissions.several(one.submission for one in owed)
    return [
        PredecessorObligation(
            one,
            unsent=is_owed(record.public if record else None, one.campaign.recipients),
            typed=record is not None and record.private.saved_at is not None,
        )
        for one in owed
        for record in [begun.get(one.submission)]
    ]


async def units_below(stores: Stores, parents: Sequence[str], on: date) -> dict[str, list[Organisation]]:
    """The organisations that would still be under each of these on the day and after it."""
    found = await stores.organisations.find({"public.parents.organisation": {"$in": list(parents)}})
    units = [record.public for record in found if record.public.dissolved is None or on < record.public.dissolved]
    below: dict[str, list[Organisation]] = {parent: [] for parent in parents}
    for unit in units:
        above = {link.organisation for link in unit.parents if link.until is None or on < link.until}
        for parent in above & below.keys():
            below[parent].append(unit)
    return below


async def organisations_named(stores: Stores, texts: Iterable[str]) -> dict[str, str | None]:
    """Organisations by what people type: the id, the name or the short name; None where it is not one of them."""
    wanted = {text.strip() for text in texts}
    names = sorted(wanted)
    query = {"$or": [{field: {"$in": names}} for field in ("_id", "public.name", "public.short_name")]}
    found: dict[str, set[str]] = {text: set() for text in wanted}
    for record in await stores.organisations.find(query):
        for text in {record.id, record.public.name, record.public.short_name} & wanted:
            found[text].add(record.id)
    return {
        text: text if text in idents else next(iter(idents)) if len(idents) == 1 else None
        for text, idents in found.items()
    }
