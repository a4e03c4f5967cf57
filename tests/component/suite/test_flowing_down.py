"""What higher desks decide reaches every unit behind an item: a centre's and a district's desk on real servers.

Then what may still happen to it: a correction that either side asks for, an item withdrawn, a campaign opened again.
"""

import uuid

import httpx2
import pytest

from deploy.demo.client import Json, wait_until
from deploy.demo.stage import CENTRE
from deploy.suite import LocalSuite
from services.registration.submissions.settlement.commands import apply_case
from shared.clock import system_clock
from shared.contracts.cases import Case
from shared.contracts.events import Event
from shared.contracts.items import LeftOut
from tests.component.suite.flowing_world import DISTRICT, REGISTRATION, World, new_world


@pytest.fixture
async def world(running: tuple[LocalSuite, httpx2.AsyncClient]) -> World:
    return await new_world(*running)


async def test_a_decision_reaches_every_unit_behind_an_item_once(world: World) -> None:
    await world.registered("khoa-1", "Quản lý nhân lực bằng AppSheet", "Hộp thư góp ý")
    await world.registered("khoa-2", "Quản lý nhân sự bằng AppSheet")
    merged = world.row("Quản lý nhân lực bằng AppSheet", world.source("khoa-1"), world.source("khoa-2"))
    left = LeftOut(source=world.source("khoa-1", 2), reason="Đã có ở khoa khác")
    await world.carry(merged, left=(left,))
    first, second, other = world.item("khoa-1"), world.item("khoa-1", 2), world.item("khoa-2")
    await world.above("khoa-1", (first, "sent"), (second, "left_out"))
    await world.above("khoa-2", (other, "sent"))
    await world.decide(DISTRICT, world.carrier, "return", "Thiếu số liệu")
    await world.above("khoa-1", (first, "returned"), (second, "left_out"))
    await world.carry(
        merged.model_copy(update={"content": "Quản lý nhân lực của 28 đơn vị"}),
        left=(left,),
    )
    await world.above("khoa-1", (first, "sent"), (second, "left_out"))  # else the approval may overtake it
    await world.decide(DISTRICT, world.carrier, "approve", version=2)
    await world.above("khoa-1", (first, "approved"), (second, "left_out"))
    seen = await world.above("khoa-2", (other, "approved"))
    (entry,) = seen["submission"]["upward"]
    assert (entry["organisation"], entry["carried_as"], entry["version"]) == (DISTRICT, first, 2)

    texts = [one["text"] for one in await world.told("khoa-1", "upward", 3)]
    assert len(await world.told("khoa-2", "upward", 2)) == 2
    assert any("Đã có ở khoa khác." in text for text in texts)
    assert any("Thiếu số liệu." in text for text in texts)

    page = await world.page("khoa-1", f"/dang-ky/{world.submission('khoa-1')}")
    assert "Cấp trên trả lại bản tổng hợp" in page
    assert "Cấp trên duyệt" in page
    assert "Hộp thư góp ý: Đã có ở khoa khác" in page
    assert "UBND quận Tân Bình" in page

    await repeat_every_case_event(world)
    again = await world.people["khoa-1"].get(world.path(world.submission("khoa-1")))
    before = await world.people["khoa-1"].get(f"{world.path(world.submission('khoa-1'))}/history")
    actions = [line["action"] for line in before["items"] if line["action"].startswith("upward")]
    assert sorted(actions) == [
        "upward_approved",
        "upward_left_out",
        "upward_returned",
        "upward_sent",
        "upward_sent",
    ]
    assert len(again["submission"]["upward"]) == 2


async def repeat_every_case_event(world: World) -> None:
    """Redelivery, in the opposite order, of what registration heard of the carrier."""
    copy = await world.stores.cases.get(f"{DISTRICT}.{world.carrier}")
    assert copy is not None
    for sequence in range(copy.version, 0, -1):
        event = Event(
            id=str(uuid.uuid4()),
            source="review",
            type="case.viewed",
            subject=f"case/{copy.id}",
            time=system_clock(),
            sequence=sequence,
            correlationid="test",
            recipient=CENTRE,
            headhash=copy.head,
            data=copy.content.model_dump(mode="json"),
        )
        for _ in range(2):
            await apply_case(world.stores, Case.read(event.data), event)


