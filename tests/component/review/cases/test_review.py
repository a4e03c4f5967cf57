"""The desks of a review service, through their API and the bus."""

import unicodedata
from collections.abc import AsyncIterator
from typing import Any

import aio_pika
import pytest_asyncio

from shared.contracts.events import ReplayRequest
from shared.identity import Role
from shared.rules.ids import case_id
from tests.review_examples import CENTRE, DISTRICT, LEADER, REVIEWER, STATION_CLERK, Life, item, person
from tests.review_world import World, eventually, organisation_event, running_world

DISTRICT_REVIEWER = person("noi-vu", "Phòng Nội vụ", DISTRICT, (Role.REVIEWER, DISTRICT))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(amqp_url, mongo_url) as running:
        yield running


async def opened(world: World, *items: Any) -> Life:
    """A life whose first version lies before the centre."""
    life = world.life()
    await world.tell(life.event(life.submit(*items)))
    await world.case(REVIEWER, life)
    return life


def verdict(outcome: str, version: int = 1, reason: str = "", **more: Any) -> dict[str, Any]:
    return {"version": version, "outcome": outcome, "reason": reason, **more}


async def test_a_submission_becomes_a_case_and_its_unit_hears_of_it(world: World) -> None:
    life = await opened(world)
    found = await world.case(REVIEWER, life)
    assert (found["case"]["status"], found["version"]) == ("unseen", 1)
    assert found["submitter_name"] == life.submission.organisation, "no name is known yet"
    event = await world.heard("case.opened", life.submission.id)
    assert event.recipient == life.submission.organisation
    (round_,) = found["case"]["rounds"]
    shown = life.submission.versions[0].model_dump(mode="json")
    of_version = ("content", "delivered_by", "shape")
    assert [round_[name] for name in of_version] == [shown[name] for name in of_version]
    told = {name: value for name, value in round_.items() if name not in of_version}
    assert event.data == found["case"] | {"rounds": [told]}
    await world.tell(organisation_event(life.submission.organisation, "Trạm Y tế Phường Một"))

    async def named() -> bool:
        return bool((await world.case(REVIEWER, life))["submitter_name"] == "Trạm Y tế Phường Một")

    await eventually(named, "the unit's name")


async def test_a_case_whose_content_is_not_here_yet_is_listed_and_waits(world: World) -> None:
    """A backup whose cases are younger than its copies: until the submission is told of again."""
    life = await opened(world, item("a"))
    copies = world.database(CENTRE)["copies_submissions"]
    await copies.update_one({"_id": life.submission.id}, {"$set": {"public.versions": []}})
    for path in (world.address(life), world.page(life)):
        answer = await world.get(REVIEWER, path)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "đang được nhận" in answer.text
    rows = (await world.browse(REVIEWER, f"/tham-dinh/{CENTRE}?submitter={life.submission.organisation}")).text
    assert "nội dung đang được nhận" in rows
    assert 'name="chon"' not in rows, "nobody approves what he cannot read"
    rejected = [{"item": "a", "outcome": "reject", "reason": "Trùng"}]
    answer = await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("approve", items=rejected))
    assert (answer.status_code, answer.json()["code"]) == (503, "version_not_here")
    await copies.delete_one({"_id": life.submission.id})
    await world.tell(life.event(life.deliveries[-1]))

    async def here() -> bool:
        return (await world.get(REVIEWER, world.address(life))).status_code == 200

    await eventually(here, "the content again")
    answer = await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("approve", items=rejected))
    assert answer.json()["case"]["status"] == "approved"


async def test_reading_leaves_no_mark_and_viewing_marks_once(world: World) -> None:
    life = await opened(world)
    await world.get(REVIEWER, world.address(life))
    assert (await world.case(REVIEWER, life))["case"]["status"] == "unseen"
    first = await world.post(REVIEWER, f"{world.address(life)}/view")
    again = await world.post(REVIEWER, f"{world.address(life)}/view")
    assert (first.json()["case"]["status"], first.headers["etag"]) == ("viewed", '"2"')
    assert again.json() == first.json()
    assert (await world.heard("case.viewed", life.submission.id)).sequence == 2


