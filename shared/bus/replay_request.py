"""The operator's request that every owner of records puts their present state on the exchange again."""

import uuid
from collections.abc import Sequence

from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import ChannelNotFoundEntity, DeliveryError
from pydantic import ValidationError

from shared.bus.queues import persistent
from shared.clock import system_clock
from shared.contracts.events import EVENT_TYPES, Event, ReplayRequest, kind_of
from shared.errors import DomainError, Kind
from shared.record.record import GENESIS

REQUESTER = "cli"
TYPE = "replay.requested"
PUBLISH_SECONDS = 5.0
KINDS = tuple(kind_of(model) for model in EVENT_TYPES if model is not ReplayRequest)


def record_kinds(asked: Sequence[str]) -> tuple[str, ...]:
    """The record kinds asked for, all when none is named. Raises DomainError ``kind_unknown``."""
    for kind in asked:
        if kind not in KINDS:
            raise DomainError("kind_unknown", asked=kind, known=", ".join(KINDS))
    return tuple(asked) or KINDS


def replay_event(kinds: Sequence[str], organisation: str | None) -> Event:
    """The event. It belongs to no record, so its history is the empty one.

    Raises DomainError ``organisation_invalid``.
    """
    try:
        request = ReplayRequest(requester=REQUESTER, kinds=tuple(kinds), organisation=organisation)
    except ValidationError as error:
        raise DomainError("organisation_invalid", organisation=organisation) from error
    return Event(
        id=str(uuid.uuid4()),
        source=REQUESTER,
        type=TYPE,
        subject=f"replay/{REQUESTER}",
        time=system_clock(),
        sequence=1,
        correlationid=uuid.uuid4().hex,
        recipient=organisation or REQUESTER,
        headhash=GENESIS,
        data=request.model_dump(mode="json"),
    )


async def publish(connection: AbstractConnection, exchange: str, event: Event) -> None:
    """Publishes and waits for the broker's confirmation. Raises DomainError ``event_unroutable``."""
    message = persistent(event.model_dump_json().encode(), event.id)
    try:
        async with connection.channel(on_return_raises=True) as channel:
            target = await channel.get_exchange(exchange, ensure=True)
            await target.publish(message, event.routing_key, mandatory=True, timeout=PUBLISH_SECONDS)
    except (ChannelNotFoundEntity, DeliveryError) as error:
        raise DomainError("event_unroutable", Kind.UNAVAILABLE, key=event.routing_key) from error
