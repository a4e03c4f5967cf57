"""Random administrations, random commands, events duplicated and reordered: what is true stays true."""

import os
from collections.abc import AsyncIterator
from datetime import datetime
from random import Random

import httpx2
import pytest
import pytest_asyncio

from deploy.suite import LocalSuite
from services.reporting.rows.records.building import ensure_indexes
from shared.clock import system_clock
from shared.record.audit import verify
from tests.harness import PRACTICE_START, settings
from tests.property import commands, invariants
from tests.property.numbers import are_looked_at
from tests.property.wire import Wire
from tests.property.world import DESKS, World

# More of them: PROPERTY_SEEDS=0:500. A seed that fails fails again.
SEEDS = range(*map(int, os.environ.get("PROPERTY_SEEDS", "0:3").split(":")))
STEPS = 32


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def suite(amqp_url: str, mongo_url: str) -> AsyncIterator[LocalSuite]:
    """All services with their databases, none of them running: the test is their broker."""
    offset = (datetime.fromisoformat(PRACTICE_START) - system_clock()).total_seconds()
    values = settings(amqp_url, mongo_url, seed_folder=None, organisations=DESKS, clock_offset=offset)
    made = LocalSuite(values)
    for app in made.apps.values():
        for collection in (*app.state.runtime.stores, *app.state.runtime.copies):
            await collection.ensure_indexes()
    reporting = made.apps["reporting"].state
    await ensure_indexes(reporting.library)
    await reporting.keeper.rebuild()
    yield made


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_true_stays_true(suite: LocalSuite, mongo_url: str, seed: int) -> None:
    random = Random(seed)
    transport = httpx2.ASGITransport(app=suite.asgi)
    async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
        wire = Wire(suite, random)
        world = World(suite, client, wire, random, f"s{seed}")
        await world.build()
        try:
            for _ in range(STEPS):
                await commands.anything(world)
                await world.keep_papers()
                await wire.collect()
                await wire.deliver(random.randint(0, 12))
            await are_looked_at(world)
        finally:  # a seed that fails leaves nothing unsaid to the next one
            await wire.quiet()
        await invariants.hold(world)
        report = await verify(mongo_url, suite.apps["registration"].state.stores.database.name.rpartition("_")[0])
        assert report.green, report.faults[:3]
        assert world.done > STEPS
