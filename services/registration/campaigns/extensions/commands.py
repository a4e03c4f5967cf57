"""Granting a later deadline: load, decide, save."""

from dataclasses import dataclass

from services.registration.campaigns.commands import CampaignCommand, CampaignRecord
from services.registration.campaigns.extensions.model import ExtensionRequest, grant
from services.registration.context import Context
from shared.runtime.commands import command


@dataclass(frozen=True)
class Extend(CampaignCommand):
    """One organisation is to have a later deadline for a form of the campaign in a period."""

    request: ExtensionRequest

    @command("extend")
    async def run(self, context: Context) -> CampaignRecord:
        return await self.update(context, "extend", lambda now: grant(now, self.request, context.actor, context.now))
