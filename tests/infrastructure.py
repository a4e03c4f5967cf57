"""One RabbitMQ node and one mongod for the whole test session, each started when a test first asks for it.

Tests keep apart by names: every exchange, queue and database carries a prefix of its own.
"""

import os
import uuid
from collections.abc import Iterator

import pytest

from deploy.infrastructure import MongodNode, RabbitNode, free_port


@pytest.fixture(scope="session")
def rabbit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RabbitNode]:
    """The session's broker. A test that kills it starts a node of its own instead."""
    node = RabbitNode(tmp_path_factory.mktemp("rabbitmq"), free_port())
    node.start()
    yield node
    node.kill()


@pytest.fixture(scope="session")
def mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MongodNode]:
    """The session's database server. A test that kills it starts a node of its own instead."""
    node = MongodNode(tmp_path_factory.mktemp("mongodb"), free_port())
    node.start()
    yield node
    node.kill()


@pytest.fixture(scope="session")
def amqp_url(request: pytest.FixtureRequest) -> str:
    """The broker that SANGKIEN_AMQP_URL names, else the session's own."""
    url = os.environ.get("SANGKIEN_AMQP_URL")
    if url is None:
        node: RabbitNode = request.getfixturevalue("rabbit")
        url = node.url
    return url


@pytest.fixture(scope="session")
def mongo_url(request: pytest.FixtureRequest) -> str:
    """The database server that SANGKIEN_MONGO_URL names, else the session's own."""
    url = os.environ.get("SANGKIEN_MONGO_URL")
    if url is None:
        node: MongodNode = request.getfixturevalue("mongod")
        url = node.url
    return url


@pytest.fixture
def database_prefix() -> str:
    """Begins the names of one test's databases, exchanges and queues; unique, 14 characters."""
    return f"test{uuid.uuid4().hex[:10]}"
