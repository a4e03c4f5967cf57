"""The bus when its broker is restarted or killed: a node of this module's own."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import pytest_asyncio

from deploy.machine import free_port
from deploy.rabbitmq_node import RabbitNode
from shared.contracts.events import Event
from shared.errors import DomainError
from tests.bus_kit import BusKit, eventually, organisation_event

CONSUMERS_BACK_SECONDS = 20


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own_rabbit(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RabbitNode]:
    node = RabbitNode(tmp_path_factory.mktemp("rabbitmq"), free_port())
    await asyncio.to_thread(node.start)
    yield node
    await asyncio.to_thread(node.kill)


@pytest.mark.parametrize("end", [RabbitNode.stop, RabbitNode.kill], ids=["stopped", "killed"])
async def test_consumers_are_back_after_the_broker_was_away(
    own_rabbit: RabbitNode, end: Callable[[RabbitNode], None]
) -> None:
    kit = BusKit(own_rabbit.url)
    async with kit.running():
        # A second round: RabbitMQ 3.10 forgets a queue for good that was declared half a second before a kill -9.
        early, before = organisation_event(), organisation_event()
        kit.fail = lambda event, run: ValueError("not yet") if event.id in {early.id, before.id} and run == 1 else None
        await kit.publish(early)
        await eventually(lambda: kit.is_done(early), "an event is retried and handled")
        await kit.publish(before)
        await eventually(lambda: ran(kit, before), "the first attempt failed")

        await asyncio.to_thread(end, own_rabbit)
        await eventually(lambda: detached(kit), "the loss is noticed")
        with pytest.raises(DomainError) as refusal:
            await kit.publish(organisation_event())
        assert refusal.value.code == "broker_unavailable"

        await asyncio.to_thread(own_rabbit.start)
        await eventually(kit.attached, "the bus is attached", seconds=CONSUMERS_BACK_SECONDS)
        after = organisation_event()
        await kit.publish(after)
        await eventually(lambda: kit.is_done(before), "the event from before is handled")
        await eventually(lambda: kit.is_done(after), "the event from after is handled")
        assert kit.new_queues == 1
        await eventually(kit.nothing_waits, "the queues are empty")
        assert len(await connections(own_rabbit)) == 1


async def ran(kit: BusKit, event: Event) -> bool:
    return kit.runs[event.id] > 0


async def detached(kit: BusKit) -> bool:
    return not kit.bus.attached


async def connections(node: RabbitNode) -> list[str]:
    """Those that the broker knows of: a bus that left some behind would be seen here."""
    heading, *found = (await asyncio.to_thread(node.control, "list_connections", "pid")).split()
    assert heading == "pid"
    return found
