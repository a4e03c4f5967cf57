"""People go on working with what they had begun in the version before forms were data."""

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from tests.component.suite.earlier_forms import text_of
from tests.component.suite.earlier_people import (
    ACTORS,
    ADMINISTRATOR,
    API,
    CENTRE,
    DISTRICT,
    DISTRICTS,
    LEADER,
    NEXT,
    OWN,
    REVIEWER,
    case,
    clerk,
    come_up,
    decide,
    draft_of,
    send,
    stands,
    submission,
    told,
)
from tests.component.suite.upgraded import Json, Upgraded
from tests.review_world import eventually

DONE = {"outcome": "done", "done_on": "tháng 10/2022", "result": "Mỗi ngày 150 đơn", "evidence": "Sổ kho"}
FIELDS = ("steering", "institutions", "procedures", "organisation", "civil-service", "public-finance")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def upgraded(amqp_url: str, mongo_url: str) -> AsyncIterator[Upgraded]:
    async with come_up(amqp_url, mongo_url) as suite:
        yield suite


def item(ident: str, field: str, content: str) -> Json:
    return {"id": ident, "field": field, "content": content, "expected": "Quý IV/2022"}


async def registered(upgraded: Upgraded, unit: str, *items: Json) -> Json:
    answered = {one["field"] for one in items}
    nil = [code for code in FIELDS if code not in answered]
    return await send(upgraded, "registration", unit, {"items": list(items), "nil_fields": nil})


async def test_an_open_decision_is_taken(upgraded: Upgraded) -> None:
    page = (await upgraded.call(REVIEWER, "GET", f"/tham-dinh/{CENTRE}/{CENTRE}.{OWN}.completion.khoa-1")).text
    assert "Mỗi ngày 120 lượt hẹn" in page
    assert "minh-chung.pdf" in page
    await decide(upgraded, "completion", "khoa-1", 1)
    await told(upgraded, "khoa-1", "decision-approve", form="completion")


async def test_what_was_returned_is_sent_again_and_its_versions_are_compared(upgraded: Upgraded) -> None:
    draft = await draft_of(upgraded, "completion", "khoa-2")
    draft["results"] = [DONE | {"item": one["item"]} if one["item"] == "kho-thuoc" else one for one in draft["results"]]
    sent = await send(upgraded, "completion", "khoa-2", draft)
    assert (sent["number"], sent["content"]["kind"]) == (2, "results")
    await decide(upgraded, "completion", "khoa-2", 2)
    page = (await upgraded.call(REVIEWER, "GET", f"/tham-dinh/{CENTRE}/{CENTRE}.{OWN}.completion.khoa-2")).text
    assert "<ins" in page
    assert {"120", "150"} <= set(text_of(page).split()), "what was said, and what is said instead of it"


async def test_an_empty_draft_is_filled_as_a_client_of_then_sends_it(upgraded: Upgraded) -> None:
    nothing: Json = {"left_out": [], "results": [], "passages": [], "consolidation": None}
    draft = {
        "items": [item("thuc-don", "procedures", "Thực đơn điện tử") | {"parts": [], "note": ""}],
        "nil_fields": [code for code in FIELDS if code != "procedures"],
    }
    sent = await send(upgraded, "registration", "khoa-7", draft | nothing)
    assert sent["content"]["kind"] == "initiatives"
    await decide(upgraded, "registration", "khoa-7", 1)
    for form in ("interim", "completion"):
        await upgraded.do(clerk("khoa-3"), "POST", f"{submission(form, 'khoa-3')}/prefill")
        draft = await draft_of(upgraded, form, "khoa-3")
        basis = (await upgraded.do(clerk("khoa-3"), "GET", f"{submission(form, 'khoa-3')}/report"))["basis"]
        draft["results"] = [DONE | {"item": one["id"]} for one in basis]
        sent = await send(upgraded, form, "khoa-3", draft | await outline(upgraded, form, basis))
        assert [one["content"] for one in sent["content"]["items"]] == ["Trả kết quả xét nghiệm qua mạng"]
        await decide(upgraded, form, "khoa-3", 1)


async def outline(upgraded: Upgraded, form: str, basis: list[Json]) -> Json:
    """Something in every section."""
    plan = await upgraded.do(ADMINISTRATOR, "GET", f"{API}/campaigns/{OWN}")
    sections = next(one["outline"] for one in plan["forms"] if one["code"] == form)
    entries: list[Json] = []
    for section in sections:
        items = [one["id"] for one in basis] if section["per_item"] else [None]
        entries += [{"section": section["number"], "item": one, "text": "Đã thực hiện"} for one in items]
    return {"passages": entries}


async def test_a_renamed_row_goes_into_the_report(upgraded: Upgraded) -> None:
    """Nothing else of that draft was typed."""
    draft = await draft_of(upgraded, "interim", "khoa-2")
    assert [one["content"] for one in draft["items"]] == ["Quản lý kho thuốc theo mã QR"]
    basis = (await upgraded.do(clerk("khoa-2"), "GET", f"{submission('interim', 'khoa-2')}/report"))["basis"]
    results = [DONE | {"item": one["id"]} for one in basis]
    sent = await send(
        upgraded, "interim", "khoa-2", draft | {"results": results} | await outline(upgraded, "interim", basis)
    )
    assert [one["content"] for one in sent["content"]["items"]] == [
        "Kê đơn điện tử & ký số",
        "Quản lý kho thuốc theo mã QR",
    ]
    await decide(upgraded, "interim", "khoa-2", 1)


