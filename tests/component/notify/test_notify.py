"""Notify on real RabbitMQ, MongoDB and SMTP: told once, mailed once, whatever is redelivered or away."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from services.notify.channels.commands import CONNECTIONS
from shared.contracts.events import Event
from shared.contracts.submissions import Outcome
from shared.identity import Role
from tests.mailbox import Mailbox
from tests.notify_samples import (
    CENTRE,
    START,
    STATION,
    campaign,
    case,
    centre,
    decided,
    delivered,
    delivered_again,
    hours,
    organisation,
    station,
    withdrawn,
)
from tests.notify_world import (
    NOW,
    World,
    event,
    instance,
    neighbourhood,
    organisations,
    running_world,
    settings_values,
    until,
)

STATION_MAIL, CENTRE_MAIL = "tyt.phuong1@example.org", "tchc@example.org"
CLERK = (Role.CLERK, STATION)
REVIEWER = (Role.REVIEWER, CENTRE)
RETURNED = decided(case(), Outcome.RETURN, START + hours(1), reason="Thiếu minh chứng", item_reason="Nêu số liệu")
NEIGHBOURS = [
    *organisations(station(), centre()),
    event("campaign.announced", campaign(obliged=())),
    event("submission.submitted", delivered(RETURNED)),
]


@pytest.fixture
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(settings_values(amqp_url, mongo_url)) as running:
        yield running


async def test_one_mail_a_cause_whatever_is_redelivered(world: World) -> None:
    opened, returned = event("case.opened", case()), event("case.returned", RETURNED, 2)
    await world.tell(*NEIGHBOURS)
    await world.tell(opened, opened, returned, returned, opened, *NEIGHBOURS, returned)
    await world.rested()
    await world.hears("notification.sent", "notification.sent")
    assert sorted(str(mail["To"]) for mail in world.mailbox.messages) == [CENTRE_MAIL, STATION_MAIL]
    assert len(world.heard) == 2
    (mail,) = world.mailbox.to(STATION_MAIL)
    assert mail["Subject"] == "Trả lại để bổ sung: bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Lý do: Thiếu minh chứng" in body.get_content()
    async with world.client("tyt-phuong-1", CLERK) as client:
        (item,) = (await client.get("/api/notify/notifications")).json()["items"]
    assert (item["mail"], item["mail_attempts"], item["mail_error"]) == ("sent", 1, "")
    assert item["read"] is False
    assert item["path"] == f"/dang-ky/{case().submission}"
    assert "trả lại bản đăng ký (Mẫu 1)" in item["text"]


async def test_a_decision_that_overtakes_its_submission_is_told_when_its_items_can_be_named(world: World) -> None:
    await world.publish(event("case.returned", RETURNED, 2))

    async def set_aside() -> bool:
        return "retried" in world.outcomes()

    await until(set_aside, "the case to step aside")
    await world.publish(*NEIGHBOURS)
    await world.mailbox.wait_for(1)
    (mail,) = world.mailbox.to(STATION_MAIL)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Giải pháp nâng cao chất lượng tuyên truyền" in body.get_content()


async def test_a_mail_server_that_is_away_delays_and_loses_nothing(world: World) -> None:
    world.mailbox.stop()
    await world.tell(*NEIGHBOURS, event("case.opened", case()))

    async def was_tried() -> bool:
        metrics = world.app.state.runtime.metrics
        return bool(metrics.registry.get_sample_value("sangkien_mails_total", {"outcome": "unreachable"}))

    await until(was_tried, "the postman to find the server away")
    (kept,) = (await world.kept()).values()
    assert (kept["mail"], kept["mail_attempts"]) == ("pending", 0)
    world.mailbox.start()
    await world.mailbox.wait_for(1)
    await world.rested()
    assert [mail["To"] for mail in world.mailbox.messages] == [CENTRE_MAIL]


async def test_a_refused_address_fails_at_once_and_harms_no_neighbour(world: World) -> None:
    world.mailbox.refusals[STATION_MAIL] = "550 5.1.1 no such mailbox"
    await world.tell(*NEIGHBOURS)
    await world.tell(event("case.opened", case()), event("case.returned", RETURNED, 2))
    await world.rested()
    await world.hears("notification.failed", "notification.sent")
    assert world.mailbox.refused == [STATION_MAIL]
    assert [mail["To"] for mail in world.mailbox.messages] == [CENTRE_MAIL]
    (told,) = [heard for heard in world.heard if heard.type == "notification.failed"]
    assert (told.recipient, told.data["mail_error"]) == (STATION, "550 5.1.1 no such mailbox")


async def test_a_mailbox_that_is_busy_is_tried_again(world: World) -> None:
    world.mailbox.refusals[CENTRE_MAIL] = "451 4.7.1 greylisted"
    await world.tell(*NEIGHBOURS, event("case.opened", case()))

    async def was_refused() -> bool:
        return len(world.mailbox.refused) >= 1

    await until(was_refused, "the first attempt")
    world.mailbox.refusals.clear()
    await world.mailbox.wait_for(1)
    await world.rested()
    (kept,) = (await world.kept()).values()
    assert kept["mail"] == "sent"
    assert kept["mail_attempts"] == len(world.mailbox.refused) + 1


async def test_a_mailbox_that_stays_busy_is_given_up(world: World) -> None:
    world.mailbox.refusals[CENTRE_MAIL] = "452 4.2.2 mailbox full"
    await world.tell(*NEIGHBOURS, event("case.opened", case()))
    await world.hears("notification.failed")
    (kept,) = (await world.kept()).values()
    assert (kept["mail"], kept["mail_attempts"]) == ("failed", 3)
    assert kept["mail_error"] == "452 4.2.2 mailbox full"


async def test_a_replay_tells_and_mails_nothing(world: World) -> None:
    await world.tell(*NEIGHBOURS)
    await world.tell(event("case.returned", RETURNED, 2, replayed=True))
    assert {kept["mail"] for kept in (await world.kept()).values()} == {"none"}
    assert len(await world.kept()) == 2
    assert world.mailbox.connections == 0


async def test_a_replay_that_overtakes_the_event_does_not_swallow_its_mail(world: World) -> None:
    await world.tell(*NEIGHBOURS)
    await world.tell(event("case.returned", RETURNED, 2, replayed=True))
    await world.tell(event("case.returned", RETURNED, 2))
    await world.rested()
    assert [mail["To"] for mail in world.mailbox.messages] == [STATION_MAIL]


async def test_news_of_more_than_a_week_ago_is_not_mailed(world: World) -> None:
    old = campaign(announced_at=NOW - timedelta(days=8))
    await world.tell(*organisations(station(), centre()), event("campaign.announced", old))
    (kept,) = (await world.kept()).values()
    assert kept["mail"] == "none"


async def test_a_mail_waits_for_the_address_to_be_known(world: World) -> None:
    await world.tell(NEIGHBOURS[2], event("case.opened", case()))
    assert not await world.no_mail_is_pending()
    await world.tell(*organisations(station(), centre()))
    await world.mailbox.wait_for(1)
    await world.rested()
    assert [mail["To"] for mail in world.mailbox.messages] == [CENTRE_MAIL]


async def test_an_organisation_without_a_mailbox_is_told_in_the_application_only(world: World) -> None:
    await world.tell(*organisations(station(), centre(None)), NEIGHBOURS[2], event("case.opened", case()))
    await world.rested()
    (kept,) = (await world.kept()).values()
    assert (kept["mail"], kept["mail_error"]) == ("none", "")


async def test_without_a_mail_server_people_are_told_all_the_same(amqp_url: str, mongo_url: str) -> None:
    async with running_world(settings_values(amqp_url, mongo_url, smtp_host=None)) as world:
        await world.tell(*NEIGHBOURS, event("case.opened", case()))
        (kept,) = (await world.kept()).values()
        assert kept["mail"] == "none"
        assert world.mailbox.connections == 0


async def test_a_large_campaign_is_told_to_everybody_once(world: World) -> None:
    units = tuple(f"don-vi-{number}" for number in range(1_200))
    old = NOW - timedelta(days=8)
    announced = campaign(obliged=units, announced_at=old)
    amended = campaign(obliged=(*units[1:], "don-vi-moi"), announced_at=old)
    await world.tell(event("campaign.announced", announced), event("campaign.amended", amended, 2))
    await world.tell(event("campaign.announced", announced), event("campaign.closed", amended, 3))
    assert len(await world.kept()) == 1_201


async def test_any_order_gives_the_same_notifications_and_mails(amqp_url: str, mongo_url: str) -> None:
    opened = case()
    taken_back = withdrawn(opened, START + hours(1))
    again = delivered_again(taken_back, START + hours(2))
    returned = decided(again, Outcome.RETURN, START + hours(3), reason="Bổ sung")
    life = [
        *organisations(station(), centre()),
        event("campaign.announced", campaign()),
        event("case.opened", opened),
        event("case.withdrawn", taken_back, 2),
        event("case.reopened", again, 3),
        event("case.viewed", again, 4),
        event("case.returned", returned, 5),
    ]
    outcomes = [await after(amqp_url, mongo_url, order) for order in (life, shuffled(life, 1), shuffled(life, 2))]
    assert len(outcomes[0][0]) == 5
    assert outcomes[1] == outcomes[0]
    assert outcomes[2] == outcomes[0]


def shuffled(life: list[Event], seed: int) -> list[Event]:
    order = [*life, *life]
    random.Random(seed).shuffle(order)
    return order


async def after(amqp_url: str, mongo_url: str, life: list[Event]) -> tuple[dict[str, dict[str, object]], list[str]]:
    """What is kept (but for the moment of sending) and mailed after these events."""
    async with running_world(settings_values(amqp_url, mongo_url)) as world:
        await world.tell(*life)
        await world.rested()
        kept = {ident: {**public, "mail_sent_at": None} for ident, public in (await world.kept()).items()}
        return kept, sorted(f"{mail['Message-ID']} {mail['To']} {mail['Subject']}" for mail in world.mailbox.messages)


async def test_two_instances_send_each_mail_once(amqp_url: str, mongo_url: str) -> None:
    units = [organisation(f"unit-{n}", f"Đơn vị {n}", submission=f"unit-{n}@x.org") for n in range(60)]
    values = settings_values(amqp_url, mongo_url)
    async with running_world(values) as world, instance(values):
        world.mailbox.gate.clear()
        announced = campaign(obliged=tuple(unit.id for unit in units))
        await world.publish(*organisations(centre(), *units), event("campaign.announced", announced))

        async def both_are_at_work() -> bool:
            return world.mailbox.waiting == 2 * CONNECTIONS

        await until(both_are_at_work, "both instances to hand over mails")
        world.mailbox.gate.set()
        await world.mailbox.wait_for(60)
        await world.rested()
        addresses = [str(mail["To"]) for mail in world.mailbox.messages]
        assert sorted(addresses) == sorted(set(addresses))


async def test_a_mail_sent_again_after_a_crash_is_recognisable(world: World) -> None:
    await world.tell(*NEIGHBOURS, event("case.opened", case()))
    await world.rested()
    before_the_mark = {"public.mail": "pending", "private.next_attempt_at": "2022-05-12T00:00:00.000Z"}
    await world.stores.notifications.collection.update_one({}, {"$set": before_the_mark, "$inc": {"version": 1}})
    first, second = await world.mailbox.wait_for(2)
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_stop_finishes_the_mail_that_is_on_the_wire(amqp_url: str, mongo_url: str) -> None:
    values = settings_values(amqp_url, mongo_url)
    with Mailbox(values["smtp_port"]) as mailbox:
        async with (
            neighbourhood(amqp_url, values["exchange"]) as (exchange, heard),
            instance(values) as (app, metrics),
        ):
            mailbox.gate.clear()
            world = World(app, metrics, mailbox, exchange, heard)
            await world.tell(*NEIGHBOURS, event("case.opened", case()))

            async def on_the_wire() -> bool:
                return mailbox.waiting == 1

            await until(on_the_wire, "the mail to be handed over")
            asyncio.get_running_loop().call_later(0.5, mailbox.gate.set)  # while the service is stopping
        async with instance(values) as (app, _):
            (record,) = await app.state.stores.notifications.find({})
            assert record.public.mail == "sent"
        assert len(mailbox.messages) == 1
