"""kill -9 of a process of a running suite, and its return."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.machine import free_port
from deploy.mailbox import local_mailbox
from deploy.mongod_node import MongodNode
from deploy.rabbitmq_node import RabbitNode
from shared.clock import system_clock
from tests.faults.processes import SERVICES, Processes
from tests.harness import PRACTICE_START

VICTIMS = (*SERVICES, "rabbitmq", "mongod")


@dataclass(frozen=True)
class Nodes:
    """A broker and a database that nobody else uses, since they are killed."""

    rabbit: RabbitNode
    mongod: MongodNode

    async def strike(self, processes: Processes, victim: str) -> None:
        """Kills the victim and brings it back, without waiting until it is ready."""
        if victim in processes.running:
            processes.kill(victim)
            processes.start(victim)
        else:
            node = self.rabbit if victim == "rabbitmq" else self.mongod
            await asyncio.to_thread(node.kill)
            await asyncio.to_thread(node.start)


@asynccontextmanager
async def own_nodes(folder: Path) -> AsyncIterator[Nodes]:
    nodes = Nodes(RabbitNode(folder / "rabbitmq", free_port()), MongodNode(folder / "mongodb", free_port()))
    both = (nodes.rabbit, nodes.mongod)
    await asyncio.gather(*(asyncio.to_thread(node.start) for node in both))
    try:
        yield nodes
    finally:
        await asyncio.gather(*(asyncio.to_thread(node.stop) for node in both))


@asynccontextmanager
async def own_processes(nodes: Nodes, folder: Path, clock: Path | None = None) -> AsyncIterator[Processes]:
    """A suite that is ready, with a mail server; by the clock in a file, or one that stands in May 2022."""
    port = free_port()
    offset = 0.0 if clock else (datetime.fromisoformat(PRACTICE_START) - system_clock()).total_seconds()
    with local_mailbox(folder / "mail", "127.0.0.1", port):
        processes = Processes(nodes.rabbit.url, nodes.mongod.url, folder, port, offset, clock)
        for service in SERVICES:
            processes.start(service)
        try:
            await processes.ready()
            yield processes
        finally:
            processes.stop()
