"""Consolidation through the API, on real MongoDB and RabbitMQ: one set of lines, two authorities."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest

from shared.contracts.submissions import ItemDecision, Outcome
from shared.identity import Role
from tests.component.registration.consolidation.world import CLERK, Consolidating, item, line_ids, target
from tests.component.registration.submissions.test_submissions import decision
from tests.component.registration.world import World, eventually, running, settings
from tests.unit.registration.examples import CENTRE, person

STEERING, ORGANISATION, FINANCE = "steering", "organisation", "public-finance"


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


@pytest.fixture
async def desk(world: World) -> Consolidating:
    """Two units' approved items, and a consolidation begun."""
    found = Consolidating(world)
    await found.announce()
    await found.approve("khoa-4", item("a", STEERING), item("b", ORGANISATION))
    await found.approve("khoa-5", item("c", STEERING), item("d", FINANCE))
    await found.begin()
    return found


def code(answer: httpx2.Response) -> str:
    return str(answer.json()["code"])


async def test_from_the_offers_to_both_authorities(desk: Consolidating) -> None:
    begun = await desk.seen()
    assert [offer["source"]["item"] for offer in begun["offers"]] == [desk.id(name) for name in "abcd"]

    seen = await desk.done("take", {"items": []})
    assert line_ids(seen) == [desk.id(name) for name in "abcd"]
    assert seen["offers"] == []
    assert target(seen, desk.department)["ready"] is True
    district = target(seen, desk.district)
    assert (district["ready"], district["unsettled"]) == (False, [desk.id("a"), desk.id("c")])

    seen = await desk.done("merge", {"lines": [desk.id("a"), desk.id("c")]})
    assert [source["organisation"] for source in seen["consolidation"]["lines"][0]["sources"]] == ["khoa-4", "khoa-5"]

    refused = await desk.done("send", {"campaigns": [desk.district, desk.department]})
    assert [one["campaign"] for one in refused["sent"]] == [desk.department]
    assert refused["refused"][0]["problem"]["code"] == "consolidation_incomplete"
    assert refused["refused"][0]["problem"]["errors"][0]["field"] == f"lines.{desk.id('a')}.field"

    settled = await desk.settle({"line": desk.id("a"), "field": "e-government", "reason": ""})
    assert target(settled.json(), desk.district)["ready"] is True
    sent = await desk.done("send", {"campaigns": [desk.district]})
    assert sent == {
        "sent": [{"campaign": desk.district, "submission": desk.carrier(desk.district), "version": 1}],
        "refused": [],
    }
    at_district, at_department = await desk.sent(desk.district), await desk.sent(desk.department)
    assert [(row["id"], row["field"]) for row in at_district["items"]] == [
        (desk.id("b"), ORGANISATION),
        (desk.id("d"), FINANCE),
        (desk.id("a"), "e-government"),
    ]
    assert [(row["id"], row["field"]) for row in at_department["items"]] == [
        (desk.id("a"), STEERING),
        (desk.id("b"), ORGANISATION),
        (desk.id("d"), FINANCE),
    ]
    assert at_district["nil_fields"] == ["institutions", "procedures", "civil-service"]
    assert await desk.world.heard(desk.carrier(desk.district), "submission.submitted")
    state = target(await desk.seen(), desk.district)
    assert (state["unsent"], state["state"]) == (False, [{"organisation": "ubnd-tan-binh", "status": "sent"}])


async def test_a_command_repeated_with_its_key_sends_once(desk: Consolidating) -> None:
    await desk.done("take", {})
    once = {"Idempotency-Key": "press-1", "If-Match": f'"{(await desk.seen())["version"]}"'}
    for _ in range(2):
        answer = await desk.post("send", {"campaigns": [desk.department]}, **once)
        assert answer.json()["sent"][0]["version"] == 1
    await desk.done("merge", {"lines": [desk.id("a"), desk.id("c")]})
    for headers in (once, {"Idempotency-Key": "press-1"}):
        again = await desk.post("send", {"campaigns": [desk.department]}, **headers)
        assert again.json()["sent"][0]["version"] == 1
    unchanged = await desk.done("send", {"campaigns": [desk.department]})
    assert unchanged["sent"][0]["version"] == 2
    nothing = await desk.done("send", {"campaigns": [desk.department]})
    assert nothing["refused"][0]["problem"]["code"] == "submission_unchanged"


async def test_edits_are_guarded_by_the_version_that_was_read(desk: Consolidating) -> None:
    read = (await desk.seen())["version"]
    match = {"If-Match": f'"{read}"'}
    assert (await desk.post("take", {}, **match)).status_code == 200
    stale = await desk.post("merge", {"lines": [desk.id("a"), desk.id("c")]}, **match)
    assert (stale.status_code, code(stale)) == (412, "record_changed")
    unread = await desk.post("send", {"campaigns": [desk.department]}, **match)
    assert (unread.status_code, code(unread)) == (412, "record_changed")


