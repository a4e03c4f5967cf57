"""What a person may consolidate: own campaigns that feed others which his organisation must answer."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from services.registration.consolidation.model.working_set import feeds
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
    begun: bool = False

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
    tasks = [
        ConsolidationTask(
            campaign, organisation, tuple(feeds([above[p] for p in campaign.parents if p in above], organisation))
        )
        for campaign in campaigns
        for organisation in own
        if organisation in campaign.recipients
    ]
    begun = await context.stores.consolidations.existing(task.id for task in tasks) if tasks else frozenset()
    found = [
        replace(task, begun=task.id in begun)
        for task in tasks
        if task.targets and (task.id in begun or any(t.status is CampaignStatus.ANNOUNCED for t in task.targets))
    ]
    return sorted(found, key=lambda task: (-task.campaign.year, task.campaign.id, task.organisation))
