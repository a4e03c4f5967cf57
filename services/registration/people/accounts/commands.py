"""Commands and questions about accounts, for administrators."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.registration.context import Context
from services.registration.organisations.commands import administered, require_administrator
from services.registration.people.accounts.model import account as domain
from services.registration.people.accounts.model.account import AccountDefinition, AccountRecord
from services.registration.people.sessions.records import end_sessions_of
from services.registration.stores import Stores
from shared.contracts.accounts import Account
from shared.contracts.people import Person
from shared.contracts.types import Contract
from shared.errors import DomainError
from shared.identity import EVERYWHERE, Passwords
from shared.language.vietnamese import collation_key, fold
from shared.runtime.commands import command

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for another when read out


@dataclass(frozen=True)
class CreateAccount:
    """A new account with a one-time password."""

    definition: AccountDefinition


@dataclass(frozen=True)
class ChangeAccount:
    """Another name, home or other roles. `expected`: the version that the person saw."""

    definition: AccountDefinition
    expected: int | None = None


@dataclass(frozen=True)
class ResetPassword:
    """A one-time password in place of the old one."""

    account: str


@dataclass(frozen=True)
class DeactivateAccount:
    """Nobody signs in with it any more."""

    account: str


@dataclass(frozen=True)
class ReactivateAccount:
    """The account is used again."""

    account: str


class OneTimePassword(Contract):
    """An account with its one-time password; None when this very command already gave it out once."""

    account: Account
    password: str | None


def one_time_password() -> str:
    """Four groups of four, about 79 bits: ``h7dk-2mwp-xq4t-9rfc``."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


@command("create-account")
async def create(context: Context, wanted: CreateAccount) -> OneTimePassword:
    """Raises DomainError ``administrator_scope``, ``organisation_not_found``, ``account_exists`` and what the domain
    refuses."""
    await _require_scope(context, wanted.definition)
    await require_organisations(context.stores, wanted.definition)
    return await _with_password(
        lambda hashed: save(
            context.stores, wanted.definition, hashed, must_change=True, actor=context.person, cause=context.cause
        )
    )


async def save(
    stores: Stores, definition: AccountDefinition, hashed: str, *, must_change: bool, actor: Person | None, cause: str
) -> AccountRecord:
    """Stores a new account; `actor` None is the system itself."""
    change = domain.create(definition, hashed, must_change=must_change, actor=actor)
    return await stores.accounts.create(definition.id, change, cause=f"{cause}/create")


@command("reset-password")
async def reset(context: Context, wanted: ResetPassword) -> OneTimePassword:
    """The sessions of the account are over."""
    await read(context, wanted.account)
    once = await _with_password(
        lambda hashed: context.stores.accounts.update(
            wanted.account,
            lambda found: domain.reset(found, hashed, context.person),
            cause=f"{context.cause}/reset",
        )
    )
    await end_sessions_of(context.stores, wanted.account)
    return once


@command("deactivate-account")
async def deactivate(context: Context, wanted: DeactivateAccount) -> AccountRecord:
    """A token that is out lives on for its 30 minutes at most."""
    await read(context, wanted.account)
    record = await context.stores.accounts.update(
        wanted.account,
        lambda found: domain.deactivate(found, context.person),
        cause=f"{context.cause}/deactivate",
    )
    await end_sessions_of(context.stores, wanted.account)
    return record


@command("reactivate-account")
async def reactivate(context: Context, wanted: ReactivateAccount) -> AccountRecord:
    await read(context, wanted.account)
    return await context.stores.accounts.update(
        wanted.account,
        lambda found: domain.reactivate(found, context.person),
        cause=f"{context.cause}/reactivate",
    )


@command("change-account")
async def change(context: Context, wanted: ChangeAccount) -> AccountRecord:
    """The next token carries it. What the account held and will hold must be in scope."""
    await read(context, wanted.definition.id)
    await _require_scope(context, wanted.definition)
    await require_organisations(context.stores, wanted.definition)
    return await context.stores.accounts.update(
        wanted.definition.id,
        lambda found: domain.change(found, wanted.definition, context.person),
        cause=f"{context.cause}/change",
        expected=wanted.expected,
    )


async def read(context: Context, account: str) -> AccountRecord:
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
    words = fold(text)
    found = await context.stores.accounts.find({"public.organisation": organisation} if organisation else {})
    return sorted(
        (
            record
            for record in found
            if (scope is None or record.public.organisation in scope)
            and words in fold(f"{record.public.name} {record.id}")
        ),
        key=lambda record: (collation_key(record.public.name), record.id),
    )


async def require_organisations(stores: Stores, definition: AccountDefinition) -> None:
    """Raises DomainError ``organisation_not_found``, naming the field."""
    places = {"organisation": definition.organisation} | {
        f"grants.{place}.organisation": grant.organisation
        for place, grant in enumerate(definition.grants)
        if grant.organisation != EVERYWHERE
    }
    known = await stores.organisations.several(places.values())
    for field, ident in places.items():
        if ident not in known:
            raise DomainError("organisation_not_found", field=field, id=ident)


async def _require_scope(context: Context, account: Account | AccountDefinition) -> None:
    """The person administers the account's organisation and every place where it holds a role.

    Else an administrator of one station could give himself, or take over, a role above it.
    """
    await require_administrator(context, account.organisation, field="organisation")
    for place, grant in enumerate(account.grants):
        await require_administrator(context, grant.organisation, field=f"grants.{place}.organisation")


async def _with_password(write: Callable[[str], Awaitable[AccountRecord]]) -> OneTimePassword:
    """A fresh password, told only if it is by now that of the account."""
    password = one_time_password()
    hashed = await Passwords().hash(password)
    record = await write(hashed)
    return OneTimePassword(account=record.public, password=password if record.private.hashed == hashed else None)
