"""What a new campaign may begin from: the plans of the seed, and every campaign that exists."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.registration.campaigns.commands import CampaignRecord, CreateCampaign
from services.registration.campaigns.model.template import NewPlan, derived
from services.registration.campaigns.records import NEWEST_FIRST
from services.registration.context import Context
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.errors import DomainError

MOST_CAMPAIGNS = 200
SEEDED = "mau:"


@dataclass(frozen=True)
class CreateFromTemplate:
    """A campaign is to begin as a template says; `source` is its key."""

    source: str
    plan: NewPlan


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
    found = await stores.campaigns.find({}, sort=NEWEST_FIRST, limit=MOST_CAMPAIGNS)
    existing = [Template(record.id, definition_of(record.public)) for record in found]
    known = {template.key for template in existing}
    return existing + [Template(f"{SEEDED}{plan.id}", plan) for plan in plans if plan.id not in known]


async def create_from(
    context: Context, plans: Sequence[CampaignDefinition], wanted: CreateFromTemplate
) -> CampaignRecord:
    """A draft like the template, of its issuer unless another one is named.

    Raises DomainError ``template_missing`` and what `CreateCampaign` raises.
    """
    known = await templates(context.stores, plans)
    source = next((template.definition for template in known if template.key == wanted.source), None)
    if source is None:
        raise DomainError("template_missing", field="source")
    plan = replace(wanted.plan, issuer=wanted.plan.issuer or source.issuer)
    children = await context.stores.organisations.find({"public.parents.organisation": plan.issuer})
    definition = derived(
        source,
        plan,
        organisations=await context.stores.organisations.existing({*source.obliged, *source.recipients}),
        below=tuple(record.id for record in children if plan.issuer in record.public.parents_on(context.today)),
        campaigns={record.id for record in await context.stores.campaigns.find({"public.year": plan.year})},
    )
    return await CreateCampaign(definition).run(context)
