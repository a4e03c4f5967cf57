"""A whole suite in the test's process, on real RabbitMQ and MongoDB, apart from every other test by its names."""

import contextlib
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2

from deploy.suite import LocalSuite
from shared.identity import make_keys
from shared.settings import Mode

SEED = Path(__file__).parent.parent / "deploy" / "seed"
PRIVATE_KEY, PUBLIC_KEY = make_keys()
# 12 May 2022, 08:00 in Việt Nam: between the centre's announcement and its deadline.
PRACTICE_START = "2022-05-12T08:00:00+07:00"


def settings(amqp_url: str, mongo_url: str, **overrides: Any) -> dict[str, Any]:
    """Constructor values for every service's settings, with names of their own."""
    name = uuid.uuid4().hex[:10]
    return {
        "mode": Mode.LOCAL,
        "amqp_url": amqp_url,
        "mongo_url": mongo_url,
        "exchange": f"test-{name}",
        "queue_prefix": f"{name}.",
        "database_prefix": f"test{name}",
        "retry_seconds": (1, 1, 2),
        "token_private_key": PRIVATE_KEY,
        "token_public_key": PUBLIC_KEY,
        "seed_folder": SEED,
        "organisations": ("ttyt-tan-binh", "ubnd-tan-binh", "so-y-te"),
        **overrides,
    }


@contextlib.asynccontextmanager
async def running_suite(values: dict[str, Any]) -> AsyncIterator[tuple[LocalSuite, httpx2.AsyncClient]]:
    """A started, seeded suite and a client on it."""
    suite = LocalSuite(values)
    async with suite.running():
        await suite.ready(60)
        transport = httpx2.ASGITransport(app=suite.asgi)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", timeout=30) as client:
            yield suite, client
