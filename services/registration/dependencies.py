"""What the API and the pages are handed with each request."""

from typing import Annotated

from fastapi import Depends, Request

from services.registration.people.sessions.commands import Sessions
from services.registration.stores import Stores


def stores_of(request: Request) -> Stores:
    stores: Stores = request.app.state.stores
    return stores


def sessions_of(request: Request) -> Sessions:
    sessions: Sessions = request.app.state.sessions
    return sessions


CurrentStores = Annotated[Stores, Depends(stores_of)]
"""The service's records."""

CurrentSessions = Annotated[Sessions, Depends(sessions_of)]
"""Who may come in."""
