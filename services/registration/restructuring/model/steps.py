"""What a restructuring changes, record by record. Each step is a pure decision that is taken once, on its day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from services.registration.restructuring.model.definition import Restructuring, RestructuringDefinition
from shared.contracts.campaigns import Campaign, CampaignStatus, Extension, Transfer
from shared.contracts.forms import FormPeriod
from shared.contracts.organisations import FormerName, Organisation, ParentLink, Succession
from shared.record.record import Change, Emit, Entry, Nothing, Record
from shared.rules.obligations import obligations

OrganisationChange = Change[Organisation, Nothing]
ObligationKey = tuple[FormPeriod, str]
"""A form of a campaign in a period, and the organisation that owes it."""
Moving = tuple[str, FormPeriod]
"""The organisation that owed, and what."""


def begin(record: Record[Organisation, Nothing] | None, new: Organisation) -> OrganisationChange | None:
    """A successor that begins on the day. One that was made meanwhile by hand stays as it is made."""
    return _changed(None, new, Entry("created")) if record is None else None


def end(organisation: Organisation, wanted: RestructuringDefinition) -> OrganisationChange | None:
    """No more from the day on; who came after it is kept with the number of the decision."""
    known = {(one.organisation, one.since) for one in organisation.successors}
    heirs = tuple(
        Succession(organisation=ident, since=wanted.on, basis=wanted.basis)
        for ident in wanted.all_successors
        if (ident, wanted.on) not in known
    )
    last = min(wanted.on, organisation.dissolved or wanted.on)
    changed = organisation.model_copy(
        update={
            "dissolved": last,
            "successors": (*organisation.successors, *heirs),
            "parents": _until(organisation.parents, last),
        }
    )
    return _changed(organisation, changed, Entry("dissolved", None, wanted.why))


def rename(organisation: Organisation, wanted: RestructuringDefinition) -> OrganisationChange | None:
    """Another name from the day on; the one before is kept for what happened before."""
    name = wanted.renamed
    if name is None or (organisation.name, organisation.short_name) == (name.name, name.short_name):
        return None
    before = FormerName(name=organisation.name, short_name=organisation.short_name, until=wanted.on)
    kept = sorted((*organisation.former_names, before), key=lambda one: one.until)
    changed = organisation.model_copy(
        update={"name": name.name, "short_name": name.short_name, "former_names": tuple(kept)}
    )
    return _changed(organisation, changed, Entry("renamed", None, wanted.why))


def reattach(unit: Organisation, wanted: RestructuringDefinition) -> OrganisationChange | None:
    """A unit below a predecessor under the superior body that was chosen for it."""
    moves = [move for move in wanted.moves if move.organisation == unit.id]
    left = {move.parent for move in moves}
    kept = _until(tuple(link for link in unit.parents if link.organisation in left), wanted.on)
    links = [link for link in unit.parents if link.organisation not in left]
    for target in dict.fromkeys(move.to for move in moves if move.to):
        if not any(link.organisation == target and link.holds_on(wanted.on) for link in links):
            links.append(ParentLink(organisation=target, since=wanted.on))
    changed = unit.model_copy(update={"parents": (*kept, *links)})
    return _changed(unit, changed, Entry("moved", None, wanted.why))


def transfer(
    campaign: Campaign, ordered: Restructuring, unsent: Collection[ObligationKey], now: datetime
) -> Change[Campaign, Nothing] | None:
    """The campaign with the open obligations of the predecessors passed on; None where there are none.

    A later deadline that a predecessor had been granted holds for its heir. A draft obliges the heirs in their place.
    """
    if campaign.status is CampaignStatus.DRAFT:
        return _redrafted(campaign, ordered)
    if campaign.status is CampaignStatus.CLOSED:
        return None
    moving = [
        (one.organisation, one.asked)
        for one in obligations(campaign)
        if one.organisation in ordered.predecessors and (one.asked, one.organisation) in unsent
    ]
    if not moving:
        return None
    update = {
        "transfers": _passed_on(campaign, ordered, moving, now),
        "extensions": _inherited(campaign, ordered, moving),
    }
    entry, event = Entry("transferred", None, ordered.why), Emit("campaign.amended", campaign.recipients)
    return Change(campaign.model_copy(update=update), Nothing(), entry, (event,))


def _changed(before: Organisation | None, after: Organisation, entry: Entry) -> OrganisationChange | None:
    return None if after == before else Change(after, Nothing(), entry, (Emit("organisation.changed", (after.id,)),))


def _until(links: tuple[ParentLink, ...], day: date) -> tuple[ParentLink, ...]:
    """The links as they were before a day; one that was to begin later never does."""
    return tuple(
        link if link.until is not None and link.until <= day else link.model_copy(update={"until": day})
        for link in links
        if link.since < day
    )


def _passed_on(
    campaign: Campaign, ordered: Restructuring, moving: Sequence[Moving], now: datetime
) -> tuple[Transfer, ...]:
    """The transfers with one for each form and organisation; one that was there before is given the periods that passed
    on since."""
    periods: dict[tuple[str, str], list[str]] = {}
    for organisation, asked in moving:
        periods.setdefault((organisation, asked.form), []).extend([asked.period] if asked.period else [])
    kept = []
    for one in campaign.transfers:
        more = periods.get((one.organisation, one.form)) if one.restructuring == ordered.id else None
        if more:
            del periods[one.organisation, one.form]
        kept.append(one.model_copy(update={"periods": (*one.periods, *more)}) if more else one)
    added = (
        Transfer(
            organisation=organisation,
            form=form,
            periods=tuple(codes),
            successor=ordered.heir_of.get(organisation),
            on=ordered.on,
            restructuring=ordered.id,
            reason=ordered.why,
            moved_at=now,
        )
        for (organisation, form), codes in periods.items()
    )
    return (*kept, *added)


def _inherited(campaign: Campaign, ordered: Restructuring, moving: Sequence[Moving]) -> tuple[Extension, ...]:
    """The extensions with those of the predecessors for their heirs, the latest where there are several."""
    held = {(one.organisation, one.asked): one for one in campaign.extensions}
    for organisation, asked in moving:
        known, heir = held.get((organisation, asked)), ordered.heir_of.get(organisation)
        if known is None or heir is None:
            continue
        own = held.get((heir, asked))
        if own is None or own.due.boundary < known.due.boundary:
            held[heir, asked] = known.model_copy(update={"organisation": heir})
    return tuple(held.values())


def _redrafted(campaign: Campaign, ordered: Restructuring) -> Change[Campaign, Nothing] | None:
    heirs = ordered.heir_of
    if not ordered.ends or not any(place in ordered.predecessors for place in campaign.obliged):
        return None
    places = (heirs.get(place) if place in ordered.predecessors else place for place in campaign.obliged)
    obliged = tuple(dict.fromkeys(place for place in places if place is not None))
    changed = campaign.model_copy(update={"obliged": obliged})
    return Change(changed, Nothing(), Entry("transferred", None, ordered.why))
