"""Whether the rows hold everything that the copies hold, and their indexes."""

from services.reporting.rows.model.row import ONCE
from services.reporting.stores import Library
from shared.errors import DomainError, Kind
from shared.record.database import create_indexes, driver_errors

SCHEMA = 5
"""Raise it when rows are made otherwise: they are then made again from the copies."""
NAME_ORDER = ("public.order", "public.organisation")
STATE_ORDER = ("public.place", *NAME_ORDER)
WAITING_ORDER = ("public.since", *NAME_ORDER)
SCOPE = ("public.campaign", "public.form", "public.period", "public.recipient")
INDEXES = (
    (*SCOPE, *NAME_ORDER),
    (*SCOPE, *STATE_ORDER),
    (*SCOPE, "public.waiting", *WAITING_ORDER),
    ("public.organisation", "name_version"),
)
TALLIES = (("scope.campaign",), ("stale",))


async def ensure_indexes(library: Library) -> None:
    """Creates what is missing, and drops what an earlier version read by and nobody reads by any more."""
    await create_indexes(library.rows, INDEXES)
    await create_indexes(library.tallies, TALLIES)
    with driver_errors():
        for name, index in (await library.rows.index_information()).items():
            if name != "_id_" and tuple(field for field, _ in index["key"]) not in INDEXES:
                await library.rows.drop_index(name)


async def name_periods(library: Library) -> None:
    """Rows of the version before say nothing of a period: every form was sent once."""
    with driver_errors():
        await library.rows.update_many({"public.period": {"$exists": False}}, {"$set": {"public.period": ONCE}})


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


async def mark_built(library: Library) -> None:
    with driver_errors():
        await library.builds.update_one({"_id": "rows"}, {"$set": {"public.schema": SCHEMA}}, upsert=True)
