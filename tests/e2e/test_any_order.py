"""Every event delivered twice or more and in any order: the same final state in every consumer."""

import asyncio
import contextlib
import json
import random
from typing import Any

import pytest
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorDatabase

from deploy.suite import LocalSuite
from shared.observability import Metrics
from tests.e2e.conftest import Played
from tests.e2e.recording import send
from tests.harness import settings

Event = dict[str, Any]
State = dict[str, Any]
REVIEWERS = ("ttyt-tan-binh", "ubnd-tan-binh", "so-y-te")


def bound_to(queue: str, events: list[Event]) -> list[Event]:
    """What the exchange would have routed there."""
    if queue == "notify":
        return [e for e in events if not e["type"].startswith("notification.")]
    if queue == "reporting":
        return events
    organisation = queue.removeprefix("review.")
    return [
        e
        for e in events
        if e["type"] == "organisation.changed"
        or (e["type"].startswith(("submission.", "campaign.", "extension.")) and e["recipient"] == organisation)
    ]


async def final_state(amqp_url: str, mongo_url: str, deliveries: dict[str, list[Event]]) -> State:
    """Plays deliveries to consumers that start empty and stand alone, and reads what they end with.

    Each service has an exchange of its own: what a rebuilt one says in its turn must not reach the others. The
    records' owner, registration, is left out; its consumer's property is a unit test.
    """
    values = settings(amqp_url, mongo_url, seed_folder=None)
    async with contextlib.AsyncExitStack() as stack:
        metrics: dict[str, Metrics] = {}
        for service in ("review", "notify", "reporting"):
            suite = LocalSuite({**values, "exchange": f"{values['exchange']}-{service}"})
            suite.apps = {service: suite.apps[service]}
            metrics[service] = suite.apps[service].state.runtime.metrics
            await stack.enter_async_context(suite.running())
            await suite.ready(60, about="broker")
        for queue, events in deliveries.items():
            await send(amqp_url, [f"{values['queue_prefix']}{queue}"], events)
        client: AsyncIOMotorClient[State] = AsyncIOMotorClient(mongo_url)
        try:
            databases = {
                queue: client[f"{values['database_prefix']}_{queue.replace('.', '_')}"] for queue in deliveries
            }
            async with asyncio.timeout(60):
                for queue, events in deliveries.items():
                    await heard(metrics[queue.partition(".")[0]], f"{values['queue_prefix']}{queue}", len(events))
            return {key: state for queue, database in databases.items() for key, state in (await read(queue, database))}
        finally:
            client.close()


async def heard(metrics: Metrics, queue: str, number: int) -> None:
    """Waits until a consumer is done with everything it was sent; what it asks itself to replay is none of that."""
    while handled(metrics, queue) < number:
        await asyncio.sleep(0.05)


def handled(metrics: Metrics, queue: str) -> float:
    return sum(
        sample.value
        for sample in next(iter(metrics.consumed.collect())).samples
        if sample.name.endswith("_total")
        and sample.labels["queue"] == queue
        and sample.labels["outcome"] in {"handled", "skipped"}
        and not sample.labels["type"].startswith("replay.")
    )


NO_STATE = {"replays", "readiness", "tallies"}
"""What passes; sums are made again of rows when somebody asks, and the rows are compared."""


async def read(queue: str, database: AsyncIOMotorDatabase[State]) -> list[tuple[str, State]]:
    """Every record and copy, by a name that says where it is."""
    return [
        (f"{queue}/{collection}/{document['_id']}", comparable(collection, document))
        for collection in await database.list_collection_names()
        if collection not in NO_STATE
        async for document in database[collection].find()
    ]


def comparable(collection: str, document: State) -> State:
    """The state that must not depend on the order: no versions of own records, no mail attempts."""
    public = dict(document["public"])
    if collection == "cases":
        public.pop("submission_sequence")
        public.pop("submission_head")
    if collection == "notifications":
        public = {name: value for name, value in public.items() if not name.startswith("mail")}
    return public


def delivered(events: list[Event], seed: int | None) -> dict[str, list[Event]]:
    """In order, or shuffled with every event once to three times."""
    queues = ["notify", "reporting", *(f"review.{organisation}" for organisation in REVIEWERS)]
    deliveries = {queue: bound_to(queue, events) for queue in queues}
    if seed is None:
        return deliveries
    chance = random.Random(seed)
    for queue, found in deliveries.items():
        repeated = [event for event in found for _ in range(chance.randint(1, 3))]
        chance.shuffle(repeated)
        deliveries[queue] = repeated
    return deliveries


@pytest.mark.timeout(300)
async def test_any_order_and_any_repetition_end_the_same(year_2022: Played, amqp_url: str, mongo_url: str) -> None:
    """Of all that was told in the year: registration, consolidation, reports, and every decision on its way down."""
    recorded = year_2022.events
    expected = await final_state(amqp_url, mongo_url, delivered(recorded, None))
    assert any(key.startswith("notify/notifications/") for key in expected)
    assert any(key.startswith("review.so-y-te/cases/") for key in expected)
    assert any(state.get("kind") == "upward" for key, state in expected.items() if key.startswith("notify/"))
    for seed in range(2):
        found = await final_state(amqp_url, mongo_url, delivered(recorded, seed))
        assert found.keys() == expected.keys(), f"seed {seed}"
        for key, state in expected.items():
            assert json.dumps(found[key], sort_keys=True) == json.dumps(state, sort_keys=True), f"seed {seed}: {key}"
