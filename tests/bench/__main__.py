"""``make bench``: start-up, memory, throughput and latency of the local suite, then its pages; figures, no verdict."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx2

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Suite
from deploy.demo.stage import CENTRE, PLANS, copy_of, seed
from deploy.local import PORT
from deploy.machine import HOST
from tests.bench import consolidation, country, pages
from tests.bench.load import client, prepare, submit_all

UNITS = int(os.environ.get("BENCH_UNITS", "200"))
AT_ONCE = 8


def start(folder: Path) -> tuple[subprocess.Popen[bytes], float]:
    """The suite as ``make run`` starts it; returns it with the seconds until a page was ready."""
    began = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    suite = subprocess.Popen([sys.executable, "-m", "deploy.local"], cwd=folder, env=environment)
    while True:
        try:
            if httpx2.get(f"http://{HOST}:{PORT}/dang-nhap").status_code == 200:
                return suite, time.perf_counter() - began
        except httpx2.TransportError:
            if suite.poll() is not None:
                raise SystemExit("the suite did not start") from None
            time.sleep(0.05)


def resident_megabytes(pid: int) -> float:
    """Memory of the suite's Python side: all four services are one process here."""
    line = next(x for x in Path(f"/proc/{pid}/status").read_text().splitlines() if x.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


async def load() -> None:
    async with client(f"http://{HOST}:{PORT}") as http:
        suite = Suite(http)
        administrator = await suite.person("quan-tri", PRACTICE_PASSWORD)
        reviewer = await suite.person("tchc", PRACTICE_PASSWORD)
        definition = next(c for c in seed("campaigns")["campaigns"] if c["id"] == PLANS[CENTRE])
        plan = copy_of(definition, "bench", "bench")
        campaign, clerks = await prepare(suite, administrator, plan, UNITS)
        result = await submit_all(campaign, clerks, reviewer, AT_ONCE)
    print(f"submissions through the chain      {UNITS / result.total:8.1f} /s   ({UNITS} units, {AT_ONCE} at once)")
    for name, share in (("p50", 0.5), ("p99", 0.99)):
        print(f"submit answered to case visible    {result.percentile(share) * 1000:8.0f} ms   {name}")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sangkien-bench-") as name:
        folder = Path(name)
        suite, first = start(folder)
        try:
            print(f"first start to a ready page        {first:8.1f} s    (limit 20)")
            print(f"memory after the start             {resident_megabytes(suite.pid):8.0f} MB   (limit 400)")
            asyncio.run(load())
            print(f"memory after the load              {resident_megabytes(suite.pid):8.0f} MB   (limit 400)")
        finally:
            suite.send_signal(signal.SIGINT)
            suite.wait(60)
        suite, second = start(folder)
        suite.send_signal(signal.SIGINT)
        suite.wait(60)
        print(f"second start to a ready page       {second:8.1f} s    (limit 20)", flush=True)
    country.main()
    consolidation.main()
    pages.main()


if __name__ == "__main__":
    main()