async def test_corrections_that_were_wished_for_are_sent(upgraded: Upgraded) -> None:
    """The unit's own, and the reviewer's."""
    own = (
        item("kho-thuoc", "procedures", "Quản lý kho thuốc theo mã QR"),
        item("don-thuoc", "steering", "Kê đơn điện tử"),
    )
    assert (await registered(upgraded, "khoa-2", *own))["correction"]["reason"] == "Đính chính tên gọi"
    asked = await registered(upgraded, "khoa-3", item("mau-xn", "procedures", "Trả kết quả xét nghiệm qua tin nhắn"))
    assert asked["correction"]["reason"] == "Đề nghị rà soát tiến độ"
    for unit in ("khoa-2", "khoa-3"):
        await decide(upgraded, "registration", unit, 2)


async def test_what_was_handed_over_is_sent_by_the_successor(upgraded: Upgraded) -> None:
    """With the later deadline of the one before it."""
    draft = await draft_of(upgraded, "registration", "khoa-45")
    assert [one["content"] for one in draft["items"]] == ["Bảng giường bệnh điện tử"]
    sent = await registered(upgraded, "khoa-45", *draft["items"])
    assert (sent["late"], sent["extended_until"]["wording"]) == (True, "17 giờ ngày 30/6/2022")
    await decide(upgraded, "registration", "khoa-45", 1)


async def test_the_consolidation_is_sent_again(upgraded: Upgraded) -> None:
    """To the district alone, which returned it; what is left out stays so, and what changed below is followed."""
    centre, path = clerk(CENTRE), f"{API}/consolidations/{OWN}.{CENTRE}"
    seen = await upgraded.do(centre, "GET", path)
    await upgraded.do(centre, "POST", f"{path}/refresh", {"lines": [one["line"] for one in seen["changes"]]})
    sent = await upgraded.do(centre, "POST", f"{path}/send", {"campaigns": [DISTRICTS]})
    assert [(one["campaign"], one["version"]) for one in sent["sent"]] == [(DISTRICTS, 2)], sent
    await stands(upgraded, "registration", CENTRE, "received", DISTRICTS)
    carried = await upgraded.do(centre, "GET", submission("registration", CENTRE, DISTRICTS))
    content = carried["submission"]["versions"][-1]["content"]
    assert [one["reason"] for one in content["left_out"]] == ["Chưa đủ điều kiện"]
    assert "qr" not in [one["id"] for one in content["items"]], "withdrawn by its unit"
    decision = {"version": 2, "outcome": "approve"}
    above = case("registration", CENTRE, DISTRICT, DISTRICTS)
    await upgraded.do(ACTORS[f"td-{DISTRICT}"], "POST", f"{above}/decide", decision)
    await told(upgraded, "khoa-2", "upward", above=DISTRICTS, form="registration", status="approved")


async def test_an_extension_is_granted(upgraded: Upgraded) -> None:
    body = {"organisation": "khoa-6", "form": "completion", "due": "30/11/2022", "reason": "Chờ số liệu"}
    plan = await upgraded.do(ADMINISTRATOR, "POST", f"{API}/campaigns/{OWN}/extensions", body)
    assert {(one["organisation"], one["form"]) for one in plan["extensions"]} >= {
        ("khoa-6", "completion"),
        ("khoa-45", "registration"),
    }
    await told(upgraded, "khoa-6", "extension-granted", form="completion")
    page = await upgraded.call(ADMINISTRATOR, "GET", f"/phong-trao/{OWN}?bieu-mau=completion")
    assert "30/11/2022" in page.text


async def test_the_draft_of_a_plan_is_announced_and_answered(upgraded: Upgraded) -> None:
    announced = await upgraded.do(ADMINISTRATOR, "POST", f"{API}/campaigns/{NEXT}/announce")
    assert announced["campaign"]["status"] == "announced"
    await told(upgraded, "khoa-1", "campaign-announced")
    begun = {"campaign": NEXT, "form": "registration", "organisation": "khoa-1"}

    async def started() -> Any:
        answer = await upgraded.call(clerk("khoa-1"), "POST", f"{API}/submissions", begun)
        return answer.json() if answer.status_code == 201 else None

    seen = await eventually(started, "a submission")
    assert seen["submission"]["id"] == f"{NEXT}.registration.khoa-1"


async def test_the_figures_follow_and_the_audit_is_green(upgraded: Upgraded) -> None:
    await upgraded.told()
    question = f"recipient={CENTRE}&form=completion"

    async def counted() -> bool:
        found = await upgraded.do(LEADER, "GET", f"/api/reporting/campaigns/{OWN}/items?{question}&size=100")
        return {one["item"] for one in found["items"]} == {"lich-hen", "kho-thuoc", "don-thuoc", "mau-xn"}

    await eventually(counted, "the reports in the figures")
    assert await upgraded.faults() == []
