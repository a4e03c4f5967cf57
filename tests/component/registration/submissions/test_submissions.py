"""A unit's registration through the API, on real MongoDB and RabbitMQ, in May 2022."""

import unicodedata
import uuid
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest

from services.registration.context import Context
from services.registration.submissions.delivery.commands import Submit
from services.registration.submissions.drafts.commands import SaveDraft
from services.registration.submissions.model.draft import unsent
from shared.clock import system_clock
from shared.contracts.submissions import Decision, ItemDecision, Outcome
from shared.contracts.types import Person
from shared.identity import Actor, Role, Signer
from shared.rules.force import standing as standing_versions
from tests.component.registration.world import (
    API,
    EVERYTHING,
    PRIVATE_KEY,
    World,
    definition_of,
    eventually,
    running,
    settings,
)
from tests.unit.registration.examples import person

CENTRE, PLAN = "ttyt-tan-binh", "70-kh-ttyt-2022"
CODES = ["steering", "institutions", "procedures", "organisation", "civil-service", "public-finance"]
REVIEWER = person(CENTRE, Role.REVIEWER)
ITEM: dict[str, Any] = {
    "field": "organisation",
    "content": "Quản lý nhân lực bằng ứng dụng AppSheet",
    "parts": [],
    "expected": "Quý IV/2022",
    "note": "",
}
STATIONS = [f"tram-{number}" for number in range(1, 61)]
UNITS: Iterator[str] = iter(STATIONS)


def mau_1(*items: dict[str, Any]) -> dict[str, Any]:
    """A complete Mẫu 1 with these items."""
    filled = {item["field"] for item in items}
    return {"items": list(items), "nil_fields": [code for code in CODES if code not in filled]}


def ident(unit: str, plan: str = PLAN) -> str:
    return f"{plan}.registration.{unit}"


def errors(answer: httpx2.Response) -> list[tuple[str, str]]:
    return [(error["code"], error["field"]) for error in answer.json()["errors"]]


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        await oblige(found, STATIONS)
        yield found


async def oblige(world: World, units: list[str]) -> None:
    """More units than the sample has, so that every test has its own."""
    for unit in units:
        body = {"name": f"Trạm Y tế {unit}", "short_name": f"Trạm {unit}", "kind": "station", "parents": []}
        assert (await world.put(EVERYTHING, f"/organisations/{unit}", body)).status_code == 201
    plan = (await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json()
    wider = definition_of(plan) | {"obliged": [*plan["obliged"], *units]}
    assert (await world.put(EVERYTHING, f"/campaigns/{PLAN}", wider)).status_code == 200


@pytest.fixture
async def clerk(world: World) -> Actor:
    """The clerk of a unit that no other test uses, its submission begun."""
    actor = person(next(UNITS), Role.CLERK)
    body = {"campaign": PLAN, "form": "registration", "organisation": actor.organisation}
    assert (await world.post(actor, "/submissions", body)).status_code == 201
    return actor


def path(actor: Actor) -> str:
    return f"/submissions/{ident(actor.organisation)}"


async def deliver(world: World, actor: Actor, *items: dict[str, Any]) -> dict[str, Any]:
    assert (await world.put(actor, f"{path(actor)}/draft", mau_1(*(items or (ITEM,))))).status_code == 200
    answer = await world.post(actor, f"{path(actor)}/submit")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def standing(world: World, actor: Actor, status: str) -> dict[str, Any]:
    """The submission as soon as its recipient stands at `status`."""

    async def look() -> dict[str, Any] | None:
        found: dict[str, Any] = (await world.get(actor, path(actor))).json()
        return found if [r["status"] for r in found["submission"]["recipients"]] == [status] else None

    found: dict[str, Any] = await eventually(look, f"{actor.organisation} {status}")
    return found


def decision(version: int, outcome: Outcome, reason: str = "", *items: ItemDecision) -> Decision:
    return Decision(
        version=version,
        outcome=outcome,
        reason=reason,
        items=items,
        decided_at=datetime(2022, 5, 12, 2, version, tzinfo=UTC),
        decided_by=Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE),
    )


