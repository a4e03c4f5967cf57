"""Commands and questions about accounts, for administrators."""

import secrets

from services.registration.context import Context
from services.registration.organisations.commands import administered, require_administrator
from services.registration.people.accounts.model import account as domain
from services.registration.people.accounts.model.account import AccountChange, AccountDefinition, AccountRecord
from services.registration.people.sessions.records import end_sessions_of
from services.registration.stores import Stores
from shared.contracts.accounts import Account
from shared.contracts.people import Person
from shared.contracts.types import Contract, Slug
from shared.errors import DomainError
from shared.identity import EVERYWHERE, Passwords, Role
from shared.language.vietnamese import collation_key, fold
from shared.runtime.commands import command

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for another when read out


class Issued(Contract):
    """An account with its one-time password; None when this very command already gave it out once."""

    account: Account
    password: str | None


def one_time_password() -> str:
    """Four groups of four, about 79 bits: ``h7dk-2mwp-xq4t-9rfc``."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


@command("create-account")
async def create(context: Context, passwords: Passwords, definition: AccountDefinition) -> Issued:
    """A new account with a one-time password.

    Raises DomainError ``administrator_scope``, ``organisation_not_found``, ``account_exists`` and what the domain
    refuses.
    """
    await _require_scope(context, definition)
    await require_organisations(context.stores, definition)
    password = one_time_password()
    hashed = await passwords.hash(password)
    person = context.actor.acting_for(context.actor.organisation)
    record = await save(context.stores, definition, hashed, must_change=True, actor=person, cause=context.cause)
    return Issued(account=record.public, password=password if record.private.hashed == hashed else None)


async def save(
    stores: Stores, definition: AccountDefinition, hashed: str, *, must_change: bool, actor: Person | None, cause: str
) -> AccountRecord:
    """Stores a new account; `actor` None is the system itself."""
    change = domain.create(definition, hashed, must_change=must_change, actor=actor)
    return await stores.accounts.create(definition.id, change, cause=f"{cause}/create")


@command("reset-password")
async def reset(context: Context, passwords: Passwords, account: Slug) -> Issued:
    """A one-time password; the sessions of the account are over."""
    await _require_scope(context, (await context.stores.accounts.load(account)).public)
    password = one_time_password()
    hashed = await passwords.hash(password)
    person = context.actor.acting_for(context.actor.organisation)
    record = await context.stores.accounts.update(
        account, lambda found: domain.reset(found, hashed, person), cause=f"{context.cause}/reset"
    )
    await end_sessions_of(context.stores, account)
    return Issued(account=record.public, password=password if record.private.hashed == hashed else None)


@command("deactivate-account")
async def deactivate(context: Context, account: Slug) -> AccountRecord:
    """Nobody signs in with it any more; a token that is out lives on for its 30 minutes at most."""
    await _require_scope(context, (await context.stores.accounts.load(account)).public)
    person = context.actor.acting_for(context.actor.organisation)

    def decide(record: AccountRecord) -> AccountChange | None:
        return domain.deactivate(record, person)

    record = await context.stores.accounts.update(account, decide, cause=f"{context.cause}/deactivate")
    await end_sessions_of(context.stores, account)
    return record


@command("reactivate-account")
async def reactivate(context: Context, account: Slug) -> AccountRecord:
    """The account is used again."""
    await _require_scope(context, (await context.stores.accounts.load(account)).public)
    person = context.actor.acting_for(context.actor.organisation)
    return await context.stores.accounts.update(
        account, lambda record: domain.reactivate(record, person), cause=f"{context.cause}/reactivate"
    )


@command("change-account")
async def change(context: Context, definition: AccountDefinition, *, expected: int | None = None) -> AccountRecord:
    """Another name, home or other roles, which the next token carries. What it held and will hold must be in scope."""
    await _require_scope(context, (await context.stores.accounts.load(definition.id)).public)
    await _require_scope(context, definition)
    await require_organisations(context.stores, definition)
    person = context.actor.acting_for(context.actor.organisation)
    return await context.stores.accounts.update(
        definition.id,
        lambda record: domain.change(record, definition, person),
        cause=f"{context.cause}/change",
        expected=expected,
    )


async def read(context: Context, account: Slug) -> AccountRecord:
    """An account of the person's scope. Raises DomainError ``account_not_found`` or ``administrator_scope``."""
    record = await context.stores.accounts.load(account)
    await _require_scope(context, record.public)
    return record


async def must_change(context: Context) -> bool:
    """Whether the person still uses a password that an administrator gave."""
    record = await context.stores.accounts.get(context.actor.account)
    return record is not None and record.private.must_change


async def search(context: Context, *, organisation: str | None, text: str) -> list[AccountRecord]:
    """The accounts of the organisations that the person administers, by name.

    Raises DomainError ``role_missing`` for a person who administers nothing.
    """
    scope = await administered(context)
    if scope is not None and not scope:
        context.actor.require(Role.ADMINISTRATOR, context.actor.organisation)
    query = {"public.organisation": organisation} if organisation else {}
    words = fold(text)
    found = [
        record
        for record in await context.stores.accounts.find(query)
        if (scope is None or record.public.organisation in scope) and words in fold(f"{record.public.name} {record.id}")
    ]
    return sorted(found, key=lambda record: (collation_key(record.public.name), record.id))


async def require_organisations(stores: Stores, definition: AccountDefinition) -> None:
    """Raises DomainError ``organisation_not_found``, naming the field."""
    places = {"organisation": definition.organisation} | {
        f"grants.{place}.organisation": grant.organisation
        for place, grant in enumerate(definition.grants)
        if grant.organisation != EVERYWHERE
    }
    found = {r.id for r in await stores.organisations.find({"_id": {"$in": sorted(set(places.values()))}})}
    for field, ident in places.items():
        if ident not in found:
            raise DomainError("organisation_not_found", field=field, id=ident)


async def _require_scope(context: Context, account: Account | AccountDefinition) -> None:
    """The person administers the account's organisation and every place where it holds a role.

    Else an administrator of one station could give himself, or take over, a role above it.
    """
    await require_administrator(context, account.organisation, field="organisation")
    for place, grant in enumerate(account.grants):
        await require_administrator(context, grant.organisation, field=f"grants.{place}.organisation")
