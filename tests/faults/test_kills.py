"""kill -9 of any one process in mid-demo, a restart of the broker or the database: the outcome is the same."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from deploy.demo import PRACTICE_PASSWORD, play
from deploy.demo.screen import Screen
from tests.faults.checker import settled
from tests.faults.processes import SERVICES, Processes
from tests.faults.strikes import Nodes, own_nodes, own_processes

EVERY = 4  # a kill after every fourth step of the demo: about five in a run
REVIEW = ("review-centre", "review-district", "review-department")
RUNS = {
    **{victim: ((victim,), EVERY) for victim in ("registration", "notify", "reporting", "rabbitmq", "mongod")},
    "review": (REVIEW, EVERY // 2),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def nodes(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nodes]:
    async with own_nodes(tmp_path_factory.mktemp("nodes")) as nodes:
        yield nodes


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def processes(nodes: Nodes, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Processes]:
    async with own_processes(nodes, tmp_path_factory.mktemp("suite")) as processes:
        yield processes


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("victims", "every"), RUNS.values(), ids=RUNS.keys())
async def test_a_killed_process_changes_nothing(
    processes: Processes, nodes: Nodes, victims: tuple[str, ...], every: int
) -> None:
    """The victims in turn; the three review instances share a run in which twice as many kills fall."""
    strikes = steps = 0
    busy: set[asyncio.Task[None]] = set()

    async def after(_: str) -> None:
        nonlocal strikes, steps
        steps += 1
        if steps % every == 1 and not any(not task.done() for task in busy):
            # Not awaited: the demo goes on while the victim is away.
            busy.add(asyncio.create_task(nodes.strike(processes, victims[strikes % len(victims)])))
            strikes += 1

    lines: list[str] = []
    async with processes.client() as client:
        await play(client, Screen(lines.append), password=PRACTICE_PASSWORD, after=after)
    await asyncio.gather(*busy)
    assert strikes >= max(3, len(victims)), lines
    assert await settled(nodes.rabbit.url, nodes.mongod.url, processes.name) == []


@pytest.mark.timeout(120)
async def test_sigterm_finishes_what_is_in_flight(processes: Processes, nodes: Nodes) -> None:
    await processes.ready()
    for service in SERVICES:
        assert processes.terminate(service, 15) == 0, service
        processes.start(service)
    await processes.ready()
    assert await settled(nodes.rabbit.url, nodes.mongod.url, processes.name) == []