async def test_the_queue_is_filtered_searched_and_paged(world: World) -> None:
    life = await opened(world, item(text="Đơn giản hóa thủ tục (bước 1+2)"))
    other = await opened(world)
    await world.tell(organisation_event(life.submission.organisation, "Khoa Khám bệnh"))
    await world.post(REVIEWER, f"{world.address(other)}/assign", {"account": REVIEWER.account, "name": REVIEWER.name})
    await world.post(REVIEWER, f"{world.address(other)}/decide", verdict("approve"))
    here, there = (case_id(CENTRE, found.submission.id) for found in (life, other))

    async def ids(**query: Any) -> list[str]:
        answer = await world.get(REVIEWER, f"/api/review/{CENTRE}/cases", size=100, **query)
        return [row["id"] for row in answer.json()["items"]]

    for q in ("don gian hoa THU TUC", unicodedata.normalize("NFD", "Đơn giản hoá"), "(bước 1+2)"):
        assert await ids(q=q) == [here]

    async def found_by_name() -> bool:
        return await ids(q="khám BENH thu") == [here]

    await eventually(found_by_name, "the case by its unit's name")
    assert await ids(q=".*") == []
    assert here in await ids(status="unseen")
    assert here not in await ids(status=["approved", "viewed"])
    assert await ids(status="approved", submitter=other.submission.organisation, campaign="") == [there]
    assert await ids(mine="true") == [there]
    assert await ids(campaign="khong-co") == []
    page = (await world.get(REVIEWER, f"/api/review/{CENTRE}/cases", size=1, page=2)).json()
    assert (len(page["items"]), page["page"], page["size"]) == (1, 2, 1)
    assert page["total"] >= 2
    wrong = await world.get(REVIEWER, f"/api/review/{CENTRE}/cases", status="khac", size=0)
    assert [error["field"] for error in wrong.json()["errors"]] == ["size", "status.0"]


async def test_a_decision_says_who_what_and_why_once(world: World) -> None:
    life = await opened(world, item("a"), item("b", "Thanh toán điện tử"))
    wanted = verdict("return", reason="Thiếu tiến độ", items=[{"item": "b", "outcome": "reject", "reason": "Trùng"}])
    first = await world.post(REVIEWER, f"{world.address(life)}/decide", wanted, **{"Idempotency-Key": "k1"})
    again = await world.post(REVIEWER, f"{world.address(life)}/decide", wanted, **{"Idempotency-Key": "k1"})
    assert first.status_code == 200
    assert again.json() == first.json()
    decision = first.json()["case"]["rounds"][0]["decision"]
    assert (decision["reason"], decision["decided_by"]["account"]) == ("Thiếu tiến độ", "tchc")
    event = await world.heard("case.returned", life.submission.id)
    assert event.data["rounds"][0]["decision"]["items"] == [{"item": "b", "outcome": "reject", "reason": "Trùng"}]
    history = (await world.get(REVIEWER, f"{world.address(life)}/history")).json()["items"]
    assert [entry["action"] for entry in history] == ["opened", "returned"]
    assert history[-1]["reason"] == "Thiếu tiến độ\nThanh toán điện tử: Trùng"
    assert history[-1]["previous"] == history[0]["hash"]
    second = await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("approve"))
    assert (second.status_code, second.json()["code"]) == (409, "case_already_decided")
    assert "Phòng Tổ chức - Hành chính" in second.json()["title"]


async def test_a_new_version_after_a_return_reopens_and_a_stale_decision_is_explained(world: World) -> None:
    life = await opened(world)
    await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("return", reason="Bổ sung kết quả"))
    await world.settle(REVIEWER, life)
    await world.tell(life.event(life.submit()))
    await world.case(REVIEWER, life, rounds=2, status="unseen")
    assert (await world.heard("case.reopened", life.submission.id)).sequence == 3
    stale = await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("approve", version=1))
    assert (stale.status_code, stale.json()["code"]) == (409, "decision_stale")
    assert "đã gửi lần thứ 2" in stale.json()["title"]
    fresh = await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("approve", version=2))
    assert fresh.json()["case"]["status"] == "approved"
    assert fresh.json()["case"]["rounds"][0]["decision"]["reason"] == "Bổ sung kết quả"


