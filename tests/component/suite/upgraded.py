"""A suite that is brought up with the databases of an earlier version."""

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
from bson import json_util
from motor.motor_asyncio import AsyncIOMotorClient

from deploy.suite import LocalSuite
from shared.clock import system_clock
from shared.identity import Actor, Signer
from shared.record.audit import verify
from tests.harness import PRIVATE_KEY, running_suite, settings
from tests.review_world import eventually

FOLDER = Path(__file__).parents[2] / "data"
Json = dict[str, Any]


def earlier(name: str) -> Json:
    """The databases of an earlier version, and what it answered: tests/data/README.md says how they were made."""
    found: Json = json_util.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))
    return found


@dataclass(frozen=True)
class Upgraded:
    """A running suite on the earlier data."""

    suite: LocalSuite
    client: httpx2.AsyncClient
    mongo: AsyncIOMotorClient[Json]
    mongo_url: str
    prefix: str

    def stored(self, database: str, collection: str) -> Any:
        return self.mongo[f"{self.prefix}_{database}"][collection]

    async def call(self, actor: Actor, method: str, path: str, body: Json | None = None) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {Signer(PRIVATE_KEY).sign(actor, system_clock())}"}
        headers |= {} if path.startswith("/api/") else {"Accept": "text/html"}
        return await self.client.request(method, path, json=body, headers=headers)

    async def do(self, actor: Actor, method: str, path: str, body: Json | None = None) -> Any:
        """The answer of what must succeed."""
        answer = await self.call(actor, method, path, body)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def faults(self) -> list[object]:
        return list((await verify(self.mongo_url, self.prefix)).faults)

    async def told(self) -> None:
        """Until nobody has anything left to say."""

        async def quiet() -> bool:
            runtimes = [app.state.runtime for app in self.suite.apps.values()]
            return not any([(await store.outbox.backlog())[0] for runtime in runtimes for store in runtime.stores])

        await eventually(quiet, "empty outboxes")


@asynccontextmanager
async def upgraded_suite(
    data: Json, amqp_url: str, mongo_url: str, desks: tuple[str, ...], now: str
) -> AsyncIterator[Upgraded]:
    """The suite as it comes up with the databases at a moment; their audit is green before anything touches them."""
    offset = (datetime.fromisoformat(now) - system_clock()).total_seconds()
    values = settings(amqp_url, mongo_url, seed_folder=None, organisations=desks, clock_offset=offset)
    mongo: AsyncIOMotorClient[Json] = AsyncIOMotorClient(mongo_url)
    for database, collections in data["databases"].items():
        for collection, documents in collections.items():
            if documents:
                await mongo[f"{values['database_prefix']}_{database}"][collection].insert_many(documents)
    assert (await verify(mongo_url, values["database_prefix"])).faults == []
    async with running_suite(values) as (suite, client):
        yield Upgraded(suite, client, mongo, mongo_url, values["database_prefix"])
    mongo.close()
