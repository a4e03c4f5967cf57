"""Every page is answered by indexes: the database's own profile says how it answered what the pages asked."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import httpx2
import pytest
from bson.codec_options import CodecOptions
from motor.motor_asyncio import AsyncIOMotorClient

from shared.record.database import Client
from tests.bench.addresses import ADMINISTRATION, DOWNLOADS, EVERYBODY
from tests.bench.filling import Filler
from tests.bench.office import fill_administration, fill_clerk
from tests.bench.pages import Addresses, at_practice_time, sign_in
from tests.harness import running_suite, settings

pytestmark = pytest.mark.timeout(300)

SUBMISSIONS, OFFICES = 60, 40
SORTED_IN_MEMORY = 25
"""So few documents may be sorted after they were read: what a filter leaves of one organisation's own."""
PROFILE_BYTES = 64_000_000
READING = {"find", "aggregate", "count", "distinct"}
TORN_WORDS: CodecOptions[dict[str, Any]] = CodecOptions(unicode_decode_error_handler="replace")
"""The profile cuts a long command at a byte, which may be in the middle of a letter."""

SEARCHED = "'$regex'"
"""Words are looked for anywhere in the texts that the other filters leave; no index has them."""
SORTED_WHOLE = {
    # The API's list of submissions sorts by one array and filters by another; no index may hold two.
    ("registration", "submissions"),
    # Plans of the years around one, or named: the index of years finds them, the sorting costs nothing.
    ("registration", "campaigns"),
}


class Asked(NamedTuple):
    """What a page asked of the database, and how it was answered."""

    service: str
    collection: str
    command: str
    plan: str
    examined: int
    sorted_in_memory: bool

    @property
    def scans(self) -> bool:
        return "COLLSCAN" in self.plan and SEARCHED not in self.command

    @property
    def sorts(self) -> bool:
        within = self.examined <= SORTED_IN_MEMORY or (self.service, self.collection) in SORTED_WHOLE
        return self.sorted_in_memory and not within


@asynccontextmanager
async def profiled(mongo: Client, prefix: str) -> AsyncIterator[list[Asked]]:
    """Lists at the end what was asked of every database of a suite while it was open."""
    asked: list[Asked] = []
    names = [name for name in await mongo.list_database_names() if name.startswith(f"{prefix}_")]
    for name in names:
        await mongo[name].create_collection("system.profile", capped=True, size=PROFILE_BYTES)
        await mongo[name].command("profile", 2)
    yield asked
    for name in names:
        await mongo[name].command("profile", 0)
        query = {"command.find": {"$ne": "system.profile"}, "planSummary": {"$exists": True}}
        profile = mongo[name].get_collection("system.profile", TORN_WORDS)
        entries = await profile.find(query).to_list(None)
        told = [entry for entry in entries if READING & entry["command"].keys()]
        asked += [_asked(name.removeprefix(f"{prefix}_"), entry) for entry in told]


def _asked(database: str, entry: Mapping[str, Any]) -> Asked:
    command = {key: value for key, value in entry["command"].items() if key not in {"lsid", "cursor"} and key[0] != "$"}
    return Asked(
        service=database.partition("_")[0],
        collection=entry["ns"].partition(".")[2],
        command=str(command)[:400],
        plan=entry["planSummary"],
        examined=entry.get("docsExamined", 0),
        sorted_in_memory=entry.get("hasSortStage", False),
    )


async def open_all(client: httpx2.AsyncClient, addresses: Addresses) -> None:
    for account, paths in addresses.items():
        token = await sign_in(client, account)
        for path in paths:
            headers = {"cookie": f"sangkien_token={token}", "authorization": f"Bearer {token}", "accept": "text/html"}
            answer = await client.get(path, headers=headers)
            assert answer.status_code < 400, f"{path}: {answer.status_code}"


@pytest.fixture(scope="module")
async def asked(amqp_url: str, mongo_url: str) -> list[Asked]:
    """What all pages of all services asked of their databases."""
    values = settings(amqp_url, mongo_url, clock_offset=at_practice_time())
    async with running_suite(values) as (suite, client):
        await fill_administration(suite, OFFICES)
        filler = Filler(suite, SUBMISSIONS)
        await filler.fill()
        await fill_clerk(suite, filler.campaign)
        mongo: Client = AsyncIOMotorClient(mongo_url)
        async with profiled(mongo, values["database_prefix"]) as found:
            for addresses in (ADMINISTRATION, EVERYBODY, DOWNLOADS):
                await open_all(client, addresses)
        mongo.close()
    return found


async def test_no_page_reads_a_whole_collection_to_find_what_it_shows(asked: list[Asked]) -> None:
    assert {one.service for one in asked} == {"registration", "review", "notify", "reporting"}
    assert _told(one for one in asked if one.scans) == ""


async def test_no_page_sorts_in_memory_what_an_index_has_in_order(asked: list[Asked]) -> None:
    assert _told(one for one in asked if one.sorts) == ""


def _told(found: Iterable[Asked]) -> str:
    return "\n".join(sorted({f"{one.service} {one.command}: {one.plan}, {one.examined} read" for one in found}))