async def test_hearing_how_its_events_were_taken_makes_the_desk_say_nothing_more(world: World) -> None:
    life, before = await opened(world), world.handled("submission.settled")
    for step in ("view", "decide"):
        await world.post(REVIEWER, f"{world.address(life)}/{step}", verdict("approve"))
        await world.settle(REVIEWER, life)

    async def taken() -> bool:
        return world.handled("submission.settled") == before + 2

    await eventually(taken, "the last settled event")
    assert (await world.case(REVIEWER, life))["version"] == 3
    await world.heard("case.approved", life.submission.id)
    said = [event.type for event in world.said if life.submission.id in event.subject]
    assert said == ["case.opened", "case.viewed", "case.approved"]


async def test_a_withdrawal_closes_the_case(world: World) -> None:
    life = await opened(world)
    await world.tell(life.event(life.withdraw("Gửi nhầm")))
    found = await world.case(REVIEWER, life, status="withdrawn")
    assert found["case"]["withdrawn_reason"] == "Gửi nhầm"
    refused = await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("approve"))
    assert (refused.status_code, refused.json()["code"]) == (409, "case_withdrawn")


async def test_who_may_read_and_who_may_decide(world: World) -> None:
    life = await opened(world)
    clerk_too = person(
        "kiem-nhiem", "Văn thư kiêm nhiệm", CENTRE, (Role.REVIEWER, CENTRE), (Role.CLERK, life.submission.organisation)
    )
    refused = await world.post(clerk_too, f"{world.address(life)}/decide", verdict("approve"))
    assert (refused.status_code, refused.json()["code"]) == (403, "own_submission")
    assert "đơn vị bạn" in refused.json()["title"]
    assert (await world.get(LEADER, world.address(life))).status_code == 200
    assert (await world.post(LEADER, f"{world.address(life)}/view")).status_code == 403
    for stranger in (STATION_CLERK, DISTRICT_REVIEWER):
        assert (await world.get(stranger, world.address(life))).status_code == 403
        assert (await world.get(stranger, f"/api/review/{CENTRE}/cases")).status_code == 403
    assert (await world.client.get(world.address(life))).status_code == 401
    unknown = await world.get(REVIEWER, f"/api/review/{CENTRE}/cases/khong-co")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "case_not_found")
    elsewhere = await world.get(REVIEWER, "/api/review/so-y-te/cases")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "desk_not_found")


async def test_wrong_input_names_every_field_and_changes_nothing(world: World) -> None:
    life = await opened(world, item("a"))
    decide = f"{world.address(life)}/decide"
    missing = await world.post(
        REVIEWER,
        decide,
        verdict("return", items=[{"item": "a", "outcome": "reject"}, {"item": "z", "outcome": "approve"}]),
    )
    assert missing.status_code == 422
    assert [error["field"] for error in missing.json()["errors"]] == ["reason", "items.0.reason", "items.1.item"]
    operator = await world.post(REVIEWER, decide, verdict("approve") | {"$set": {"status": "approved"}})
    assert (operator.status_code, operator.json()["errors"][0]["field"]) == (422, "$set")
    old = await world.post(
        REVIEWER, f"{world.address(life)}/assign", {"account": "x", "name": "X"}, **{"If-Match": '"7"'}
    )
    assert (old.status_code, old.json()["code"]) == (412, "record_changed")
    assert (await world.case(REVIEWER, life))["version"] == 1


