"""A registration service on real RabbitMQ and MongoDB in May 2022, and reviewers as it hears them: by their events."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

import aio_pika
import httpx2
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage

from services.registration.app import create
from services.registration.settings import RegistrationSettings
from services.registration.stores import Stores
from shared.clock import system_clock
from shared.contracts.campaigns import CampaignDefinition
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.events import Event
from shared.contracts.submissions import Decision, Submission
from shared.identity import Actor, Signer, make_keys
from shared.observability import Metrics
from shared.rules.ids import case_id
from shared.settings import Mode, load
from tests import ROOT

PRIVATE_KEY, PUBLIC_KEY = make_keys()
SEED = ROOT / "deploy" / "seed"
WAIT_SECONDS = 60.0
MORNING = datetime.fromisoformat("2022-05-12T08:00:00+07:00")
API = "/api/registration"


def definition_of(plan: dict[str, Any]) -> dict[str, Any]:
    """A campaign as it would be written again: without its state."""
    return {name: value for name, value in plan.items() if name in CampaignDefinition.model_fields}


async def eventually(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    """What `look` finds as soon as it finds something."""
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            while not (found := await look()):
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"not seen within {WAIT_SECONDS:.0f} s: {what}") from None
    return found


def settings(amqp_url: str, mongo_url: str, prefix: str, now: datetime = MORNING) -> RegistrationSettings:
    """The service at a moment of 2022, with the sample data."""
    return load(
        RegistrationSettings,
        mode=Mode.LOCAL,
        amqp_url=amqp_url,
        mongo_url=mongo_url,
        exchange=prefix,
        queue_prefix=f"{prefix}.",
        database_prefix=prefix,
        retry_seconds=(1, 1),
        token_private_key=PRIVATE_KEY,
        token_public_key=PUBLIC_KEY,
        seed_folder=SEED,
        clock_offset=(now - system_clock()).total_seconds(),
    )


class World:
    """The service's API and pages, everything that it says on the exchange, and a voice to speak to it."""

    def __init__(self, client: httpx2.AsyncClient, channel: AbstractChannel, exchange: str, stores: Stores) -> None:
        self.client = client
        self.stores = stores
        self.said: list[Event] = []
        self._channel = channel
        self._name = exchange
        self._signer = Signer(PRIVATE_KEY)

    async def listen(self) -> None:
        self._exchange = await self._channel.declare_exchange(self._name, "topic", durable=True)
        queue = await self._channel.declare_queue(exclusive=True)
        for key in ("submission.#", "campaign.#", "extension.#"):
            await queue.bind(self._exchange, key)

        async def note(message: AbstractIncomingMessage) -> None:
            self.said.append(Event.model_validate_json(message.body))

        await queue.consume(note, no_ack=True)

    async def ready(self) -> None:
        async def look() -> bool:
            return (await self.client.get("/readyz")).status_code == 200

        await eventually(look, "the service ready")

    def events(self, subject: str) -> list[tuple[str, str]]:
        """Type and recipient of what was said of a record, in order, each once."""
        told = [e for e in self.said if e.subject.endswith(f"/{subject}")]
        return list(dict.fromkeys((e.type, e.recipient) for e in sorted(told, key=lambda e: e.sequence)))

    async def heard(self, subject: str, *kinds: str) -> list[tuple[str, str]]:
        """The events of a record as soon as all these kinds are among them."""

        async def look() -> bool:
            return set(kinds) <= {kind for kind, _ in self.events(subject)}

        await eventually(look, f"{kinds} of {subject}")
        return self.events(subject)

    def headers(self, actor: Actor, more: dict[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._signer.sign(actor, system_clock())}"} | more

    async def get(self, actor: Actor, path: str, **query: Any) -> httpx2.Response:
        return await self.client.get(f"{API}{path}", headers=self.headers(actor, {}), params=query)

    async def post(self, actor: Actor, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        return await self.client.post(f"{API}{path}", headers=self.headers(actor, headers), json=body)

    async def put(self, actor: Actor, path: str, body: Any, **headers: str) -> httpx2.Response:
        return await self.client.put(f"{API}{path}", headers=self.headers(actor, headers), json=body)

    async def raw(self, actor: Actor, path: str, body: bytes | AsyncIterator[bytes]) -> httpx2.Response:
        headers = self.headers(actor, {"Content-Type": "application/json"})
        return await self.client.put(f"{API}{path}", headers=headers, content=body)

    async def browse(self, actor: Actor, path: str) -> httpx2.Response:
        return await self.client.get(path, headers=self.headers(actor, {"Accept": "text/html"}))

    async def fill_in(self, actor: Actor, path: str, fields: dict[str, str]) -> httpx2.Response:
        return await self.client.post(path, headers=self.headers(actor, {"Accept": "text/html"}), data=fields)

    async def tell(self, organisation: str, ident: str, sequence: int, kind: str, *decisions: Decision | None) -> None:
        """A reviewer's event about a submission as it now stands, with a round for each decision (None: undecided)."""
        found = await self.client.get(f"{API}/submissions/{ident}", headers=self.headers(EVERYTHING, {}))
        submission = Submission.read(found.json()["submission"])
        case = _case(organisation, submission, CaseStatus(kind), decisions)
        event = Event(
            id=str(uuid.uuid4()),
            source=f"review.{organisation}",
            type=EVENT_OF[CaseStatus(kind)],
            subject=f"case/{case.id}",
            time=system_clock(),
            sequence=sequence,
            correlationid="test",
            recipient=submission.organisation,
            headhash=f"{sequence:064x}",
            data=case.model_dump(mode="json"),
        )
        for _ in range(2):  # every event twice: nothing may come of the second
            message = aio_pika.Message(event.model_dump_json().encode())
            await self._exchange.publish(message, routing_key=event.routing_key)


EVERYTHING = Actor.model_validate(
    {
        "account": "quan-tri",
        "name": "Quản trị",
        "organisation": "ttyt-tan-binh",
        "grants": [{"role": "administrator", "organisation": "all"}],
    }
)
EVENT_OF = {
    CaseStatus.UNSEEN: "case.opened",
    CaseStatus.VIEWED: "case.viewed",
    CaseStatus.APPROVED: "case.approved",
    CaseStatus.RETURNED: "case.returned",
    CaseStatus.REJECTED: "case.rejected",
}


def _case(
    organisation: str, submission: Submission, status: CaseStatus, decisions: tuple[Decision | None, ...]
) -> Case:
    rounds = tuple(
        Round(
            version=version.number,
            delivered_at=version.delivered_at,
            late=version.late,
            decision=decision,
        )
        for version, decision in zip(submission.versions, decisions, strict=True)
    )
    return Case(
        id=case_id(organisation, submission.id),
        organisation=organisation,
        submission=submission.id,
        submitter=submission.organisation,
        campaign=submission.campaign,
        form=submission.form,
        status=status,
        rounds=rounds,
        submission_sequence=1,
        submission_head="0" * 64,
    )


@contextlib.asynccontextmanager
async def running(values: RegistrationSettings) -> AsyncIterator[World]:
    """The service started, seeded and listened to."""
    app = create(values, Metrics())
    connection = await aio_pika.connect(values.amqp_url.get_secret_value())
    async with connection, app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test", timeout=30) as client:
            world = World(client, await connection.channel(), values.exchange, app.state.stores)
            await world.listen()
            await world.ready()
            yield world
