"""Granting a later deadline: load, decide, save."""

from dataclasses import dataclass

from services.registration.campaigns.commands import CampaignRecord
from services.registration.campaigns.extensions import model as extensions
from services.registration.campaigns.extensions.model import ExtensionRequest
from services.registration.context import Context
from shared.runtime.commands import command


@dataclass(frozen=True)
class Extend:
    """One organisation is to have a later deadline for a form of the campaign."""

    campaign: str
    request: ExtensionRequest
    expected: int | None = None


@command("extend")
async def extend(context: Context, wanted: Extend) -> CampaignRecord:
    """A later deadline for one organisation and form."""
    return await context.stores.campaigns.update(
        wanted.campaign,
        lambda record: extensions.grant(record.public, wanted.request, context.actor, context.now),
        cause=f"{context.cause}/extend",
        expected=wanted.expected,
    )