async def test_desks_of_one_instance_have_their_own_database_and_queue(world: World) -> None:
    here, there = world.life(CENTRE), world.life(DISTRICT)
    await world.tell(here.event(here.submit()), there.event(there.submit()))
    await world.case(REVIEWER, here)
    await world.case(DISTRICT_REVIEWER, there)
    for life, other in ((here, DISTRICT), (there, CENTRE)):
        cases = world.database(other)["cases"]
        assert await cases.count_documents({"public.submission": life.submission.id}) == 0
    assert (await world.heard("case.opened", there.submission.id)).source == f"review.{DISTRICT}"


async def test_a_poison_message_is_parked_and_its_neighbours_pass(world: World, amqp_url: str) -> None:
    before, after = world.life(), world.life()
    wrong = before.event(before.submit())
    await world.tell(wrong)
    await world.send(b"{broken", f"submission.submitted.{CENTRE}")
    unfit = wrong.model_copy(update={"id": "unfit", "data": {"id": "x"}})
    await world.tell(unfit, after.event(after.submit()))
    await world.case(REVIEWER, before)
    await world.case(REVIEWER, after)
    errors: list[str] = []
    async with await aio_pika.connect(amqp_url) as connection:
        channel = await connection.channel()
        parked = await channel.get_queue(f"{world.settings.queue_prefix}review.{CENTRE}.dead")

        async def two() -> bool:
            message = await parked.get(fail=False)
            if message is not None:
                await message.ack()
                errors.append(str(message.headers["x-error"]))
            return len(errors) == 2

        await eventually(two, "two parked messages")
    assert all("event_broken" in error for error in errors)


async def test_others_may_ask_for_the_cases_again(world: World) -> None:
    life = await opened(world)
    await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("reject", reason="Không thuộc lĩnh vực"))
    first = await world.heard("case.rejected", life.submission.id)
    asked = life.event(life.deliveries[0]).model_copy(
        update={
            "id": "ask-1",
            "type": "replay.requested",
            "subject": "replay/reporting",
            "recipient": "reporting",
            "data": ReplayRequest(requester="reporting", kinds=("case",)).model_dump(mode="json"),
        }
    )
    await world.tell(asked)

    async def again() -> bool:
        return any(e.replayed and e.type == "case.rejected" and e.subject == first.subject for e in world.said)

    await eventually(again, "the case's present state again")


async def test_a_dropped_database_is_refilled_with_its_own_decisions(amqp_url: str, mongo_url: str) -> None:
    async with running_world(amqp_url, mongo_url) as world:
        life, waiting = await opened(world), await opened(world)
        await world.post(REVIEWER, f"{world.address(life)}/view")
        await world.post(REVIEWER, f"{world.address(life)}/decide", verdict("return", reason="Thiếu tiến độ"))
        await world.post(REVIEWER, f"{world.address(waiting)}/view")
        lost = await world.case(REVIEWER, life)
        for known in (life, waiting):
            await world.settle(REVIEWER, known)
        # Published is not yet heard: an old event that comes after the list is emptied would pass for a new one.
        await world.heard("case.returned", life.submission.id)
        await world.heard("case.viewed", waiting.submission.id)
        world.said.clear()
        await world.mongo.drop_database(f"{world.settings.database_prefix}_review_{CENTRE}")
        request = await world.heard("replay.requested", f"review.{CENTRE}")
        assert request.data["organisation"] == CENTRE
        assert set(request.data["kinds"]) == {"organisation", "campaign", "submission"}
        replayed = [
            known.event(known.deliveries[-1]).model_copy(update={"id": f"again-{known.submission.id}"})
            for known in (life, waiting)
        ]
        await world.tell(*replayed)
        found = await world.case(REVIEWER, life, status="returned")
        assert found["case"]["rounds"][0]["decision"] == lost["case"]["rounds"][0]["decision"]
        assert found["version"] > lost["version"]
        assert (await world.heard("case.returned", life.submission.id)).sequence == found["version"]
        reopened = await world.case(REVIEWER, waiting, status="unseen")
        assert reopened["version"] == 3
        second = life.submit()
        await world.tell(life.event(second))
        await world.case(REVIEWER, life, status="unseen", rounds=2)
