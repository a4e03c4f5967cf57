"""A whole suite on a port of its own, with the year 2022 played through, and Chromium in front of it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from playwright.async_api import Browser, async_playwright

from deploy.demo import PRACTICE_PASSWORD, play
from deploy.demo.screen import Screen
from deploy.machine import free_port
from deploy.suite import LocalSuite
from shared.clock import move_clock, system_clock
from tests.browser.chromium import launch
from tests.browser.people import PHONE, Device, People
from tests.harness import PRACTICE_START, settings


class Server(uvicorn.Server):
    """uvicorn inside the tests: signals stay pytest's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def served(amqp_url: str, mongo_url: str, **overrides: Any) -> AsyncIterator[tuple[LocalSuite, str]]:
    """A suite in this process, seeded, and its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    suite = LocalSuite(settings(amqp_url, mongo_url, public_url=url, **overrides))
    async with suite.running():
        await suite.ready(60)
        config = uvicorn.Config(
            suite.asgi, port=port, lifespan="off", log_config=None, access_log=False, timeout_graceful_shutdown=5
        )
        server = Server(config)
        serving = asyncio.create_task(server.serve())
        try:
            async with asyncio.timeout(20):
                while not server.started:
                    await asyncio.sleep(0.02)
            yield suite, url
        finally:
            server.should_exit = True
            await serving


@pytest.fixture(scope="session")
async def suite(amqp_url: str, mongo_url: str) -> AsyncIterator[tuple[LocalSuite, str]]:
    """The suite in this process and its address; its clock stands in May 2022, and the main job has been done once."""
    offset = (datetime.fromisoformat(PRACTICE_START) - system_clock()).total_seconds()
    async with served(amqp_url, mongo_url, clock_offset=offset) as (suite, url):
        async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
            await play(client, Screen(lambda _: None), password=PRACTICE_PASSWORD)
        yield suite, url


@pytest.fixture(scope="session")
def suite_url(suite: tuple[LocalSuite, str]) -> str:
    return suite[1]


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """One browser for all tests; each test has contexts of its own."""
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def signed_in(chromium: Browser, suite_url: str) -> People:
    """Who is signed in once for all tests; the contexts of a test are its own."""
    return People(chromium, suite_url, PRACTICE_PASSWORD)


@pytest.fixture
async def people(signed_in: People) -> AsyncIterator[People]:
    """People with a browser each: ``page = await people.page("tchc", PHONE)``. Closed after the test."""
    yield signed_in
    await signed_in.close()


At = Callable[[str], Awaitable[People]]
"""People at a day, "2022-05-12": they sign in again, for time has passed."""


@pytest.fixture
async def at(amqp_url: str, mongo_url: str, chromium: Browser, tmp_path: Path) -> AsyncIterator[At]:
    """A suite of its own, whose clock the test moves."""
    clock, everybody = tmp_path / "clock", list[People]()
    move_clock(clock, datetime.fromisoformat("2022-05-12T08:00:00+07:00"))
    async with served(amqp_url, mongo_url, clock_file=clock) as (_, url):

        async def people_at(day: str) -> People:
            move_clock(clock, datetime.fromisoformat(f"{day}T08:00:00+07:00"))
            everybody.append(People(chromium, url, PRACTICE_PASSWORD))
            return everybody[-1]

        yield people_at
        for people in everybody:
            await people.close()


@pytest.fixture(params=[PHONE, PHONE.without_javascript, PHONE.wide, PHONE.wide.without_javascript], ids=str)
def device(request: pytest.FixtureRequest) -> Device:
    """Each of the four ways in which pages must work."""
    chosen: Device = request.param
    return chosen
