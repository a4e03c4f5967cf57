"""What a person may consolidate: own campaigns that feed others which his organisation must answer."""

from dataclasses import dataclass

from services.registration.consolidation.model.lines import feeds
from services.registration.context import Context
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
    above = {parent for campaign in campaigns for parent in campaign.parents}
    parents = (
        {r.id: r.public for r in await context.stores.campaigns.find({"_id": {"$in": sorted(above)}})} if above else {}
    )
    found = [
        (campaign, organisation, tuple(feeds([parents[p] for p in campaign.parents if p in parents], organisation)))
        for campaign in campaigns
        for organisation in own
        if organisation in campaign.recipients
    ]
    idents = [consolidation_id(campaign.id, organisation) for campaign, organisation, _ in found]
    begun = (
        {record.id for record in await context.stores.consolidations.find({"_id": {"$in": idents}})}
        if idents
        else set()
    )
    tasks = [
        ConsolidationTask(campaign, organisation, targets, ident in begun)
        for (campaign, organisation, targets), ident in zip(found, idents, strict=True)
        if targets and (ident in begun or any(t.status is CampaignStatus.ANNOUNCED for t in targets))
    ]
    return sorted(tasks, key=lambda task: (-task.campaign.year, task.campaign.id, task.organisation))
