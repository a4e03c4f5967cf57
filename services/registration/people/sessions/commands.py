"""Signing in, renewing, changing the password. Tokens and locks live by the machine's clock, not by a practice one."""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable

from services.registration.people.accounts.model import account as domain
from services.registration.people.accounts.model import credentials as rules
from services.registration.people.accounts.model.account import AccountRecord
from services.registration.people.accounts.model.credentials import Credentials, SessionState
from services.registration.people.sessions import records
from services.registration.stores import Stores
from shared.clock import Clock, system_clock
from shared.errors import DomainError, Kind
from shared.identity import Actor, Signer, hash_password, password_fits
from shared.language.vietnamese import VIETNAM
from shared.observability import logger
from shared.record.database import write_probe
from shared.record.record import Change, Entry, Nothing

log = logger("sessions")

CHECKS_AT_ONCE = 2  # argon2 takes 64 MiB each
STRANGERS_KEPT = 1_000
NAMES_LIMIT = 8  # a cookie holds 4 kB
NAME_LIMIT = 65  # one more than an account's id may have
CLEANING_SECONDS = 3_600.0


class Sessions:
    """Who may come in. One object a process."""

    def __init__(self, stores: Stores, signer: Signer, clock: Clock = system_clock) -> None:
        self._stores = stores
        self._signer = signer
        self._clock = clock
        self._slots = asyncio.Semaphore(CHECKS_AT_ONCE)
        self._nobody = ""
        self._strangers: OrderedDict[str, Credentials] = OrderedDict()

    async def sign_in(self, account: str, password: str) -> AccountRecord:
        """The account, when the password is right.

        Raises DomainError ``sign_in_failed`` (unknown account and wrong password alike), ``account_locked`` or
        ``account_deactivated``.
        """
        name = account.strip().lower()[:NAME_LIMIT]
        with self._stores.counting("sign-in"):
            async with self._slots:  # the count is read inside: who comes in parallel gains no tries
                if not self._nobody:
                    self._nobody = await hash_password(secrets.token_urlsafe())
                record = await self._stores.accounts.get(name)
                if not await self._fits(name, record, password) or record is None:
                    raise DomainError("sign_in_failed", Kind.UNAUTHENTICATED)
            domain.require_active(record)
            return record

    async def token(self, record: AccountRecord) -> str:
        """A token of 30 minutes for the account as it is now."""
        return self._signer.sign(await self.actor(record), self._clock())

    async def actor(self, record: AccountRecord) -> Actor:
        """The account as it may act today by the machine's clock: only the grants that are in force."""
        found = record.public.actor(self._clock().astimezone(VIETNAM).date())
        named = {found.organisation, *found.reviewing()[:NAMES_LIMIT]}
        return found.named(await self._stores.names_of(named))

    async def open(self, record: AccountRecord) -> str:
        """The secret of a new session for its cookie, whatever the browser held before."""
        secret = secrets.token_urlsafe(32)
        account = record.public
        state = SessionState(
            account=account.id, generation=record.private.generation, expires_at=self._clock() + rules.SESSION_LIFE
        )
        entry = Entry("signed in", account.actor().acting_for(account.organisation))
        ident = _ident(secret)
        await self._stores.sessions.create(ident, Change(state, Nothing(), entry), cause=f"sign-in:{ident}")
        return secret

    async def renew(self, secret: str) -> str:
        """A fresh token, with the roles of this moment.

        Raises DomainError ``session_missing``, ``session_expired``, ``session_superseded`` or
        ``account_deactivated``.
        """
        session = await self._stores.sessions.get(_ident(secret)) if secret else None
        record = await self._stores.accounts.get(session.public.account) if session else None
        if session is None or record is None:
            raise DomainError("session_missing", Kind.UNAUTHENTICATED)
        rules.require_renewable(
            session.public, active=record.public.active, generation=record.private.generation, now=self._clock()
        )
        return await self.token(record)

    async def close(self, secret: str) -> None:
        await records.end_session(self._stores, _ident(secret))

    async def change_password(self, account: str, current: str, new: str, *, cause: str) -> AccountRecord:
        """Another password; every session of the account is over.

        Raises DomainError ``password_wrong``, ``password_unchanged``, ``account_locked``,
        ``account_deactivated`` and what `acceptable_password` raises. Wrong tries count towards the lock.
        """
        cause = f"{cause}/password"
        with self._stores.counting("change-password"):
            record = await self._stores.accounts.load(account)
            if record.caused_by(cause):
                return record
            rules.acceptable_password(new, field="new")
            hashed, generation = await self._replacing(account, current, new)
            changed = await self._stores.accounts.update(
                account, lambda found: domain.change_password(found, hashed, generation), cause=cause
            )
            await records.end_sessions_of(self._stores, account)
            return changed

    async def forget_expired(self) -> None:
        """The hourly job."""
        while True:
            try:
                await records.end_sessions_before(self._stores, self._clock())
            except DomainError as error:
                log.warning("expired sessions are kept for now", error=str(error))
            await asyncio.sleep(CLEANING_SECONDS)

    async def _replacing(self, account: str, current: str, new: str) -> tuple[str, int]:
        """The hash of the new password, and the generation of the one that it replaces."""
        async with self._slots:
            record = await self._stores.accounts.load(account)
            if not await self._fits(account, record, current):
                raise DomainError("password_wrong", field="current")
            if await password_fits(new, record.private.hashed):
                raise DomainError("password_unchanged", field="new")
            return await hash_password(new), record.private.generation

    async def _fits(self, name: str, record: AccountRecord | None, password: str) -> bool:
        """Whether the password is right; counts. A name without account is treated as one that has a password."""
        credentials = record.private if record else self._strangers.get(name, Credentials(hashed=self._nobody))
        rules.require_unlocked(credentials, self._clock())
        fits = await password_fits(password, credentials.hashed)
        if record is None:
            await write_probe(self._stores.database, "sign-in")  # counting takes as long for a name without account
            self._remember(name, rules.after_failure(credentials, self._clock()))
        elif not fits:
            await self._keep(name, lambda found: rules.after_failure(found, self._clock()))
        elif record.private.failures or record.private.locked_until:
            await self._keep(name, rules.after_success)
        return fits

    def _remember(self, name: str, credentials: Credentials) -> None:
        """So that the lock tells nobody which accounts exist; bounded, and gone with the process."""
        self._strangers[name] = credentials
        self._strangers.move_to_end(name)
        while len(self._strangers) > STRANGERS_KEPT:
            self._strangers.popitem(last=False)

    async def _keep(self, account: str, next_of: Callable[[Credentials], Credentials]) -> None:
        """A private change: the audit shows who changed a password, not who mistyped one."""
        await self._stores.accounts.update(
            account, lambda record: Change(record.public, next_of(record.private)), cause="credentials checked"
        )


def _ident(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
