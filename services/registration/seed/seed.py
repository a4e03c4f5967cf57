"""What a new database starts with. Loading adds what is missing and changes nothing that is there.

So it may run at every start and in several processes.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from typing import Any

from services.registration.campaigns.commands import AnnounceCampaign, CreateCampaign
from services.registration.context import Context
from services.registration.organisations import commands as organisations
from services.registration.people.accounts import commands as accounts
from services.registration.people.accounts.records import require_organisations
from services.registration.seed.files import SeedAccount, SeedCampaign, SeedFiles, parents_first, read
from services.registration.settings import RegistrationSettings
from services.registration.stores import Stores
from shared.contracts.campaigns import CampaignStatus
from shared.errors import DomainError, Kind
from shared.identity import EVERYWHERE, Actor, Grant, Role, hash_password
from shared.observability import Metrics, logger
from shared.record.store import Store
from shared.runtime.runtime import Runtime
from shared.settings import PREFIX, Mode

log = logger("seed")

RETRY_SECONDS = 2.0
PROGRESS_EVERY = 10
SYSTEM_ACCOUNT = "seed"
ADMINISTRATOR = Grant(role=Role.ADMINISTRATOR, organisation=EVERYWHERE)


class Seed:
    """Files that were read and fit; `loaded` once the database has them."""

    def __init__(self, files: SeedFiles, administrator_password: str | None = None) -> None:
        self.files = files
        self.loaded = False
        self._administrator_password = administrator_password
        self._hashes: dict[str, str] = {}

    @classmethod
    def of(cls, settings: RegistrationSettings) -> "Seed | None":
        """The seed that the settings name. Ends the process with a sentence when it cannot be used."""
        if settings.seed_folder is None:
            return None
        files = read(settings.seed_folder)
        if files.holds_passwords and settings.mode is not Mode.LOCAL:
            raise SystemExit(
                f"The seed in {settings.seed_folder} holds passwords, which is for the local mode only: remove them "
                f"from accounts.yaml and set {PREFIX}ADMINISTRATOR_PASSWORD for the first sign-in"
            )
        first = settings.administrator_password
        return cls(files, first.get_secret_value() if first else None)

    async def run(self, stores: Stores) -> None:
        """Loads once, waiting for a database that is away; then rests for as long as the service runs."""
        while not self.loaded:
            try:
                await self.load(stores)
                self.loaded = True
                log.info("the seed is loaded")
            except DomainError as error:
                if error.kind is not Kind.UNAVAILABLE:
                    log.error("the seed does not fit the database and is left unfinished", error=str(error))
                    break
                log.warning("the seed waits for the database", error=str(error))
                await asyncio.sleep(RETRY_SECONDS)
        await asyncio.Event().wait()

    async def load(self, stores: Stores) -> None:
        """Adds what is missing, in the order in which one rests on the other."""
        await self._organisations(stores)
        await self._accounts(stores)
        await self._campaigns(stores)

    async def _organisations(self, stores: Stores) -> None:
        wanted = {organisation.id: organisation for organisation in self.files.organisations}
        order = parents_first({ident: [link.organisation for link in o.parents] for ident, o in wanted.items()})
        async for ident in _missing("organisations", stores.organisations, order):
            await organisations.save(stores, wanted[ident], None, cause=f"seed:{ident}")

    async def _accounts(self, stores: Stores) -> None:
        wanted = {account.id: account for account in self.files.accounts}
        async for ident in _missing("accounts", stores.accounts, list(wanted)):
            definition = wanted[ident].definition
            await require_organisations(stores, definition)
            hashed, must_change = await self._password(wanted[ident])
            await accounts.save(stores, definition, hashed, must_change=must_change, actor=None, cause=f"seed:{ident}")

    async def _password(self, account: SeedAccount) -> tuple[str, bool]:
        """The hash, and whether the password must be changed.

        A published practice password is hashed once for all its accounts. Without any password an account waits for
        an administrator's reset.
        """
        published = account.password or self.files.password
        if published is not None:
            if published not in self._hashes:
                self._hashes[published] = await hash_password(published)
            return self._hashes[published], False
        if self._administrator_password and ADMINISTRATOR in account.grants:
            return await hash_password(self._administrator_password), True
        return await hash_password(secrets.token_urlsafe(32)), True

    async def _campaigns(self, stores: Stores) -> None:
        wanted = {campaign.id: campaign for campaign in self.files.campaigns}
        order = parents_first({ident: list(campaign.parents) for ident, campaign in wanted.items()})
        async for ident in _missing("campaigns", stores.campaigns, order):
            await CreateCampaign(wanted[ident].definition).run(await _context(stores, wanted[ident]))
        for ident in order:
            record = await stores.campaigns.load(ident)
            if wanted[ident].announce and record.public.status is CampaignStatus.DRAFT:
                context = await _context(stores, wanted[ident])
                await AnnounceCampaign(ident, None, wanted[ident].announced_at).run(context)


class SeededRuntime(Runtime):
    """A runtime that is not ready before its seed is loaded."""

    def __init__(self, settings: RegistrationSettings, metrics: Metrics, seed: Seed | None) -> None:
        super().__init__("registration", settings, metrics)
        self._seed = seed

    async def problems(self) -> list[str]:
        found = await super().problems()
        return [*found, "seed: not loaded yet"] if self._seed and not self._seed.loaded else found


async def _missing(what: str, store: Store[Any, Any], idents: Sequence[str]) -> AsyncIterator[str]:
    """Those that the database does not have, in the given order, while the log follows how far it is."""
    there = await store.existing(idents)
    missing = [ident for ident in idents if ident not in there]
    for done, ident in enumerate(missing):
        if done % PROGRESS_EVERY == 0:
            log.info("seeding", what=what, done=done, total=len(missing))
        yield ident
    if missing:
        log.info("seeded", what=what, total=len(missing))


async def _context(stores: Stores, campaign: SeedCampaign) -> Context:
    """The system in the name of the issuer: the history of a campaign names an organisation."""
    issuer = (await stores.organisations.load(campaign.issuer)).public
    actor = Actor(account=SYSTEM_ACCOUNT, name=issuer.name, organisation=issuer.id, grants=(ADMINISTRATOR,))
    return Context(stores, actor, f"seed:{campaign.id}")
