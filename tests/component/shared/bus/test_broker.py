"""The bus on a real broker: retry, parking, unroutable events, lost queues, a broker that goes away."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest
from aio_pika import RobustChannel
from aio_pika.exceptions import ChannelNotFoundEntity

from shared.bus import broker
from shared.bus.queues import retry_queue
from shared.clock import system_clock
from shared.contracts.events import Event
from shared.contracts.organisations import Organisation
from shared.errors import DomainError, Kind
from shared.operator import dead_letters
from shared.operator.parked import Parked
from shared.record.database import connect
from shared.record.outbox import Relay
from shared.record.record import Change, Emit, Entry, Nothing
from shared.record.store import Store
from tests.bus_kit import BusKit, eventually, organisation_event


@pytest.fixture
async def kit(amqp_url: str) -> AsyncIterator[BusKit]:
    kit = BusKit(amqp_url)
    async with kit.running():
        yield kit


async def only_parked(kit: BusKit) -> Parked:
    await eventually(lambda: kit.parked(1), "one message is parked")
    async with dead_letters.connected(kit.url) as connection:
        [message] = await dead_letters.peek(connection, kit.queue, 10)
    return message


async def test_an_event_reaches_its_handler(kit: BusKit) -> None:
    event = organisation_event()
    await kit.publish(event)
    await eventually(lambda: kit.is_done(event), "the event is handled")
    await eventually(kit.nothing_waits, "the queues are empty")


@pytest.mark.parametrize(
    "body", [b'{"broken', b"[]", b'{"type": "organisation.changed"}', b"\xff\xfe"], ids=["cut", "list", "part", "bytes"]
)
async def test_a_broken_body_is_parked_at_once(kit: BusKit, body: bytes) -> None:
    await kit.publish_raw(body, message_id="stranger-1")
    message = await only_parked(kit)
    assert (message.body, message.id, message.attempts) == (body, "stranger-1", 1)
    assert "event_broken" in message.error
    assert message.stack


async def test_a_known_event_with_wrong_data_is_parked_at_once(kit: BusKit) -> None:
    event = organisation_event()
    await kit.publish_raw(event.model_copy(update={"data": {"id": 7}}).model_dump_json().encode())
    message = await only_parked(kit)
    assert message.attempts == 1
    assert "name" in message.error


async def test_an_unknown_type_is_skipped_and_counted(kit: BusKit) -> None:
    stranger, known = organisation_event(kind="organisation.dreamt"), organisation_event()
    await kit.publish(stranger, known)
    await eventually(lambda: kit.is_done(known), "the known event is handled")
    await eventually(kit.nothing_waits, "the queues are empty")
    skipped = kit.metrics.consumed.labels(kit.queue, "unknown", "skipped")
    assert skipped._value.get() == 1


async def test_a_failing_handler_is_retried_and_its_neighbours_pass_meanwhile(amqp_url: str) -> None:
    kit = BusKit(amqp_url, retry_seconds=(1, 2))
    async with kit.running():
        slow = organisation_event()
        kit.fail = lambda event, run: ValueError("not yet") if event.id == slow.id and run < 3 else None
        neighbours = [organisation_event(f"tram-{n}") for n in range(20)]
        await kit.publish(slow, *neighbours)
        await eventually(lambda: all_done(kit, neighbours), "the neighbours are handled")
        assert slow.id not in kit.done
        await eventually(lambda: kit.is_done(slow), "the third attempt succeeds")
        assert kit.runs[slow.id] == 3
        assert all(kit.runs[neighbour.id] == 1 for neighbour in neighbours)
        await eventually(kit.nothing_waits, "the queues are empty")


async def test_after_the_last_attempt_it_is_parked_with_error_stack_and_first_seen(kit: BusKit) -> None:
    kit.fail = lambda _event, _run: ValueError("never")
    event = organisation_event()
    await kit.publish(event)
    message = await only_parked(kit)
    assert message.id == event.id
    assert message.attempts == kit.runs[event.id] == 2
    assert message.error == "ValueError: never"
    assert "bus_kit.py" in message.stack
    first, now = datetime.fromisoformat(message.first_seen), system_clock()
    assert 1 <= (now - first).total_seconds() < 60


async def test_what_waits_for_the_database_is_never_parked(kit: BusKit) -> None:
    """Four times longer than the retries last: an outage is no fault of the message."""
    away = DomainError("database_unavailable", Kind.UNAVAILABLE)
    kit.fail = lambda _event, run: away if run <= 4 else ValueError("now it is") if run == 5 else None
    event = organisation_event()
    await kit.publish(event)
    await eventually(lambda: kit.is_done(event), "the event is handled after the outage")
    assert kit.runs[event.id] == 6
    assert await kit.parked(0)


async def test_an_event_that_nobody_takes_is_refused(kit: BusKit) -> None:
    with pytest.raises(DomainError) as refusal:
        await kit.publish(organisation_event(kind="campaign.announced"))
    assert refusal.value.code == "event_unroutable"


async def test_without_a_connection_nothing_is_published(amqp_url: str) -> None:
    with pytest.raises(DomainError) as refusal:
        await BusKit(amqp_url).publish(organisation_event())
    assert refusal.value.code == "broker_unavailable"


async def test_what_nobody_takes_stays_in_the_outbox_and_holds_up_nobody(
    kit: BusKit, mongo_url: str, database_prefix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.record.outbox.BATCH", 2)
    async with organisations(mongo_url, database_prefix) as store:
        relay = Relay("registration", [store], kit.bus.publish, kit.metrics, system_clock)
        for n in range(5):
            await store.create(f"a-{n}", announced(f"a-{n}", "campaign.announced"), cause="test")
        await store.create("z", announced("z", "organisation.changed"), cause="test")
        assert not await relay.drain()
        await eventually(lambda: done_count(kit, 1), "the one that somebody takes is handled")
        assert [ident for ident, _ in await store.outbox.waiting(10)] == [f"a-{n}" for n in range(5)]

        async with kit.channel() as channel:
            queue = await channel.get_queue(kit.queue)
            await queue.bind(kit.exchange, "campaign.#")
        assert await relay.drain()
        assert await store.outbox.waiting(10) == []


async def test_an_unreadable_outbox_entry_holds_up_nobody(kit: BusKit, mongo_url: str, database_prefix: str) -> None:
    async with organisations(mongo_url, database_prefix) as store:
        relay = Relay("registration", [store], kit.bus.publish, kit.metrics, system_clock)
        await store.create("a", announced("a", "organisation.changed"), cause="test")
        await store.collection.update_one({"_id": "a"}, {"$unset": {"outbox.0.subject": 1}})
        await store.create("z", announced("z", "organisation.changed"), cause="test")
        assert not await relay.drain()
        await eventually(lambda: done_count(kit, 1), "the readable one is handled")
        assert [ident for ident, _ in await store.outbox.waiting(10)] == ["a"]


async def test_a_queue_that_is_deleted_comes_back_with_its_consumer(kit: BusKit) -> None:
    assert kit.new_queues == 1
    async with kit.channel() as channel:
        await channel.queue_delete(kit.queue)
    await eventually(lambda: back_again(kit), "the consumer is back and a replay was asked for")
    event = organisation_event()
    await kit.publish(event)
    await eventually(lambda: kit.is_done(event), "the event is handled")


async def test_a_deleted_retry_queue_costs_no_message(kit: BusKit) -> None:
    """A message that fails while it is gone goes round, slowly enough not to be parked, until it is back."""
    kit.fail = lambda _event, _run: ValueError("not yet")
    async with kit.channel() as channel:
        await channel.queue_delete(retry_queue(kit.queue, 1))
    event = organisation_event()
    await kit.publish(event)
    await eventually(lambda: exists(kit, retry_queue(kit.queue, 1)), "the retry queue is back")
    kit.fail = lambda _event, _run: None
    await eventually(lambda: kit.is_done(event), "the event is handled")
    assert await kit.parked(0)


async def test_a_new_queue_is_announced_even_if_the_first_attempts_fail(amqp_url: str) -> None:
    """The announcement is written to the database, which may be away: the queue must not be taken for known then."""
    kit = BusKit(amqp_url)
    kit.refusals = [DomainError("database_unavailable", Kind.UNAVAILABLE)] * 2
    async with kit.running():
        assert kit.new_queues == 1


async def test_a_cancellation_that_the_library_loses_ends_the_bus_all_the_same(
    amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `asyncio.wait_for` before Python 3.12 loses it, when a channel is closed in the moment of the cancellation."""
    kit, close = BusKit(amqp_url), RobustChannel.close
    bus: list[asyncio.Task[None]] = []

    async def losing(channel: RobustChannel, exc: Any = None) -> None:
        await close(channel, exc)
        if asyncio.current_task() in bus:
            bus.pop().cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0)

    monkeypatch.setattr(broker, "WATCH_SECONDS", 0.0)
    monkeypatch.setattr(RobustChannel, "close", losing)
    async with kit.running() as task:
        bus.append(task)
        await asyncio.wait([task], timeout=30)
        assert task.cancelled()


