"""Commands and questions about campaigns: load, decide, save."""

from dataclasses import dataclass
from datetime import datetime

from services.registration.campaigns.model import campaign as domain
from services.registration.campaigns.model import deadline_graph
from services.registration.campaigns.model.campaign import InUse
from services.registration.campaigns.model.definition import CampaignDefinition, Surroundings
from services.registration.context import Context
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus, DeadlineWarning
from shared.language.vietnamese import fold
from shared.record.record import Nothing, Record
from shared.runtime.commands import command

CampaignRecord = Record[Campaign, Nothing]

NEWEST_FIRST = (("public.year", -1), ("_id", 1))
ANSWERS = ("public.versions.content.items.field", "private.draft.items.field")
"""Where a submission names the fields that it answers with initiatives."""


@dataclass(frozen=True)
class Filter:
    """Which campaigns are wanted: in a state, of an issuer, with these words in the number, the title or the id."""

    status: CampaignStatus | None = None
    issuer: str | None = None
    text: str = ""


@command("create-campaign")
async def create(context: Context, definition: CampaignDefinition) -> CampaignRecord:
    """A new draft. Raises DomainError ``campaign_exists`` and what the domain refuses."""
    around = await _surroundings(context.stores, definition)
    change = domain.create(definition, around, context.actor)
    return await context.stores.campaigns.create(definition.id, change, cause=f"{context.cause}/create")


@command("edit-campaign")
async def edit(context: Context, ident: str, definition: CampaignDefinition, *, expected: int | None) -> CampaignRecord:
    """Writes a draft anew, or amends what is announced."""
    around = await _surroundings(context.stores, definition)
    in_use = await _in_use(context.stores, (await context.stores.campaigns.load(ident)).public, definition)
    return await context.stores.campaigns.update(
        ident,
        lambda record: domain.edit(record.public, definition, around, in_use, context.actor),
        cause=f"{context.cause}/edit",
        expected=expected,
    )


@command("announce-campaign")
async def announce(
    context: Context, ident: str, *, expected: int | None = None, announced_at: datetime | None = None
) -> CampaignRecord:
    """Opens the campaign; its warnings are in the answer. `announced_at` None: at this moment."""
    around = Surroundings(parents=await _parents(context.stores, (await context.stores.campaigns.load(ident)).public))
    moment = announced_at or context.stores.clock()
    return await context.stores.campaigns.update(
        ident,
        lambda record: domain.announce(record.public, around, context.actor, moment),
        cause=f"{context.cause}/announce",
        expected=expected,
    )


@command("close-campaign")
async def close(context: Context, ident: str, *, expected: int | None = None) -> CampaignRecord:
    """Ends the campaign."""
    return await context.stores.campaigns.update(
        ident,
        lambda record: domain.close(record.public, context.actor, context.stores.clock()),
        cause=f"{context.cause}/close",
        expected=expected,
    )


@command("reopen-campaign")
async def reopen(context: Context, ident: str, reason: str, *, expected: int | None = None) -> CampaignRecord:
    """Opens a closed campaign again."""
    return await context.stores.campaigns.update(
        ident,
        lambda record: domain.reopen(record.public, reason, context.actor, context.stores.clock()),
        cause=f"{context.cause}/reopen",
        expected=expected,
    )


async def preview(stores: Stores, ident: str) -> tuple[DeadlineWarning, ...]:
    """The warnings that announcing the campaign as it stands would give."""
    campaign = (await stores.campaigns.load(ident)).public
    around = Surroundings(parents=await _parents(stores, campaign))
    return deadline_graph.warnings(campaign, around.parents_of(campaign))


async def search(stores: Stores, wanted: Filter, *, skip: int, limit: int) -> tuple[list[Campaign], int]:
    """A page of the matching campaigns, the newest year first, and how many match."""
    query: dict[str, object] = {}
    if wanted.status:
        query["public.status"] = wanted.status.value
    if wanted.issuer:
        query["public.issuer"] = wanted.issuer
    if not wanted.text:
        found = await stores.campaigns.find(query, sort=NEWEST_FIRST, skip=skip, limit=limit)
        return [record.public for record in found], await stores.campaigns.count(query)
    words = fold(wanted.text)
    every = [record.public for record in await stores.campaigns.find(query, sort=NEWEST_FIRST)]
    fitting = [campaign for campaign in every if words in fold(f"{campaign.number} {campaign.title} {campaign.id}")]
    return fitting[skip : skip + limit], len(fitting)


async def _surroundings(stores: Stores, campaign: CampaignDefinition | Campaign) -> Surroundings:
    """The organisations and parent campaigns that it names, as far as they exist."""
    organisations = await stores.organisations.existing({campaign.issuer, *campaign.recipients, *campaign.obliged})
    return Surroundings(organisations, await _parents(stores, campaign))


async def _parents(stores: Stores, campaign: CampaignDefinition | Campaign) -> dict[str, Campaign]:
    parents = await stores.campaigns.find({"_id": {"$in": list(campaign.parents)}})
    return {record.id: record.public for record in parents}


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
