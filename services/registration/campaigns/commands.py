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
from shared.contracts.campaigns import Campaign, CampaignDefinition, Inherited
from shared.contracts.forms import Form, FormPeriod
from shared.record.record import Nothing, Record
from shared.runtime.commands import command

CampaignRecord = Record[Campaign, Nothing]
Decide = Callable[[Campaign], CampaignChange | None]

ANSWERS = ("public.versions.content.items.field", "private.draft.items.field")
"""Where a submission names the fields that it answers with initiatives."""


@dataclass(frozen=True)
class CreateCampaign:
    """A new draft. `inherited`: what it has from the plan that it was begun from."""

    definition: CampaignDefinition
    inherited: tuple[Inherited, ...] = ()

    @command("create-campaign")
    async def run(self, context: Context) -> CampaignRecord:
        """Raises DomainError ``campaign_exists`` and what the domain refuses."""
        around = await _surroundings(context.stores, self.definition)
        change = domain.create(self.definition, around, context.actor, self.inherited)
        return await context.stores.campaigns.create(self.definition.id, change, cause=f"{context.cause}/create")


@dataclass(frozen=True)
class CampaignCommand:
    """Something is to be done with a campaign. `expected`: the version that the person saw."""

    campaign: str
    expected: int | None

    async def update(self, context: Context, step: str, decide: Decide) -> CampaignRecord:
        """The campaign as decided."""
        cause = f"{context.cause}/{step}"
        return await context.stores.campaigns.update(
            self.campaign, lambda record: decide(record.public), cause=cause, expected=self.expected
        )


@dataclass(frozen=True)
class EditCampaign(CampaignCommand):
    """A draft is written anew, or what is announced amended."""

    definition: CampaignDefinition

    @command("edit-campaign")
    async def run(self, context: Context) -> CampaignRecord:
        return await self.update(context, "edit", await self._decision(context))

    async def tried(self, context: Context) -> None:
        """Raises what `run` would for what is written; nothing comes of it."""
        decide = await self._decision(context)
        decide((await context.stores.campaigns.load(self.campaign)).public)

    async def _decision(self, context: Context) -> Decide:
        around = await _surroundings(context.stores, self.definition)
        before = (await context.stores.campaigns.load(self.campaign)).public
        in_use = await _in_use(context.stores, before, self.definition)
        return lambda now: domain.edit(now, self.definition, around, in_use, context.actor)


@dataclass(frozen=True)
class AnnounceCampaign(CampaignCommand):
    """A campaign is opened. `announced_at` None: at this moment."""

    announced_at: datetime | None = None

    @command("announce-campaign")
    async def run(self, context: Context) -> CampaignRecord:
        before = (await context.stores.campaigns.load(self.campaign)).public
        around = CampaignSurroundings(parents=await parents(context.stores, before.parents))
        at = self.announced_at or context.now
        return await self.update(context, "announce", lambda now: domain.announce(now, around, context.actor, at))


@dataclass(frozen=True)
class CloseCampaign(CampaignCommand):
    """A campaign is ended."""

    @command("close-campaign")
    async def run(self, context: Context) -> CampaignRecord:
        return await self.update(context, "close", lambda now: domain.close(now, context.actor, context.now))


@dataclass(frozen=True)
class ReopenCampaign(CampaignCommand):
    """A closed campaign is opened again."""

    request: ReopeningRequest

    @command("reopen-campaign")
    async def run(self, context: Context) -> CampaignRecord:
        reason = self.request.reason
        return await self.update(context, "reopen", lambda now: domain.reopen(now, reason, context.actor, context.now))


async def _surroundings(stores: Stores, definition: CampaignDefinition) -> CampaignSurroundings:
    """The organisations, their kinds and the parent campaigns that it names, as far as they exist."""
    named = {definition.issuer, *definition.recipients, *definition.obliged}
    kinds = {kind for form in definition.forms for quota in form.quotas for kind in quota.kinds}
    return CampaignSurroundings(
        await stores.organisations.existing(named),
        await parents(stores, definition.parents),
        frozenset([kind for kind in kinds if await stores.organisations.count({"public.kind": kind})]),
    )


async def _in_use(stores: Stores, campaign: Campaign, definition: CampaignDefinition) -> InUse:
    """Which of the fields, forms and periods that would go or change have been answered, be it in a draft."""
    fields = campaign.field_codes - {field.code for field in definition.fields}

    async def used(condition: dict[str, object]) -> bool:
        return bool(await stores.submissions.count({"public.campaign": campaign.id, **condition}))

    return InUse(
        frozenset([code for code in fields if await used({"$or": [{place: code} for place in ANSWERS]})]),
        frozenset([a for a in _at_stake(campaign, definition) if await used(_answering(a))]),
    )


def _at_stake(campaign: Campaign, definition: CampaignDefinition) -> list[FormPeriod]:
    """What would no longer be asked for, or otherwise."""

    def said(form: Form) -> tuple[object, ...]:
        return form.kind, form.answers, form.columns, form.rows

    written = {form.asked_in(period): said(form) for form in definition.forms for period in form.periods}
    asked = {form.asked_in(period): said(form) for form, period in campaign.asked}
    return [one for one, before in asked.items() if written.get(one) != before]


def _answering(asked: FormPeriod) -> dict[str, object]:
    return {"public.form": asked.form, "public.period": asked.period}
