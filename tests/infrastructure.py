"""One RabbitMQ node and one mongod for the whole test session: those that ``make up`` keeps, else own ones, each
started when a test first asks for it.

Tests keep apart by names: every exchange, queue and database carries a prefix of its own.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import pytest

from deploy.machine import free_port
from deploy.mongod_node import MongodNode
from deploy.rabbitmq_node import RabbitNode
from tests.kept import Kept, borrowed


@pytest.fixture(scope="session")
def kept() -> Iterator[Kept | None]:
    """What ``make up`` keeps, if it does."""
    with borrowed() as found:
        yield found


@pytest.fixture(scope="session")
def amqp_url(kept: Kept | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The broker that SANGKIEN_AMQP_URL names, the kept one, else the session's own.

    A test that kills it starts a node of its own instead.
    """
    url = os.environ.get("SANGKIEN_AMQP_URL") or (kept and kept.amqp_url)
    with url_of(RabbitNode, tmp_path_factory) if url is None else nullcontext(url) as found:
        yield found


@pytest.fixture(scope="session")
def mongo_url(kept: Kept | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The database server, found in the same way by SANGKIEN_MONGO_URL."""
    url = os.environ.get("SANGKIEN_MONGO_URL") or (kept and kept.mongo_url)
    with url_of(MongodNode, tmp_path_factory) if url is None else nullcontext(url) as found:
        yield found


@contextmanager
def url_of(kind: type[RabbitNode] | type[MongodNode], folders: pytest.TempPathFactory) -> Iterator[str]:
    """A node for this session alone."""
    node = kind(folders.mktemp(kind.__name__), free_port())
    node.start()
    yield node.url
    node.kill()


@pytest.fixture
def database_prefix() -> str:
    """Begins the names of one test's databases, exchanges and queues; unique, 14 characters."""
    return f"test{uuid.uuid4().hex[:10]}"
