"""Accounts, for administrators."""

from typing import Any

from fastapi import APIRouter

from services.registration.dependencies import CommandContext, CurrentContext
from services.registration.people.accounts import commands
from services.registration.people.accounts.model.account import Account, AccountDefinition
from services.registration.people.accounts.records import search
from shared.contracts.types import Slug
from shared.web.parameters import Pages, Words

router = APIRouter(prefix="/api/registration/accounts", tags=["accounts"])


@router.get("")
async def listed(
    context: CurrentContext, pages: Pages, organisation: Slug | None = None, q: Words = ""
) -> dict[str, Any]:
    """The accounts of the organisations that the person administers."""
    found = await search(context, organisation=organisation, text=q)
    items = [
        {**record.public.model_dump(mode="json"), "must_change": record.private.must_change}
        for record in found[pages.window]
    ]
    return pages.answer(items, len(found))


@router.post("", status_code=201)
async def create(context: CommandContext, definition: AccountDefinition) -> commands.OneTimePassword:
    """A new account. The one-time password is in this answer only."""
    return await commands.CreateAccount(definition).run(context)


@router.post("/{ident}/reset")
async def reset(context: CommandContext, ident: Slug) -> commands.OneTimePassword:
    """A one-time password in place of the old one. It is in this answer only."""
    return await commands.ResetPassword(ident).run(context)


@router.post("/{ident}/deactivate")
async def deactivate(context: CommandContext, ident: Slug) -> Account:
    """Nobody signs in with it any more."""
    return (await commands.DeactivateAccount(ident).run(context)).public
