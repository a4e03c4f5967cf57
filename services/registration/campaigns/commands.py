"""Commands about campaigns: load, decide, save."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from services.registration.campaigns.model import campaign as domain
from services.registration.campaigns.model.campaign import CampaignChange, InUse, ReopeningRequest
from services.registration.campaigns.model.definition import CampaignSurroundings
from services.registration.consolidation.records.feeding import parents
from services.registration.context import Context
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.record.record import Nothing, Record
from shared.runtime.commands import command

CampaignRecord = Record[Campaign, Nothing]

ANSWERS = ("public.versions.content.items.field", "private.draft.items.field")
"""Where a submission names the fields that it answers with initiatives."""


@dataclass(frozen=True)
class CampaignCommand:
    """Something is to be done with a campaign. `expected`: the version that the person saw."""

    campaign: str
    expected: int | None


@dataclass(frozen=True)
class EditCampaign(CampaignCommand):
    """A draft is written anew, or what is announced amended."""

    definition: CampaignDefinition


@dataclass(frozen=True)
class AnnounceCampaign(CampaignCommand):
    """A campaign is opened. `announced_at` None: at this moment."""

    announced_at: datetime | None = None


@dataclass(frozen=True)
class CloseCampaign(CampaignCommand):
    """A campaign is ended."""


@dataclass(frozen=True)
class ReopenCampaign(CampaignCommand):
    """A closed campaign is opened again."""

    request: ReopeningRequest


@command("create-campaign")
async def create(context: Context, definition: CampaignDefinition) -> CampaignRecord:
    """A new draft. Raises DomainError ``campaign_exists`` and what the domain refuses."""
    change = domain.create(definition, await _surroundings(context.stores, definition), context.actor)
    return await context.stores.campaigns.create(definition.id, change, cause=f"{context.cause}/create")


@command("edit-campaign")
async def edit(context: Context, wanted: EditCampaign) -> CampaignRecord:
    """Writes a draft anew, or amends what is announced."""
    around = await _surroundings(context.stores, wanted.definition)
    before = (await context.stores.campaigns.load(wanted.campaign)).public
    in_use = await _in_use(context.stores, before, wanted.definition)
    return await update(
        context, wanted, "edit", lambda now: domain.edit(now, wanted.definition, around, in_use, context.actor)
    )


@command("announce-campaign")
async def announce(context: Context, wanted: AnnounceCampaign) -> CampaignRecord:
    """Opens the campaign; its warnings are in the answer."""
    before = (await context.stores.campaigns.load(wanted.campaign)).public
    around = CampaignSurroundings(parents=await parents(context.stores, before.parents))
    at = wanted.announced_at or context.now
    return await update(context, wanted, "announce", lambda now: domain.announce(now, around, context.actor, at))


@command("close-campaign")
async def close(context: Context, wanted: CloseCampaign) -> CampaignRecord:
    """Ends the campaign."""
    return await update(context, wanted, "close", lambda now: domain.close(now, context.actor, context.now))


@command("reopen-campaign")
async def reopen(context: Context, wanted: ReopenCampaign) -> CampaignRecord:
    """Opens a closed campaign again."""
    reason = wanted.request.reason
    return await update(context, wanted, "reopen", lambda now: domain.reopen(now, reason, context.actor, context.now))


async def update(
    context: Context, wanted: CampaignCommand, step: str, decide: Callable[[Campaign], CampaignChange | None]
) -> CampaignRecord:
    """What every command on a campaign that is there does around its decision."""
    return await context.stores.campaigns.update(
        wanted.campaign,
        lambda record: decide(record.public),
        cause=f"{context.cause}/{step}",
        expected=wanted.expected,
    )


async def _surroundings(stores: Stores, definition: CampaignDefinition) -> CampaignSurroundings:
    """The organisations and parent campaigns that it names, as far as they exist."""
    named = {definition.issuer, *definition.recipients, *definition.obliged}
    return CampaignSurroundings(await stores.organisations.existing(named), await parents(stores, definition.parents))


async def _in_use(stores: Stores, campaign: Campaign, definition: CampaignDefinition) -> InUse:
    """Which of the fields and forms that would go have been answered, be it in a draft."""
    fields = campaign.field_codes - {field.code for field in definition.fields}
    forms = {form.kind for form in campaign.forms} - {form.kind for form in definition.forms}

    async def used(condition: dict[str, object]) -> bool:
        return bool(await stores.submissions.count({"public.campaign": campaign.id, **condition}))

    return InUse(
        frozenset([code for code in fields if await used({"$or": [{place: code} for place in ANSWERS]})]),
        frozenset([kind for kind in forms if await used({"public.form": kind.value})]),
    )
