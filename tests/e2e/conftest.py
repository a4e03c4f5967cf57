"""The year 2022, played once for every test that looks at it: what was shown, what was told, what the audit says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import pytest_asyncio

from deploy.demo import PRACTICE_PASSWORD, play
from deploy.demo.screen import Screen
from deploy.demo.year import START
from shared.clock import move_clock
from shared.record.audit import verify
from tests.e2e.recording import Recorder
from tests.harness import running_suite, settings


@dataclass(frozen=True)
class Played:
    """`events`: all that the services told one another. `faults`: of the audit, in the end."""

    lines: list[str]
    events: list[dict[str, Any]]
    faults: Sequence[object]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def year_2022(amqp_url: str, mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Fails with the difference when an answer or a table is not what the documents make it."""
    clock = tmp_path_factory.mktemp("year") / "clock"
    move_clock(clock, START)
    values = settings(amqp_url, mongo_url, clock_file=clock)
    lines: list[str] = []
    async with Recorder(amqp_url, values["exchange"]) as recorder, running_suite(values) as (_, client):
        await play(client, Screen(lines.append), clock=clock, password=PRACTICE_PASSWORD)
        events = recorder.events()
    return Played(lines, events, (await verify(mongo_url, values["database_prefix"])).faults)
