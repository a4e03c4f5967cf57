"""The relay: publishes what records have in their outboxes, at least once, in order within a record."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Any

from pydantic import ValidationError

from shared.cancellation import cancelled_by_us, raise_if_cancelled
from shared.clock import Clock
from shared.contracts.events import Event, summary
from shared.errors import DomainError
from shared.observability import Metrics, logger
from shared.record.store import Store

log = logger("outbox")

BATCH = 200
IN_FLIGHT = 64
POLL_SECONDS = 2.0
BACKOFF_SECONDS = 1.0


class Publication(Enum):
    """What became of one record's events."""

    PUBLISHED = auto()
    STUCK = auto()  # nobody takes or reads one of them
    AWAY = auto()  # the broker


class Relay:
    """One for all stores of a service. A write in this process wakes it; polling is the truth."""

    def __init__(
        self,
        service: str,
        stores: Sequence[Store[Any, Any]],
        publish: Callable[[Event], Awaitable[None]],
        metrics: Metrics,
        clock: Clock,
    ) -> None:
        self._service = service
        self._stores = stores
        self._publish = publish
        self._metrics = metrics
        self._clock = clock
        self._awake = asyncio.Event()
        self._slots = asyncio.Semaphore(IN_FLIGHT)
        self._draining = asyncio.Lock()
        for store in stores:
            store.on_write = self._awake.set

    async def run(self) -> None:
        """Publishes for ever. Failures are logged and tried again; only a real cancellation ends it."""
        while True:
            raise_if_cancelled()
            self._awake.clear()
            try:
                complete = await self.drain()
            except DomainError as error:
                log.warning("outbox cannot be read", error=str(error))
                complete = False
            except asyncio.CancelledError:
                if cancelled_by_us():
                    raise
                complete = False
            if complete:
                await self._wait(POLL_SECONDS)
            else:
                await asyncio.sleep(BACKOFF_SECONDS)

    async def drain(self) -> bool:
        """Publishes until nothing is left; False when something could not be published.

        A record whose event nobody takes or reads is passed over: it must not hold up the others. When the broker is
        away, the rest waits for the next time.
        """
        async with self._draining:  # an event in flight twice would mix up the broker's answers
            stuck: set[tuple[Store[Any, Any], str]] = set()
            while True:
                work = [
                    (store, ident, events)
                    for store in self._stores
                    for ident, events in await store.outbox.waiting(BATCH + len(stuck))
                    if (store, ident) not in stuck
                ]
                if not work:
                    return not stuck
                outcomes = await asyncio.gather(*(self._one(*one) for one in work))
                if Publication.AWAY in outcomes:
                    return False
                stuck |= {one[:2] for one, outcome in zip(work, outcomes, strict=True) if outcome is Publication.STUCK}

    async def measure(self) -> float:
        """Updates the outbox metrics; returns the age of the oldest unpublished event in seconds."""
        depth, oldest = 0, None
        for store in self._stores:
            waiting, since = await store.outbox.backlog()
            depth += waiting
            if since is not None and (oldest is None or since < oldest):
                oldest = since
        age = (self._clock() - datetime.fromisoformat(oldest)).total_seconds() if oldest else 0.0
        self._metrics.outbox_depth.labels(self._service).set(depth)
        self._metrics.outbox_age.labels(self._service).set(age)
        return age

    async def _one(self, store: Store[Any, Any], ident: str, events: Sequence[dict[str, Any]]) -> Publication:
        """Publishes one record's events in order and takes the confirmed ones off its outbox."""
        confirmed: list[str] = []
        outcome = Publication.PUBLISHED
        async with self._slots:
            try:
                for raw in events:
                    event = Event.read(raw)
                    await self._publish(event)
                    self._metrics.published.labels(self._service, event.type).inc()
                    confirmed.append(event.id)
            except ValidationError as error:
                outcome = self._failed(store.subject(ident), "event_broken", summary(error))
            except DomainError as error:
                outcome = self._failed(store.subject(ident), error.code, str(error))
            if confirmed:
                await store.outbox.published(ident, confirmed)
        return outcome

    def _failed(self, subject: str, code: str, detail: str) -> Publication:
        self._metrics.publish_failures.labels(self._service, code).inc()
        log.warning("event not published", subject=subject, error=detail)
        return Publication.STUCK if code in {"event_broken", "event_unroutable"} else Publication.AWAY

    async def _wait(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return
