"""What a new campaign may begin from: the plans of the seed, and every campaign that exists."""

from collections.abc import Sequence
from dataclasses import replace

from services.registration.campaigns.commands import CampaignRecord, CreateCampaign
from services.registration.campaigns.model.template import NewPlan, derived
from services.registration.campaigns.records import NEWEST_FIRST
from services.registration.context import Context
from services.registration.stores import Stores
from shared.contracts.campaigns import CampaignDefinition
from shared.errors import DomainError

MOST_CAMPAIGNS = 200
SEEDED = "mau:"


async def templates(stores: Stores, plans: Sequence[CampaignDefinition]) -> dict[str, CampaignDefinition]:
    """The existing campaigns, the newest year first, then the seed's plans that are not among them, by their keys."""
    existing = await stores.campaigns.find({}, sort=NEWEST_FIRST, limit=MOST_CAMPAIGNS)
    known: dict[str, CampaignDefinition] = {record.id: record.public for record in existing}
    return known | {f"{SEEDED}{plan.id}": plan for plan in plans if plan.id not in known}


async def create_from(context: Context, plans: Sequence[CampaignDefinition], key: str, plan: NewPlan) -> CampaignRecord:
    """A draft like the template of that key, of its issuer unless another one is named.

    Raises DomainError ``template_missing`` and what `CreateCampaign` raises.
    """
    source = (await templates(context.stores, plans)).get(key)
    if source is None:
        raise DomainError("template_missing", field="source")
    plan = replace(plan, issuer=plan.issuer or source.issuer)
    children = await context.stores.organisations.find({"public.parents.organisation": plan.issuer})
    definition = derived(
        source,
        plan,
        organisations=await context.stores.organisations.existing({*source.obliged, *source.recipients}),
        below=tuple(record.id for record in children if plan.issuer in record.public.parents_on(context.today)),
        campaigns={record.id for record in await context.stores.campaigns.find({"public.year": plan.year})},
    )
    return await CreateCampaign(definition).run(context)
