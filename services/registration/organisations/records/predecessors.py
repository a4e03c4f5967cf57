"""Whom an organisation has followed: its people read what those had sent."""

from collections.abc import Iterable

from services.registration.context import Context
from services.registration.stores import Stores
from shared.identity import homes


async def predecessors(stores: Stores, organisations: Iterable[str]) -> frozenset[str]:
    """The organisations whose place these have taken, at one or several removes."""
    found: set[str] = set()
    waiting = set(organisations)
    while waiting:
        records = await stores.organisations.find({"public.successors.organisation": {"$in": sorted(waiting)}})
        waiting = {record.id for record in records} - found
        found |= waiting
    return frozenset(found)


async def inherited(context: Context) -> frozenset[str]:
    """The organisations whom those of the person have followed."""
    return await predecessors(context.stores, homes(context.actor))
