"""Granting a later deadline: load, decide, save."""

from services.registration.campaigns.commands import CampaignRecord
from services.registration.campaigns.extensions import model as extensions
from services.registration.stores import Stores
from shared.identity import Actor


async def extend(
    stores: Stores, actor: Actor, ident: str, wanted: extensions.Request, *, cause: str, expected: int | None = None
) -> CampaignRecord:
    """A later deadline for one organisation and form."""
    with stores.counting("extend"):
        return await stores.campaigns.update(
            ident,
            lambda record: extensions.grant(record.public, wanted, actor, stores.clock()),
            cause=f"{cause}/extend",
            expected=expected,
        )
