"""Campaigns through the API: written, announced with their warnings, amended, closed."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.identity import Actor, Role
from tests.component.registration.world import EVERYTHING, World, definition_of, running, settings
from tests.unit.registration.examples import person

CENTRE, PLAN = "ttyt-tan-binh", "70-kh-ttyt-2022"
CLERK = person("tyt-phuong-1", Role.CLERK)
DUE = {"date": "2022-05-13", "inclusive": True, "wording": "13/5/2022"}
MAU_3 = {"code": "mau-3", "kind": "mau-3", "name": "Mẫu 3", "title": "Mẫu 3", "periods": [{"due": DUE}]}
ITEM = {"field": "steering", "content": "Tuyên truyền", "expected": "Năm 2022"}


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


async def written(world: World, **changes: Any) -> dict[str, Any]:
    """The centre's plan under an id of its own, as an administrator would send it."""
    plan = (await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json()
    definition = definition_of(plan)
    return {**definition, "id": f"plan-{uuid.uuid4().hex[:8]}", **changes}


async def announced(world: World, **changes: Any) -> dict[str, Any]:
    body = await written(world, **changes)
    assert (await world.post(EVERYTHING, "/campaigns", body)).status_code == 201
    assert (await world.post(EVERYTHING, f"/campaigns/{body['id']}/announce")).status_code == 200
    return body


async def test_announcing_the_centres_plan_of_2022_gives_exactly_two_warnings(world: World) -> None:
    body = await written(world)
    created = await world.post(EVERYTHING, "/campaigns", body)
    assert (created.status_code, created.json()["status"]) == (201, "draft")
    path = f"/campaigns/{body['id']}"
    preview = (await world.get(CLERK, f"{path}/warnings")).json()["warnings"]
    key = {"Idempotency-Key": uuid.uuid4().hex}
    answers = [await world.post(EVERYTHING, f"{path}/announce", **key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["warnings"] == preview
    assert [(w["parent_number"], w["reasons"]) for w in preview] == [
        ("124/KH-UBND", ["due_after_parent", "announced_after_parent_due"]),
        ("2958/KH-SYT", ["due_after_parent"]),
    ]
    assert await world.heard(body["id"], "campaign.announced") == [("campaign.announced", CENTRE)]
    again = await world.post(EVERYTHING, f"{path}/announce")
    assert (again.status_code, again.json()["code"]) == (409, "campaign_already_announced")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"parents": ["khong-co"]}, "campaign_parent_unknown", "parents.0"),
        ({"obliged": ["tyt-phuong-1", "tyt-phuong-99"]}, "obliged_unknown", "obliged.1"),
        ({"obliged": ["tyt-phuong-1", "tyt-phuong-1"]}, "obliged_twice", "obliged.1"),
        ({"recipients": ["khong-co"]}, "recipient_unknown", "recipients.0"),
        (
            {"rounds": [{"name": "Đợt 1", "starts": "2022-06-01", "ends": "2022-05-31", "wording": "x"}]},
            "period_ends_before_start",
            "rounds.0.ends",
        ),
        ({"status": "announced"}, "extra_forbidden", "status"),
        ({"title": {"$gt": ""}}, "string_type", "title"),
        ({"forms": [{"kind": "mau-3", "title": "x", "period": {}}]}, "missing", "forms.0.code"),
        ({"forms": [MAU_3]}, "form_kind_unknown", "forms.0.kind"),
    ],
)
async def test_a_bad_plan_is_refused_by_name_and_nothing_is_kept(
    world: World, changes: dict[str, Any], code: str, field: str
) -> None:
    body = await written(world, **changes)
    answer = await world.post(EVERYTHING, "/campaigns", body)
    assert answer.status_code == 422
    assert (code, field) in [(error["code"], error["field"]) for error in answer.json()["errors"]]
    assert (await world.get(EVERYTHING, f"/campaigns/{body['id']}")).json()["code"] == "campaign_not_found"


