"""Whose a consolidation is: one an organisation and own campaign, begun once that campaign is announced."""

from collections.abc import Iterable
from datetime import datetime

from services.registration.consolidation.model.working_set import WorkingSet
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.contracts.people import Person
from shared.contracts.types import Contract, Key, Slug
from shared.errors import conflict
from shared.identity import Actor
from shared.record.record import Change, Entry, Record
from shared.rules.ids import consolidation_id
from shared.rules.obligations import obliged_for


class Consolidation(Contract):
    """Public state: whose it is. `campaign` is the organisation's own, in which its units registered."""

    id: Key
    campaign: Slug
    organisation: Slug


ConsolidationRecord = Record[Consolidation, WorkingSet]
ConsolidationChange = Change[Consolidation, WorkingSet]


def start(campaign: Campaign, targets: Iterable[Campaign], organisation: str, actor: Actor) -> ConsolidationChange:
    """An empty working set.

    Raises DomainError ``campaign_not_announced``, ``consolidation_not_recipient`` (the campaign's forms are addressed
    to others) or ``consolidation_without_targets`` (it feeds no campaign that the organisation must answer).
    """
    if campaign.status is CampaignStatus.DRAFT:
        raise conflict("campaign_not_announced", id=campaign.id)
    if organisation not in campaign.recipients:
        raise conflict("consolidation_not_recipient", field="campaign", number=campaign.number)
    if not feeds(targets, organisation):
        raise conflict("consolidation_without_targets", field="campaign", number=campaign.number)
    ident = consolidation_id(campaign.id, organisation)
    public = Consolidation(id=ident, campaign=campaign.id, organisation=organisation)
    return Change(public, WorkingSet(), Entry("started", actor.acting_for(organisation)))


def feeds(parents: Iterable[Campaign], organisation: str) -> list[Campaign]:
    """Those of the parent campaigns to which the organisation owes a registration: the targets."""
    return [parent for parent in parents if organisation in obliged_for(parent, FormKind.REGISTRATION)]


def save(record: ConsolidationRecord, after: WorkingSet, person: Person, now: datetime) -> ConsolidationChange | None:
    """The working set kept, as privately as a draft; None when nothing changed."""
    if after == record.private:
        return None
    return Change(record.public, after.model_copy(update={"saved_at": now, "saved_by": person}))