async def test_left_out_items_go_along_with_their_reason_and_come_back(desk: Consolidating) -> None:
    place = {"submission": desk.registration("khoa-4"), "item": desk.id("b")}
    await desk.done("leave-out", {"items": [place], "reason": "Trùng với nội dung của Trung tâm"})
    await desk.done("take", {})
    await desk.done("leave-out", {"lines": [desk.id("d")], "reason": "Chưa chín"})
    seen = await desk.done(
        "leave-out", {"lines": [desk.id("a"), desk.id("c")], "reason": "Không có lĩnh vực", "campaign": desk.district}
    )
    assert target(seen, desk.district)["ready"] is True
    await desk.done("send", {"campaigns": [desk.district, desk.department]})
    left = [(one["source"]["item"], one["reason"]) for one in (await desk.sent(desk.district))["left_out"]]
    assert left == [
        (desk.id("b"), "Trùng với nội dung của Trung tâm"),
        (desk.id("a"), "Không có lĩnh vực"),
        (desk.id("c"), "Không có lĩnh vực"),
        (desk.id("d"), "Chưa chín"),
    ]
    assert [row["id"] for row in (await desk.sent(desk.department))["items"]] == [desk.id("a"), desk.id("c")]
    seen = await desk.done("restore", {"items": [place], "lines": [desk.id("d")]})
    assert [offer["source"]["item"] for offer in seen["offers"]] == [desk.id("b")]
    seen = await desk.done("restore", {"lines": [desk.id("a")], "campaign": desk.district})
    assert target(seen, desk.district)["unsettled"] == [desk.id("a")]


async def test_lines_are_added_worded_and_split(desk: Consolidating) -> None:
    await desk.done("take", {})
    await desk.done("merge", {"lines": [desk.id("a"), desk.id("c")]})
    text = {"field": STEERING, "content": "Gộp hai khoa", "expected": "Năm 2022", "parts": ["Một"], "note": ""}
    worded = await desk.world.put(CLERK, f"{desk.base}/lines/{desk.id('a')}", text)
    assert worded.json()["consolidation"]["lines"][0]["content"] == "Gộp hai khoa"
    unknown = await desk.world.put(CLERK, f"{desk.base}/lines/khong-co", text)
    assert (unknown.status_code, code(unknown)) == (409, "line_unknown")
    for _ in range(2):
        own = await desk.post("lines", text | {"content": "Của Trung tâm"}, **{"Idempotency-Key": "own-1"})
        assert own.status_code == 201
    assert [line["content"] for line in own.json()["consolidation"]["lines"]][-1] == "Của Trung tâm"
    assert len(own.json()["consolidation"]["lines"]) == 4
    seen = await desk.done("split", {"line": desk.id("a")})
    assert [line["content"] for line in seen["consolidation"]["lines"][:2]] == ["Gộp hai khoa", "Nội dung c"]


async def test_a_line_that_was_sent_is_given_back_and_what_was_sent_stays(desk: Consolidating) -> None:
    await desk.done("take", {})
    await desk.done("merge", {"lines": [desk.id("a"), desk.id("c")]})
    text = {"field": STEERING, "content": "Gộp hai khoa", "expected": "Năm 2022", "parts": [], "note": ""}
    await desk.world.put(CLERK, f"{desk.base}/lines/{desk.id('a')}", text)
    await desk.done("send", {"campaigns": [desk.department]})
    match = {"If-Match": f'"{(await desk.seen())["version"]}"'}
    given = await desk.post("give-back", {"lines": [desk.id("a")]}, **match)
    assert [offer["source"]["item"] for offer in given.json()["offers"]] == [desk.id("a"), desk.id("c")]
    assert target(given.json(), desk.department)["unsent"] is True
    assert [row["id"] for row in (await desk.sent(desk.department))["items"]] == [desk.id(name) for name in "abd"]
    stale = await desk.post("give-back", {"lines": [desk.id("b")]}, **match)
    assert (stale.status_code, code(stale)) == (412, "record_changed")
    gone = await desk.post("give-back", {"lines": [desk.id("a")]})
    assert (gone.status_code, code(gone)) == (409, "line_unknown")
    nothing = await desk.post("give-back", {"lines": []})
    assert (nothing.status_code, code(nothing)) == (409, "nothing_chosen")

    assert (await desk.done("send", {"campaigns": [desk.department]}))["sent"][0]["version"] == 2
    assert [row["id"] for row in (await desk.sent(desk.department))["items"]] == [desk.id("b"), desk.id("d")]
    seen = await desk.done("take", {})
    assert [line["content"] for line in seen["consolidation"]["lines"]][2:] == ["Gộp hai khoa", "Nội dung c"]


