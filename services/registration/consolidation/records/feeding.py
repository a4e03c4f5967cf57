"""What a person may consolidate: own campaigns that feed others which his organisation must answer."""

from collections.abc import Collection
from dataclasses import dataclass

from services.registration.consolidation.model.consolidation import feeds
from services.registration.context import Context
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.identity import SUBMITTING
from shared.rules.ids import consolidation_id


@dataclass(frozen=True)
class ConsolidationTask:
    """One own campaign with the campaigns that it feeds; `begun`: its working set is there."""

    campaign: Campaign
    organisation: str
    targets: tuple[Campaign, ...]
    begun: bool

    @property
    def id(self) -> str:
        return consolidation_id(self.campaign.id, self.organisation)


async def parents(stores: Stores, idents: Collection[str]) -> dict[str, Campaign]:
    """The campaigns that one feeds, as far as they exist, in the order in which it names them."""
    found = await stores.campaigns.several(idents)
    return {ident: found[ident].public for ident in idents if ident in found}


async def consolidating(context: Context, campaign: str | None = None) -> list[ConsolidationTask]:
    """The newest campaign first, or of one campaign; nothing once every target is closed and nothing was begun."""
    own = context.actor.organisations(*SUBMITTING)
    query: dict[str, object] = {
        "public.recipients": {"$in": sorted(own)},
        "public.parents": {"$ne": []},
        "public.status": {"$ne": CampaignStatus.DRAFT.value},
    }
    query |= {"_id": campaign} if campaign else {}
    campaigns = [record.public for record in await context.stores.campaigns.find(query)] if own else []
    above = await parents(context.stores, {parent for campaign in campaigns for parent in campaign.parents})
    feeding = {
        consolidation_id(campaign.id, organisation): (
            campaign,
            organisation,
            tuple(feeds([above[parent] for parent in campaign.parents if parent in above], organisation)),
        )
        for campaign in campaigns
        for organisation in own
        if organisation in campaign.recipients
    }
    begun = await context.stores.consolidations.existing(feeding) if feeding else frozenset()
    tasks = [
        ConsolidationTask(campaign, organisation, targets, ident in begun)
        for ident, (campaign, organisation, targets) in feeding.items()
        if targets and (ident in begun or any(t.status is CampaignStatus.ANNOUNCED for t in targets))
    ]
    return sorted(tasks, key=lambda task: (-task.campaign.year, task.campaign.id, task.organisation))
