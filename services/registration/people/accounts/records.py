"""Questions about accounts: those that a person administers, and what his own is."""

from services.registration.context import Context
from services.registration.organisations.commands import administered, require_administrator
from services.registration.people.accounts.model.account import AccountDefinition, AccountRecord
from services.registration.stores import Stores
from shared.errors import DomainError
from shared.identity import EVERYWHERE
from shared.language.vietnamese import collation_key, fold


async def read(context: Context, account: str) -> AccountRecord:
    """An account of the person's scope. Raises DomainError ``account_not_found`` or ``administrator_scope``."""
    record = await context.stores.accounts.load(account)
    await require_scope(context, record.public)
    return record


async def must_change(context: Context) -> bool:
    """Whether the person still uses a password that an administrator gave."""
    record = await context.stores.accounts.get(context.actor.account)
    return record is not None and record.private.must_change


async def search(context: Context, *, organisation: str | None, text: str) -> list[AccountRecord]:
    """The accounts of the organisations that the person administers, by name.

    Raises DomainError ``role_missing`` for a person who administers nothing.
    """
    scope, words = await administered(context), fold(text)
    found = await context.stores.accounts.find({"public.organisation": organisation} if organisation else {})
    own = [record for record in found if scope is None or record.public.organisation in scope]
    called = [record for record in own if words in fold(f"{record.public.name} {record.id}")]
    return sorted(called, key=lambda record: (collation_key(record.public.name), record.id))


async def require_organisations(stores: Stores, definition: AccountDefinition) -> None:
    """Raises DomainError ``organisation_not_found``, naming the field."""
    known = await stores.organisations.several(definition.places.values())
    for field, ident in definition.places.items():
        if ident not in known and (ident != EVERYWHERE or field == "organisation"):
            raise DomainError("organisation_not_found", field=field, id=ident)


async def require_scope(context: Context, account: AccountDefinition) -> None:
    """The person administers the account's organisation and every place where it holds a role.

    Else an administrator of one station could give himself, or take over, a role above it.
    """
    for field, place in account.places.items():
        await require_administrator(context, place, field=field)
