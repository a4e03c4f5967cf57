"""Commands and questions about accounts, for administrators."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.registration.context import Context
from services.registration.organisations.commands import administered, require_administrator
from services.registration.people.accounts.model import account as domain
from services.registration.people.accounts.model.account import Account, AccountDefinition, AccountRecord
from services.registration.people.sessions.records import end_sessions_of
from services.registration.stores import Stores
from shared.contracts.types import Contract, Person
from shared.errors import DomainError
from shared.identity import EVERYWHERE, hash_password
from shared.language.vietnamese import collation_key, fold
from shared.runtime.commands import command

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for another when read out


class OneTimePassword(Contract):
    """An account with its one-time password; None when this very command already gave it out once."""

    account: Account
    password: str | None


@dataclass(frozen=True)
class CreateAccount:
    """A new account with a one-time password."""

    definition: AccountDefinition

    @command("create-account")
    async def run(self, context: Context) -> OneTimePassword:
        """Raises DomainError ``administrator_scope``, ``organisation_not_found``, ``account_exists`` and what
        `domain.create` does.
        """
        await _require_scope(context, self.definition)
        await require_organisations(context.stores, self.definition)
        return await _with_password(
            lambda hashed: save(
                context.stores, self.definition, hashed, must_change=True, actor=context.person, cause=context.cause
            )
        )


@dataclass(frozen=True)
class ChangeAccount:
    """Another name, home or other roles, which the next token carries. `expected`: the version that the person saw.

    What the account held and will hold must be in scope.
    """

    definition: AccountDefinition
    expected: int | None = None

    @command("change-account")
    async def run(self, context: Context) -> AccountRecord:
        await read(context, self.definition.id)
        await _require_scope(context, self.definition)
        await require_organisations(context.stores, self.definition)
        return await context.stores.accounts.update(
            self.definition.id,
            lambda found: domain.change(found, self.definition, context.person),
            cause=f"{context.cause}/change",
            expected=self.expected,
        )


@dataclass(frozen=True)
class ResetPassword:
    """A one-time password in place of the old one; the sessions of the account are over."""

    account: str

    @command("reset-password")
    async def run(self, context: Context) -> OneTimePassword:
        await read(context, self.account)
        once = await _with_password(
            lambda hashed: context.stores.accounts.update(
                self.account, lambda found: domain.reset(found, hashed, context.person), cause=f"{context.cause}/reset"
            )
        )
        await end_sessions_of(context.stores, self.account)
        return once


@dataclass(frozen=True)
class DeactivateAccount:
    """Nobody signs in with it any more; a token that is out lives on for its 30 minutes at most."""

    account: str

    @command("deactivate-account")
    async def run(self, context: Context) -> AccountRecord:
        await read(context, self.account)
        record = await context.stores.accounts.update(
            self.account, lambda found: domain.deactivate(found, context.person), cause=f"{context.cause}/deactivate"
        )
        await end_sessions_of(context.stores, self.account)
        return record


@dataclass(frozen=True)
class ReactivateAccount:
    """The account is used again."""

    account: str

    @command("reactivate-account")
    async def run(self, context: Context) -> AccountRecord:
        await read(context, self.account)
        return await context.stores.accounts.update(
            self.account, lambda found: domain.reactivate(found, context.person), cause=f"{context.cause}/reactivate"
        )


def one_time_password() -> str:
    """Four groups of four, about 79 bits: ``h7dk-2mwp-xq4t-9rfc``."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


async def save(
    stores: Stores, definition: AccountDefinition, hashed: str, *, must_change: bool, actor: Person | None, cause: str
) -> AccountRecord:
    """Stores a new account; `actor` None is the system itself."""
    change = domain.create(definition, hashed, must_change=must_change, actor=actor)
    return await stores.accounts.create(definition.id, change, cause=f"{cause}/create")


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


async def _require_scope(context: Context, account: AccountDefinition) -> None:
    """The person administers the account's organisation and every place where it holds a role.

    Else an administrator of one station could give himself, or take over, a role above it.
    """
    for field, place in account.places.items():
        await require_administrator(context, place, field=field)


async def _with_password(write: Callable[[str], Awaitable[AccountRecord]]) -> OneTimePassword:
    """A fresh password, told only if it is by now that of the account."""
    password = one_time_password()
    hashed = await hash_password(password)
    record = await write(hashed)
    return OneTimePassword(account=record.public, password=password if record.private.hashed == hashed else None)
