"""Notify alone among neighbours that the test plays: it hears their events, and they hear its own."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import aio_pika
import httpx2
from aio_pika.abc import AbstractExchange
from fastapi import FastAPI

from services.notify.app import create
from services.notify.settings import NotifySettings
from services.notify.stores import Stores
from shared.clock import system_clock
from shared.contracts.events import Event, kind_of
from shared.contracts.organisations import Organisation
from shared.contracts.types import Contract
from shared.identity import Actor, Grant, Role, Signer, make_keys
from shared.observability import Metrics
from shared.settings import Mode
from tests.mailbox import Mailbox
from tests.notify_samples import START

WAIT_SECONDS = 60.0
PRIVATE_KEY, PUBLIC_KEY = make_keys()
NOW = START + timedelta(hours=6)


class World:
    """A running notify, a mailbox, and the exchange in between."""

    def __init__(
        self, app: FastAPI, metrics: Metrics, mailbox: Mailbox, exchange: AbstractExchange, heard: list[Event]
    ) -> None:
        self.app = app
        self.mailbox = mailbox
        self.heard = heard
        self._metrics = metrics
        self._exchange = exchange
        self._published = 0

    @property
    def stores(self) -> Stores:
        stores: Stores = self.app.state.stores
        return stores

    async def publish(self, *events: Event) -> None:
        """Puts events on the exchange, in this order."""
        for event in events:
            message = aio_pika.Message(event.model_dump_json().encode(), message_id=event.id)
            await self._exchange.publish(message, event.routing_key)
            self._published += 1

    async def tell(self, *events: Event) -> None:
        """Publishes and waits until all was handled."""
        await self.publish(*events)
        await until(self.has_handled_all, "every event to be handled")

    async def has_handled_all(self) -> bool:
        outcomes = self.outcomes()
        assert set(outcomes) <= {"handled"}, outcomes
        return outcomes.get("handled", 0) >= self._published

    def outcomes(self) -> dict[str, int]:
        """How the events that the test published ended."""
        found: dict[str, int] = {}
        for metric in self._metrics.consumed.collect():
            for sample in metric.samples:
                if sample.name.endswith("_total") and sample.labels["type"] != "replay.requested":
                    outcome = sample.labels["outcome"]
                    found[outcome] = found.get(outcome, 0) + int(sample.value)
        return found

    async def no_mail_is_pending(self) -> bool:
        return await self.stores.notifications.count({"public.mail": "pending"}) == 0

    async def rested(self) -> None:
        """Waits until no mail is waiting to be sent."""
        await until(self.no_mail_is_pending, "every mail to be sent")

    async def kept(self) -> dict[str, dict[str, Any]]:
        """Every notification as it is kept, by id."""
        return {record.id: record.public.model_dump() for record in await self.stores.notifications.find({})}

    async def hears(self, *types: str) -> None:
        """Waits until the neighbours have heard at least these events of notify's own."""
        wanted = sorted(types)

        async def heard() -> bool:
            return sorted(event.type for event in self.heard) >= wanted and len(self.heard) >= len(wanted)

        await until(heard, f"{wanted}, heard {[event.type for event in self.heard]}")

    @contextlib.asynccontextmanager
    async def client(
        self, account: str, *grants: tuple[Role, str], page: bool = False
    ) -> AsyncIterator[httpx2.AsyncClient]:
        """A client of this person; `page`: a browser with the cookie."""
        home = grants[0][1] if grants else "nobody"
        person = Actor(
            account=account,
            name=account,
            organisation=home,
            grants=tuple(Grant(role=role, organisation=organisation) for role, organisation in grants),
        )
        token = Signer(PRIVATE_KEY).sign(person, system_clock())
        browser = {"cookie": f"sangkien_token={token}", "accept": "text/html", "sec-fetch-site": "same-origin"}
        async with httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=self.app),
            base_url="http://test",
            headers=browser if page else {"authorization": f"Bearer {token}"},
        ) as client:
            yield client


@contextlib.asynccontextmanager
async def running_world(values: dict[str, Any]) -> AsyncIterator[World]:
    """A started, ready notify with these settings, and a mailbox that listens."""
    with Mailbox(values["smtp_port"]) as mailbox:
        around = neighbourhood(values["amqp_url"], values["exchange"])
        async with around as (exchange, heard), instance(values) as (app, metrics):
            yield World(app, metrics, mailbox, exchange, heard)


def settings_values(amqp_url: str, mongo_url: str, **overrides: Any) -> dict[str, Any]:
    """Settings with names and a mailbox of their own, on 12 May 2022."""
    name = uuid.uuid4().hex[:10]
    return {
        "mode": Mode.LOCAL,
        "amqp_url": amqp_url,
        "mongo_url": mongo_url,
        "exchange": f"test-{name}",
        "queue_prefix": f"{name}.",
        "database_prefix": f"test{name}",
        "retry_seconds": (1, 1),
        "token_public_key": PUBLIC_KEY,
        "clock_offset": (NOW - system_clock()).total_seconds(),
        "smtp_host": "127.0.0.1",
        "smtp_port": Mailbox().port,
        "mail_retry_seconds": (0.2, 0.4),
        "mail_max_attempts": 3,
        **overrides,
    }


@contextlib.asynccontextmanager
async def instance(values: dict[str, Any]) -> AsyncIterator[tuple[FastAPI, Metrics]]:
    """One process of the service; several with the same values share queue and database."""
    metrics = Metrics()
    app = create(NotifySettings(**values), metrics)
    async with app.router.lifespan_context(app):

        async def ready() -> bool:
            return not await app.state.runtime.problems()

        await until(ready, "notify to be ready")
        yield app, metrics


@contextlib.asynccontextmanager
async def neighbourhood(amqp_url: str, name: str) -> AsyncIterator[tuple[AbstractExchange, list[Event]]]:
    """The exchange, and what is said on it about notifications."""
    heard: list[Event] = []
    connection = await aio_pika.connect(amqp_url)
    async with connection:
        channel = await connection.channel()
        exchange = await channel.declare_exchange(name, aio_pika.ExchangeType.TOPIC, durable=True)
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(exchange, "notification.#")

        async def listen(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            heard.append(Event.model_validate_json(message.body))
            await message.ack()

        await queue.consume(listen)
        yield exchange, heard


def event(event_type: str, content: Contract, sequence: int = 1, *, replayed: bool = False) -> Event:
    """An event of a neighbour: the same arguments give the same event."""
    kind = kind_of(type(content))
    ident = str(content.model_dump()["id"])
    name = f"{event_type}/{ident}/{sequence}/{replayed}"
    return Event(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        source="test",
        type=event_type,
        subject=f"{kind}/{ident}",
        time=NOW,
        sequence=sequence,
        correlationid="test",
        recipient="somebody",
        headhash="0" * 64,
        replayed=replayed,
        data=content.model_dump(mode="json"),
    )


def organisations(*known: Organisation) -> Sequence[Event]:
    return [event("organisation.changed", one) for one in known]


async def until(condition: Callable[[], Awaitable[bool]], what: str) -> None:
    """Waits for a condition. Raises TimeoutError naming what was waited for."""
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            while not await condition():
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise TimeoutError(f"waited for {what}") from None
