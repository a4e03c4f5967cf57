"""Commands and questions about accounts, for administrators."""

import secrets

from services.registration.organisations.commands import administered, require_administrator
from services.registration.people.accounts.model import account as domain
from services.registration.people.accounts.model.account import AccountChange, AccountDefinition, AccountRecord
from services.registration.stores import Stores
from shared.contracts.accounts import Account
from shared.contracts.people import Person
from shared.contracts.types import Contract, Slug
from shared.errors import DomainError
from shared.identity import EVERYWHERE, Actor, Passwords, Role
from shared.language.vietnamese import collation_key, fold

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is taken for another when read out


class Issued(Contract):
    """An account with its one-time password; None when this very command already gave it out once."""

    account: Account
    password: str | None


def one_time_password() -> str:
    """Four groups of four, about 79 bits: ``h7dk-2mwp-xq4t-9rfc``."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


async def create(
    stores: Stores, passwords: Passwords, actor: Actor, definition: AccountDefinition, *, cause: str
) -> Issued:
    """A new account with a one-time password.

    Raises DomainError ``administrator_scope``, ``organisation_not_found``, ``account_exists`` and what the domain
    refuses.
    """
    with stores.counting("create-account"):
        await _require_scope(stores, actor, definition)
        await require_organisations(stores, definition)
        password = one_time_password()
        hashed = await passwords.hash(password)
        person = actor.acting_for(actor.organisation)
        record = await save(stores, definition, hashed, must_change=True, actor=person, cause=cause)
        return Issued(account=record.public, password=password if record.private.hashed == hashed else None)


async def save(
    stores: Stores, definition: AccountDefinition, hashed: str, *, must_change: bool, actor: Person | None, cause: str
) -> AccountRecord:
    """Stores a new account; `actor` None is the system itself."""
    change = domain.create(definition, hashed, must_change=must_change, actor=actor)
    return await stores.accounts.create(definition.id, change, cause=f"{cause}/create")


async def reset(stores: Stores, passwords: Passwords, actor: Actor, account: Slug, *, cause: str) -> Issued:
    """A one-time password; the sessions of the account are over."""
    with stores.counting("reset-password"):
        await _require_scope(stores, actor, (await stores.accounts.load(account)).public)
        password = one_time_password()
        hashed = await passwords.hash(password)
        person = actor.acting_for(actor.organisation)
        record = await stores.accounts.update(
            account, lambda found: domain.reset(found, hashed, person), cause=f"{cause}/reset"
        )
        await stores.end_sessions_of(account)
        return Issued(account=record.public, password=password if record.private.hashed == hashed else None)


async def deactivate(stores: Stores, actor: Actor, account: Slug, *, cause: str) -> AccountRecord:
    """Nobody signs in with it any more; a token that is out lives on for its 30 minutes at most."""
    with stores.counting("deactivate-account"):
        await _require_scope(stores, actor, (await stores.accounts.load(account)).public)
        person = actor.acting_for(actor.organisation)

        def decide(record: AccountRecord) -> AccountChange | None:
            return domain.deactivate(record, person)

        record = await stores.accounts.update(account, decide, cause=f"{cause}/deactivate")
        await stores.end_sessions_of(account)
        return record


async def reactivate(stores: Stores, actor: Actor, account: Slug, *, cause: str) -> AccountRecord:
    """The account is used again."""
    with stores.counting("reactivate-account"):
        await _require_scope(stores, actor, (await stores.accounts.load(account)).public)
        person = actor.acting_for(actor.organisation)
        return await stores.accounts.update(
            account, lambda record: domain.reactivate(record, person), cause=f"{cause}/reactivate"
        )


async def change(
    stores: Stores, actor: Actor, definition: AccountDefinition, *, cause: str, expected: int | None = None
) -> AccountRecord:
    """Another name, home or other roles, which the next token carries. What it held and will hold must be in scope."""
    with stores.counting("change-account"):
        await _require_scope(stores, actor, (await stores.accounts.load(definition.id)).public)
        await _require_scope(stores, actor, definition)
        await require_organisations(stores, definition)
        person = actor.acting_for(actor.organisation)
        return await stores.accounts.update(
            definition.id,
            lambda record: domain.change(record, definition, person),
            cause=f"{cause}/change",
            expected=expected,
        )


async def read(stores: Stores, actor: Actor, account: Slug) -> AccountRecord:
    """An account of the person's scope. Raises DomainError ``account_not_found`` or ``administrator_scope``."""
    record = await stores.accounts.load(account)
    await _require_scope(stores, actor, record.public)
    return record


async def must_change(stores: Stores, actor: Actor) -> bool:
    """Whether the person still uses a password that an administrator gave."""
    record = await stores.accounts.get(actor.account)
    return record is not None and record.private.must_change


async def search(stores: Stores, actor: Actor, *, organisation: str | None, text: str) -> list[AccountRecord]:
    """The accounts of the organisations that the person administers, by name.

    Raises DomainError ``role_missing`` for a person who administers nothing.
    """
    scope = await administered(stores, actor)
    if scope is not None and not scope:
        actor.require(Role.ADMINISTRATOR, actor.organisation)
    query = {"public.organisation": organisation} if organisation else {}
    words = fold(text)
    found = [
        record
        for record in await stores.accounts.find(query)
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


async def _require_scope(stores: Stores, actor: Actor, account: Account | AccountDefinition) -> None:
    """The person administers the account's organisation and every place where it holds a role.

    Else an administrator of one station could give himself, or take over, a role above it.
    """
    await require_administrator(stores, actor, account.organisation, field="organisation")
    for place, grant in enumerate(account.grants):
        await require_administrator(stores, actor, grant.organisation, field=f"grants.{place}.organisation")
