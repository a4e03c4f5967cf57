"""What every service is made of: its databases, its bus, its relay and its jobs, started and stopped together."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any, Protocol

from shared.bus.broker import Bus
from shared.clock import Clock, file_clock, shifted_clock, system_clock
from shared.errors import DomainError, conflict
from shared.forms.registry import kinds
from shared.observability import Metrics, logger
from shared.record.copies import Copies
from shared.record.database import Database, Documents, connect, write_probe
from shared.record.outbox import Relay
from shared.record.store import Store
from shared.settings import Settings

log = logger("runtime")

TEND_SECONDS = 5.0
OUTBOX_AGE_LIMIT = 60.0


class Joining(Protocol):
    """Who listens with a queue, and asks for what it missed; see `Member`."""

    database: Database

    async def is_new(self) -> bool: ...

    async def join(self, cause: str) -> None: ...


class Runtime:
    """One service in one process. Everything is built from settings; nothing runs before `running`."""

    def __init__(self, name: str, settings: Settings, metrics: Metrics) -> None:
        kinds()
        self.name = name
        self.settings = settings
        self.metrics = metrics
        self.clock: Clock = _clock(settings)
        self.draining = False
        self.stores: list[Store[Any, Any]] = []
        self.copies: list[Copies[Any]] = []
        self.client = connect(settings.mongo_url.get_secret_value())
        amqp_url = settings.amqp_url.get_secret_value()
        self._bus = Bus(amqp_url, metrics, exchange=settings.exchange, retry_seconds=settings.retry_seconds)
        self.subscriptions = self._bus.subscriptions
        self.members: list[Joining] = []
        self._jobs: dict[str, Callable[[], Awaitable[None]]] = {}
        self._relay: Relay | None = None

    def job(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Runs `work` for as long as the service runs; when it raises, it is logged and started again."""
        self._jobs[name] = work

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Starts everything; on the way out finishes what is in flight. A broker that is away is no obstacle."""
        self._relay = Relay(self.name, self.stores, self._bus.publish, self.metrics, self.clock)
        jobs = {"bus": self._bus.run, "relay": self._relay.run, "tend": self._tend, **self._jobs}
        tasks = [asyncio.create_task(self._supervise(name, work), name=name) for name, work in jobs.items()]
        try:
            yield
        finally:
            self.draining = True
            with contextlib.suppress(DomainError, TimeoutError):
                async with asyncio.timeout(5):
                    await self._relay.drain()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.client.close()

    async def problems(self) -> list[str]:
        """Why this service is not ready; an empty list when it is."""
        found = ["draining"] if self.draining else []
        if self.members and not self._bus.attached:
            found.append("broker: no consumers attached")
        try:
            async with asyncio.timeout(4):
                for member in self.members:
                    await write_probe(member.database, self.name)
                age = await self._relay.measure() if self._relay else 0.0
            if age > OUTBOX_AGE_LIMIT:
                found.append(f"outbox: oldest event waits {age:.0f} s")
        except Exception as error:  # noqa: BLE001 - whatever it is, the service is not ready and must say so
            found.append(f"database: {type(error).__name__}")
        return found

    async def _tend(self) -> None:
        """Indexes, membership and outbox metrics, looked after again and again: a dropped database heals itself."""
        fresh = True
        while True:
            try:
                missing = [member for member in self.members if await member.is_new()]
                if missing or fresh:
                    collections: list[Documents[Any]] = [*self.stores, *self.copies]
                    for collection in collections:
                        await collection.ensure_indexes()
                    fresh = False
                for member in missing:
                    with contextlib.suppress(DomainError):
                        if await member.is_new():
                            await member.join("first start")
                if self._relay is not None:
                    await self._relay.measure()
            except DomainError as error:
                log.warning("cannot tend", error=str(error))
            await asyncio.sleep(TEND_SECONDS)

    async def _supervise(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - a job that dies silently would be worse
                log.error("job failed, starting it again", job=name, error=f"{type(error).__name__}: {error}")
            await asyncio.sleep(1)


def _clock(settings: Settings) -> Clock:
    if settings.clock_file is not None:
        return file_clock(settings.clock_file)
    return shifted_clock(timedelta(seconds=settings.clock_offset)) if settings.clock_offset else system_clock


def idempotency_cause(account: str, key: str | None) -> str:
    """The history's cause of a command: the client's key (so that a repeat is a no-op), or a fresh one.

    Raises DomainError ``idempotency_key_invalid`` for a key that is too long to be one.
    """
    if key is None or not key.strip():
        return f"command:{uuid.uuid4()}"
    if len(key) > 200:
        raise conflict("idempotency_key_invalid", field="Idempotency-Key")
    return f"key:{account}:{key.strip()}"
