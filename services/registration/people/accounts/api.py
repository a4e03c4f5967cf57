"""Accounts, for administrators."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from services.registration.dependencies import CurrentSessions, CurrentStores
from services.registration.people.accounts import commands as handlers
from services.registration.people.accounts.model.account import AccountDefinition
from shared.contracts.accounts import Account
from shared.contracts.types import Slug
from shared.web.app import Cause, CurrentActor, Pages

router = APIRouter(prefix="/api/registration/accounts", tags=["accounts"])

Ident = Annotated[Slug, Path()]
Words = Annotated[str, Query(max_length=200)]


@router.get("")
async def listed(
    actor: CurrentActor, stores: CurrentStores, pages: Pages, organisation: Slug | None = None, q: Words = ""
) -> dict[str, Any]:
    """The accounts of the organisations that the person administers."""
    found = await handlers.search(stores, actor, organisation=organisation, text=q)
    items = [
        {**record.public.model_dump(mode="json"), "must_change": record.private.must_change}
        for record in found[pages.skip : pages.skip + pages.size]
    ]
    return pages.answer(items, len(found))


@router.post("", status_code=201)
async def create(
    definition: AccountDefinition, actor: CurrentActor, stores: CurrentStores, sessions: CurrentSessions, cause: Cause
) -> handlers.Issued:
    """A new account. The one-time password is in this answer only."""
    return await handlers.create(stores, sessions.passwords, actor, definition, cause=cause)


@router.post("/{ident}/reset")
async def reset(
    ident: Ident, actor: CurrentActor, stores: CurrentStores, sessions: CurrentSessions, cause: Cause
) -> handlers.Issued:
    """A one-time password in place of the old one. It is in this answer only."""
    return await handlers.reset(stores, sessions.passwords, actor, ident, cause=cause)


@router.post("/{ident}/deactivate")
async def deactivate(ident: Ident, actor: CurrentActor, stores: CurrentStores, cause: Cause) -> Account:
    """Nobody signs in with it any more."""
    return (await handlers.deactivate(stores, actor, ident, cause=cause)).public
