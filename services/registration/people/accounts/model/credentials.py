"""Credentials and sessions: when a password is good enough, when an account is locked, what renews a token."""

from datetime import datetime, timedelta
from math import ceil

from shared.contracts.types import Contract, Instant, Slug
from shared.errors import DomainError, Kind, forbidden
from shared.language.vietnamese import nfc

PASSWORD_LENGTH = 8
PASSWORD_LIMIT = 200
FAILURES_ALLOWED = 5
LOCK = timedelta(minutes=5)
SESSION_LIFE = timedelta(hours=12)


class Credentials(Contract):
    """The private part of an account.

    `hashed` is an argon2 hash. `must_change`: the password was given by an administrator. `failures` counts wrong
    passwords since the last right one or the last lock. `generation` counts passwords, so that a session knows
    whether its own is still the present one.
    """

    hashed: str
    must_change: bool = False
    failures: int = 0
    locked_until: Instant | None = None
    generation: int = 1

    def renewed(self, hashed: str, *, must_change: bool) -> "Credentials":
        """Another password: no failures, no lock, and every session of the old one is over."""
        return Credentials(hashed=hashed, must_change=must_change, generation=self.generation + 1)


class SessionState(Contract):
    """A browser's session. Its id is the SHA-256 of what the browser holds, so a read database opens no door."""

    account: Slug
    generation: int
    expires_at: Instant


def acceptable_password(password: str, *, field: str) -> None:
    """Raises DomainError ``password_too_short``, ``password_too_long`` or ``password_not_text``."""
    try:
        length = len(nfc(password))
    except ValueError as error:
        raise DomainError("password_not_text", field=field) from error
    if length < PASSWORD_LENGTH:
        raise DomainError("password_too_short", field=field, minimum=PASSWORD_LENGTH)
    if length > PASSWORD_LIMIT:
        raise DomainError("password_too_long", field=field, maximum=PASSWORD_LIMIT)


def require_unlocked(credentials: Credentials, now: datetime) -> None:
    """Raises DomainError ``account_locked`` with the minutes that are left, rounded up."""
    if credentials.locked_until is not None and now < credentials.locked_until:
        left = (credentials.locked_until - now).total_seconds()
        raise forbidden("account_locked", failures=FAILURES_ALLOWED, minutes=max(1, ceil(left / 60)))


def after_failure(credentials: Credentials, now: datetime) -> Credentials:
    """One wrong password more; the fifth locks for five minutes, after which the count begins anew.

    A try that was under way when the lock fell changes nothing about it.
    """
    if credentials.locked_until is not None and now < credentials.locked_until:
        return credentials
    failures = credentials.failures + 1
    if failures < FAILURES_ALLOWED:
        return credentials.model_copy(update={"failures": failures, "locked_until": None})
    return credentials.model_copy(update={"failures": 0, "locked_until": now + LOCK})


def after_success(credentials: Credentials) -> Credentials:
    return credentials.model_copy(update={"failures": 0, "locked_until": None})


def require_renewable(session: SessionState, *, active: bool, generation: int, now: datetime) -> None:
    """Raises DomainError ``session_expired``, ``account_deactivated`` or ``session_superseded``."""
    if now >= session.expires_at:
        raise DomainError("session_expired", Kind.UNAUTHENTICATED)
    if not active:
        raise DomainError("account_deactivated", Kind.UNAUTHENTICATED)
    if session.generation != generation:
        raise DomainError("session_superseded", Kind.UNAUTHENTICATED)
