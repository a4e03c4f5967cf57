"""RabbitMQ and MongoDB kept up between test runs, which find them by themselves: ``python -m tests.kept up``, ``down``.

A keeper process owns both nodes and answers on a socket that is named after the checkout; the kernel frees the name
when the keeper ends, so nothing stale is ever found. A test run keeps its connection open. When the last one has
closed, however it ended, the keeper drops what the runs have left behind.
"""

import asyncio
import contextlib
import hashlib
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pymongo import MongoClient

from deploy.machine import StartupProblem, free_port
from deploy.mongod_node import MongodNode
from deploy.node import Node
from deploy.rabbitmq_node import RabbitNode

FOLDER = Path(__file__).absolute().parents[1] / ".local" / "tests"
LOG = FOLDER.with_suffix(".log")
# In the kernel's own space of names: no file that stays behind, no limit on the length of the checkout's path.
ADDRESS = "\0sangkien-tests-" + hashlib.sha256(str(FOLDER).encode()).hexdigest()[:32]
# Sent first by whoever connects.
LOOK, BORROW, DOWN = b"look\n", b"borrow\n", b"down\n"
OF_THE_SERVER = {"admin", "config", "local"}
FORGET_QUEUES = """
    [rabbit_amqqueue:delete(Q, false, false, <<"tests">>) || Q <- rabbit_amqqueue:list()],
    [rabbit_exchange:delete(X, false, <<"tests">>)
        || X = {resource, _, exchange, <<"test", _/binary>>} <- rabbit_exchange:list_names()].
"""


class Kept(NamedTuple):
    """Where the kept nodes serve."""

    amqp_url: str
    mongo_url: str


@contextlib.contextmanager
def borrowed() -> Iterator[Kept | None]:
    """The kept nodes for one test run; None when nobody keeps any. Waits while they start or are tidied up."""
    try:
        connection = _ask(BORROW)
    except ConnectionRefusedError:
        yield None
    else:
        with connection:
            yield _answer(connection)


class Keeper:
    """Serves until somebody says ``down``; then nothing of it is left."""

    def __init__(self) -> None:
        self._rabbit = RabbitNode(FOLDER / "rabbitmq", free_port())
        self._mongod = MongodNode(FOLDER / "mongodb", free_port())
        self._borrowers = 0
        self._changing = asyncio.Lock()
        self._ended = asyncio.Event()

    async def serve(self) -> None:
        """Raises OSError when there is a keeper already, StartupProblem when a node does not start."""
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(ADDRESS)
            nodes: tuple[Node, ...] = (self._rabbit, self._mongod)
            shutil.rmtree(FOLDER, ignore_errors=True)  # of a keeper that was killed
            try:
                async with self._changing:
                    await asyncio.start_unix_server(self._connected, sock=listener)
                    await asyncio.gather(*(asyncio.to_thread(node.start) for node in nodes))
                await self._ended.wait()
            finally:
                for node in nodes:
                    node.kill()
                shutil.rmtree(FOLDER, ignore_errors=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readline()
        async with self._changing:
            self._borrowers += asked == BORROW
        writer.write(json.dumps(Kept(self._rabbit.url, self._mongod.url)).encode() + b"\n")
        if asked == DOWN:
            self._ended.set()
        await reader.read()  # until the other side hangs up
        writer.close()
        if asked == BORROW:
            await self._returned()

    async def _returned(self) -> None:
        async with self._changing:
            self._borrowers -= 1
            if not self._borrowers:
                await asyncio.to_thread(self._tidy_up)

    def _tidy_up(self) -> None:
        client: MongoClient[dict[str, object]]
        with MongoClient(self._mongod.url) as client:
            for name in set(client.list_database_names()) - OF_THE_SERVER:
                client.drop_database(name)
        self._rabbit.control("eval", FORGET_QUEUES)


def up() -> None:
    """Returns when the nodes serve. Raises StartupProblem with the keeper's last words when they do not."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, __file__, "keep"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    while True:
        try:
            with _ask(LOOK) as connection:
                _answer(connection)
        except ConnectionRefusedError:
            if keeper.poll() is not None:
                raise StartupProblem(LOG.read_text(encoding="utf-8").strip()) from None
            time.sleep(0.05)
        else:
            return


def down() -> None:
    """Returns when the keeper is gone; nothing happens when there is none."""
    with contextlib.suppress(ConnectionRefusedError, ConnectionResetError), _ask(DOWN) as connection:
        while connection.recv(1000):
            pass


def _ask(word: bytes) -> socket.socket:
    """A connection on which the word was said. Raises ConnectionRefusedError when there is no keeper."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(ADDRESS)
        connection.sendall(word)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> Kept:
    """Raises ConnectionRefusedError when the keeper ends before it answers."""
    with connection.makefile() as lines:
        line = lines.readline()
    if not line:
        raise ConnectionRefusedError
    return Kept(*json.loads(line))


def main(command: str) -> int:
    """``up``, ``down`` or, for `up` alone, ``keep``."""
    try:
        match command:
            case "up":
                up()
                print("RabbitMQ and MongoDB are kept for tests until `make down`.")
            case "down":
                down()
            case "keep":
                asyncio.run(Keeper().serve())
            case _:
                raise StartupProblem("python -m tests.kept up | down")
    except StartupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if sys.argv[1:] else ""))
