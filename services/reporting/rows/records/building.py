"""Whether the rows hold everything that the copies hold, and their indexes."""

from services.reporting.stores import Library
from shared.errors import DomainError, Kind
from shared.record.database import driver_errors

SCHEMA = 3
"""Raise it when rows are made otherwise: they are then made again from the copies."""
NAME_ORDER = [("public.order", 1), ("public.organisation", 1)]
STATE_ORDER = [("public.place", 1), *NAME_ORDER]
WAITING_ORDER = [("public.since", 1), *NAME_ORDER]
SCOPE = ("public.campaign", "public.form", "public.recipient")
INDEXES = (
    [*((name, 1) for name in SCOPE), *NAME_ORDER],
    [*((name, 1) for name in SCOPE), *STATE_ORDER],
    [*((name, 1) for name in SCOPE), ("public.waiting", 1), *WAITING_ORDER],
    [("public.organisation", 1), ("name_version", 1)],
)


async def ensure_indexes(library: Library) -> None:
    with driver_errors():
        for keys in INDEXES:
            await library.rows.create_index(keys)


async def built(library: Library) -> bool:
    """Whether the rows hold everything that the copies hold; asked of the database until it is so."""
    if not library.rows_built:
        with driver_errors():
            found = await library.builds.find_one({"_id": "rows", "public.schema": SCHEMA})
        library.rows_built = found is not None
    return library.rows_built


async def require_built(library: Library) -> None:
    """Raises DomainError ``figures_not_ready``: half figures are never shown."""
    if not await built(library):
        raise DomainError("figures_not_ready", Kind.UNAVAILABLE)


async def forget(library: Library) -> None:
    """Has all rows made again."""
    library.rows_built = False
    with driver_errors():
        await library.builds.delete_one({"_id": "rows"})


async def mark_built(library: Library) -> None:
    with driver_errors():
        await library.builds.update_one({"_id": "rows"}, {"$set": {"public.schema": SCHEMA}}, upsert=True)