async def test_a_correction_asked_by_the_authority_keeps_the_approved_version_in_force(world: World) -> None:
    await world.registered("khoa-1", "Quản lý nhân lực")
    submission, case = world.submission("khoa-1"), f"/api/review/{CENTRE}/cases/{CENTRE}.{world.submission('khoa-1')}"
    await world.people[CENTRE].post(f"{case}/ask-correction", {"version": 1, "reason": "Ghi lại tên phần mềm"})
    seen = await world.people["khoa-1"].wait(
        world.path(submission),
        lambda found: found["submission"]["recipients"][0]["correction"] is not None,
        "the wish for a correction",
    )
    (asked,) = await world.told("khoa-1", "correction-asked", 1)
    assert "Ghi lại tên phần mềm." in asked["text"]
    assert "đề nghị đính chính" in await world.page("khoa-1", f"/dang-ky/{submission}")
    assert "Đang đính chính" in await world.page("khoa-1", "/")

    draft = seen["draft"]
    draft["items"][0]["content"] = "Quản lý nhân lực bằng AppSheet"
    await world.people["khoa-1"].put(f"{world.path(submission)}/draft", draft)
    await world.people["khoa-1"].post(f"{world.path(submission)}/submit")
    found = await world.people[CENTRE].wait(
        case, lambda now: now["case"]["rounds"][-1]["version"] == 2, "the correction before the desk"
    )
    assert found["case"]["correction"] is None
    assert found["case"]["rounds"][-1]["correction"]["reason"] == "Ghi lại tên phần mềm"
    page = await world.page(CENTRE, f"/tham-dinh/{CENTRE}/{CENTRE}.{submission}")
    assert "Đây là bản đính chính" in page
    assert "Lần gửi thứ 1 đã duyệt vẫn có hiệu lực" in page
    own = await world.page("khoa-1", f"/dang-ky/{submission}")
    assert "lần gửi thứ 1 đã duyệt vẫn có hiệu lực" in own
    await world.decide(CENTRE, submission, "approve", version=2)
    await world.standing("khoa-1", submission, "approved")
    assert "vẫn có hiệu lực" not in await world.page("khoa-1", f"/dang-ky/{submission}")


async def test_a_correction_asked_by_mistake_is_taken_back(world: World) -> None:
    await world.registered("khoa-1", "Quản lý nhân lực")
    submission, reviewer, clerk = world.submission("khoa-1"), world.people[CENTRE], world.people["khoa-1"]
    case = f"/api/review/{CENTRE}/cases/{CENTRE}.{submission}"
    await reviewer.post(f"{case}/ask-correction", {"version": 1, "reason": "Ghi lại tên phần mềm"})

    async def standing(waits: bool) -> None:
        await clerk.wait(
            world.path(submission),
            lambda seen: (seen["submission"]["recipients"][0]["correction"] is not None) is waits,
            "the unit to hear of it",
        )

    await standing(True)
    await reviewer.post(f"{case}/revoke-correction", {"reason": "Nhầm hồ sơ"})
    await standing(False)
    again = await reviewer.post(f"{case}/revoke-correction", {"reason": "Lần nữa"}, allow=(409,))
    assert again["code"] == "correction_not_asked"
    (told,) = await world.told("khoa-1", "correction-revoked", 1)
    assert "thu hồi đề nghị đính chính" in told["text"]
    assert "Nhầm hồ sơ." in told["text"]
    own = await world.page("khoa-1", f"/dang-ky/{submission}")
    assert "Thu hồi đề nghị đính chính" in own
    assert "Ghi lại tên phần mềm" in own
    assert "Sửa và gửi bản đính chính" not in own
    assert "Đang đính chính" not in await world.page("khoa-1", "/")
    await reviewer.post(f"{case}/ask-correction", {"version": 1, "reason": "Ghi lại đơn vị phối hợp"})
    await standing(True)


