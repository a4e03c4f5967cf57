"""Campaigns: every signed-in person reads them, administrators of the issuer write them."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from services.registration.campaigns import commands
from services.registration.campaigns.extensions.commands import Extend
from services.registration.campaigns.extensions.model import ExtensionRequest
from services.registration.campaigns.model.campaign import ReopeningRequest
from services.registration.campaigns.records import preview, search
from services.registration.dependencies import CommandContext, CurrentContext
from shared.contracts.campaigns import Campaign, CampaignDefinition, CampaignStatus, DeadlineWarning
from shared.contracts.types import Contract, Slug
from shared.web.app import tagged, tagged_state
from shared.web.parameters import ExpectedVersion, Pages, Words

router = APIRouter(prefix="/api/registration/campaigns", tags=["campaigns"])


class Warnings(Contract):
    """What announcing the campaign would warn of."""

    warnings: tuple[DeadlineWarning, ...]


class Announced(Contract):
    """An announced campaign and what its deadlines warn of."""

    campaign: Campaign
    warnings: tuple[DeadlineWarning, ...]


@router.get("")
async def listed(
    context: CurrentContext,
    pages: Pages,
    status: CampaignStatus | None = None,
    issuer: Slug | None = None,
    q: Words = "",
) -> dict[str, Any]:
    """Campaigns, the newest year first; `q` are words of the number, the title or the id, with or without marks."""
    found, total = await search(context, status, issuer, q, skip=pages.skip, limit=pages.size)
    return pages.answer([campaign.model_dump(mode="json") for campaign in found], total)


@router.post("", status_code=201, response_model=Campaign)
async def create(context: CommandContext, definition: CampaignDefinition) -> JSONResponse:
    """A new draft."""
    return tagged_state(await commands.CreateCampaign(definition).run(context), 201)


@router.get("/{ident}", response_model=Campaign)
async def one(context: CurrentContext, ident: Slug) -> JSONResponse:
    """A campaign, with its version as ETag."""
    return tagged_state(await context.stores.campaigns.load(ident))


@router.put("/{ident}", response_model=Campaign)
async def edit(
    *, context: CommandContext, ident: Slug, definition: CampaignDefinition, expected: ExpectedVersion
) -> JSONResponse:
    """Writes a draft anew; amends what is announced, which its recipients are told."""
    return tagged_state(await commands.EditCampaign(ident, expected, definition).run(context))


@router.get("/{ident}/warnings")
async def warnings(context: CurrentContext, ident: Slug) -> Warnings:
    """What announcing it as it stands would warn of."""
    return Warnings(warnings=await preview(context, (await context.stores.campaigns.load(ident)).public))


@router.post("/{ident}/announce", response_model=Announced)
async def announce(context: CommandContext, ident: Slug, expected: ExpectedVersion) -> JSONResponse:
    """Opens it to the obliged organisations."""
    record = await commands.AnnounceCampaign(ident, expected).run(context)
    return tagged(Announced(campaign=record.public, warnings=record.public.warnings), record.version)


@router.post("/{ident}/close", response_model=Campaign)
async def close(context: CommandContext, ident: Slug, expected: ExpectedVersion) -> JSONResponse:
    """Ends it: nothing is sent to it any more."""
    return tagged_state(await commands.CloseCampaign(ident, expected).run(context))


@router.post("/{ident}/reopen", response_model=Campaign)
async def reopen(
    *, context: CommandContext, ident: Slug, wanted: ReopeningRequest, expected: ExpectedVersion
) -> JSONResponse:
    """Opens a closed campaign again, with the reason; who still owes a form is told."""
    return tagged_state(await commands.ReopenCampaign(ident, expected, wanted).run(context))


@router.post("/{ident}/extensions", response_model=Campaign)
async def extend(
    *, context: CommandContext, ident: Slug, wanted: ExtensionRequest, expected: ExpectedVersion
) -> JSONResponse:
    """A later deadline for one organisation, form and period; lateness stays measured against the form's own."""
    return tagged_state(await Extend(ident, expected, wanted).run(context))
