"""kill -9 of any one process in mid-demo, a restart of the broker or the database: the outcome is the same."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio

from deploy.demo import PRACTICE_PASSWORD, play
from deploy.demo.screen import Screen
from deploy.infrastructure import MongodNode, RabbitNode, free_port
from deploy.mailbox import LocalMailbox
from shared.clock import system_clock
from tests.faults.checker import settled
from tests.faults.processes import SERVICES, Processes
from tests.harness import PRACTICE_START

Nodes = tuple[RabbitNode, MongodNode]
EVERY = 4  # a kill after every fourth step of the demo: about five in a run
REVIEW = ("review-centre", "review-district", "review-department")
RUNS = {
    **{victim: ((victim,), EVERY) for victim in ("registration", "notify", "reporting", "rabbitmq", "mongod")},
    "review": (REVIEW, EVERY // 2),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def nodes(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nodes]:
    """A broker and a database of this module's own, since it kills them."""
    folder = tmp_path_factory.mktemp("nodes")
    rabbit, mongod = RabbitNode(folder / "rabbitmq", free_port()), MongodNode(folder / "mongodb", free_port())
    await asyncio.gather(asyncio.to_thread(rabbit.start), asyncio.to_thread(mongod.start))
    yield rabbit, mongod
    await asyncio.gather(asyncio.to_thread(rabbit.stop), asyncio.to_thread(mongod.stop))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def processes(nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Processes]:
    rabbit, mongod = nodes
    folder: Path = tmp_path_factory.mktemp("suite")
    port = free_port()
    offset = (datetime.fromisoformat(PRACTICE_START) - system_clock()).total_seconds()
    with LocalMailbox(folder / "mail", "127.0.0.1", port):
        suite = Processes(rabbit.url, mongod.url, folder, port, offset)
        for service in SERVICES:
            suite.start(service)
        try:
            await suite.ready()
            yield suite
        finally:
            suite.stop()


def striking(processes: Processes, nodes: Nodes, victim: str) -> Callable[[], Coroutine[None, None, None]]:
    """Kills the victim and brings it back, without waiting until it is ready."""

    async def strike() -> None:
        if victim == "rabbitmq":
            await asyncio.to_thread(nodes[0].kill)
            await asyncio.to_thread(nodes[0].start)
        elif victim == "mongod":
            await asyncio.to_thread(nodes[1].kill)
            await asyncio.to_thread(nodes[1].start)
        else:
            processes.kill(victim)
            processes.start(victim)

    return strike


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("victims", "every"), RUNS.values(), ids=RUNS.keys())
async def test_a_killed_process_changes_nothing(
    processes: Processes, nodes: Nodes, victims: tuple[str, ...], every: int
) -> None:
    """The victims in turn; the three review instances share a run in which twice as many kills fall."""
    strike = [striking(processes, nodes, victim) for victim in victims]
    strikes = steps = 0
    busy: set[asyncio.Task[None]] = set()

    async def after(_: str) -> None:
        nonlocal strikes, steps
        steps += 1
        if steps % every == 1 and not any(not task.done() for task in busy):
            # Not awaited: the demo goes on while the victim is away.
            busy.add(asyncio.create_task(strike[strikes % len(strike)]()))
            strikes += 1

    lines: list[str] = []
    async with processes.client() as client:
        await play(client, Screen(lines.append), password=PRACTICE_PASSWORD, after=after)
    await asyncio.gather(*busy)
    assert strikes >= max(3, len(victims)), lines
    assert await settled(nodes[0].url, nodes[1].url, processes.name) == []


@pytest.mark.timeout(120)
async def test_sigterm_finishes_what_is_in_flight(processes: Processes, nodes: Nodes) -> None:
    await processes.ready()
    for service in SERVICES:
        assert processes.terminate(service, 15) == 0, service
        processes.start(service)
    await processes.ready()
    assert await settled(nodes[0].url, nodes[1].url, processes.name) == []
