"""A suite comes up with the data of an earlier one, whose cases and events carried the delivered text with them."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from shared.contracts.cases import Case
from shared.identity import Actor, Grant, Role
from tests.component.suite.upgraded import Json, Upgraded, earlier, upgraded_suite
from tests.review_world import eventually

DATA = earlier("before-lean-events")
CENTRE, DEPARTMENT = "trung-tam", "so"
NOW = "2022-05-12T14:00:00+07:00"  # the afternoon of the day on which the data was made


def person(account: str, name: str, role: Role, organisation: str) -> Actor:
    return Actor(
        account=account, name=name, organisation=organisation, grants=(Grant(role=role, organisation=organisation),)
    )


REVIEWER = person("td-trung-tam", "Thẩm định Trung tâm", Role.REVIEWER, CENTRE)
ADMINISTRATOR = person("quan-tri", "Quản trị", Role.ADMINISTRATOR, "all")


def case(form: str, unit: str) -> str:
    return f"{CENTRE}.ke-hoach-{CENTRE}.{form}.{unit}"


def lost(before: Any, now: Any, place: str = "") -> Iterator[str]:
    """Where an answer no longer says what it said: more may be said by now, and an empty part of another kind of form
    than what was delivered or typed is left out (`shared.contracts.content`)."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name, value in before.items():
            if name in now:
                yield from lost(value, now[name], f"{place}.{name}")
            elif value or not place.endswith((".content", ".draft")):
                yield f"{place}.{name}: {value}"
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for number, (old, new) in enumerate(zip(before, now, strict=True)):
            yield from lost(old, new, f"{place}.{number}")
    elif before != now:
        yield f"{place}: {before} -> {now}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def upgraded(amqp_url: str, mongo_url: str) -> AsyncIterator[Upgraded]:
    async with upgraded_suite(DATA, amqp_url, mongo_url, (DEPARTMENT, CENTRE), NOW) as suite:
        yield suite


def test_the_data_is_of_the_earlier_form() -> None:
    """What these tests are about: no reader may refuse it, and what is still to be said has that form, too."""
    cases = DATA["databases"]["review_trung-tam"]["cases"]
    assert all("content" in round_ for one in cases for round_ in one["public"]["rounds"])
    assert all("content" in round_ for one in cases for event in one["outbox"] for round_ in event["data"]["rounds"])
    assert sum(len(one["outbox"]) for one in cases) == 1
    assert "content" not in Case.read(cases[0]["public"]).model_dump()["rounds"][0]


async def test_what_was_still_to_be_said_is_heard(upgraded: Upgraded) -> None:
    async def assigned() -> bool:
        copy = await upgraded.stored("registration", "copies_cases").find_one({"_id": case("registration", "khoa-2")})
        return bool(copy["public"]["assigned_to"])

    await eventually(assigned, "the event that waited in an outbox")
    assert await upgraded.faults() == []


@pytest.mark.parametrize("asked", DATA["answers"], ids=[one["path"] for one in DATA["answers"]])
async def test_every_answer_is_as_before(upgraded: Upgraded, asked: Json) -> None:
    """Of all services, also when everybody was told everything again."""
    await upgraded.told()
    answer = await upgraded.call(Actor.model_validate(asked["actor"]), "GET", asked["path"])
    changed = [*lost(asked["answer"], answer.json())]
    assert [one for one in changed if ".links.without_figures: " not in one] == []


async def test_an_address_of_before_leads_where_todays_does(upgraded: Upgraded) -> None:
    """Of results without figures: it has another name in today's answers."""
    summary = next(one for one in DATA["answers"] if f"{CENTRE}/summary" in one["path"] and "completion" in one["path"])
    actor = Actor.model_validate(summary["actor"])
    now = (await upgraded.call(actor, "GET", summary["path"])).json()["fields"][0]["links"]["without_figures"]
    before = summary["answer"]["fields"][0]["links"]["without_figures"]
    answers = [await upgraded.call(actor, "GET", path) for path in (before, now)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["items"] == answers[1].json()["items"]


async def test_a_case_shows_its_content_and_what_changed(upgraded: Upgraded) -> None:
    page = (await upgraded.call(REVIEWER, "GET", f"/tham-dinh/{CENTRE}/{case('registration', 'khoa-1')}")).text
    assert "phần mềm mở" in page
    assert "ứng dụng AppSheet" in page, "of the version before"
    assert "<ins" in page
    assert "<del" in page
    assert "Nội dung đơn vị đã rút" in page
    assert "Thu viện phí không dùng tiền mặt tại mọi phòng khám" in page
    queue = (await upgraded.call(REVIEWER, "GET", f"/tham-dinh/{CENTRE}?q=can%20cuoc")).text
    assert "1 nội dung" in queue


async def test_a_clock_that_moves_leaves_an_earlier_record_as_it_was(upgraded: Upgraded) -> None:
    """A private change of a record whose history knows the earlier form of its state."""
    cases, ident = upgraded.stored("review_trung-tam", "cases"), case("registration", "khoa-1")
    before = await cases.find_one({"_id": ident})
    body = {"organisation": CENTRE, "form": "registration", "due": "25/5/2022", "reason": "Thiên tai"}
    answer = await upgraded.call(
        ADMINISTRATOR, "POST", f"/api/registration/campaigns/ke-hoach-{DEPARTMENT}/extensions", body
    )
    assert answer.status_code == 200, answer.text

    async def moved() -> bool:
        return bool((await cases.find_one({"_id": ident}))["private"]["due_at"] > before["private"]["due_at"])

    await eventually(moved, "the case's new limit")
    assert (await cases.find_one({"_id": ident}))["public"] == before["public"]
    assert await upgraded.faults() == []


async def test_an_open_case_is_decided_on_and_becomes_lean(upgraded: Upgraded) -> None:
    path = f"/api/review/{CENTRE}/cases/{case('completion', 'khoa-3')}"
    items = [{"item": "kho-thuoc", "outcome": "reject", "reason": "Chưa có dự toán"}]
    body = {"version": 1, "outcome": "approve", "items": items}
    decided = await upgraded.call(REVIEWER, "POST", f"{path}/decide", body)
    assert decided.status_code == 200, decided.text
    assert decided.json()["case"]["rounds"][0]["content"]["results"][0]["result"] == "Mỗi ngày 120 lượt hẹn"
    kept = await upgraded.stored("review_trung-tam", "cases").find_one({"_id": case("completion", "khoa-3")})
    assert "content" not in kept["public"]["rounds"][0]
    assert kept["history"][-1]["reason"] == "Quản lý kho thuốc theo mã vạch: Chưa có dự toán"
    clerk = person("vt-khoa-3", "Văn thư Khoa 3", Role.CLERK, "khoa-3")

    async def approved() -> bool:
        ident = f"ke-hoach-{CENTRE}.completion.khoa-3"
        seen = (await upgraded.call(clerk, "GET", f"/api/registration/submissions/{ident}")).json()
        return bool(seen["submission"]["recipients"][0]["status"] == "approved")

    async def named() -> bool:
        told = (await upgraded.call(clerk, "GET", "/api/notify/notifications?size=100")).json()["items"]
        return any(one["facts"].get("item.1.content") == "Quản lý kho thuốc theo mã vạch" for one in told)

    await eventually(approved, "the decision with its unit")
    await eventually(named, "the item's name in the notification")
    await upgraded.told()
    assert await upgraded.faults() == []
