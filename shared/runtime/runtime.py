"""What every service is made of: its databases, its bus, its relay and its jobs, started and stopped together."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic

from shared.bus.broker import Bus
from shared.bus.deliveries import Handler, Subscription
from shared.clock import Clock, file_clock, shifted_clock, system_clock
from shared.contracts.events import EVENT_TYPES, Event, ReplayRequest, bindings_of, kind_of
from shared.contracts.types import Contract
from shared.errors import DomainError, conflict
from shared.observability import Metrics, logger
from shared.record.copies import Copies
from shared.record.database import Database, Document, connect, write_probe
from shared.record.outbox import Relay
from shared.record.record import Change, Emit, Entry, Nothing, Private, Public
from shared.record.store import Store
from shared.settings import Settings

log = logger("runtime")

TEND_SECONDS = 5.0
OUTBOX_AGE_LIMIT = 60.0

Hears = Mapping[type[Contract], Handler]
"""What a service listens to: all events of a kind of record carry its whole state, so one handler takes them."""


@dataclass(frozen=True)
class Source(Generic[Public, Private]):
    """A store whose records others may ask for again.

    `events_of` tells the event that carries a record's present state, `addressed_to` selects the records that
    concern an organisation.
    """

    store: Store[Public, Private]
    events_of: Callable[[Public], Sequence[Emit]]
    addressed_to: Callable[[str], Document]


@dataclass
class Member:
    """A queue of this service with the database it fills: joins by asking for a replay when either is new."""

    queue: str
    database: Database
    replays: Store[ReplayRequest, Nothing]
    wants: ReplayRequest
    recipient: str
    sources: Sequence[Source[Any, Any]] = field(default=())

    async def join(self, cause: str) -> None:
        """Asks for a replay once a cause."""
        change = Change(
            self.wants, Nothing(), Entry("asked for a replay"), (Emit("replay.requested", (self.recipient,)),)
        )
        await self.replays.apply(self.queue, lambda _: change, cause=cause)

    async def join_if_new(self) -> None:
        """A database without the marker is new or was lost."""
        if await self.replays.get(self.queue) is None:
            with contextlib.suppress(DomainError):
                await self.join("first start")

    async def answer(self, request: ReplayRequest, event: Event) -> None:
        """Puts what others ask for into the outboxes again."""
        for source in self.sources:
            if source.store.kind in request.kinds and request.requester != self.queue:
                query = source.addressed_to(request.organisation) if request.organisation else {}
                count = await source.store.republish(query, source.events_of, request=event.id)
                log.info("replayed", kind=source.store.kind, records=count, requester=request.requester)


def keeping(copies: Copies[Any], effect: Handler | None = None, *, copy_first: bool = False) -> Handler:
    """A consumer that acts on an event, then keeps its state as a copy; what is older than the copy is ignored.

    A process killed in between finds the event again and finishes: effects are idempotent, and a copy of the same
    version is no reason to ignore it. `copy_first`: what the effect makes visible is read together with the copy.
    """

    async def handle(content: Any, event: Event) -> None:
        if await copies.is_stale(event):
            return
        if copy_first:
            await copies.keep(event)
        if effect is not None:
            await effect(content, event)
        if not copy_first:
            await copies.keep(event)

    return handle


class Runtime:
    """One service in one process. Everything is built from settings; nothing runs before `running`."""

    def __init__(self, name: str, settings: Settings, metrics: Metrics) -> None:
        self.name = name
        self.settings = settings
        self.metrics = metrics
        self.clock: Clock = _clock(settings)
        self.draining = False
        self.stores: list[Store[Any, Any]] = []
        self.copies: list[Copies[Any]] = []
        self._client = connect(settings.mongo_url.get_secret_value())
        self._bus = Bus(
            settings.amqp_url.get_secret_value(),
            metrics,
            exchange=settings.exchange,
            retry_seconds=settings.retry_seconds,
        )
        self._members: list[Member] = []
        self._jobs: dict[str, Callable[[], Awaitable[None]]] = {}
        self._relay: Relay | None = None

    def database(self, *parts: str) -> Database:
        """The service's own database, for example ``sangkien_review_ttyt-tan-binh``."""
        return self._client["_".join([self.settings.database_prefix, self.name, *parts])]

    def store(
        self,
        database: Database,
        kind: str,
        public: type[Public],
        private: type[Private],
        *,
        indexes: Sequence[tuple[str, ...]] = (),
        source: str | None = None,
    ) -> Store[Public, Private]:
        """A store of own records, relayed and indexed by this runtime."""
        store = Store(database, kind, public, private, source=source or self.name, clock=self.clock, indexes=indexes)
        self.stores.append(store)
        return store

    def copy(self, database: Database, kind: str, model: type[Any], *, indexes: Sequence[tuple[str, ...]] = ()) -> Any:
        """Copies of another service's records, indexed by this runtime."""
        copies = Copies(database, kind, model, indexes=indexes)
        self.copies.append(copies)
        return copies

    def consume(
        self,
        database: Database,
        hears: Hears,
        *,
        organisation: str | None = None,
        addressed: Collection[type[Contract]] = (),
        sources: Sequence[Source[Any, Any]] = (),
    ) -> None:
        """Attaches a queue: what it hears of, and the records it can replay.

        `organisation`: whom the queue is for; of the `addressed` contracts it hears what concerns that one.
        """
        consumers = {name: handler for model, handler in hears.items() for name in EVENT_TYPES[model]}
        bindings = [key for model in hears for key in bindings_of(model, organisation if model in addressed else None)]
        suffix = f".{organisation}" if organisation else ""
        queue = f"{self.settings.queue_prefix}{self.name}{suffix}"
        member = Member(
            queue,
            database,
            self.store(database, "replay", ReplayRequest, Nothing, source=f"{self.name}{suffix}"),
            ReplayRequest(requester=queue, kinds=tuple(map(kind_of, hears)), organisation=organisation),
            organisation or self.name,
            sources,
        )
        self._members.append(member)
        self._bus.subscribe(
            Subscription(
                queue,
                [*bindings, "replay.requested.#"],
                {**consumers, "replay.requested": member.answer},
                lambda: member.join(f"new queue {uuid.uuid4()}"),
            )
        )

    @property
    def subscriptions(self) -> Sequence[Subscription]:
        """Every queue of this service, with what it binds and who handles it."""
        return self._bus.subscriptions

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
            self._client.close()

    async def problems(self) -> list[str]:
        """Why this service is not ready; an empty list when it is."""
        found = ["draining"] if self.draining else []
        if self._members and not self._bus.attached:
            found.append("broker: no consumers attached")
        try:
            async with asyncio.timeout(4):
                for member in self._members:
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
                missing = [member for member in self._members if await member.replays.get(member.queue) is None]
                if missing or fresh:
                    for store in self.stores:
                        await store.ensure_indexes()
                    for copies in self.copies:
                        await copies.ensure_indexes()
                    fresh = False
                for member in missing:
                    await member.join_if_new()
                if self._relay is not None:
                    await self._relay.measure()
            except DomainError as error:
                log.warning("cannot tend", error=str(error))
            await asyncio.sleep(TEND_SECONDS)

    async def _supervise(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await work()
            except asyncio.CancelledError:
                raise
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
