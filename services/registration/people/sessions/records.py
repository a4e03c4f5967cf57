"""Sessions that are over are forgotten: nobody asks later who had signed in."""

from datetime import datetime

from services.registration.people.accounts.model.credentials import SessionState
from services.registration.stores import Stores
from shared.record.database import Document, driver_errors


async def end_session(stores: Stores, ident: str) -> None:
    await _end(stores, {"_id": ident})


async def end_sessions_of(stores: Stores, account: str) -> None:
    await _end(stores, {"public.account": account})


async def end_sessions_before(stores: Stores, moment: datetime) -> None:
    """Those that expired before a moment."""
    wire = SessionState(account="x", generation=0, expires_at=moment).model_dump(mode="json")["expires_at"]
    await _end(stores, {"public.expires_at": {"$lt": wire}})


async def _end(stores: Stores, query: Document) -> None:
    with driver_errors():
        await stores.sessions.collection.delete_many(query)
