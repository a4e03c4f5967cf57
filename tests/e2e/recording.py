"""Records every event of a run, and plays recorded events to services that stand alone."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import aio_pika


class Recorder:
    """A queue of its own that hears everything on an exchange."""

    def __init__(self, amqp_url: str, exchange: str) -> None:
        self._url = amqp_url
        self._exchange = exchange
        self.bodies: list[bytes] = []

    async def __aenter__(self) -> "Recorder":
        self._connection = await aio_pika.connect(self._url)
        channel = await self._connection.channel()
        exchange = await channel.declare_exchange(self._exchange, aio_pika.ExchangeType.TOPIC, durable=True)
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(exchange, "#")

        async def record(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            self.bodies.append(message.body)

        await queue.consume(record, no_ack=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    def events(self) -> list[dict[str, Any]]:
        """What was heard, without the requests for a replay."""
        return [event for event in map(json.loads, self.bodies) if event["type"] != "replay.requested"]


async def send(amqp_url: str, queues: Sequence[str], events: Sequence[dict[str, Any]]) -> None:
    """Puts the events straight into the queues, in this order."""
    connection = await aio_pika.connect(amqp_url)
    async with connection:
        channel = await connection.channel()
        for event in events:
            body = json.dumps(event, ensure_ascii=False).encode()
            message = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
            await asyncio.gather(*(channel.default_exchange.publish(message, routing_key=queue) for queue in queues))
