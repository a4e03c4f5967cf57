"""Reporting alone, hearing the events that the test publishes by hand; and a movement with every case in it."""

import asyncio
import contextlib
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aio_pika
import httpx2
from aio_pika.abc import AbstractExchange
from fastapi import FastAPI

from services.reporting.app import create
from services.reporting.stores import Library
from shared.clock import system_clock
from shared.contracts.campaigns import Campaign
from shared.contracts.events import Event
from shared.contracts.organisations import Organisation, ParentLink
from shared.contracts.submissions import Outcome, RecipientStatus, Submission, SubmissionStatus
from shared.contracts.types import Contract
from shared.identity import Actor, Grant, Role, Signer, make_keys
from shared.observability import Metrics
from shared.settings import Mode, Settings
from tests.reporting_samples import (
    CENTRE,
    DEPARTMENT,
    START,
    answering,
    campaign,
    decision,
    item,
    real_registration,
    submission,
    version,
)

WAIT_SECONDS = 60.0
PRIVATE_KEY, PUBLIC_KEY = make_keys()
KINDS = {Organisation: "organisation", Campaign: "campaign", Submission: "submission"}
CITY, STATION_2, STATION_10, HOSPITAL, CLINIC, FIRM = "ubnd-tphcm", "tyt-2", "tyt-10", "bv-au", "pk-an", "cong-ty"
NAMES = {
    DEPARTMENT: "Sở Y tế TP. Hồ Chí Minh",
    CENTRE: "Trung tâm Y tế quận Tân Bình",
    STATION_10: "Trạm Y tế Phường 10",
    STATION_2: "Trạm Y tế Phường 2",
    HOSPITAL: "Bệnh viện Âu Cơ",
    CLINIC: "Bệnh viện An Bình",
}  # the firm is not heard of: it goes by its id
PLAN = campaign([STATION_10, CENTRE, STATION_2, HOSPITAL, CLINIC])


def organisations() -> list[Organisation]:
    def one(ident: str, name: str, *parents: str) -> Organisation:
        links = tuple(ParentLink(organisation=parent, since=START.date().replace(year=2000)) for parent in parents)
        return Organisation(id=ident, name=name, short_name=name, kind="body", parents=links)

    units = [one(ident, name, *((DEPARTMENT,) if ident != DEPARTMENT else (CITY,))) for ident, name in NAMES.items()]
    return [*units, one(CITY, "UBND TP. Hồ Chí Minh")]


def lives() -> dict[str, list[Submission]]:
    """Each submission's states, as its events carried them one after the other."""
    first, second = (
        version(answering(item("i1", "procedures"))),
        version(answering(item("i1", "procedures")), 2, late=True),
    )
    returned = {DEPARTMENT: [decision(1, Outcome.RETURN, "Chưa nêu tiến độ")]}
    approved = decision(1, Outcome.APPROVE, items={"i2": (Outcome.RETURN, "Thiếu dẫn chứng, số liệu")})
    taken_back = submission(
        HOSPITAL,
        version(real_registration()),
        status=SubmissionStatus.WITHDRAWN,
        states={DEPARTMENT: RecipientStatus.WITHDRAWN},
        withdrawn_at=START + timedelta(hours=3),
    )
    formula = item("i1", "steering", '=HYPERLINK("http://xau";"Bấm")').model_copy(update={"note": "@SUM(A1)"})
    return {
        CENTRE: [
            submission(CENTRE, version(real_registration())),
            submission(CENTRE, version(real_registration()), decisions={DEPARTMENT: [approved]}),
        ],
        STATION_2: [
            submission(STATION_2, first),
            submission(STATION_2, first, decisions=returned),
            submission(STATION_2, first, second, decisions=returned, states={DEPARTMENT: RecipientStatus.SENT}),
        ],
        STATION_10: [submission(STATION_10, version(answering(), late=True))],
        HOSPITAL: [submission(HOSPITAL, version(real_registration())), taken_back],
        FIRM: [submission(FIRM, version(answering(formula)))],
    }


def event(event_type: str, content: Contract, sequence: int = 1) -> Event:
    """The same arguments give the same event."""
    kind, ident = KINDS[type(content)], str(content.model_dump()["id"])
    return Event(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{event_type}/{ident}/{sequence}")),
        source="registration",
        type=event_type,
        subject=f"{kind}/{ident}",
        time=START + timedelta(hours=sequence),
        sequence=sequence,
        correlationid="test",
        recipient=DEPARTMENT,
        headhash="0" * 64,
        data=content.model_dump(mode="json"),
    )