async def test_a_correction_asked_by_the_unit_is_seen_by_the_desk(world: World) -> None:
    await world.registered("khoa-2", "Thanh toán điện tử")
    submission = world.submission("khoa-2")
    answer = await world.people["khoa-2"].post(f"{world.path(submission)}/correct", {"reason": "Gõ nhầm tên"})
    assert answer["submission"]["recipients"][0]["correction"]["version"] == 1
    again = await world.people["khoa-2"].post(f"{world.path(submission)}/correct", {"reason": "Lần nữa"}, allow=(409,))
    assert again["code"] == "correction_asked_already"

    async def told() -> Json:
        return {"page": await world.page(CENTRE, f"/tham-dinh/{CENTRE}/{CENTRE}.{submission}")}

    seen = await wait_until(told, lambda found: "Đơn vị đang đính chính" in found["page"], "the desk to see the wish")
    assert "Gõ nhầm tên" in seen["page"]


async def test_a_withdrawn_item_tells_everybody_whom_it_concerns(world: World) -> None:
    await world.registered("khoa-1", "Quản lý nhân lực", "Hộp thư góp ý")
    first = world.item("khoa-1")
    await world.carry(world.row("Quản lý nhân lực", world.source("khoa-1")))
    await world.decide(DISTRICT, world.carrier, "approve")
    await world.above("khoa-1", (first, "approved"))
    path = f"{world.path(world.submission('khoa-1'))}/items/{first}"
    met = await world.people["khoa-1"].get(f"{path}/consequences")
    assert (met["sent_to"], met["approved_by"]) == ([CENTRE], [CENTRE])
    assert [(entry["organisation"], entry["status"]) for entry in met["upward"]] == [(DISTRICT, "approved")]
    page = await world.page("khoa-1", f"/dang-ky/{world.submission('khoa-1')}/noi-dung/{first}/rut")
    assert "đã duyệt nội dung này" in page
    assert "đã được tổng hợp gửi lên" in page
    seen = await world.people["khoa-1"].post(f"{path}/withdraw", {"reason": "Hết kinh phí"})
    assert [gone["item"] for gone in seen["submission"]["withdrawn_items"]] == [first]
    await world.people[CENTRE].wait(
        f"/api/review/{CENTRE}/cases/{CENTRE}.{world.submission('khoa-1')}",
        lambda found: [gone["item"] for gone in found["case"]["withdrawn_items"]] == [first],
        "the desk to hear of the withdrawal",
    )
    found = await world.told(CENTRE, "item-withdrawn", 2)
    assert all("Hết kinh phí" in one["text"] for one in found)
    page = await world.page(CENTRE, f"/tham-dinh/{CENTRE}/{CENTRE}.{world.submission('khoa-1')}")
    assert "Nội dung đơn vị đã rút, không còn tính" in page


async def test_what_the_carrier_withdraws_is_told_to_the_unit(world: World) -> None:
    await world.registered("khoa-2", "Thanh toán điện tử")
    first = world.item("khoa-2")
    await world.carry(world.row("Thanh toán điện tử", world.source("khoa-2")))
    await world.above("khoa-2", (first, "sent"))
    await world.people["centre"].post(
        f"{world.path(world.carrier)}/items/{first}/withdraw", {"reason": "Chuyển sang năm sau"}
    )
    await world.above("khoa-2", (first, "withdrawn"))


async def test_a_closed_campaign_is_opened_again_and_who_owes_something_is_told(world: World) -> None:
    await world.registered("khoa-1", "Quản lý nhân lực")
    administrator = world.people["administrator"]
    path = f"{REGISTRATION}/campaigns/{world.own}"
    refused = await administrator.post(f"{path}/reopen", {"reason": "Vì sao"}, allow=(409,))
    assert refused["code"] == "campaign_not_closed"
    await administrator.post(f"{path}/close")
    again = await administrator.post(f"{path}/reopen", {"reason": "Khoa 2 chưa gửi"})
    assert (again["status"], again["closed_at"]) == ("announced", None)
    (told,) = await world.told("khoa-2", "campaign-reopened", 1)
    assert "Khoa 2 chưa gửi." in told["text"]
    page = await world.page("administrator", f"/phong-trao/{world.own}")
    assert "mở lại" in page
    await world.registered("khoa-2", "Thanh toán điện tử")
