"""``make faults``: years of 2022 played one after the other while processes are killed at random; seeded.

``FAULT_SECONDS`` is how long (1,800), ``FAULT_SEED`` the first year's seed, which a report names: the same seed kills
the same processes at the same steps. Exits with 1 at the first year that does not end as an undisturbed one.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from deploy.demo import PRACTICE_PASSWORD, play
from deploy.demo.client import DemoError
from deploy.demo.screen import Screen
from deploy.demo.year import START
from shared.clock import move_clock
from tests.faults.checker import settled
from tests.faults.strikes import VICTIMS, Nodes, own_nodes, own_processes

SECONDS = float(os.environ.get("FAULT_SECONDS", "1800"))
SEED = int(os.environ.get("FAULT_SEED", "0"))
CHANCE = 0.6
"""Of a kill after a step of the demo."""


async def year(nodes: Nodes, folder: Path, seed: int) -> tuple[list[str], list[str]]:
    """Plays one year in a suite of its own; returns whom it killed and what does not hold in the end."""
    chance, kills = random.Random(seed), list[str]()
    busy: set[asyncio.Task[None]] = set()
    clock = folder / "clock"
    move_clock(clock, START)
    async with own_processes(nodes, folder, clock) as processes:

        async def after(_: str) -> None:
            hit, victim = chance.random() < CHANCE, chance.choice(VICTIMS)
            if hit and all(task.done() for task in busy):
                kills.append(victim)
                busy.add(asyncio.create_task(nodes.strike(processes, victim)))

        lines: list[str] = []
        try:
            async with processes.client() as client:
                await play(client, Screen(lines.append), clock=clock, password=PRACTICE_PASSWORD, after=after)
        except (DemoError, TimeoutError) as error:
            return kills, [*lines[-5:], f"{type(error).__name__}: {error}"]
        finally:
            await asyncio.gather(*busy)
        return kills, await settled(nodes.rabbit.url, nodes.mongod.url, processes.name)


async def main() -> int:
    ends, count, seed = time.monotonic() + SECONDS, 0, SEED
    folder = Path(tempfile.mkdtemp(prefix="sangkien-faults-"))
    async with own_nodes(folder / "nodes") as nodes:
        while time.monotonic() < ends:
            home = folder / f"seed-{seed}"
            home.mkdir()
            started = time.monotonic()
            kills, faults = await year(nodes, home, seed)
            count += len(kills)
            print(f"seed {seed}: {len(kills)} kills in {time.monotonic() - started:.0f} s ({', '.join(kills)})")
            if faults:
                print(f"seed {seed} does not hold; logs in {home}", *faults, sep="\n  ", file=sys.stderr)
                return 1
            seed += 1
    print(f"{count} kills in {seed - SEED} years: nothing lost, nothing doubled")
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