async def test_a_registration_from_the_first_word_to_the_approval(world: World, clerk: Actor) -> None:
    saved = await world.put(clerk, f"{path(clerk)}/draft", mau_1(ITEM))
    assert saved.json()["submission"]["status"] == "draft"
    item = saved.json()["draft"]["items"][0]["id"]
    assert (await world.get(REVIEWER, path(clerk))).json()["code"] == "submission_not_found"

    sent = (await world.post(clerk, f"{path(clerk)}/submit")).json()
    assert sent["sending"] is True
    assert [r["status"] for r in sent["submission"]["recipients"]] == ["sent"]
    assert sent["submission"]["versions"][0]["late"] is False
    subject = ident(clerk.organisation)
    assert await world.heard(subject, "submission.submitted") == [("submission.submitted", CENTRE)]

    await world.tell(CENTRE, subject, 1, "unseen", None)
    received = await standing(world, clerk, "received")
    assert received["submission"]["recipients"][0]["case_sequence"] == 1
    await eventually(lambda: _settled(world, clerk), "nothing on its way any more")

    reason = "Nêu rõ chỉ tiêu cần đạt"
    await world.tell(CENTRE, subject, 3, "returned", decision(1, Outcome.RETURN, reason))
    returned = await standing(world, clerk, "returned")
    assert returned["submission"]["recipients"][0]["decisions"][0]["reason"] == reason
    again = await world.post(clerk, f"{path(clerk)}/submit")
    assert (again.status_code, again.json()["code"]) == (409, "submission_unchanged_after_return")

    await world.put(clerk, f"{path(clerk)}/draft", mau_1({**ITEM, "id": item, "content": "Đổi tên, thêm chỉ tiêu"}))
    second = (await world.post(clerk, f"{path(clerk)}/submit")).json()["submission"]
    assert [v["number"] for v in second["versions"]] == [1, 2]
    assert second["versions"][1]["content"]["items"][0]["id"] == item
    assert second["versions"][0]["content"]["items"][0]["content"] == ITEM["content"]

    decided = (decision(1, Outcome.RETURN, reason), decision(2, Outcome.APPROVE))
    await world.tell(CENTRE, subject, 5, "approved", *decided)
    approved = await standing(world, clerk, "approved")
    assert [d["version"] for d in approved["submission"]["recipients"][0]["decisions"]] == [1, 2]
    assert (await world.post(clerk, f"{path(clerk)}/submit")).json()["code"] == "submission_settled"

    told = (await world.get(clerk, f"{path(clerk)}/history")).json()["items"]
    assert [line["action"] for line in told] == [
        "started",
        "submitted",
        "received",
        "returned",
        "submitted",
        "approved",
    ]
    assert (told[3]["actor"]["account"], told[3]["recipient"], told[3]["reason"]) == ("tchc", CENTRE, reason)
    assert (told[1]["actor"]["account"], told[2]["actor"]) == (clerk.account, None)


async def _settled(world: World, actor: Actor) -> bool:
    return not (await world.get(actor, path(actor))).json()["sending"]


