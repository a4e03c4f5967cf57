"""Granting a later deadline: load, decide, save."""

from services.registration.campaigns.commands import CampaignRecord
from services.registration.campaigns.extensions import model as extensions
from services.registration.context import Context
from shared.runtime.commands import command


@command("extend")
async def extend(
    context: Context, ident: str, wanted: extensions.Request, *, expected: int | None = None
) -> CampaignRecord:
    """A later deadline for one organisation and form."""
    return await context.stores.campaigns.update(
        ident,
        lambda record: extensions.grant(record.public, wanted, context.actor, context.stores.clock()),
        cause=f"{context.cause}/extend",
        expected=expected,
    )
