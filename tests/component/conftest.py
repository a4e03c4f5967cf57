"""One suite for the modules that keep apart by their campaigns or write nothing that another looks at."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from deploy.suite import LocalSuite
from tests.harness import running_suite, settings


@pytest.fixture(scope="session")
async def running(amqp_url: str, mongo_url: str) -> AsyncIterator[tuple[LocalSuite, httpx2.AsyncClient]]:
    async with running_suite(settings(amqp_url, mongo_url)) as found:
        yield found
