"""What becomes of a delivery: handled, tried again later, or parked. Nothing that failed is ever dropped."""

import asyncio
import contextlib
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aio_pika.exceptions import AMQPError
from faststream.rabbit import RabbitMessage

from shared.bus.queues import dead_queue, retry_queue
from shared.contracts.events import Event, read_event
from shared.errors import DomainError, Kind
from shared.observability import Metrics, correlated, logger

log = logger("deliveries")

REQUEUE_SECONDS = 1.0
# While the database is away nothing is wrong with a message: it waits, a day at the usual delays, before it is parked.
WAIT_SECONDS = 30
WAITS = 2_880
STACK_CHARACTERS = 8_000

Handler = Callable[[Any, Event], Awaitable[None]]


@dataclass(frozen=True)
class Subscription:
    """A consumer's queue, what it binds to, the handler for each event type, and what to do about a new queue."""

    queue: str
    bindings: Sequence[str]
    consumers: Mapping[str, Handler]
    on_new_queue: Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Deliveries:
    """Handles what arrives. `move` sends a message to another queue by its name, with other headers."""

    metrics: Metrics
    retry_seconds: Sequence[int]
    move: Callable[[str, RabbitMessage, dict[str, Any]], Awaitable[None]]

    async def receive(self, subscription: Subscription, message: RabbitMessage) -> None:
        """One delivery: handled, or moved to a retry queue or the parking; acknowledged only when that is safe."""
        started = time.perf_counter()
        kind = "unknown"
        try:
            event = read_event(message.body)
            kind = event.type if event else kind
            if event is None or event.type not in subscription.consumers:
                outcome = "skipped"
            else:
                content = event.content()
                with correlated(event.correlationid, event=event.id, subject=event.subject, queue=subscription.queue):
                    await subscription.consumers[event.type](content, event)
                outcome = "handled"
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, the message is kept
            outcome = await self._set_aside(subscription.queue, message, error)
        self.metrics.handler_seconds.labels(subscription.queue, kind).observe(time.perf_counter() - started)
        self.metrics.consumed.labels(subscription.queue, kind, outcome).inc()
        with contextlib.suppress(AMQPError, OSError, RuntimeError):  # a lost channel redelivers by itself
            if outcome == "requeued":
                await asyncio.sleep(REQUEUE_SECONDS)  # it comes back at once, and only so many times
                await message.reject(requeue=True)
            else:
                await message.ack()

    async def _set_aside(self, queue: str, message: RabbitMessage, error: Exception) -> str:
        """Moves a failed message on: retried, parked, or (broker trouble) left to be redelivered."""
        headers = dict(message.headers)
        delay = self._count_failure(headers, error)
        headers |= {
            "x-error": f"{type(error).__name__}: {error}"[:1000],
            "x-first-seen": headers.get("x-first-seen") or datetime.now(UTC).isoformat(),
            "x-routing-key": headers.get("x-routing-key") or message.raw_message.routing_key or "",
        }
        if delay is None:
            headers["x-stack"] = "".join(traceback.format_exception(error))[-STACK_CHARACTERS:]
        target = dead_queue(queue) if delay is None else retry_queue(queue, delay)
        log.warning("message set aside", target=target, attempt=headers["x-attempt"], error=headers["x-error"])
        try:
            await self.move(target, message, headers)
        except DomainError:
            return "requeued"
        return "parked" if delay is None else "retried"

    def _count_failure(self, headers: dict[str, Any], error: Exception) -> int | None:
        """Counts the failure in the headers; the seconds until the next attempt, None when there is none."""
        attempts, waits = int(headers.get("x-attempt", 0)), int(headers.get("x-waits", 0))
        refusal = error if isinstance(error, DomainError) else None
        if refusal and refusal.kind is Kind.UNAVAILABLE and waits < WAITS:
            headers |= {"x-attempt": attempts, "x-waits": waits + 1}
            delays = [s for s in self.retry_seconds if s <= WAIT_SECONDS] or self.retry_seconds[:1]
            return delays[min(waits, len(delays) - 1)]
        headers["x-attempt"] = attempts + 1
        hopeless = refusal is not None and refusal.code == "event_broken"
        return None if hopeless or attempts >= len(self.retry_seconds) else self.retry_seconds[attempts]
