"""Which organisations there are on a day, and whom an organisation has followed."""

from collections.abc import Iterable
from datetime import date

from services.registration.context import Context
from services.registration.organisations.model.tree import exists_on
from services.registration.stores import Stores
from shared.contracts.organisations import Organisation
from shared.identity import homes
from shared.language.vietnamese import collation_key
from shared.record.database import Document

LONG = 500


async def existing(
    stores: Stores, day: date, also: Iterable[str] = (), query: Document | None = None
) -> dict[str, Organisation]:
    """The organisations of a day in Vietnamese alphabetical order; `also` those named, whatever their dates.

    `query`: only those of all that it selects.
    """
    wanted = frozenset(also)
    every = [record.public for record in await stores.organisations.find(query or {})]
    found = [organisation for organisation in every if exists_on(organisation, day) or organisation.id in wanted]
    return {o.id: o for o in sorted(found, key=lambda o: (collation_key(o.name), o.id))}


async def is_long(stores: Stores) -> bool:
    """Whether there are more organisations than one page can show."""
    return await stores.organisations.count({}) > LONG


async def some_existing(stores: Stores, day: date, *, skip: int, limit: int) -> tuple[dict[str, Organisation], int]:
    """A part of the organisations that are not dissolved on a day, by name, and how many there are."""
    query: Document = {"$or": [{"public.dissolved": None}, {"public.dissolved": {"$gt": day.isoformat()}}]}
    found = await stores.organisations.find(query, sort=(("public.name", 1), ("_id", 1)), skip=skip, limit=limit)
    return {record.id: record.public for record in found}, await stores.organisations.count(query)


async def authorities(stores: Stores, day: date, also: Iterable[str]) -> dict[str, Organisation]:
    """Whom a form lets the person choose as an issuer or a recipient: everybody, or where these are too many, those
    with an office that reviews, and those named.
    """
    named = sorted(set(also))
    reviewing: Document = {"$or": [{"public.reviewing_office": {"$ne": None}}, {"_id": {"$in": named}}]}
    return await existing(stores, day, named, reviewing if await is_long(stores) else None)


async def inherited(context: Context) -> frozenset[str]:
    """The organisations whom those of the person have followed, at one or several removes: he reads what they sent."""
    found: set[str] = set()
    waiting = set(homes(context.actor))
    while waiting:
        heirs = {"public.successors.organisation": {"$in": sorted(waiting)}}
        waiting = {record.id for record in await context.stores.organisations.find(heirs)} - found
        found |= waiting
    return frozenset(found)
