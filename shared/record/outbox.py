"""The relay: publishes what records have in their outboxes, at least once, in order within a record."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from shared.cancellation import cancelled_by_us, raise_if_cancelled, rest
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
# Such an event nobody reads or takes; for any other failure the broker is away.
STUCK = frozenset({"event_broken", "event_unroutable"})


@dataclass(frozen=True)
class Relay:
    """One for all stores of a service. A write in this process wakes it; polling is the truth."""

    service: str
    stores: Sequence[Store[Any, Any]]
    publish: Callable[[Event], Awaitable[None]]
    metrics: Metrics
    clock: Clock
    _awake: asyncio.Event = field(default_factory=asyncio.Event)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_FLIGHT))
    _draining: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        for store in self.stores:
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
                await rest(POLL_SECONDS, self._awake)
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
                    for store in self.stores
                    for ident, events in await store.outbox.waiting(BATCH + len(stuck))
                    if (store, ident) not in stuck
                ]
                if not work:
                    return not stuck
                failures = await asyncio.gather(*(self._one(*one) for one in work))
                if any(failure and failure not in STUCK for failure in failures):
                    return False
                stuck |= {one[:2] for one, failure in zip(work, failures, strict=True) if failure}

    async def measure(self) -> float:
        """Updates the outbox metrics; returns the age of the oldest unpublished event in seconds."""
        backlogs = [await store.outbox.backlog() for store in self.stores]
        oldest = min((since for _, since in backlogs if since is not None), default=None)
        age = (self.clock() - datetime.fromisoformat(oldest)).total_seconds() if oldest else 0.0
        self.metrics.outbox_depth.labels(self.service).set(sum(depth for depth, _ in backlogs))
        self.metrics.outbox_age.labels(self.service).set(age)
        return age

    async def _one(self, store: Store[Any, Any], ident: str, events: Sequence[dict[str, Any]]) -> str | None:
        """Publishes one record's events in order and takes the confirmed ones off its outbox; what went wrong."""
        confirmed: list[str] = []
        failure = None
        async with self._slots:
            try:
                for raw in events:
                    event = Event.read(raw)
                    await self.publish(event)
                    self.metrics.published.labels(self.service, event.type).inc()
                    confirmed.append(event.id)
            except ValidationError as error:
                failure = self._failed(store.subject(ident), "event_broken", summary(error))
            except DomainError as error:
                failure = self._failed(store.subject(ident), error.code, str(error))
            if confirmed:
                await store.outbox.published(ident, confirmed)
        return failure

    def _failed(self, subject: str, code: str, detail: str) -> str:
        self.metrics.publish_failures.labels(self.service, code).inc()
        log.warning("event not published", subject=subject, error=detail)
        return code
