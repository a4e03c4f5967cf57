"""A new campaign, begun blank, from an official template or from a plan that exists."""

from collections.abc import Sequence
from dataclasses import replace

from services.registration.campaigns.commands import CampaignRecord, CreateCampaign
from services.registration.campaigns.model.inheritance import taken_over
from services.registration.campaigns.model.template import (
    NewPlan,
    PlanTemplate,
    blank,
    from_plan,
    from_template,
    made_anew,
)
from services.registration.campaigns.records import NEWEST_FIRST
from services.registration.context import Context
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.errors import DomainError

MOST_CAMPAIGNS = 200
BLANK, OFFICIAL = ":trong", ":mau:"
"""The keys of a blank start and, with its code, of a template; any other key is the id of a plan that exists."""


async def existing_plans(stores: Stores) -> dict[str, Campaign]:
    """The campaigns that a new one may be begun from, the newest year first."""
    existing = await stores.campaigns.find({}, sort=NEWEST_FIRST, limit=MOST_CAMPAIGNS)
    return {record.id: record.public for record in existing}


async def begin(context: Context, templates: Sequence[PlanTemplate], key: str, wanted: NewPlan) -> CampaignRecord:
    """A draft begun from what the key names, of the issuer of that plan unless another one is named.

    Raises DomainError ``template_missing``, ``string_too_short`` for a blank plan without title or a plan without
    issuer, and what `CreateCampaign` raises.
    """
    deviating: dict[str, tuple[str, ...]] = {}
    template = next((template for template in templates if key == f"{OFFICIAL}{template.code}"), None)
    if key == BLANK or template:
        _require(wanted.issuer, "issuer")
    if key == BLANK:
        _require(wanted.title, "title")
        definition = blank(wanted)
    elif template:
        definition = from_template(template, wanted, await _below(context, wanted.issuer))
    else:
        source = await context.stores.campaigns.get(key) if key else None
        if source is None:
            raise DomainError("template_missing", field="source")
        wanted = replace(wanted, issuer=wanted.issuer or source.public.issuer)
        definition, deviating = await _from_plan(context, source.public, wanted), made_anew(source.public, wanted)
    return await CreateCampaign(definition, taken_over(definition, blank(wanted), deviating)).run(context)


def _require(typed: str, field: str) -> None:
    if not typed:
        raise DomainError("string_too_short", field=field)


async def _from_plan(context: Context, source: CampaignDefinition, wanted: NewPlan) -> CampaignDefinition:
    return from_plan(
        source,
        wanted,
        organisations=await context.stores.organisations.existing({*source.obliged, *source.recipients}),
        below=await _below(context, wanted.issuer),
        campaigns={record.id for record in await context.stores.campaigns.find({"public.year": wanted.year})},
    )


async def _below(context: Context, issuer: str) -> tuple[str, ...]:
    """The issuer's own units today."""
    children = await context.stores.organisations.find({"public.parents.organisation": issuer})
    return tuple(record.id for record in children if issuer in record.public.parents_on(context.today))
