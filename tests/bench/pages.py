"""``python -m tests.bench.pages``: server time of the pages at BENCH_SUBMISSIONS submissions; figures, no verdict.

Each page is asked for in the process that makes it: no network is in the time. The least of several runs is what the
page takes; the others waited for whatever else the machine had to do.
"""

import asyncio
import logging
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import httpx2
import structlog

from deploy.demo import PRACTICE_PASSWORD
from deploy.machine import free_port
from deploy.mongod_node import MongodNode
from deploy.rabbitmq_node import RabbitNode
from deploy.suite import LocalSuite
from shared.clock import system_clock
from shared.runtime.serve import settle_memory
from tests.bench.addresses import ADMINISTRATION, DOWNLOADS, EVERYBODY, LEADER
from tests.bench.filling import Filler
from tests.bench.office import OFFICES, fill_administration, fill_clerk
from tests.bench.survey import LIMIT as WEEKLY_LIMIT
from tests.bench.survey import PAGES, PERIODS, UNITS, WEEKS, fill_survey, forget
from tests.harness import PRACTICE_START, running_suite, settings

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "10000"))
TIMES = 5
LIMIT = 300.0
QUIET = 0.15
"""Seconds of CPU a second, at most, while nobody asks for anything."""

Addresses = Mapping[str, tuple[str, ...]]


class Taken(NamedTuple):
    """What an answer took, in milliseconds: the least and the median of several, and the least CPU time.

    `cpu` is this process's, `database` that of MongoDB: on a busy machine only they say what the page costs.
    """

    least: float
    median: float
    cpu: float
    database: float
    size: int

    @property
    def ratio(self) -> float:
        return self.least / LIMIT


def at_practice_time() -> float:
    """The clock's offset in seconds for a day on which the plans run."""
    return (datetime.fromisoformat(PRACTICE_START) - system_clock()).total_seconds()


@asynccontextmanager
async def started(folder: Path) -> AsyncIterator[tuple[LocalSuite, "Visitor"]]:
    """A suite on a broker and a database of its own."""
    for name in ("rabbitmq", "mongodb"):
        (folder / name).mkdir()
    rabbit, mongod = RabbitNode(folder / "rabbitmq", free_port()), MongodNode(folder / "mongodb", free_port())
    try:
        rabbit.start()
        mongod.start()
        async with running_suite(settings(rabbit.url, mongod.url, clock_offset=at_practice_time())) as (suite, client):
            settle_memory()  # as every service does when it starts
            yield suite, Visitor(client, mongod.pid)
    finally:
        mongod.kill()
        rabbit.kill()


async def quiet(seconds: float = 60) -> None:
    """Waits until what was told first is worked on: this process has next to nothing to do any more."""
    async with asyncio.timeout(seconds):
        busy = QUIET + 1
        while busy > QUIET:
            before = time.process_time()
            await asyncio.sleep(1)
            busy = time.process_time() - before


async def sign_in(client: httpx2.AsyncClient, account: str) -> str:
    """The person's token."""
    answer = await client.post("/api/registration/session", json={"account": account, "password": PRACTICE_PASSWORD})
    token: str = answer.json()["token"]
    return token


@dataclass(frozen=True)
class Visitor:
    """Asks for pages; `database` is the process id of the MongoDB that they are made from."""

    client: httpx2.AsyncClient
    database: int

    async def once(self, path: str, token: str) -> float:
        """What the first request takes, in milliseconds."""
        began = time.perf_counter()
        response = await self.client.get(path, headers={"cookie": f"sangkien_token={token}", "accept": "text/html"})
        if response.status_code >= 400:
            raise SystemExit(f"{path}: {response.status_code} {response.text[:500]}")
        return (time.perf_counter() - began) * 1000

    async def measure(self, path: str, token: str) -> Taken:
        """After one request that nobody counts."""
        headers = {"cookie": f"sangkien_token={token}", "authorization": f"Bearer {token}", "accept": "text/html"}
        runs, size = [], 0
        for _ in range(TIMES + 1):
            began = time.perf_counter(), time.process_time(), busy_seconds(self.database)
            response = await self.client.get(path, headers=headers)
            ended = time.perf_counter(), time.process_time(), busy_seconds(self.database)
            runs.append([(end - begin) * 1000 for begin, end in zip(began, ended, strict=True)])
            if response.status_code >= 400:
                raise SystemExit(f"{path}: {response.status_code} {response.text[:500]}")
            size = len(response.content)
        wall, cpu, database = zip(*runs[1:], strict=True)
        return Taken(min(wall), statistics.median(wall), min(cpu), min(database), size)


