"""The names of a consumer's queues, and the messages in them."""

from typing import Any

import aio_pika


def persistent(
    body: bytes, ident: str | None, headers: dict[str, Any] | None = None, content_type: str | None = "application/json"
) -> aio_pika.Message:
    """A message that outlives a restart of the broker."""
    mode = aio_pika.DeliveryMode.PERSISTENT
    return aio_pika.Message(body, message_id=ident, headers=headers, content_type=content_type, delivery_mode=mode)


def dead_queue(queue: str) -> str:
    """Where messages are parked that its handler could not finish."""
    return f"{queue}.dead"


def retry_queue(queue: str, seconds: int) -> str:
    """Where a failed message waits this long."""
    return f"{queue}.retry.{seconds}"