@pytest.mark.parametrize("actor", [CLERK, person("so-y-te", Role.ADMINISTRATOR), person(CENTRE, Role.REVIEWER)])
async def test_only_administrators_of_the_issuer_write(world: World, actor: Actor) -> None:
    body = await written(world)
    answer = await world.post(actor, "/campaigns", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")
    assert (await world.post(actor, f"/campaigns/{PLAN}/close")).status_code == 403


async def test_an_existing_id_is_refused(world: World) -> None:
    answer = await world.post(EVERYTHING, "/campaigns", await written(world, id=PLAN))
    assert (answer.status_code, answer.json()["code"]) == (409, "campaign_exists")


async def test_a_draft_is_edited_under_its_version_and_stays_silent(world: World) -> None:
    body = await written(world)
    created = await world.post(EVERYTHING, "/campaigns", body)
    path, seen = f"/campaigns/{body['id']}", {"If-Match": created.headers["etag"]}
    edited = await world.put(EVERYTHING, path, {**body, "title": "Tên mới"}, **seen)
    assert (edited.status_code, edited.json()["title"]) == (200, "Tên mới")
    lost = await world.put(EVERYTHING, path, {**body, "title": "Tên khác"}, **seen)
    assert (lost.status_code, lost.json()["code"]) == (412, "record_changed")
    body_of_start = {"campaign": body["id"], "form": "registration", "organisation": CLERK.organisation}
    started = await world.post(CLERK, "/submissions", body_of_start)
    assert (started.status_code, started.json()["code"]) == (409, "campaign_not_announced")
    assert world.events(body["id"]) == []


async def test_an_amendment_is_told_and_keeps_what_units_have_typed(world: World) -> None:
    body = await announced(world)
    await world.post(
        CLERK, "/submissions", {"campaign": body["id"], "form": "registration", "organisation": CLERK.organisation}
    )
    submission = f"{body['id']}.registration.{CLERK.organisation}"
    await world.put(CLERK, f"/submissions/{submission}/draft", {"items": [ITEM], "nil_fields": []})
    path = f"/campaigns/{body['id']}"
    fewer = {**body, "fields": [field for field in body["fields"] if field["code"] != "steering"]}
    refused = await world.put(EVERYTHING, path, fewer)
    assert [(e["code"], e["field"]) for e in refused.json()["errors"]] == [("campaign_field_in_use", "fields")]
    unused = {**body, "fields": [field for field in body["fields"] if field["code"] != "procedures"]}
    assert (await world.put(EVERYTHING, path, unused)).status_code == 200
    assert ("campaign.amended", CENTRE) in await world.heard(body["id"], "campaign.amended")
    renamed = await world.put(EVERYTHING, path, {**unused, "id": PLAN})
    assert renamed.json()["code"] == "campaign_id_fixed"


async def test_a_closed_campaign_takes_nothing_more(world: World) -> None:
    body = await announced(world)
    start = {"campaign": body["id"], "form": "registration", "organisation": CLERK.organisation}
    await world.post(CLERK, "/submissions", start)
    submission = f"/submissions/{body['id']}.registration.{CLERK.organisation}"
    nil = [field["code"] for field in body["fields"]]
    await world.put(CLERK, f"{submission}/draft", {"items": [], "nil_fields": nil})
    assert (await world.post(EVERYTHING, f"/campaigns/{body['id']}/close")).json()["status"] == "closed"
    assert ("campaign.closed", CENTRE) in await world.heard(body["id"], "campaign.closed")
    for answer in (
        await world.post(CLERK, f"{submission}/submit"),
        await world.post(EVERYTHING, f"/campaigns/{body['id']}/announce"),
        await world.put(EVERYTHING, f"/campaigns/{body['id']}", body),
        await world.post(CLERK, "/submissions", {**start, "organisation": "tyt-phuong-2"}),
    ):
        assert answer.json()["code"] in {"campaign_closed", "organisation_foreign"}


async def test_campaigns_are_found_without_marks(world: World) -> None:
    found = (await world.get(CLERK, "/campaigns", q="linh vuc y te", issuer="so-y-te")).json()
    assert [campaign["id"] for campaign in found["items"]] == ["2958-kh-syt-2022"]
    assert found["total"] == 1
    announced_ones = (await world.get(CLERK, "/campaigns", status="announced", size=1)).json()
    assert (len(announced_ones["items"]), announced_ones["total"] >= 3) == (1, True)
    assert (await world.get(CLERK, "/campaigns", status="$ne")).status_code == 422
