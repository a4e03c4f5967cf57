"""Parked messages, for the operator: look without taking, send back to work, or drop for good.

A message leaves its parking only by the acknowledgement that follows its replay (confirmed by the broker) or the
operator's decision to drop it. Everything else that was looked at is handed back; if this process dies half-way, the
broker takes it back by itself. What is handed back may change places: nothing rests on the order in a parking.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage, AbstractQueue
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity, DeliveryError

from shared.bus.queues import dead_queue, persistent
from shared.errors import DomainError, Kind, not_found
from shared.observability import logger
from shared.operator.parked import Parked, identity

log = logger("dead-letters")

Act = Callable[[AbstractChannel, AbstractIncomingMessage], Awaitable[None]]

CONNECT_SECONDS = 5.0
PUBLISH_SECONDS = 5.0
RETURN_SECONDS = 5.0
SCAN = 1_000
KEPT_HEADERS = ("x-first-seen", "x-routing-key")


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[AbstractConnection]:
    """A connection for the commands below. Raises DomainError ``broker_unavailable`` with the reason."""
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            connection = await aio_pika.connect(url)
    except (AMQPError, OSError, TimeoutError, ValueError) as error:
        raise _unavailable(error) from error
    async with connection:
        try:
            yield connection
        except (AMQPError, OSError, TimeoutError, RuntimeError) as error:
            raise _unavailable(error) from error


async def count(connection: AbstractConnection, queue: str) -> int | None:
    """How many messages of a work queue are parked; None when its parking does not exist."""
    try:
        async with connection.channel() as channel:
            parking = await channel.declare_queue(dead_queue(queue), passive=True)
            return parking.declaration_result.message_count or 0
    except ChannelNotFoundEntity:
        return None


async def peek(connection: AbstractConnection, queue: str, limit: int) -> list[Parked]:
    """Parked messages, at most `limit`, those that failed first before others; all of them stay parked.

    Of more than a thousand messages the broker's first thousand are looked at. Another operator's command that holds
    messages at this moment hides them from this one.
    """
    async with _parking(connection, queue) as parking:
        found = [Parked.read(queue, message) async for message in parking.each(max(limit, SCAN))]
    return sorted(found, key=lambda message: message.first_seen)[:limit]


async def overview(
    connection: AbstractConnection, queues: Sequence[str], limit: int
) -> list[tuple[str, int | None, list[Parked]]]:
    """Of each work queue how many messages are parked, and those that `peek` finds."""
    found = []
    for queue in queues:
        parked = await count(connection, queue)
        found.append((queue, parked, await peek(connection, queue, limit) if parked else []))
    return found


async def find(connection: AbstractConnection, queue: str, ident: str) -> Parked:
    """One parked message; it stays parked. Raises DomainError ``message_not_found``."""
    async with _parking(connection, queue) as parking, contextlib.aclosing(parking.each()) as messages:
        async for message in messages:
            if identity(message) == ident:
                return Parked.read(queue, message)
    raise not_found("message", ident)


async def replay(connection: AbstractConnection, queue: str, ident: str | None) -> list[Parked]:
    """Sends a parked message (None: all that are parked now) back to its work queue; returns what was sent.

    The broker confirms the message in the work queue before it leaves the parking, so a kill in between doubles it
    and never loses it; effects happen once in any case. Raises DomainError ``message_not_found``, or
    ``event_unroutable`` when the work queue does not exist: the message then stays parked.
    """

    async def send_back(channel: AbstractChannel, message: AbstractIncomingMessage) -> None:
        headers = {name: value for name, value in message.headers.items() if name in KEPT_HEADERS}
        headers["x-replayed"] = Parked.read(queue, message).replays + 1
        again = persistent(message.body, message.message_id, headers, message.content_type)
        try:
            await channel.default_exchange.publish(again, queue, mandatory=True, timeout=PUBLISH_SECONDS)
        except DeliveryError as error:
            raise DomainError("event_unroutable", Kind.UNAVAILABLE, key=queue) from error

    return await _settle(connection, queue, ident, send_back)


async def drop(connection: AbstractConnection, queue: str, ident: str, reason: str) -> list[Parked]:
    """Gives up a parked message for good, on the operator's word; returns what was dropped and logs it.

    Raises DomainError ``message_not_found``.
    """

    async def give_up(_: AbstractChannel, message: AbstractIncomingMessage) -> None:
        body = message.body.decode("utf-8", "backslashreplace")
        log.warning("parked message dropped", queue=queue, id=ident, reason=reason, body=body)

    return await _settle(connection, queue, ident, give_up)


@dataclass
class _Parking:
    """The parking of a work queue on a channel of its own, and how many of its messages are held."""

    channel: AbstractChannel
    queue: AbstractQueue
    held: int = 0

    async def each(self, limit: int | None = None) -> AsyncGenerator[AbstractIncomingMessage]:
        """The messages parked at the start: one that is replayed and parked again meanwhile is not met twice."""
        parked = self.queue.declaration_result.message_count or 0
        for _ in range(parked if limit is None else min(parked, limit)):
            message = await self.queue.get(fail=False)
            if message is None:
                return
            self.held += 1
            yield message

    async def settle(self, message: AbstractIncomingMessage) -> None:
        await message.ack()
        self.held -= 1


@contextlib.asynccontextmanager
async def _parking(connection: AbstractConnection, queue: str) -> AsyncIterator[_Parking]:
    """The parking; whatever is held at the end goes back, and is there again for the next command."""
    try:
        async with connection.channel(on_return_raises=True) as channel:
            parking = _Parking(channel, await channel.declare_queue(dead_queue(queue), passive=True))
            try:
                yield parking
            finally:
                # Tag 0 means all that this channel holds. A nack, because from 4.3 on it does not count as a delivery.
                await (await channel.get_underlay_channel()).basic_nack(0, multiple=True, requeue=True)
    except ChannelNotFoundEntity as error:
        raise not_found("queue", dead_queue(queue)) from error
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(RETURN_SECONDS):
            while parking.held > (await count(connection, queue) or 0):
                await asyncio.sleep(0.02)


async def _settle(connection: AbstractConnection, queue: str, ident: str | None, act: Act) -> list[Parked]:
    """Settles what is asked for among the messages parked now; the same message may be parked more than once."""
    settled = []
    async with _parking(connection, queue) as parking:
        async for message in parking.each():
            if ident is None or identity(message) == ident:
                await act(parking.channel, message)
                await parking.settle(message)
                settled.append(Parked.read(queue, message))
    if not settled and ident is not None:
        raise not_found("message", ident)
    return settled


def _unavailable(error: Exception) -> DomainError:
    return DomainError("broker_unavailable", Kind.UNAVAILABLE, detail=f"{type(error).__name__}: {error}")