def recorded() -> list[Event]:
    """Everything that was said during the movement, in the order in which it was said."""
    return [
        *(event("organisation.changed", one) for one in organisations()),
        event("campaign.announced", PLAN),
        *(
            event("submission.submitted" if sequence == 1 else "submission.settled", state, sequence)
            for states in lives().values()
            for sequence, state in enumerate(states, start=1)
        ),
    ]


class World:
    """A running reporting and the exchange that it listens to."""

    def __init__(self, app: FastAPI, metrics: Metrics, exchange: AbstractExchange) -> None:
        self.app = app
        self._metrics = metrics
        self._exchange = exchange
        self._published = 0

    @property
    def library(self) -> Library:
        library: Library = self.app.state.library
        return library

    async def tell(self, *events: Event) -> None:
        """Publishes, in this order, and waits until all was handled."""
        for one in events:
            message = aio_pika.Message(one.model_dump_json().encode(), message_id=one.id)
            await self._exchange.publish(message, one.routing_key)
            self._published += 1
        await until(lambda: self._handled() >= self._published, "every event to be handled")

    def _handled(self) -> int:
        """How many events were handled; anything else that became of one is a fault."""
        found: dict[str, int] = {}
        for metric in self._metrics.consumed.collect():
            for sample in metric.samples:
                if sample.name.endswith("_total") and sample.labels["type"] != "replay.requested":
                    found[sample.labels["outcome"]] = found.get(sample.labels["outcome"], 0) + int(sample.value)
        assert set(found) <= {"handled"}, found
        return found.get("handled", 0)

    @contextlib.asynccontextmanager
    async def person(self, role: Role, organisation: str, *, page: bool = False) -> AsyncIterator[httpx2.AsyncClient]:
        """A client of somebody with one role; `page`: a browser with the cookie."""
        grant = Grant(role=role, organisation=organisation)
        home = "van-phong" if organisation == "all" else organisation
        actor = Actor(account="nguoi-dung", name="Chuyên viên", organisation=home, grants=(grant,))
        token = Signer(PRIVATE_KEY).sign(actor, system_clock())
        browser = {"cookie": f"sangkien_token={token}", "accept": "text/html"}
        async with self.stranger(browser if page else {"authorization": f"Bearer {token}"}) as client:
            yield client

    @contextlib.asynccontextmanager
    async def stranger(self, headers: dict[str, str]) -> AsyncIterator[httpx2.AsyncClient]:
        """A client that is not signed in, but for what the headers say."""
        transport = httpx2.ASGITransport(app=self.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
            yield client


@contextlib.asynccontextmanager
async def running_world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    """A started, ready reporting with names of its own."""
    name = uuid.uuid4().hex[:10]
    values: dict[str, Any] = {
        "mode": Mode.LOCAL,
        "amqp_url": amqp_url,
        "mongo_url": mongo_url,
        "exchange": f"test-{name}",
        "queue_prefix": f"{name}.",
        "database_prefix": f"test{name}",
        "retry_seconds": (1, 1),
        "token_public_key": PUBLIC_KEY,
        "clock_offset": (START - system_clock()).total_seconds(),
    }
    metrics = Metrics()
    app = create(Settings(**values), metrics)
    connection = await aio_pika.connect(amqp_url)
    async with connection, app.router.lifespan_context(app):
        async with asyncio.timeout(WAIT_SECONDS):
            while await app.state.runtime.problems():
                await asyncio.sleep(0.02)
        exchange = await (await connection.channel()).get_exchange(f"test-{name}")
        yield World(app, metrics, exchange)


async def until(condition: Any, what: str) -> None:
    """Waits for a condition. Raises TimeoutError naming what was waited for."""
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            while not condition():
                await asyncio.sleep(0.02)
    except TimeoutError:
        raise TimeoutError(f"waited for {what}") from None


async def read(client: httpx2.AsyncClient, address: str) -> dict[str, Any]:
    """What is answered in JSON."""
    response = await client.get(address)
    assert response.status_code == 200, (address, response.text)
    body: dict[str, Any] = response.json()
    return body
