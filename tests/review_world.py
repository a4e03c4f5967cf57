"""A review service on real RabbitMQ and MongoDB, and the rest of the suite as its desks see it: events."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aio_pika
import httpx2
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from motor.motor_asyncio import AsyncIOMotorClient

from services.review.app import create
from services.review.settings import ReviewSettings
from shared.clock import system_clock
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.contracts.organisations import Organisation
from shared.identity import Actor, Signer, make_keys
from shared.observability import Metrics
from shared.rules.ids import case_id
from shared.settings import load
from tests.review_examples import CENTRE, DISTRICT, START, Life

PRIVATE_KEY, PUBLIC_KEY = make_keys()
WAIT_SECONDS = 60.0


async def eventually(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    """What `look` finds as soon as it finds something."""
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            while not (found := await look()):
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"not seen within {WAIT_SECONDS:.0f} s: {what}") from None
    return found


class World:
    """The service under test, everything that it says on the exchange, and a voice to speak to it."""

    def __init__(
        self,
        settings: ReviewSettings,
        metrics: Metrics,
        client: httpx2.AsyncClient,
        channel: AbstractChannel,
        mongo: AsyncIOMotorClient[dict[str, Any]],
    ) -> None:
        self.settings = settings
        self.metrics = metrics
        self.client = client
        self.mongo = mongo
        self.said: list[Event] = []
        self._channel = channel
        self._signer = Signer(PRIVATE_KEY)
        self._units = 0

    async def listen(self) -> None:
        exchange = await self._channel.declare_exchange(self.settings.exchange, "topic", durable=True)
        queue = await self._channel.declare_queue(exclusive=True)
        for key in ("case.#", "substitution.#", "replay.#"):
            await queue.bind(exchange, key)

        async def note(message: AbstractIncomingMessage) -> None:
            self.said.append(Event.model_validate_json(message.body))

        await queue.consume(note, no_ack=True)
        self._exchange = exchange

    async def tell(self, *events: Event) -> None:
        for event in events:
            await self.send(event.model_dump_json().encode(), event.routing_key)

    async def send(self, body: bytes, key: str) -> None:
        message = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await self._exchange.publish(message, routing_key=key)

    async def heard(self, kind: str, subject: str = "") -> Event:
        """The newest event of a type that the service has said."""

        async def look() -> Event | None:
            return next((e for e in reversed(self.said) if e.type == kind and subject in e.subject), None)

        event: Event = await eventually(look, f"{kind} {subject}")
        return event

    def handled(self, kind: str, desk: str = CENTRE) -> float:
        """How many events of a type a desk is done with."""
        labels = {"queue": f"{self.settings.queue_prefix}review.{desk}", "type": kind, "outcome": "handled"}
        return self.metrics.registry.get_sample_value("sangkien_events_consumed_total", labels) or 0

    def life(self, recipient: str = CENTRE, **more: Any) -> Life:
        """A submission of a unit that no other test uses."""
        self._units += 1
        return Life(submitter=f"tyt-phuong-{self._units}", recipient=recipient, **more)

    def database(self, organisation: str) -> Any:
        return self.mongo[f"{self.settings.database_prefix}_review_{organisation}"]

    def headers(self, actor: Actor, **more: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._signer.sign(actor, system_clock())}", **more}

    async def get(self, actor: Actor, path: str, **query: Any) -> httpx2.Response:
        return await self.client.get(path, headers=self.headers(actor), params=query)

    async def post(self, actor: Actor, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        return await self.client.post(path, headers=self.headers(actor, **headers), json=body)

    async def browse(self, actor: Actor, path: str, **headers: str) -> httpx2.Response:
        return await self.client.get(path, headers=self.headers(actor, Accept="text/html", **headers))

    async def fill_in(self, actor: Actor, path: str, fields: dict[str, Any]) -> httpx2.Response:
        return await self.client.post(path, headers=self.headers(actor, Accept="text/html"), data=fields)

    def address(self, life: Life) -> str:
        return f"/api/review/{life.recipient}/cases/{case_id(life.recipient, life.submission.id)}"

    def page(self, life: Life) -> str:
        return f"/tham-dinh/{life.recipient}/{case_id(life.recipient, life.submission.id)}"

    async def case(self, actor: Actor, life: Life, **wanted: Any) -> dict[str, Any]:
        """The case as soon as it is there and has the wanted values (``rounds``: how many)."""

        async def look() -> dict[str, Any] | None:
            answer = await self.get(actor, self.address(life))
            if answer.status_code != 200:
                return None
            found: dict[str, Any] = answer.json()
            case = found["case"] | {"rounds": len(found["case"]["rounds"])}
            return found if all(case[name] == value for name, value in wanted.items()) else None

        found: dict[str, Any] = await eventually(look, f"case of {life.submission.id} with {wanted}")
        return found

    async def settle(self, actor: Actor, life: Life) -> None:
        """What registration says after it has heard of the case."""
        found = (await self.get(actor, self.address(life))).json()
        history = (await self.get(actor, f"{self.address(life)}/history")).json()["items"]
        delivery = life.settle(Case.read(found["case"]), history[-1]["version"], history[-1]["hash"])
        await self.tell(life.event(delivery))


def organisation_event(ident: str, name: str, recipient: str | None = None, office: str | None = None) -> Event:
    organisation = Organisation(id=ident, name=name, short_name=name, kind="station", reviewing_office=office)
    return Event(
        id=str(uuid.uuid4()),
        source="registration",
        type="organisation.changed",
        subject=f"organisation/{ident}",
        time=START,
        sequence=1,
        correlationid="test",
        recipient=recipient or ident,
        headhash="0" * 64,
        data=organisation.model_dump(mode="json"),
    )


@contextlib.asynccontextmanager
async def running_world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    """Two desks in one instance, with names of their own, ready."""
    name = uuid.uuid4().hex[:10]
    settings = load(
        ReviewSettings,
        mode="local",
        amqp_url=amqp_url,
        mongo_url=mongo_url,
        exchange=f"test-{name}",
        queue_prefix=f"{name}.",
        database_prefix=f"test{name}",
        retry_seconds=(1, 1),
        token_public_key=PUBLIC_KEY,
        organisations=(CENTRE, DISTRICT),
        elsewhere=("so-y-te",),
    )
    metrics = Metrics()
    app = create(settings, metrics)
    transport = httpx2.ASGITransport(app=app)
    mongo: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(mongo_url)
    async with (
        contextlib.AsyncExitStack() as stack,
        await aio_pika.connect(amqp_url) as connection,
        httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        stack.callback(mongo.close)
        world = World(settings, metrics, client, await connection.channel(), mongo)
        await world.listen()
        async with app.router.lifespan_context(app):

            async def ready() -> bool:
                return not await app.state.runtime.problems()

            await eventually(ready, "a ready service")
            yield world
