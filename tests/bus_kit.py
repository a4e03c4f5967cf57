"""A bus on the real broker with a consumer whose failures a test decides, apart from other tests by its names."""

import asyncio
import contextlib
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel

from shared.bus.broker import Bus
from shared.bus.deliveries import Subscription
from shared.bus.queues import dead_queue, retry_queue
from shared.contracts.events import Event
from shared.contracts.organisations import Organisation
from shared.observability import Metrics
from shared.record.record import GENESIS

STATION = "tram-y-te-phuong-1"
RETRY_SECONDS = (1,)

Failure = Callable[[Event, int], Exception | None]
Hold = Callable[[Event], Awaitable[None]]


async def at_once(_event: Event) -> None:
    return


def organisation_event(ident: str = STATION, *, sequence: int = 1, kind: str = "organisation.changed") -> Event:
    """What registration says of an organisation."""
    organisation = Organisation(id=ident, name="Trạm Y tế Phường 1", short_name="TYT Phường 1", kind="station")
    return Event(
        id=str(uuid.uuid4()),
        source="registration",
        type=kind,
        subject=f"organisation/{ident}",
        time=datetime.now(UTC),
        sequence=sequence,
        correlationid=uuid.uuid4().hex,
        recipient=ident,
        headhash=GENESIS,
        data=organisation.model_dump(mode="json"),
    )


async def eventually(condition: Callable[[], Awaitable[object]], what: str, *, seconds: float = 30) -> None:
    """Returns when the condition holds; names what was awaited when it does not in time."""
    try:
        async with asyncio.timeout(seconds):
            while not await condition():
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {what}") from None


class BusKit:
    """One bus and its one queue. `runs` counts handler runs by event id, `done` the finished ones.

    `fail` decides on each run, `hold` keeps a run from going on, `refusals` are raised when a new queue is announced.
    """

    def __init__(self, url: str, retry_seconds: tuple[int, ...] = RETRY_SECONDS) -> None:
        name = uuid.uuid4().hex[:10]
        self.url = url
        self.exchange, self.queue = f"test-{name}", f"test-{name}.work"
        self.retry_seconds = retry_seconds
        self.runs: Counter[str] = Counter()
        self.done: list[str] = []
        self.new_queues = 0
        self.refusals: list[Exception] = []
        self.fail: Failure = lambda _event, _run: None
        self.hold: Hold = at_once
        self._task: asyncio.Task[None] | None = None
        self.metrics = Metrics()
        self.bus = Bus(url, self.metrics, exchange=self.exchange, retry_seconds=retry_seconds)
        self.bus.subscriptions.append(
            Subscription(self.queue, ["organisation.#"], {"organisation.changed": self._handle}, self._welcome)
        )

    async def _handle(self, _content: Any, event: Event) -> None:
        self.runs[event.id] += 1
        await self.hold(event)
        failure = self.fail(event, self.runs[event.id])
        if failure is not None:
            raise failure
        self.done.append(event.id)

    async def _welcome(self) -> None:
        if self.refusals:
            raise self.refusals.pop()
        self.new_queues += 1

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.Task[None]]:
        """The bus, attached, as its task; what it declared is deleted at the end."""
        self._task = asyncio.create_task(self.bus.run())
        try:
            await eventually(self.attached, "the bus is attached")
            yield self._task
        finally:
            await self.stop()
            await self._delete_all()

    async def stop(self) -> None:
        """Ends the bus as its service does."""
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def attached(self) -> bool:
        return self.bus.attached

    async def is_done(self, event: Event) -> bool:
        return event.id in self.done

    async def publish(self, *events: Event) -> None:
        for event in events:
            await self.bus.publish(event)

    async def publish_raw(self, body: bytes, *, key: str = "organisation.changed.x", message_id: str = "") -> None:
        """A message as a stranger would send it."""
        async with self.channel() as channel:
            exchange = await channel.get_exchange(self.exchange)
            await exchange.publish(aio_pika.Message(body, message_id=message_id or None), key)

    @contextlib.asynccontextmanager
    async def channel(self) -> AsyncIterator[AbstractChannel]:
        """A channel of somebody else's connection."""
        async with await aio_pika.connect(self.url) as connection, connection.channel() as channel:
            yield channel

    async def depth(self, queue: str) -> int:
        """How many messages wait in a queue."""
        async with self.channel() as channel:
            return (await channel.declare_queue(queue, passive=True)).declaration_result.message_count or 0

    async def nothing_waits(self) -> bool:
        return not any([await self.depth(queue) for queue in self.queues()])

    async def parked(self, count: int) -> bool:
        return await self.depth(dead_queue(self.queue)) == count

    def queues(self) -> list[str]:
        return [self.queue, dead_queue(self.queue), *(retry_queue(self.queue, s) for s in set(self.retry_seconds))]

    async def _delete_all(self) -> None:
        async with self.channel() as channel:
            for queue in self.queues():
                await channel.queue_delete(queue)
            await channel.exchange_delete(self.exchange)