def busy_seconds(process: int) -> float:
    """CPU time of a process so far, of all the threads that it ever had, by its own clock (Linux)."""
    return time.clock_gettime((~process << 3) | 2)


def line(account: str, path: str, taken: Taken) -> str:
    least, median, cpu, database, size = taken
    shown = path if len(path) <= 100 else f"{path[:97]}..."
    figures = f"{least:8.0f} {taken.ratio:6.2f} {median:8.0f} {cpu:6.0f} {database:6.0f} {size / 1000:6.0f}"
    return f"{figures}  {account}: {shown}"


async def table(visitor: Visitor, title: str, addresses: Addresses) -> list[Taken]:
    """Prints a line for each page; all that was taken."""
    await quiet()
    print(f"\n{title}\n{'least ms':>8} {'/300':>6} {'median':>8} {'CPU':>6} {'Mongo':>6} {'kB':>6}  page")
    found = []
    for account, paths in addresses.items():
        token = await sign_in(visitor.client, account)
        for path in paths:
            found.append(await visitor.measure(path, token))
            print(line(account, path, found[-1]), flush=True)
    return found


async def weekly(suite: LocalSuite, visitor: Visitor) -> None:
    """The pages of a year of weeks: when all was written anew, then as they are asked for again."""
    await fill_survey(suite)
    await quiet()
    token = await sign_in(visitor.client, LEADER)
    await forget(suite)
    cold = await visitor.once(PERIODS, token)
    found = await table(visitor, f"server time of pages, {len(WEEKS)} weeks of {UNITS} organisations", {LEADER: PAGES})
    print(f"{cold:8.0f} ms when every sum is made anew, {cold / found[0].least:.0f} times as long as when none is")
    print(
        f"{found[0].least:8.0f} ms for all weeks   (limit {WEEKLY_LIMIT:.0f}: {found[0].least / WEEKLY_LIMIT:.2f})",
        flush=True,
    )


async def bench(folder: Path) -> None:
    """All tables, and the slowest page in a sentence."""
    async with started(folder) as (suite, visitor):
        await fill_administration(suite)
        found = await table(visitor, f"server time of pages, {OFFICES} organisations", ADMINISTRATION)
        began = time.perf_counter()
        filler = Filler(suite, SUBMISSIONS)
        await filler.fill()
        await fill_clerk(suite, filler.campaign)
        print(f"\n{SUBMISSIONS} submissions put in within {time.perf_counter() - began:.0f} s", flush=True)
        found += await table(visitor, f"server time of pages, {SUBMISSIONS} submissions", EVERYBODY)
        await weekly(suite, visitor)
        await table(visitor, f"whole lists as files, {SUBMISSIONS} submissions (no limit)", DOWNLOADS)
    beyond = sum(taken.least > LIMIT for taken in found)
    slowest = max(taken.least for taken in found)
    dearest = max(taken.cpu + taken.database for taken in found)
    print(
        f"\nslowest page, server time       {slowest:11.0f} ms   (limit {LIMIT:.0f}; {beyond} of {len(found)} beyond)"
    )
    print(f"dearest page, CPU and MongoDB's {dearest:11.0f} ms")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="sangkien-bench-") as name:
        asyncio.run(bench(Path(name)))


if __name__ == "__main__":
    main()