async def test_a_handler_in_flight_is_finished_and_not_run_again(amqp_url: str) -> None:
    kit, gate = BusKit(amqp_url), asyncio.Event()
    event = organisation_event()

    async def hold(_event: Event) -> None:
        await gate.wait()

    kit.hold = hold
    async with kit.running():
        await kit.publish(event)
        await eventually(lambda: runs(kit, event, 1), "the handler runs")
        asyncio.get_running_loop().call_later(0.5, gate.set)
        await kit.stop()
        assert kit.done == [event.id]
        assert await kit.nothing_waits()


async def test_a_handler_that_hangs_does_not_keep_the_link_from_being_renewed(
    amqp_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And its message comes to the new consumer: no connection stays behind with messages that nobody answers."""
    monkeypatch.setattr("shared.bus.broker.GRACE_SECONDS", 1.0)
    kit, gate, event = BusKit(amqp_url), asyncio.Event(), organisation_event()

    async def hold(_event: Event) -> None:
        if kit.runs[event.id] == 1:
            await gate.wait()

    kit.hold = hold
    async with kit.running():
        await kit.publish(event)
        await eventually(lambda: runs(kit, event, 1), "the handler hangs")
        async with kit.channel() as channel:
            await channel.queue_delete(retry_queue(kit.queue, 1))
        await eventually(lambda: runs(kit, event, 2), "the message comes again")
        gate.set()
        await eventually(kit.nothing_waits, "the queues are empty")


@contextlib.asynccontextmanager
async def organisations(url: str, database_prefix: str) -> AsyncIterator[Store[Organisation, Nothing]]:
    """A store in a database of its own."""
    client = connect(url)
    database = client[f"{database_prefix}_registration"]
    store = Store(database, "organisation", Organisation, Nothing, source="registration", clock=system_clock)
    await store.ensure_indexes()
    try:
        yield store
    finally:
        await client.drop_database(database.name)
        client.close()


def announced(ident: str, kind: str) -> Change[Organisation, Nothing]:
    organisation = Organisation(id=ident, name=ident, short_name=ident, kind="station")
    return Change(organisation, Nothing(), Entry("created"), (Emit(kind, (ident,)),))


async def exists(kit: BusKit, queue: str) -> bool:
    try:
        await kit.depth(queue)
    except ChannelNotFoundEntity:
        return False
    return True


async def runs(kit: BusKit, event: Event, count: int) -> bool:
    return kit.runs[event.id] == count


async def all_done(kit: BusKit, events: list[Event]) -> bool:
    return all(event.id in kit.done for event in events)


async def done_count(kit: BusKit, count: int) -> bool:
    return len(kit.done) == count


async def back_again(kit: BusKit) -> bool:
    if kit.new_queues < 2 or not kit.bus.attached:
        return False
    async with kit.channel() as channel:
        queue = await channel.declare_queue(kit.queue, passive=True)
        return queue.declaration_result.consumer_count == 1
