"""What organisations are called."""

from datetime import date

from services.registration.stores import Stores


async def names_of(stores: Stores, organisations: set[str], day: date | None = None) -> dict[str, str]:
    """The short names of organisations, for a page: those of a day, or the present ones."""
    found = await stores.organisations.find({"_id": {"$in": sorted(organisations)}})
    return {r.id: r.public.short_name_on(day) if day else r.public.short_name for r in found}
