"""What the API and the pages are handed with each request."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request

from services.registration.context import Context
from services.registration.people.sessions.commands import Sessions
from services.registration.stores import Stores
from shared.runtime.runtime import idempotency_cause
from shared.web.page import Page
from shared.web.parameters import Cause, CurrentActor


def stores_of(request: Request) -> Stores:
    stores: Stores = request.app.state.stores
    return stores


def sessions_of(request: Request) -> Sessions:
    sessions: Sessions = request.app.state.sessions
    return sessions


CurrentStores = Annotated[Stores, Depends(stores_of)]
"""The service's records, for who is not signed in."""

CurrentSessions = Annotated[Sessions, Depends(sessions_of)]
"""Who may come in."""


def context_of(stores: CurrentStores, actor: CurrentActor) -> Context:
    return Context(stores.opened(), actor, idempotency_cause(actor.account, None))


CurrentContext = Annotated[Context, Depends(context_of)]
"""The signed-in person's question, or a command that needs no key."""


def command_of(context: CurrentContext, cause: Cause) -> Context:
    return replace(context, cause=cause)


CommandContext = Annotated[Context, Depends(command_of)]
"""A program's command: repeated under its ``Idempotency-Key`` it is a no-op."""


def page_of(request: Request, context: CurrentContext) -> Page[Context]:
    return Page(request, context)


CurrentPage = Annotated[Page[Context], Depends(page_of)]
"""A page before the signed-in person."""
