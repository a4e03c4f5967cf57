"""A consumer's queues on the broker: for work, for each retry delay, for parking."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from faststream.rabbit import QueueType, RabbitQueue

from shared.bus.queues import dead_queue, retry_queue

if TYPE_CHECKING:
    from faststream.rabbit.schemas.queue import QuorumQueueArgs

DELIVERY_LIMIT = 20
# RabbitMQ 4 drops from any quorum queue what was handed back 20 times: an operator may look at parked messages more
# often. (-1, "no limit", makes 3.10 drop them at the first look.)
PARKED_DELIVERY_LIMIT = 2**31 - 1


def quorum(name: str, **arguments: object) -> RabbitQueue:
    return RabbitQueue(name, queue_type=QueueType.QUORUM, robust=False, arguments=cast("QuorumQueueArgs", arguments))


def topology(queue: str, retry_seconds: Sequence[int]) -> list[RabbitQueue]:
    """A consumer's queues: work, one for each retry delay, parked."""
    lead_back = {
        "x-dead-letter-exchange": "",
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
    }
    parked = quorum(dead_queue(queue), **{"x-delivery-limit": PARKED_DELIVERY_LIMIT})
    to_work = {**lead_back, "x-dead-letter-routing-key": queue}
    retries = [quorum(retry_queue(queue, s), **to_work, **{"x-message-ttl": s * 1000}) for s in retry_seconds]
    # A message that kills its handler's process is redelivered by the broker; this bound parks it, too.
    to_parking = {"x-dead-letter-routing-key": dead_queue(queue), "x-delivery-limit": DELIVERY_LIMIT}
    return [parked, *retries, quorum(queue, **lead_back, **to_parking)]
