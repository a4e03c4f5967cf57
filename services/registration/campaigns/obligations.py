"""Which forms organisations owe."""

from collections.abc import Collection

from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.rules.obligations import Obligation, obligations


async def obligations_of(
    stores: Stores, organisations: Collection[str], campaign: str | None = None
) -> list[Obligation]:
    """What organisations owe in the announced campaigns, or in one of them."""
    campaigns = await obliging(stores, organisations, CampaignStatus.ANNOUNCED, only=campaign)
    return [one for found in campaigns for one in obligations(found) if one.organisation in organisations]


async def obliging(
    stores: Stores, organisations: Collection[str], *states: CampaignStatus, only: str | None = None
) -> list[Campaign]:
    """The campaigns in one of the states that oblige one of the organisations, from the start or by a transfer."""
    those = {"$in": sorted(organisations)}
    query = {
        "public.status": {"$in": [state.value for state in states]},
        "$or": [{"public.obliged": those}, {"public.transfers.successor": those}],
        **({"_id": only} if only else {}),
    }
    return [record.public for record in await stores.campaigns.find(query)]