async def test_a_repeated_delivery_with_one_key_delivers_once(world: World, clerk: Actor) -> None:
    await world.put(clerk, f"{path(clerk)}/draft", mau_1(ITEM))
    key = {"Idempotency-Key": uuid.uuid4().hex}
    answers = [await world.post(clerk, f"{path(clerk)}/submit", **key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json()["submission"] == answers[1].json()["submission"]
    assert answers[0].headers["etag"] == answers[1].headers["etag"]
    history = (await world.get(clerk, f"{path(clerk)}/history")).json()["items"]
    assert [line["action"] for line in history] == ["started", "submitted"]


async def test_one_key_for_two_different_commands_is_two_commands(world: World) -> None:
    actor = person(next(UNITS), Role.CLERK)
    key = {"Idempotency-Key": uuid.uuid4().hex}
    body = {"campaign": PLAN, "form": "registration", "organisation": actor.organisation}
    first = await world.post(actor, "/submissions", body, **key)
    assert (await world.post(actor, "/submissions", body, **key)).json() == first.json()
    await world.put(actor, f"{path(actor)}/draft", mau_1(ITEM))
    assert (await world.post(actor, f"{path(actor)}/submit", **key)).json()["submission"]["status"] == "delivered"


async def test_text_in_nfd_is_stored_as_nfc(world: World, clerk: Actor) -> None:
    content = "Cải cách thủ tục hành chính, khám chữa bệnh"
    typed = {
        **ITEM,
        "content": unicodedata.normalize("NFD", content),
        "expected": unicodedata.normalize("NFD", "Năm 2022"),
    }
    sent = await deliver(world, clerk, typed)
    item = sent["submission"]["versions"][0]["content"]["items"][0]
    assert item["content"] == content
    assert item["expected"] == {"text": "Năm 2022", "start": "2022-01-01", "end": "2022-12-31"}


@pytest.mark.parametrize(
    ("wording", "start", "end"),
    [
        ("Quý IV/2022", "2022-10-01", "2022-12-31"),
        ("tháng 6/2022", "2022-06-01", "2022-06-30"),
        ("30/9/2022", "2022-09-30", "2022-09-30"),
        ("Khi có kinh phí", None, None),
    ],
)
async def test_the_expected_completion_keeps_its_words(
    world: World, clerk: Actor, wording: str, start: str | None, end: str | None
) -> None:
    sent = await deliver(world, clerk, {**ITEM, "expected": wording})
    expected = sent["submission"]["versions"][0]["content"]["items"][0]["expected"]
    assert expected == {"text": wording, "start": start, "end": end}


# Bad input


BAD_DRAFTS: list[tuple[dict[str, Any], str, str]] = [
    (mau_1(ITEM, ITEM, {**ITEM, "field": "e-government"}), "field_unknown", "items.2.field"),
    ({"items": [], "nil_fields": ["khong-co"]}, "field_unknown", "nil_fields.0"),
    (mau_1({**ITEM, "content": {"$ne": None}}), "string_type", "items.0.content"),
    (mau_1({**ITEM, "$set": {"public.status": "delivered"}}), "extra_forbidden", "items.0.$set"),
    ({**mau_1(), "$where": "sleep(1)"}, "extra_forbidden", "$where"),
    (mau_1({**ITEM, "content": "x" * 10_001}), "string_too_long", "items.0.content"),
    (mau_1({**ITEM, "content": "a\x00b"}), "text_not_allowed", "items.0.content"),
    (mau_1({**ITEM, "id": "a.b"}), "string_pattern_mismatch", "items.0.id"),
    (mau_1({**ITEM, "id": "a"}, {**ITEM, "id": "a"}), "item_id_twice", "items.1.id"),
    (mau_1(*[ITEM] * 201), "too_long", "items"),
]


@pytest.mark.parametrize(("body", "code", "field"), BAD_DRAFTS)
async def test_a_bad_draft_is_refused_by_name_and_nothing_is_kept(
    world: World, clerk: Actor, body: dict[str, Any], code: str, field: str
) -> None:
    before = (await world.get(clerk, path(clerk))).json()
    answer = await world.put(clerk, f"{path(clerk)}/draft", body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert errors(answer) == [(code, field)]
    assert answer.json()["errors"][0]["message"][0].isupper()
    assert (await world.get(clerk, path(clerk))).json() == before


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (mau_1({**ITEM, "content": "  "}), [("item_content_missing", "items.0.content")]),
        (mau_1({**ITEM, "expected": ""}), [("item_expected_missing", "items.0.expected")]),
        (
            mau_1({**ITEM, "expected": "từ 30/9/2022 đến 01/6/2022"}),
            [("period_ends_before_start", "items.0.expected")],
        ),
        (mau_1({**ITEM, "expected": "31/02/2022"}), [("period_impossible_date", "items.0.expected")]),
        (mau_1(ITEM, ITEM), [("item_duplicate", "items.1.content")]),
        (
            {"items": [{"field": "organisation"}], "nil_fields": ["organisation", *CODES[:2], "civil-service"]},
            [
                ("field_unanswered", "fields.procedures"),
                ("field_both", "fields.organisation"),
                ("field_unanswered", "fields.public-finance"),
                ("item_content_missing", "items.0.content"),
                ("item_expected_missing", "items.0.expected"),
            ],
        ),
    ],
)
async def test_an_incomplete_draft_is_kept_but_not_delivered(
    world: World, clerk: Actor, body: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    saved = (await world.put(clerk, f"{path(clerk)}/draft", body)).json()
    answer = await world.post(clerk, f"{path(clerk)}/submit")
    assert (answer.status_code, answer.json()["code"]) == (422, "submission_incomplete")
    assert errors(answer) == expected
    assert (await world.get(clerk, path(clerk))).json() == saved


async def test_a_body_that_is_no_utf_8_is_refused(world: World, clerk: Actor) -> None:
    answer = await world.raw(clerk, f"{path(clerk)}/draft", b'{"items": [{"field": "steering", "content": "\xff"}]}')
    assert answer.status_code == 422
    assert answer.json()["code"] == "body_not_utf8"


async def test_a_body_that_is_no_json_is_refused(world: World, clerk: Actor) -> None:
    answer = await world.raw(clerk, f"{path(clerk)}/draft", b"{")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "json_invalid"


async def test_an_oversized_body_is_refused_with_and_without_a_declared_length(world: World, clerk: Actor) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b" " * 65_536

    for body in (b" " * 1_048_577, pieces()):
        answer = await world.raw(clerk, f"{path(clerk)}/draft", body)
        assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_an_expired_token_is_refused(world: World, clerk: Actor) -> None:
    token = Signer(PRIVATE_KEY).sign(clerk, system_clock() - timedelta(hours=1))
    answer = await world.client.get(f"{API}{path(clerk)}", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


STRANGER = person("khoa-1", Role.CLERK)


@pytest.mark.parametrize(
    ("actor", "changes", "status", "code"),
    [
        (None, {}, 409, "submission_exists"),
        (None, {"campaign": "khong-co"}, 404, "campaign_not_found"),
        (None, {"campaign": {"$gt": ""}}, 422, "input_invalid"),
        (None, {"form": "mau-9"}, 422, "form_not_asked"),
        (None, {"form": "Mẫu 9"}, 422, "input_invalid"),
        (None, {"period": "2022-05"}, 422, "period_not_asked"),
        (None, {"period": "tháng 5"}, 422, "input_invalid"),
        (None, {"campaign": "124-kh-ubnd-2022"}, 422, "organisation_not_obliged"),
        (STRANGER, {}, 403, "organisation_foreign"),
        (None, {"status": "delivered"}, 422, "input_invalid"),
    ],
)
async def test_a_start_that_cannot_be_is_refused_by_name(
    world: World, clerk: Actor, actor: Actor | None, changes: dict[str, Any], status: int, code: str
) -> None:
    body = {"campaign": PLAN, "form": "registration", "organisation": clerk.organisation, **changes}
    answer = await world.post(actor or clerk, "/submissions", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    if code == "submission_exists":
        assert answer.json()["params"]["id"] == ident(clerk.organisation)


@pytest.mark.parametrize("actor", [STRANGER, person("ubnd-tan-binh", Role.REVIEWER, Role.LEADER)])
async def test_a_foreign_submission_does_not_exist(world: World, clerk: Actor, actor: Actor) -> None:
    await deliver(world, clerk)
    answers = [
        await world.get(actor, path(clerk)),
        await world.get(actor, f"{path(clerk)}/history"),
        await world.put(actor, f"{path(clerk)}/draft", mau_1()),
        await world.post(actor, f"{path(clerk)}/submit"),
        await world.post(actor, f"{path(clerk)}/withdraw", {"reason": "x"}),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "submission_not_found")}
    listed = await world.get(actor, "/submissions", organisation=clerk.organisation)
    assert listed.json()["items"] == []


async def test_a_reviewer_reads_what_was_delivered_but_no_draft_and_writes_nothing(world: World, clerk: Actor) -> None:
    await deliver(world, clerk)
    await world.put(clerk, f"{path(clerk)}/draft", mau_1({**ITEM, "note": "Chưa gửi"}))
    seen = (await world.get(REVIEWER, path(clerk))).json()
    assert seen["draft"] is None
    assert "Chưa gửi" not in str(seen)
    answer = await world.put(REVIEWER, f"{path(clerk)}/draft", mau_1())
    assert (answer.status_code, answer.json()["code"]) == (403, "organisation_foreign")
    assert f"“Trạm {clerk.organisation}”" in answer.json()["title"]


async def test_an_items_id_belongs_to_the_organisation_that_delivered_it(world: World, clerk: Actor) -> None:
    item = f"item-{uuid.uuid4().hex}"
    await deliver(world, clerk, {**ITEM, "id": item})
    other = person(next(UNITS), Role.CLERK)
    body = {"campaign": PLAN, "form": "registration", "organisation": other.organisation}
    await world.post(other, "/submissions", body)
    answer = await world.put(other, f"{path(other)}/draft", mau_1({**ITEM, "id": item}))
    assert errors(answer) == [("item_id_taken", "items.0.id")]


# Two people, lists, withdrawal, lateness


async def test_two_people_typing_learn_of_each_other_and_lose_nothing(world: World, clerk: Actor) -> None:
    seen = (await world.get(clerk, path(clerk))).headers["etag"]
    first = await world.put(clerk, f"{path(clerk)}/draft", mau_1(ITEM), **{"If-Match": seen})
    second = await world.put(
        clerk, f"{path(clerk)}/draft", mau_1({**ITEM, "content": "Người khác gõ"}), **{"If-Match": seen}
    )
    assert (second.status_code, second.json()["code"]) == (412, "record_changed")
    assert second.json()["params"] == {"expected": "1", "actual": "2"}
    assert (await world.get(clerk, path(clerk))).json() == first.json()
    repeated = await world.put(clerk, f"{path(clerk)}/draft", mau_1(ITEM), **{"If-Match": seen})
    assert repeated.json() == first.json()


async def test_news_from_the_reviewer_is_no_conflict_for_who_is_typing(world: World, clerk: Actor) -> None:
    await deliver(world, clerk)
    seen = (await world.get(clerk, path(clerk))).headers["etag"]
    await world.tell(CENTRE, ident(clerk.organisation), 2, "viewed", None)
    await standing(world, clerk, "viewed")
    answer = await world.put(clerk, f"{path(clerk)}/draft", mau_1({**ITEM, "note": "x"}), **{"If-Match": seen})
    assert answer.status_code == 200


async def test_lists_hold_what_the_person_may_read(world: World, clerk: Actor) -> None:
    await deliver(world, clerk)
    for actor in (clerk, REVIEWER, EVERYTHING):
        answer = await world.get(actor, "/submissions", organisation=clerk.organisation, campaign=PLAN)
        (row,) = answer.json()["items"]
        assert (row["id"], row["delivered"], row["items"]) == (ident(clerk.organisation), 1, 1)
        assert row["recipients"] == [{"organisation": CENTRE, "status": "sent", "version": 1}]
    none = await world.get(clerk, "/submissions", organisation=clerk.organisation, status="withdrawn")
    assert (none.json()["items"], none.json()["total"]) == ([], 0)
    page = await world.get(REVIEWER, "/submissions", size=1, page=1)
    assert len(page.json()["items"]) == 1
    assert (await world.get(clerk, "/submissions", organisation="$ne")).status_code == 422


async def test_a_submission_is_withdrawn_before_a_decision_and_delivered_again(world: World, clerk: Actor) -> None:
    await deliver(world, clerk)
    nothing = await world.post(clerk, f"{path(clerk)}/withdraw", {"reason": " "})
    assert errors(nothing) == [("string_too_short", "reason")]
    taken = (await world.post(clerk, f"{path(clerk)}/withdraw", {"reason": "Gửi nhầm bản"})).json()["submission"]
    assert (taken["status"], taken["recipients"][0]["status"]) == ("withdrawn", "withdrawn")
    subject = ident(clerk.organisation)
    assert ("submission.withdrawn", CENTRE) in await world.heard(subject, "submission.withdrawn")
    twice = await world.post(clerk, f"{path(clerk)}/withdraw", {"reason": "x"})
    assert twice.json()["code"] == "submission_not_delivered"
    again = (await world.post(clerk, f"{path(clerk)}/submit")).json()["submission"]
    assert (again["status"], [v["number"] for v in again["versions"]]) == ("delivered", [1, 2])
    await world.tell(CENTRE, subject, 7, "rejected", None, decision(2, Outcome.REJECT, "Trùng sáng kiến đã có"))
    await standing(world, clerk, "rejected")
    late = await world.post(clerk, f"{path(clerk)}/withdraw", {"reason": "x"})
    assert (late.status_code, late.json()["code"]) == (409, "withdraw_after_decision")


def overtaken(world: World, actor: Actor, monkeypatch: pytest.MonkeyPatch, step: str, body: Any = None) -> Context:
    """A request that has read its submission when another one writes that."""
    stores = world.stores.opened()
    update = stores.submissions.update

    async def late(*args: Any, **more: Any) -> Any:
        assert (await world.post(actor, f"{path(actor)}/{step}", body)).status_code == 200
        return await update(*args, **more)

    monkeypatch.setattr(stores.submissions, "update", late)
    return Context(stores, actor, "command:test")


async def test_who_sends_while_another_takes_back_sends_after_that(
    world: World, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Decided again on what the other wrote, the version must be newer than that, or it would count as taken back."""
    await deliver(world, clerk)
    context = overtaken(world, clerk, monkeypatch, "withdraw", {"reason": "Gửi nhầm bản"})
    sent = (await Submit(ident(clerk.organisation)).run(context)).public
    assert [version.number for version in standing_versions(sent, CENTRE)] == [2]


async def test_who_saves_while_another_sends_has_something_unsent(
    world: World, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await world.put(clerk, f"{path(clerk)}/draft", mau_1(ITEM))).status_code == 200
    context = overtaken(world, clerk, monkeypatch, "submit")
    typed = mau_1({**ITEM, "content": "Viết lại sau khi gửi"})
    saved = await SaveDraft(ident(clerk.organisation), typed).run(context)
    assert saved.public.versions
    assert unsent(saved)


async def test_a_decision_on_a_single_item_reaches_the_unit_with_its_reason(world: World, clerk: Actor) -> None:
    item = (await deliver(world, clerk))["submission"]["versions"][0]["content"]["items"][0]["id"]
    single = ItemDecision(item=item, outcome=Outcome.RETURN, reason="Chưa có số liệu")
    whole = decision(1, Outcome.RETURN, "Bổ sung một nội dung", single)
    await world.tell(CENTRE, ident(clerk.organisation), 3, "returned", whole)
    seen = await standing(world, clerk, "returned")
    (told,) = seen["submission"]["recipients"][0]["decisions"]
    assert told["items"] == [{"item": item, "outcome": "return", "reason": "Chưa có số liệu"}]
    history = (await world.get(clerk, f"{path(clerk)}/history")).json()["items"]
    assert history[-1]["reason"] == "Bổ sung một nội dung\nChưa có số liệu"


async def test_after_ten_o_clock_on_the_thirteenth_it_is_accepted_and_late(amqp_url: str, mongo_url: str) -> None:
    moment = datetime.fromisoformat("2022-05-13T10:00:01+07:00")
    actor = person("khoa-9", Role.CLERK)
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}", moment)) as late_world:
        body = {"campaign": PLAN, "form": "registration", "organisation": "khoa-9"}
        await late_world.post(actor, "/submissions", body)
        sent = await deliver(late_world, actor)
        assert sent["submission"]["versions"][0]["late"] is True
