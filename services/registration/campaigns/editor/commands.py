"""What a new campaign may begin from: the plans of the seed, and every campaign that exists."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.registration.campaigns import commands as campaigns
from services.registration.campaigns.model.definition import CampaignDefinition
from services.registration.campaigns.model.template import Wanted, derived
from services.registration.context import Context
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.errors import DomainError

MOST_CAMPAIGNS = 200
SEEDED = "mau:"


@dataclass(frozen=True)
class Template:
    """A plan to begin from; `key` names it in a form."""

    key: str
    definition: CampaignDefinition


def definition_of(campaign: Campaign) -> CampaignDefinition:
    """Everything of a campaign but its state."""
    return CampaignDefinition(**{name: getattr(campaign, name) for name in CampaignDefinition.model_fields})


async def templates(stores: Stores, plans: Sequence[CampaignDefinition]) -> list[Template]:
    """The existing campaigns, the newest year first, then the seed's plans that are not among them."""
    found = await stores.campaigns.find({}, sort=campaigns.NEWEST_FIRST, limit=MOST_CAMPAIGNS)
    existing = [Template(record.id, definition_of(record.public)) for record in found]
    known = {template.key for template in existing}
    return existing + [Template(f"{SEEDED}{plan.id}", plan) for plan in plans if plan.id not in known]


async def create_from(
    context: Context, plans: Sequence[CampaignDefinition], key: str, wanted: Wanted
) -> campaigns.CampaignRecord:
    """A draft like the template, of its issuer unless another one is named.

    Raises DomainError ``template_missing`` and what `campaigns.create` raises.
    """
    source = next((t.definition for t in await templates(context.stores, plans) if t.key == key), None)
    if source is None:
        raise DomainError("template_missing", field="source")
    wanted = replace(wanted, issuer=wanted.issuer or source.issuer)
    day = context.stores.today
    named = [wanted.issuer, *source.obliged, *source.recipients]
    known = {record.id for record in await context.stores.organisations.find({"_id": {"$in": named}})}
    children = await context.stores.organisations.find({"public.parents.organisation": wanted.issuer})
    below = tuple(record.id for record in children if wanted.issuer in record.public.parents_on(day))
    existing = {record.id for record in await context.stores.campaigns.find({"public.year": wanted.year})}
    definition = derived(source, wanted, organisations=known, below=below, campaigns=existing)
    return await campaigns.create(context, definition)
