"""Parked messages and the operator's commands on them, on a real broker."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import aio_pika
import pytest

from shared.bus.queues import dead_queue
from shared.contracts.events import Event
from shared.errors import DomainError
from shared.operator import dead_letters
from shared.operator.parked import Parked
from tests.bus_kit import BusKit, eventually, organisation_event


@dataclass(frozen=True)
class Printed:
    """What a command left."""

    code: int
    out: str
    err: str


@pytest.fixture
async def kit(amqp_url: str) -> AsyncIterator[BusKit]:
    kit = BusKit(amqp_url)
    async with kit.running():
        yield kit


@pytest.fixture
async def parked(kit: BusKit) -> list[Event]:
    """Three events whose handler fails."""
    kit.fail = lambda _event, _run: ValueError("the handler cannot do it")
    events = [organisation_event(f"tram-{n}") for n in range(3)]
    await kit.publish(*events)
    await eventually(lambda: kit.parked(3), "all three are parked")
    return events


async def command(kit: BusKit, *arguments: str) -> Printed:
    """``sangkien`` as an operator types it."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", "from deploy.cli import app; app(prog_name='sangkien')"),
        *arguments,
        env={"SANGKIEN_AMQP_URL": kit.url, "SANGKIEN_EXCHANGE": kit.exchange, "PYTHONPATH": ":".join(sys.path)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return Printed(process.returncode, out.decode(), err.decode())


async def peek(kit: BusKit, limit: int = 10) -> list[Parked]:
    async with dead_letters.connected(kit.url) as connection:
        return await dead_letters.peek(connection, kit.queue, limit)


def ids(messages: Sequence[Parked | Event]) -> set[str]:
    return {message.id for message in messages}


async def test_looking_takes_nothing(kit: BusKit, parked: list[Event]) -> None:
    for _ in range(25):  # more often than RabbitMQ 4 hands a message back without a limit of our own
        assert ids(await peek(kit)) == ids(parked)
    assert len(await peek(kit, 2)) == 2
    assert await kit.parked(3)


async def test_a_look_that_is_killed_loses_nothing(kit: BusKit, parked: list[Event]) -> None:
    connection = await aio_pika.connect(kit.url)
    queue = await (await connection.channel()).get_queue(dead_queue(kit.queue))
    for _ in parked:
        await queue.get()
    assert await peek(kit) == []
    await connection.close()
    await eventually(lambda: kit.parked(3), "all are back")
    assert ids(await peek(kit)) == ids(parked)


async def test_a_replayed_message_gets_fresh_attempts(kit: BusKit, parked: list[Event]) -> None:
    """And when it fails again it is parked again, with the time of its very first failure."""
    async with dead_letters.connected(kit.url) as connection:
        before = await dead_letters.find(connection, kit.queue, parked[0].id)
        await dead_letters.replay(connection, kit.queue, parked[0].id)
        await eventually(lambda: ran(kit, parked[0], 4), "it is tried twice more")
        await eventually(lambda: kit.parked(3), "it is parked again")
        again = await dead_letters.find(connection, kit.queue, parked[0].id)
    assert (again.attempts, again.replays) == (2, 1)
    assert again.first_seen == before.first_seen
    assert again.headers["x-routing-key"] == before.headers["x-routing-key"] == parked[0].routing_key


async def test_replaying_all_that_fails_again_comes_to_an_end(kit: BusKit) -> None:
    """A broken body is parked again at once, while the replay is still going through the parking."""
    for n in range(5):
        await kit.publish_raw(b"broken", message_id=f"stranger-{n}")
    await eventually(lambda: kit.parked(5), "all are parked")
    async with dead_letters.connected(kit.url) as connection:
        assert len(await dead_letters.replay(connection, kit.queue, None)) == 5
        await eventually(lambda: kit.parked(5), "all are parked again")
        assert {message.replays for message in await dead_letters.peek(connection, kit.queue, 10)} == {1}


async def test_a_message_stays_parked_when_its_work_queue_is_gone(amqp_url: str) -> None:
    async with dead_letters.connected(amqp_url) as connection, connection.channel() as channel:
        queue = organisation_event().id
        await channel.declare_queue(dead_queue(queue), arguments={"x-expires": 60_000})
        await channel.default_exchange.publish(aio_pika.Message(b"{}", message_id="m"), dead_queue(queue))
        with pytest.raises(DomainError) as refusal:
            await dead_letters.replay(connection, queue, "m")
        assert refusal.value.code == "event_unroutable"
        assert await dead_letters.count(connection, queue) == 1


async def test_what_the_broker_parked_by_itself_says_so(kit: BusKit) -> None:
    """A message whose handler's process dies each time comes back to the queue until the broker has enough of it."""
    event = organisation_event()
    await kit.stop()
    async with kit.channel() as channel:
        queue = await channel.get_queue(kit.queue)
        await (await channel.get_exchange(kit.exchange)).publish(
            aio_pika.Message(event.model_dump_json().encode(), message_id=event.id), event.routing_key
        )
        while message := await queue.get(fail=False):
            await message.reject(requeue=True)
    await eventually(lambda: kit.parked(1), "the broker parked it")
    [message_parked] = await peek(kit)
    assert "its handler died" in message_parked.error
    assert message_parked.event == f"organisation.changed {event.subject}"


async def test_list_shows_every_queue_and_message(kit: BusKit, parked: list[Event]) -> None:
    printed = await command(kit, "dead", "list", "--queue", kit.queue, "--queue", "not-there", "--limit", "2")
    assert printed.code == 0, printed.err
    assert f"{kit.queue}  3" in printed.out
    assert "no such queue" in printed.out
    assert len([line for line in printed.out.splitlines() if "ValueError: the handler cannot do it" in line]) == 2
    assert "... and 1 more" in printed.out
    assert sum(event.id in printed.out for event in parked) == 2


async def test_show_prints_error_stack_and_body(kit: BusKit, parked: list[Event]) -> None:
    printed = await command(kit, "dead", "show", kit.queue, parked[1].id)
    assert printed.code == 0, printed.err
    for text in ("ValueError: the handler cannot do it", "Traceback", "organisation/tram-1", "Trạm Y tế Phường 1"):
        assert text in printed.out
    assert await kit.parked(3)


async def test_replaying_twice_has_one_effect(kit: BusKit, parked: list[Event]) -> None:
    kit.fail = lambda _event, _run: None
    first = await command(kit, "dead", "replay", kit.queue, parked[0].id)
    assert first.code == 0, first.err
    assert parked[0].id in first.out
    second = await command(kit, "dead", "replay", kit.queue, parked[0].id)
    assert second.code == 2
    assert "No message" in second.err
    everything = await command(kit, "dead", "replay", kit.queue, "--all")
    assert "2 messages are back" in everything.out
    await eventually(lambda: finished(kit, 3), "all are handled")
    await eventually(kit.nothing_waits, "the queues are empty")
    assert sorted(kit.done) == sorted(ids(parked))


async def test_drop_wants_a_reason_and_says_what_went(kit: BusKit, parked: list[Event]) -> None:
    refused = await command(kit, "dead", "drop", kit.queue, parked[0].id, "--reason", "not confirmed")
    assert refused.code == 2
    assert await kit.parked(3)

    dropped = await command(kit, "dead", "drop", f"{kit.queue}.dead", parked[0].id, "--yes", "--reason", "a duplicate")
    assert dropped.code == 0, dropped.err
    assert f"dropped {parked[0].id}" in dropped.out
    assert "Trạm Y tế Phường 1" in dropped.out
    logged = json.loads(dropped.err)
    assert (logged["reason"], logged["id"]) == ("a duplicate", parked[0].id)
    assert ids(await peek(kit)) == ids(parked[1:])


async def test_replay_asks_all_owners_for_their_records(kit: BusKit) -> None:
    unheard = await command(kit, "replay")
    assert unheard.code == 2
    assert "start the services" in unheard.err

    async with kit.channel() as channel:
        queue = await channel.declare_queue(exclusive=True)
        await queue.bind(kit.exchange, "replay.requested.#")
        printed = await command(kit, "replay", "--kind", "case", "--organisation", "ttyt-tan-binh")
        assert printed.code == 0, printed.err
        message = await queue.get()
        await message.ack()
    event = Event.model_validate_json(message.body)
    assert event.content().model_dump(mode="json") == {
        "requester": "cli",
        "kinds": ["case"],
        "organisation": "ttyt-tan-binh",
    }
    assert event.routing_key == message.routing_key == "replay.requested.ttyt-tan-binh"


async def ran(kit: BusKit, event: Event, times: int) -> bool:
    return kit.runs[event.id] == times


async def finished(kit: BusKit, count: int) -> bool:
    return len(kit.done) >= count
