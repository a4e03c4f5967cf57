"""``python -m tests.bench.pages``: server time of the main pages at BENCH_SUBMISSIONS submissions; figures, no verdict.

Each page is asked for by somebody who works with it, in the process that makes it: no network is in the time.
"""

import asyncio
import logging
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import structlog

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.story import CENTRE
from deploy.infrastructure import MongodNode, RabbitNode, free_port
from deploy.suite import LocalSuite
from tests.bench.filling import CAMPAIGN, Filler, unit
from tests.harness import running_suite, settings

SUBMISSIONS = int(os.environ.get("BENCH_SUBMISSIONS", "10000"))
TIMES = 7
REPORT = f"/bao-cao/{CAMPAIGN}"
DESK = f"/tham-dinh/{CENTRE}"
PAGES = {
    "tchc": (
        "/",
        "/phong-trao",
        f"/phong-trao/{CAMPAIGN}",
        DESK,
        f"{DESK}?page=100",
        f"{DESK}?q=phuong+77",
        f"{DESK}/{CENTRE}.{CAMPAIGN}.registration.{unit(7)}",
        "/thong-bao",
        "/thong-bao?trang=200",
        "/api/notify/unread",
    ),
    "giam-doc": (
        "/bao-cao",
        REPORT,
        f"{REPORT}?page=300",
        f"{REPORT}?q=phuong+77",
        f"{REPORT}/don-vi?bucket=expected",
        f"{REPORT}/don-vi?bucket=expected&page=400",
        f"{REPORT}/don-vi?bucket=missing",
        f"{REPORT}/sang-kien",
        f"{REPORT}/sang-kien?page=800",
        f"{REPORT}/sang-kien?field=procedures&status=approved",
        f"{REPORT}/tra-loi?reply=nil&page=500",
        f"{REPORT}/tra-loi?reply=unanswered",
        f"{REPORT}/ton-dong?waiting=unseen",
        f"{REPORT}/ton-dong?waiting=viewed&page=70",
        f"/api/reporting/campaigns/{CAMPAIGN}/summary",
    ),
    "quan-tri": ("/phong-trao", "/bao-cao"),
}


@asynccontextmanager
async def started(folder: Path) -> AsyncIterator[tuple[LocalSuite, httpx2.AsyncClient]]:
    """A suite on a broker and a database of its own."""
    for name in ("rabbitmq", "mongodb"):
        (folder / name).mkdir()
    rabbit, mongod = RabbitNode(folder / "rabbitmq", free_port()), MongodNode(folder / "mongodb", free_port())
    try:
        rabbit.start()
        mongod.start()
        values = settings(rabbit.url, mongod.url)
        async with running_suite(values) as running:
            yield running
    finally:
        mongod.kill()
        rabbit.kill()


async def sign_in(client: httpx2.AsyncClient, account: str) -> str:
    """The person's token."""
    answer = await client.post("/api/registration/session", json={"account": account, "password": PRACTICE_PASSWORD})
    token: str = answer.json()["token"]
    return token


async def measure(client: httpx2.AsyncClient, path: str, token: str) -> tuple[float, float, int]:
    """Median and worst milliseconds, after one request that nobody counts; and the answer's size."""
    headers = {"cookie": f"sangkien_token={token}", "authorization": f"Bearer {token}", "accept": "text/html"}
    taken, size = [], 0
    for _ in range(TIMES + 1):
        began = time.perf_counter()
        response = await client.get(path, headers=headers)
        taken.append((time.perf_counter() - began) * 1000)
        if response.status_code >= 400:
            raise SystemExit(f"{path}: {response.status_code} {response.text[:500]}")
        size = len(response.content)
    return statistics.median(taken[1:]), max(taken[1:]), size


async def bench(folder: Path) -> None:
    async with started(folder) as (suite, client):
        began = time.perf_counter()
        await Filler(suite, SUBMISSIONS).fill()
        print(f"{SUBMISSIONS} submissions in {time.perf_counter() - began:.0f} s", flush=True)
        print(f"{'median ms':>10} {'worst ms':>10} {'kB':>6}  page (limit 300 ms)")
        for account, paths in PAGES.items():
            token = await sign_in(client, account)
            for path in paths:
                median, worst, size = await measure(client, path, token)
                print(f"{median:10.0f} {worst:10.0f} {size / 1000:6.0f}  {account}: {path}", flush=True)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="sangkien-bench-") as name:
        asyncio.run(bench(Path(name)))


if __name__ == "__main__":
    main()
