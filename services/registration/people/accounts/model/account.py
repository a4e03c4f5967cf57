"""Accounts: an office's sign-in, the roles it holds, and what an administrator may do with it.

They stay within registration and travel in no event.
"""

from collections.abc import Collection
from datetime import date

from services.registration.people.accounts.model.credentials import Credentials
from shared.contracts.types import Contract, Line, Person, Slug
from shared.errors import DomainError, conflict, forbidden
from shared.identity import EVERYWHERE, Actor, Grant, Role
from shared.record.record import Change, Entry, Record

SUITE_ROLES = frozenset({Role.ADMINISTRATOR, Role.OPERATOR})
"""The roles that may be held for the whole suite."""

MOST_GRANTS = 50


class AccountDefinition(Contract):
    """What an administrator says of a new account."""

    id: Slug
    name: Line
    organisation: Slug
    grants: tuple[Grant, ...] = ()


class Account(AccountDefinition):
    """An office's account, its home organisation and the roles it holds."""

    active: bool = True

    def actor(self, day: date | None = None) -> Actor:
        """The account as the person of a token, with the grants in force on a day (None: every one)."""
        grants = self.grants if day is None else tuple(grant for grant in self.grants if grant.holds_on(day))
        return Actor(account=self.id, name=self.name, organisation=self.organisation, grants=grants)


AccountRecord = Record[Account, Credentials]
AccountChange = Change[Account, Credentials]


def create(definition: AccountDefinition, hashed: str, *, must_change: bool, actor: Person | None) -> AccountChange:
    """A new account. Raises what `check_grants` raises."""
    check_grants(definition.grants)
    account = Account(**{**dict(definition), "grants": tuple(dict.fromkeys(definition.grants))})
    return Change(account, Credentials(hashed=hashed, must_change=must_change), Entry("created", actor))


def check_grants(grants: Collection[Grant]) -> None:
    """Raises DomainError ``too_many_grants``, ``grant_not_everywhere`` or ``grant_ends_before_start``, with a field."""
    if len(grants) > MOST_GRANTS:
        raise DomainError("too_many_grants", field="grants", maximum=MOST_GRANTS)
    for place, grant in enumerate(grants):
        if grant.organisation == EVERYWHERE and grant.role not in SUITE_ROLES:
            raise DomainError("grant_not_everywhere", field=f"grants.{place}.organisation", role=grant.role.value)
        if grant.since is not None and grant.until is not None and grant.until < grant.since:
            raise DomainError("grant_ends_before_start", field=f"grants.{place}.until")


def change(record: AccountRecord, definition: AccountDefinition, actor: Person) -> AccountChange | None:
    """Another name, home or other roles; None when nothing is different.

    Raises what `check_grants` raises, and ``own_grants``: an administrator must not take away his own rights.
    """
    check_grants(definition.grants)
    grants = tuple(dict.fromkeys(definition.grants))
    changed = record.public.model_copy(
        update={"name": definition.name, "organisation": definition.organisation, "grants": grants}
    )
    if changed == record.public:
        return None
    if record.id == actor.account and grants != record.public.grants:
        raise conflict("own_grants", field="grants")
    return Change(changed, record.private, Entry("changed", actor))


def reset(record: AccountRecord, hashed: str, actor: Person) -> AccountChange:
    """A one-time password in place of the old one. Raises DomainError ``account_deactivated``."""
    require_active(record)
    return Change(record.public, record.private.renewed(hashed, must_change=True), Entry("password reset", actor))


def change_password(record: AccountRecord, hashed: str, generation: int) -> AccountChange:
    """A password that the person chose, knowing the one of `generation`.

    Raises DomainError ``account_deactivated``, or ``password_wrong`` when there is another one by now.
    """
    require_active(record)
    if record.private.generation != generation:
        raise DomainError("password_wrong", field="current")
    account = record.public
    person = account.actor().acting_for(account.organisation)
    return Change(account, record.private.renewed(hashed, must_change=False), Entry("password changed", person))


def deactivate(record: AccountRecord, actor: Person) -> AccountChange | None:
    """Nobody signs in with it any more; None when that is so already.

    Raises DomainError ``own_account``: the last administrator must not lock himself out.
    """
    if record.id == actor.account:
        raise conflict("own_account")
    if not record.public.active:
        return None
    return Change(record.public.model_copy(update={"active": False}), record.private, Entry("deactivated", actor))


def reactivate(record: AccountRecord, actor: Person) -> AccountChange | None:
    """It may be signed in with again, by the password it had; None when that is so already."""
    if record.public.active:
        return None
    return Change(record.public.model_copy(update={"active": True}), record.private, Entry("reactivated", actor))


def require_active(record: AccountRecord) -> None:
    """Raises DomainError ``account_deactivated``."""
    if not record.public.active:
        raise forbidden("account_deactivated")
