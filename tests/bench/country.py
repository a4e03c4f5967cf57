"""``python -m tests.bench.country``: a campaign for BENCH_COMMUNES units announced, until all of it is visible.

The units are known to every service beforehand. What is measured begins with the announcement and ends when the last
obligation is in the figures and the last notification can be read.
"""

import asyncio
import logging
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import structlog

from deploy.demo.stage import CENTRE, PLANS, copy_of, seed
from deploy.suite import LocalSuite
from tests.bench.filling import known_everywhere, organisation, unit
from tests.bench.pages import sign_in, started, table

UNITS = int(os.environ.get("BENCH_COMMUNES", "11000"))
CAMPAIGN = "bench-country"
LIMIT_SECONDS = 60
PATIENCE_SECONDS = 600
AT_ONCE = 32
PAGES = {
    "tchc": (f"/phong-trao/{CAMPAIGN}", f"/phong-trao/{CAMPAIGN}?page=200"),
    "quan-tri": (
        f"/phong-trao/{CAMPAIGN}",
        f"/phong-trao/{CAMPAIGN}/sua/thong-tin",
        f"/phong-trao/{CAMPAIGN}/sua/don-vi",
        f"/phong-trao/{CAMPAIGN}/sua/don-vi?page=100",
        f"/phong-trao/{CAMPAIGN}/xem-truoc",
        f"/phong-trao/{CAMPAIGN}/ket-thuc",
    ),
    "giam-doc": (f"/bao-cao/{CAMPAIGN}", f"/bao-cao/{CAMPAIGN}/don-vi?bucket=missing&page=300"),
}


def plan() -> dict[str, Any]:
    definition = next(c for c in seed("campaigns")["campaigns"] if c["id"] == PLANS[CENTRE])
    obliged = [unit(number) for number in range(UNITS)]
    return {**copy_of(definition, "bench", CAMPAIGN), "id": CAMPAIGN, "parents": [], "obliged": obliged}


async def until(look: Callable[[], Awaitable[int]], wanted: int, began: float) -> float:
    """Seconds from the beginning until the count is reached."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await look() < wanted:
            await asyncio.sleep(0.1)
    return time.perf_counter() - began


async def announced(suite: LocalSuite, client: httpx2.AsyncClient) -> None:
    """Prints how long each part of it took."""
    rows = suite.apps["reporting"].state.library.rows
    notifications = suite.apps["notify"].state.stores.notifications.collection
    body = plan()
    expected = UNITS * len(body["forms"]) * len(body["recipients"])
    headers = {"authorization": f"Bearer {await sign_in(client, 'quan-tri')}"}
    began = time.perf_counter()
    created = await client.post("/api/registration/campaigns", json=body, headers=headers)
    created.raise_for_status()
    print(f"written as a draft                 {time.perf_counter() - began:8.1f} s")
    began, worked = time.perf_counter(), time.process_time()
    (await client.post(f"/api/registration/campaigns/{CAMPAIGN}/announce", headers=headers)).raise_for_status()
    print(f"announced                          {time.perf_counter() - began:8.1f} s", flush=True)
    told, counted = await asyncio.gather(
        until(lambda: notifications.count_documents({"public.campaign": CAMPAIGN}), UNITS, began),
        until(lambda: rows.count_documents({"public.campaign": CAMPAIGN, "public.obliged": True}), expected, began),
    )
    print(f"obligations in the figures         {counted:8.1f} s")
    print(f"notifications to be read           {told:8.1f} s")
    print(f"work of the four services          {time.process_time() - worked:8.1f} s of a processor")
    print(f"announced and all of it visible    {max(told, counted):8.1f} s    (limit {LIMIT_SECONDS})", flush=True)


async def bench(folder: Path) -> None:
    async with started(folder) as (suite, visitor):
        began = time.perf_counter()
        for start in range(0, UNITS, AT_ONCE):
            share = range(start, min(start + AT_ONCE, UNITS))
            await asyncio.gather(*(known_everywhere(suite, organisation(number)) for number in share))
        print(f"{UNITS} units known to every service in {time.perf_counter() - began:.0f} s", flush=True)
        await announced(suite, visitor.client)
        await table(visitor, f"pages with {UNITS} units (limit 300 ms)", PAGES)


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="sangkien-bench-") as name:
        asyncio.run(bench(Path(name)))


if __name__ == "__main__":
    main()
