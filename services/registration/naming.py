"""What refusals call organisations: people know them by their names, the domain by their ids."""

from contextlib import suppress

from services.registration.stores import Stores
from shared.errors import DomainError

ORGANISATIONS = ("organisation", "successor")
"""The params that are ids of organisations."""


async def name_organisations(stores: Stores, error: DomainError) -> None:
    """Gives a refusal, and each behind it, the short names of the organisations that it speaks of.

    One that is not known keeps its id, and so do all of them while the database is away.
    """
    faults = (error, *error.causes)
    idents = {str(fault.params[name]) for fault in faults for name in ORGANISATIONS if fault.params.get(name)}
    if not idents:
        return
    with suppress(DomainError):
        names = await stores.names_of(idents)
        for fault in faults:
            fault.names = names
