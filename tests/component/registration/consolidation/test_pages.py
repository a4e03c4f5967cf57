"""The pages of a consolidation as a browser without JavaScript uses them."""

import re
import uuid
from collections.abc import AsyncIterator

import httpx2
import pytest

from shared.identity import Role
from tests.component.registration.consolidation.world import CLERK, Consolidating, item, line_ids
from tests.component.registration.pages import inputs
from tests.component.registration.world import World, running, settings
from tests.unit.registration.examples import CENTRE, person

STEERING, ORGANISATION, FINANCE = "steering", "organisation", "public-finance"


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


@pytest.fixture
async def desk(world: World) -> Consolidating:
    found = Consolidating(world)
    await found.announce()
    await found.approve("khoa-4", item("a", STEERING), item("b", ORGANISATION))
    await found.approve("khoa-5", item("c", STEERING), item("d", FINANCE))
    return found


async def see(desk: Consolidating, path: str = "") -> str:
    answer = await desk.world.browse(CLERK, desk.pages + path)
    assert answer.status_code == 200, answer.text
    return answer.text


async def post(desk: Consolidating, path: str, fields: dict[str, str]) -> httpx2.Response:
    return await desk.world.fill_in(CLERK, desk.pages + path, fields)


async def pressed(desk: Consolidating, action: str, **fields: str) -> str:
    """Where a button of the main page leads."""
    answer = await post(desk, "", {"action": action, **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def ticked(desk: Consolidating, *names: str) -> dict[str, str]:
    return {f"dong.{desk.id(name)}": "1" for name in names}


async def begun(desk: Consolidating) -> None:
    home = await desk.world.browse(CLERK, "/")
    assert 'href="/tong-hop"' in home.text
    listed = await desk.world.browse(CLERK, "/tong-hop")
    assert desk.plans["own"] in listed.text
    fields = {"campaign": desk.plans["own"], "organisation": CENTRE}
    for _ in range(2):
        answer = await desk.world.fill_in(CLERK, "/tong-hop", fields)
        assert (answer.status_code, answer.headers["location"]) == (303, desk.pages)


async def test_the_whole_way_without_javascript(desk: Consolidating) -> None:
    await begun(desk)
    assert await pressed(desk, "take_all") == f"{desk.pages}?xong=taken"
    assert "2 dòng chưa chọn lĩnh vực" in await see(desk)
    check = await see(desk, "/kiem-tra")
    assert "Còn 2 dòng không có lĩnh vực tương ứng" in check, "one thing to do, said once"
    assert f'href="{desk.pages}/doi-chieu/{desk.district}"' in check
    await pressed(desk, "merge", **ticked(desk, "a", "c"))
    page = await see(desk)
    assert "Tách ra" in page
    assert "1 dòng chưa chọn lĩnh vực" in page

    check = await see(desk, "/kiem-tra")
    assert "không có lĩnh vực tương ứng" in check
    assert check.count("Gửi theo kế hoạch") == 1

    asked = await see(desk, f"/doi-chieu/{desk.district}")
    fields = {**inputs(asked), f"linh-vuc.{desk.id('a')}": "-"}
    refused = await post(desk, f"/doi-chieu/{desk.district}", fields)
    assert refused.status_code == 422
    assert "phải ghi lý do" in refused.text
    assert f'id="ly-do-{desk.id("a")}-loi"' in refused.text
    fields[f"linh-vuc.{desk.id('a')}"] = "e-government"
    answer = await post(desk, f"/doi-chieu/{desk.district}", fields)
    assert answer.headers["location"] == f"{desk.pages}?xong=settled"

    check = await see(desk, "/kiem-tra")
    papers = re.findall(r'<article class="paper".*?</article>', check, re.DOTALL)
    assert ["6. Xây dựng và phát triển chính quyền điện tử" in paper for paper in papers] == [True, False]
    assert ["1. Công tác chỉ đạo, điều hành" in paper for paper in papers] == [False, True]
    assert "3. Cải cách tổ chức bộ máy" in papers[0]
    assert "4. Cải cách tổ chức bộ máy" in papers[1]
    both = {**inputs(check), "targets": f"{desk.district} {desk.department}"}
    for _ in range(2):
        sent = await post(desk, "/gui", both)
        assert (sent.status_code, sent.headers["location"]) == (303, f"{desk.pages}?xong=sent"), sent.text
    for plan in (desk.district, desk.department):
        assert [row["id"] for row in (await desk.sent(plan))["items"]]
        found = await desk.world.get(CLERK, f"/submissions/{desk.carrier(plan)}")
        assert len(found.json()["submission"]["versions"]) == 1
    assert "đã gửi, chưa có gì mới" in await see(desk)


async def test_a_group_is_answered_at_once_and_can_be_taken_back(desk: Consolidating) -> None:
    await begun(desk)
    await pressed(desk, "take_all")
    path = f"/doi-chieu/{desk.district}"
    fields = {**inputs(await see(desk, path)), "nhom.steering": "-", "ly-do-nhom.steering": "Quận không có"}
    assert (await post(desk, path, fields)).status_code == 303
    page = await see(desk, path)
    assert "Dòng đã chọn" in page
    again = {**inputs(page), f"linh-vuc.{desk.id('a')}": "", f"linh-vuc.{desk.id('c')}": "organisation"}
    assert (await post(desk, path, again)).headers["location"] == f"{desk.pages}{path}?xong=settled"
    (district, _) = (await desk.seen())["targets"]
    assert {one["line"]: (one["place"], one["field"]) for one in district["lines"]} == {
        desk.id("a"): ("open", None),
        desk.id("b"): ("same", ORGANISATION),
        desk.id("c"): ("chosen", ORGANISATION),
        desk.id("d"): ("same", FINANCE),
    }


async def test_leaving_out_asks_for_the_reason_and_keeps_what_was_ticked(desk: Consolidating) -> None:
    await begun(desk)
    await pressed(desk, "take_all")
    refused = await post(desk, "", {"action": "leave_lines", **ticked(desk, "d"), "reason-lines": " "})
    assert refused.status_code == 422
    assert "Chưa nhập lý do không gửi" in refused.text
    assert re.search(rf'name="dong.{desk.id("d")}" value="1" checked', refused.text)
    await pressed(desk, "leave_lines", **ticked(desk, "d"), **{"reason-lines": "Chưa chín"})
    assert "không gửi đến nơi nào" in await see(desk)
    await pressed(desk, f"restore:{desk.id('d')}")
    assert "không gửi đến nơi nào" not in await see(desk)
    few = await post(desk, "", {"action": "merge", **ticked(desk, "d")})
    assert (few.status_code, "ít nhất hai dòng" in few.text) == (422, True)


async def test_what_was_taken_or_merged_by_mistake_waits_again(desk: Consolidating) -> None:
    await begun(desk)
    await pressed(desk, "take_all")
    await pressed(desk, "merge", **ticked(desk, "a", "c"))
    path = f"/dong/{desk.id('a')}"
    worded = inputs(await see(desk, path)) | {"field": STEERING, "content": "Gộp hai khoa"}
    assert (await post(desk, path, worded)).status_code == 303
    assert await pressed(desk, f"give_back:{desk.id('a')}") == f"{desk.pages}?xong=given_back"
    assert line_ids(await desk.seen()) == [desk.id("b"), desk.id("d")]
    page = await see(desk, "?xong=given_back")
    assert "Đã đưa ra khỏi bảng" in page
    assert page.count("câu chữ đã sửa trong bảng vẫn được giữ") == 1
    await pressed(desk, "take_all")
    assert "Gộp hai khoa" in await see(desk)
    await pressed(desk, "give_back", **ticked(desk, "a", "b", "c", "d"))
    assert line_ids(await desk.seen()) == []
    gone = await post(desk, "", {"action": f"give_back:{desk.id('a')}"})
    assert (gone.status_code, "xem lại bảng rồi chọn lại" in gone.text) == (409, True)
    nothing = await post(desk, "", {"action": "give_back"})
    assert (nothing.status_code, "Chưa đánh dấu" in nothing.text) == (409, True)


async def test_an_offer_is_refused_and_taken_back(desk: Consolidating) -> None:
    await begun(desk)
    place = f"{desk.registration('khoa-4')}/{desk.id('b')}"
    await pressed(desk, "leave_items", **{f"lay.{place}": "1", "reason-items": "Trùng"})
    await pressed(desk, "take_all")
    assert desk.id("b") not in line_ids(await desk.seen())
    assert "Lấy lại" in await see(desk)
    await pressed(desk, f"restore_item:{place}")
    await pressed(desk, "take", **{f"lay.{place}": "1"})
    assert desk.id("b") in line_ids(await desk.seen())
    nothing = await post(desk, "", {"action": "take"})
    assert (nothing.status_code, "Chưa đánh dấu" in nothing.text) == (409, True)


async def test_a_line_is_worded_and_two_people_lose_nothing(desk: Consolidating) -> None:
    await begun(desk)
    await pressed(desk, "take_all")
    path = f"/dong/{desk.id('b')}"
    first = inputs(await see(desk, path)) | {"field": ORGANISATION}
    second = dict(first)
    saved = await post(desk, path, first | {"content": "Bản thứ nhất"})
    assert saved.headers["location"] == f"{desk.pages}?xong=line_saved&linh-vuc={ORGANISATION}#dong-{desk.id('b')}"
    overtaken = await post(desk, path, second | {"content": "Bản thứ hai"})
    assert overtaken.status_code == 409
    assert "Bản thứ hai" in overtaken.text
    assert "hãy chọn bản giữ lại" in overtaken.text
    kept = await post(desk, path, inputs(overtaken.text) | {"field": ORGANISATION})
    assert kept.status_code == 303
    assert "Bản thứ hai" in await see(desk)
    lacking = await post(desk, path, inputs(await see(desk, path)) | {"field": ORGANISATION, "expected": ""})
    assert (lacking.status_code, "chưa đủ để gửi" in lacking.text) == (422, True)
    new = inputs(await see(desk, "/dong/them")) | {"field": FINANCE, "content": "Của Trung tâm", "expected": "Năm 2022"}
    saved_by_itself = await post(desk, "/tu-luu", new)
    assert saved_by_itself.json()["seen"]
    assert (await post(desk, f"/dong/{new['item']}", new | {"seen": saved_by_itself.json()["seen"]})).status_code == 303
    assert "Đơn vị tổng hợp tự nhập" in await see(desk)


async def test_the_own_campaign_leads_its_clerk_to_the_consolidation(desk: Consolidating) -> None:
    address, elsewhere = f"/phong-trao/{desk.plans['own']}", person("khoa-4", Role.CLERK)
    assert "Bắt đầu tổng hợp" in (await desk.world.browse(CLERK, address)).text
    assert "Bắt đầu tổng hợp" not in (await desk.world.browse(elsewhere, address)).text
    await begun(desk)
    assert f'href="{desk.pages}"' in (await desk.world.browse(CLERK, address)).text


async def test_the_ordinary_pages_lead_to_the_consolidation(desk: Consolidating) -> None:
    await begun(desk)
    await pressed(desk, "take_all")
    check = await see(desk, "/kiem-tra")
    await post(desk, "/gui", {**inputs(check), "targets": desk.department})
    for page in ("soan", "kiem-tra", f"soan/noi-dung/{desk.id('a')}"):
        answer = await desk.world.browse(CLERK, f"/dang-ky/{desk.carrier(desk.department)}/{page}")
        assert (answer.status_code, answer.headers["location"]) == (303, desk.pages)
    typed = await desk.world.fill_in(CLERK, f"/dang-ky/{desk.carrier(desk.department)}/soan", {"nil": FINANCE})
    assert typed.status_code == 409
    stranger = await desk.world.browse(person("khoa-4", Role.CLERK), desk.pages)
    assert stranger.status_code == 404


async def test_what_was_changed_meanwhile_is_read_again_before_it_is_sent(desk: Consolidating) -> None:
    await begun(desk)
    await pressed(desk, "take_all")
    check = await see(desk, "/kiem-tra")
    await pressed(desk, "merge", **ticked(desk, "a", "c"))
    answer = await post(desk, "/gui", {**inputs(check), "targets": desk.department})
    assert answer.status_code == 412
    assert "đã được sửa sau lần bạn mở trang này" in answer.text
