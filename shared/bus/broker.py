"""The bus: one topic exchange, one quorum queue a consumer, retry with growing delay, parking.

Order comes from versions, never from the queue, so a failing message steps aside (a retry queue whose TTL leads back)
and never blocks its neighbours. After the last try it is parked in ``<queue>.dead`` with its error.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

import aio_pika
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import AMQPError, ChannelNotFoundEntity, DeliveryError
from faststream import AckPolicy
from faststream.rabbit import Channel, ExchangeType, RabbitBroker, RabbitExchange, RabbitMessage

from shared.bus.deliveries import Deliveries, Subscription
from shared.bus.queues import persistent
from shared.bus.topology import topology
from shared.cancellation import cancelled_by_us, raise_if_cancelled, rest
from shared.contracts.events import Event
from shared.errors import DomainError, Kind
from shared.observability import Metrics, logger

log = logger("broker")

PREFETCH = 32
PUBLISH_TIMEOUT = 5.0
WATCH_SECONDS = 5.0
RECONNECT_SECONDS = 1.0
START_SECONDS = 30.0
GRACE_SECONDS = 10.0
STOP_SECONDS = 12.0
CLOSE_SECONDS = 3.0


class Bus:
    """The connection of one service. It keeps itself alive: a lost broker or queue is taken up again."""

    def __init__(self, url: str, metrics: Metrics, *, exchange: str, retry_seconds: Sequence[int]) -> None:
        self._url = f"{url}{'&' if '?' in url else '?'}heartbeat=10"
        self._exchange = RabbitExchange(exchange, type=ExchangeType.TOPIC, durable=True)
        self._retry_seconds = tuple(retry_seconds)
        self.subscriptions: list[Subscription] = []
        """Whom `run` attaches: events on their bindings go to their handlers."""
        self.attached = False
        """Whether the broker confirmed, at the last look, that every queue has a consumer."""
        self._deliveries = Deliveries(metrics, self._retry_seconds, self._move)
        self._link: tuple[RabbitBroker, AbstractConnection] | None = None
        self._asked: set[str] = set()
        self._lost = asyncio.Event()

    async def run(self) -> None:
        """Connects, watches, and connects anew when the link or a consumer is gone; until cancelled."""
        try:
            while True:
                try:
                    connection = await self._start()
                    while await self._complete(connection):
                        raise_if_cancelled()
                        self.attached = True
                        await rest(WATCH_SECONDS, self._lost)
                    log.warning("link or consumers are gone, connecting anew")
                except (AMQPError, OSError, TimeoutError, RuntimeError, DomainError) as error:
                    log.warning("cannot connect", error=f"{type(error).__name__}: {error}")
                except asyncio.CancelledError:
                    if cancelled_by_us():
                        raise
                self.attached = False
                await self._stop()
                raise_if_cancelled()
                await asyncio.sleep(RECONNECT_SECONDS)
        finally:
            self.attached = False
            await self._stop()

    async def publish(self, event: Event) -> None:
        """Publishes and waits for the broker's confirmation.

        Raises DomainError ``broker_unavailable`` or ``event_unroutable``; the event then stays in the outbox.
        """
        message = persistent(event.model_dump_json().encode(), event.id)
        await self._send(message, event.routing_key, self._exchange)

    async def _start(self) -> AbstractConnection:
        self._lost.clear()
        broker = RabbitBroker(
            self._url,
            default_channel=Channel(on_return_raises=True),
            on_close=[lambda *_: self._lost.set()],
            logger=None,
            apply_types=False,
            timeout=5,
            graceful_timeout=GRACE_SECONDS,
        )
        connection = await broker.connect()
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._welcome_new_queues(connection)
                await broker.declare_exchange(self._exchange)
                for subscription in self.subscriptions:
                    await self._declare(connection, subscription)
                    self._attach(broker, subscription)
                await broker.start()
        except BaseException:
            await _close(broker, connection)
            raise
        self._link = broker, connection
        self._asked.clear()
        return connection

    async def _welcome_new_queues(self, connection: AbstractConnection) -> None:
        """Once for each queue that is not there, and before it is: a kill in between must not forget it.

        What the subscriber wants to publish about it waits in his outbox until the queue is there.
        """
        for subscription in self.subscriptions:
            known = subscription.queue in self._asked
            if not known and await self._consumers(connection, subscription.queue) is None:
                await subscription.on_new_queue()
                self._asked.add(subscription.queue)

    async def _declare(self, connection: AbstractConnection, subscription: Subscription) -> None:
        """Queues and bindings. Nothing is left to the library's own restoring: there is one way back, `run`."""
        async with connection.channel() as channel:
            for queue in topology(subscription.queue, self._retry_seconds):
                declared = await channel.declare_queue(queue.name, durable=True, arguments=queue.arguments)
            for key in subscription.bindings:
                await declared.bind(self._exchange.name, key)

    def _attach(self, broker: RabbitBroker, subscription: Subscription) -> None:
        async def whole(message: RabbitMessage) -> RabbitMessage:
            return message  # decoding is ours: a broken body must reach the parking, not the log

        async def receive(message: RabbitMessage) -> None:
            await self._deliveries.receive(subscription, message)

        work = topology(subscription.queue, self._retry_seconds)[-1]
        prefetching = Channel(prefetch_count=PREFETCH)
        broker.subscriber(work, ack_policy=AckPolicy.MANUAL, channel=prefetching, decoder=whole)(receive)

    async def _stop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            await _close(*link)

    async def _complete(self, connection: AbstractConnection) -> bool:
        """Whether the broker itself says that every queue is there and every work queue has a consumer."""
        if self._lost.is_set():
            return False
        for subscription in self.subscriptions:
            for queue in topology(subscription.queue, self._retry_seconds):
                consumers = await self._consumers(connection, queue.name)
                if consumers is None or (queue.name == subscription.queue and consumers == 0):
                    return False
        return True

    async def _consumers(self, connection: AbstractConnection, queue: str) -> int | None:
        """How many consumers a queue has; None when there is no such queue (which costs the channel)."""
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT), connection.channel() as channel:
                declared = await channel.declare_queue(queue, passive=True)
                return declared.declaration_result.consumer_count or 0
        except ChannelNotFoundEntity:
            return None

    async def _move(self, queue: str, message: RabbitMessage, headers: dict[str, Any]) -> None:
        await self._send(persistent(message.body, message.raw_message.message_id, headers), queue)

    async def _send(self, message: aio_pika.Message, routing_key: str, exchange: RabbitExchange | None = None) -> None:
        if self._link is None:
            raise DomainError("broker_unavailable", Kind.UNAVAILABLE)
        broker, _ = self._link
        try:
            async with asyncio.timeout(PUBLISH_TIMEOUT):
                await broker.publish(message, exchange=exchange, routing_key=routing_key, mandatory=True, persist=True)
        except DeliveryError as error:
            raise DomainError("event_unroutable", Kind.UNAVAILABLE, key=routing_key) from error
        except asyncio.CancelledError as error:
            if cancelled_by_us():
                raise
            raise DomainError("broker_unavailable", Kind.UNAVAILABLE) from error
        except (AMQPError, OSError, TimeoutError, RuntimeError) as error:
            raise DomainError("broker_unavailable", Kind.UNAVAILABLE, detail=type(error).__name__) from error


async def _close(broker: RabbitBroker, connection: AbstractConnection) -> None:
    """Ends a broker, whatever its state. One that ended half-way would come back by itself, with nobody watching."""
    with contextlib.suppress(AMQPError, OSError, TimeoutError, RuntimeError, ExceptionGroup):
        async with asyncio.timeout(STOP_SECONDS):
            await broker.stop()
    with contextlib.suppress(AMQPError, OSError, TimeoutError, RuntimeError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await connection.close()
