"""Which forms organisations owe: what the campaigns ask of them, transfers counted in."""

from collections.abc import Collection
from dataclasses import dataclass

from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus, Form
from shared.contracts.submissions import submission_id


@dataclass(frozen=True)
class Obligation:
    """A form of a campaign that an organisation owes."""

    campaign: Campaign
    form: Form
    organisation: str

    @property
    def submission(self) -> str:
        """The id of the submission that answers it, begun or not."""
        return submission_id(self.campaign.id, self.form.kind, self.organisation)


async def obligations(stores: Stores, organisations: Collection[str], campaign: str | None = None) -> list[Obligation]:
    """What organisations owe in the announced campaigns, or in one of them."""
    return [
        Obligation(found, form, organisation)
        for found in await obliging(stores, organisations, CampaignStatus.ANNOUNCED, only=campaign)
        for form in found.forms
        for organisation in found.obliged_for(form.kind)
        if organisation in organisations
    ]


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
