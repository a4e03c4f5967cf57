"""Commands and questions about accounts, for administrators."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from services.registration.context import Context
from services.registration.people.accounts.model import account as domain
from services.registration.people.accounts.model.account import Account, AccountDefinition, AccountRecord
from services.registration.people.accounts.records import read, require_organisations, require_scope
from services.registration.people.sessions.records import end_sessions_of
from services.registration.stores import Stores
from shared.contracts.types import Contract, Person
from shared.identity import hash_password
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
        await require_scope(context, self.definition)
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
        await require_scope(context, self.definition)
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


async def _with_password(write: Callable[[str], Awaitable[AccountRecord]]) -> OneTimePassword:
    """A fresh password, told only if it is by now that of the account."""
    password = one_time_password()
    hashed = await hash_password(password)
    record = await write(hashed)
    return OneTimePassword(account=record.public, password=password if record.private.hashed == hashed else None)
