"""Who looks at the figures: a module says as whom (`REVIEWER`) and what was heard before (`world`)."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.reporting_world import World


@pytest.fixture
async def reviewer(request: pytest.FixtureRequest, world: World) -> AsyncIterator[httpx2.AsyncClient]:
    async with world.person(*request.module.REVIEWER) as client:
        yield client


@pytest.fixture
async def browser(request: pytest.FixtureRequest, world: World) -> AsyncIterator[httpx2.AsyncClient]:
    async with world.person(*request.module.REVIEWER, page=True) as client:
        yield client
