"""Commands about campaigns: load, decide, save."""

from dataclasses import dataclass
from datetime import datetime

from services.registration.campaigns.model import campaign as domain
from services.registration.campaigns.model.campaign import InUse, ReopeningRequest
from services.registration.campaigns.model.definition import CampaignDefinition, Surroundings
from services.registration.consolidation.records.feeding import parents
from services.registration.context import Context
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.record.record import Nothing, Record
from shared.runtime.commands import command

CampaignRecord = Record[Campaign, Nothing]

ANSWERS = ("public.versions.content.items.field", "private.draft.items.field")
"""Where a submission names the fields that it answers with initiatives."""


@dataclass(frozen=True)
class EditCampaign:
    """A draft is written anew, or what is announced amended. `expected`: the version that the person saw."""

    campaign: str
    definition: CampaignDefinition
    expected: int | None = None


@dataclass(frozen=True)
class AnnounceCampaign:
    """A campaign is opened. `announced_at` None: at this moment."""

    campaign: str
    expected: int | None = None
    announced_at: datetime | None = None


@dataclass(frozen=True)
class CloseCampaign:
    """A campaign is ended."""

    campaign: str
    expected: int | None = None


@dataclass(frozen=True)
class ReopenCampaign:
    """A closed campaign is opened again."""

    campaign: str
    request: ReopeningRequest
    expected: int | None = None


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
    return await context.stores.campaigns.update(
        wanted.campaign,
        lambda record: domain.edit(record.public, wanted.definition, around, in_use, context.actor),
        cause=f"{context.cause}/edit",
        expected=wanted.expected,
    )


@command("announce-campaign")
async def announce(context: Context, wanted: AnnounceCampaign) -> CampaignRecord:
    """Opens the campaign; its warnings are in the answer."""
    before = (await context.stores.campaigns.load(wanted.campaign)).public
    around = Surroundings(parents=await parents(context.stores, before.parents))
    return await context.stores.campaigns.update(
        wanted.campaign,
        lambda record: domain.announce(record.public, around, context.actor, wanted.announced_at or context.now),
        cause=f"{context.cause}/announce",
        expected=wanted.expected,
    )


@command("close-campaign")
async def close(context: Context, wanted: CloseCampaign) -> CampaignRecord:
    """Ends the campaign."""
    return await context.stores.campaigns.update(
        wanted.campaign,
        lambda record: domain.close(record.public, context.actor, context.now),
        cause=f"{context.cause}/close",
        expected=wanted.expected,
    )


@command("reopen-campaign")
async def reopen(context: Context, wanted: ReopenCampaign) -> CampaignRecord:
    """Opens a closed campaign again."""
    return await context.stores.campaigns.update(
        wanted.campaign,
        lambda record: domain.reopen(record.public, wanted.request.reason, context.actor, context.now),
        cause=f"{context.cause}/reopen",
        expected=wanted.expected,
    )


async def _surroundings(stores: Stores, definition: CampaignDefinition) -> Surroundings:
    """The organisations and parent campaigns that it names, as far as they exist."""
    named = {definition.issuer, *definition.recipients, *definition.obliged}
    return Surroundings(await stores.organisations.existing(named), await parents(stores, definition.parents))


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