async def test_a_correction_and_a_rejection_are_shown_and_nothing_changes_silently(desk: Consolidating) -> None:
    await desk.done("take", {})
    dropped = ItemDecision(item=desk.id("b"), outcome=Outcome.REJECT, reason="Không còn phù hợp")
    later = decision(1, Outcome.APPROVE, "", dropped).model_copy(
        update={"decided_at": decision(2, Outcome.APPROVE).decided_at}
    )
    await desk.world.tell(CENTRE, desk.registration("khoa-4"), 2, "approved", later)

    async def look() -> Any:
        return (await desk.seen())["changes"]

    changes = await eventually(look, "the rejection")
    assert [(one["line"], one["change"]) for one in changes] == [(desk.id("b"), "rejected")]
    seen = await desk.seen()
    assert len(line_ids(seen)) == 4
    assert [one["code"] for one in target(seen, desk.department)["problems"]] == ["line_without_source"]
    seen = await desk.done("refresh", {"lines": [desk.id("b")]})
    assert line_ids(seen) == [desk.id("a"), desk.id("c"), desk.id("d")]
    assert target(seen, desk.department)["ready"] is True


async def test_what_a_consolidation_made_is_not_typed(desk: Consolidating) -> None:
    await desk.done("take", {})
    await desk.done("send", {"campaigns": [desk.department]})
    path = f"/submissions/{desk.carrier(desk.department)}"
    for answer in (
        await desk.world.put(CLERK, f"{path}/draft", {"items": [], "nil_fields": []}),
        await desk.world.post(CLERK, f"{path}/submit"),
    ):
        assert (answer.status_code, code(answer)) == (409, "draft_consolidated")
        assert desk.ident in answer.json()["title"]


async def test_what_was_typed_by_hand_is_not_written_over(desk: Consolidating) -> None:
    path = f"/submissions/{desk.carrier(desk.department)}"
    body = {"campaign": desk.department, "form": "registration", "organisation": CENTRE}
    assert (await desk.world.post(CLERK, "/submissions", body)).status_code == 201
    row = {"field": STEERING, "content": "Gõ tay", "expected": "Năm 2022"}
    assert (await desk.world.put(CLERK, f"{path}/draft", {"items": [row], "nil_fields": []})).status_code == 200
    await desk.done("take", {})
    refused = await desk.done("send", {"campaigns": [desk.department]})
    assert refused["refused"][0]["problem"]["code"] == "draft_typed"
    kept = (await desk.world.get(CLERK, path)).json()["draft"]["items"]
    assert [row["content"] for row in kept] == ["Gõ tay"]
    assert (await desk.world.put(CLERK, f"{path}/draft", {"items": [], "nil_fields": []})).status_code == 200
    assert (await desk.done("send", {"campaigns": [desk.department]}))["sent"][0]["version"] == 1


async def test_it_is_its_own_organisations_matter(desk: Consolidating) -> None:
    for stranger in (person("khoa-4", Role.CLERK), person("ubnd-tan-binh", Role.REVIEWER)):
        answer = await desk.world.get(stranger, desk.base)
        assert (answer.status_code, code(answer)) == (404, "consolidation_not_found")
    body = {"campaign": desk.plans["own"], "organisation": CENTRE}
    foreign = await desk.world.post(person("khoa-4", Role.CLERK), "/consolidations", body)
    assert (foreign.status_code, code(foreign)) == (403, "organisation_foreign")
    twice = await desk.world.post(CLERK, "/consolidations", body)
    assert (twice.status_code, code(twice)) == (409, "consolidation_exists")
    parentless = await desk.world.post(CLERK, "/consolidations", body | {"campaign": desk.district})
    assert (parentless.status_code, code(parentless)) == (409, "consolidation_not_recipient")
    unknown = await desk.post("take", {"items": [{"submission": "x", "item": "y"}]})
    assert (unknown.status_code, code(unknown)) == (409, "offer_unknown")
    astray = await desk.done("send", {"campaigns": ["khong-co"]})
    assert astray["refused"][0]["problem"]["code"] == "target_not_found"


async def test_a_unit_keeps_its_items_after_they_were_consolidated(desk: Consolidating) -> None:
    """The id is found at every level; the unit it came from may use it in another plan."""
    await desk.done("take", {})
    await desk.done("send", {"campaigns": [desk.department]})
    other = Consolidating(desk.world)
    other.mark = desk.mark
    await other.announce()
    await other.register("khoa-4", item("a", STEERING))
    stranger, path = person("khoa-6", Role.CLERK), f"/submissions/{await _begun(other, 'khoa-6')}/draft"
    refused = await desk.world.put(stranger, path, {"items": [{**item("a", STEERING), "id": desk.id("a")}]})
    assert code(refused) == "item_id_taken"


async def _begun(desk: Consolidating, unit: str) -> str:
    body = {"campaign": desk.plans["own"], "form": "registration", "organisation": unit}
    assert (await desk.world.post(person(unit, Role.CLERK), "/submissions", body)).status_code == 201
    return desk.registration(unit)
