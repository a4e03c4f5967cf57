"""The pages of a desk, as a reviewer without JavaScript uses them."""

import html
import re
from collections.abc import AsyncIterator

import pytest_asyncio

from shared.identity import Role
from shared.rules.ids import case_id
from tests.review_examples import CENTRE, LEADER, REVIEWER, STATION_CLERK, Life, item, person
from tests.review_world import World, eventually, organisation_event, running_world


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(amqp_url, mongo_url) as running:
        yield running


async def opened(world: World, *items: str) -> Life:
    life = world.life()
    await world.tell(life.event(life.submit(*(item(f"i-{place}", text) for place, text in enumerate(items)))))
    await world.case(REVIEWER, life)
    return life


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


async def status(world: World, life: Life) -> str:
    return str((await world.case(LEADER, life))["case"]["status"])


async def test_opening_the_page_is_seeing_the_case_for_reviewers_only(world: World) -> None:
    life = await opened(world, "Ứng dụng AppSheet")
    leader = await world.browse(LEADER, world.page(life))
    assert "Ứng dụng AppSheet" in leader.text
    assert "Ghi quyết định" not in leader.text
    assert await status(world, life) == "unseen"
    await world.browse(REVIEWER, world.page(life), **{"Sec-Purpose": "prefetch"})
    assert await status(world, life) == "unseen"
    page = await world.browse(REVIEWER, world.page(life))
    assert "Ghi quyết định" in page.text
    assert await status(world, life) == "viewed"


async def test_a_correction_asked_by_mistake_is_taken_back(world: World) -> None:
    life = await opened(world, "Ứng dụng AppSheet")
    page = world.page(life)
    await world.fill_in(REVIEWER, f"{page}/quyet-dinh", {"version": "1", "key": "quyet", "outcome": "approve"})
    await world.fill_in(REVIEWER, f"{page}/dinh-chinh", {"version": "1", "key": "hoi", "reason": "Ghi lại tên"})
    assert "Thu hồi đề nghị đính chính" not in (await world.browse(LEADER, page)).text
    address = f"{page}/thu-hoi-dinh-chinh"
    assert f'action="{address}"' in (await world.browse(REVIEWER, page)).text
    silent = await world.fill_in(REVIEWER, address, {"key": "thoi", "reason": " "})
    assert silent.status_code == 422
    assert 'href="#revocation-reason"' in silent.text
    for _ in range(2):
        done = await world.fill_in(REVIEWER, address, {"key": "thoi", "reason": "Nhầm hồ sơ"})
        assert (done.status_code, done.headers["location"]) == (303, page)
    seen = text_of((await world.browse(REVIEWER, page)).text)
    assert "chờ bản đính chính" not in seen
    assert "Nhầm hồ sơ" in seen
    late = await world.fill_in(REVIEWER, address, {"key": "khac", "reason": "Tôi cũng thu hồi"})
    assert late.status_code == 409
    assert "Không còn đề nghị đính chính nào để thu hồi" in late.text
    assert "Tôi cũng thu hồi" in late.text


async def test_a_refused_form_keeps_what_was_typed_beside_what_is_wrong(world: World) -> None:
    life = await opened(world, "Ứng dụng AppSheet", "Thanh toán điện tử")
    fields = {"version": "1", "key": "k", "outcome": "return", "item.i-1.outcome": "reject", "item.i-1.reason": " "}
    page = await world.fill_in(REVIEWER, f"{world.page(life)}/quyet-dinh", fields)
    assert page.status_code == 422
    assert 'href="#reason"' in page.text
    assert 'href="#item-i-1-reason"' in page.text
    assert 'value="return" id="outcome-return" checked' in page.text
    assert 'value="reject" id="item-i-1-reject" checked' in page.text
    fields |= {"outcome": "", "reason": "Cần <b>bổ sung</b>"}
    page = await world.fill_in(REVIEWER, f"{world.page(life)}/quyet-dinh", fields)
    assert "Hãy chọn duyệt, trả lại bổ sung hoặc không duyệt" in page.text
    assert "Cần &lt;b&gt;bổ sung&lt;/b&gt;</textarea>" in page.text
    assert await status(world, life) == "viewed"


async def test_a_decision_leads_to_the_next_case_with_a_confirmation(world: World) -> None:
    first, second = await opened(world, "Việc thứ nhất"), await opened(world, "Việc thứ hai")
    fields = {
        "version": "1",
        "key": "once",
        "outcome": "approve",
        "reason": "",
        "item.i-0.outcome": "",
        "item.i-0.reason": "Rõ ràng",
    }
    answer = await world.fill_in(REVIEWER, f"{world.page(first)}/quyet-dinh", fields)
    again = await world.fill_in(REVIEWER, f"{world.page(first)}/quyet-dinh", fields)
    assert (answer.status_code, again.status_code) == (303, 303)
    case = case_id(CENTRE, first.submission.id)
    assert answer.headers["location"].endswith(f"?done={case}")
    following = await world.browse(REVIEWER, answer.headers["location"])
    assert "Đã ghi: Duyệt" in text_of(following.text)
    assert "Đơn vị sẽ được báo." in text_of(following.text)
    assert "Ghi quyết định" in following.text
    decided = await world.case(REVIEWER, first)
    assert decided["case"]["rounds"][0]["decision"]["items"][0] == {
        "item": "i-0",
        "outcome": "approve",
        "reason": "Rõ ràng",
    }
    shown = text_of((await world.browse(REVIEWER, world.page(first))).text)
    assert "Duyệt Phòng Tổ chức - Hành chính" in shown
    assert await status(world, second) in {"unseen", "viewed"}


async def test_a_stale_form_shows_the_new_version_and_keeps_the_reason(world: World) -> None:
    life = await opened(world, "Bản đầu")
    await world.browse(REVIEWER, world.page(life))
    await world.tell(life.event(life.submit(item("i-0", "Bản sửa"))))
    await world.case(REVIEWER, life, rounds=2)
    fields = {"version": "1", "key": "k", "outcome": "reject", "reason": "Chưa rõ"}
    page = await world.fill_in(REVIEWER, f"{world.page(life)}/quyet-dinh", fields)
    assert page.status_code == 409
    assert "đơn vị đã gửi lần thứ 2" in page.text
    assert "Bản sửa" in page.text
    assert "Chưa rõ</textarea>" in page.text
    assert 'name="version" value="2"' in page.text


async def test_what_was_typed_is_shown_when_somebody_else_was_first(world: World) -> None:
    life = await opened(world, "Việc chung")
    await world.post(REVIEWER, f"{world.address(life)}/decide", {"version": 1, "outcome": "approve"})
    fields = {"version": "1", "key": "k2", "outcome": "return", "reason": "Ý kiến của tôi"}
    page = await world.fill_in(REVIEWER, f"{world.page(life)}/quyet-dinh", fields)
    assert page.status_code == 409
    assert "đã được Phòng Tổ chức - Hành chính quyết định" in text_of(page.text)
    assert "Ý kiến của tôi" in page.text


async def test_nobody_is_offered_to_decide_for_his_own_unit(world: World) -> None:
    life = await opened(world, "Việc nhà")
    clerk_too = person(
        "kiem-nhiem", "Văn thư", CENTRE, (Role.REVIEWER, CENTRE), (Role.CLERK, life.submission.organisation)
    )
    page = await world.browse(clerk_too, world.page(life))
    assert "bản đăng ký của chính đơn vị bạn" in page.text
    assert "Ghi quyết định" not in page.text
    fields = {"version": "1", "key": "k", "outcome": "approve"}
    assert (await world.fill_in(clerk_too, f"{world.page(life)}/quyet-dinh", fields)).status_code == 403


async def test_a_case_is_taken_or_handed_on(world: World) -> None:
    life = await opened(world, "Việc cần người")
    address = f"{world.page(life)}/phan-cong"
    assert (await world.fill_in(REVIEWER, address, {"oneself": "1"})).status_code == 303
    assert "đang phụ trách hồ sơ này" in (await world.browse(REVIEWER, world.page(life))).text
    page = await world.fill_in(REVIEWER, address, {"account": "Tên Có Dấu", "name": ""})
    assert page.status_code == 422
    assert 'value="Tên Có Dấu"' in page.text
    assert 'id="name-loi"' in page.text
    handed = await world.fill_in(REVIEWER, address, {"account": "chuyen-vien-2", "name": "Chuyên viên 2"})
    assert handed.status_code == 303
    assert "Chuyên viên 2 đang phụ trách" in text_of((await world.browse(LEADER, world.page(life))).text)


async def test_the_queue_shows_names_tabs_and_filters(world: World) -> None:
    life = await opened(world, "Số hóa hồ sơ")
    await world.tell(organisation_event(life.submission.organisation, "Trạm Y tế <Phường> 14"))

    async def named() -> bool:
        return bool((await world.case(REVIEWER, life))["submitter_name"] == "Trạm Y tế <Phường> 14")

    await eventually(named, "the unit's name")
    page = await world.browse(REVIEWER, f"/tham-dinh/{CENTRE}?q=so hoa&submitter=&campaign=&mine=")
    assert page.status_code == 200
    assert f'href="{world.page(life)}"' in page.text
    assert "Trạm Y tế &lt;Phường&gt; 14</span></a>" in page.text
    assert "Chờ thẩm định (" in page.text
    empty = await world.browse(REVIEWER, f"/tham-dinh/{CENTRE}?view=withdrawn&q=khong-co")
    assert "Không có hồ sơ nào ở mục này khớp với bộ lọc" in text_of(empty.text)
    assert "Bỏ bộ lọc" in empty.text


async def test_strangers_and_wrong_addresses_get_a_page_that_says_so(world: World) -> None:
    nobody = await world.client.get(f"/tham-dinh/{CENTRE}", headers={"Accept": "text/html"})
    assert (nobody.status_code, nobody.headers["location"].split("?")[0]) == (303, "/dang-nhap")
    stranger = await world.browse(STATION_CLERK, f"/tham-dinh/{CENTRE}")
    assert stranger.status_code == 403
    assert "không có quyền" in stranger.text
    assert (await world.browse(REVIEWER, "/tham-dinh/so-y-te")).status_code == 404
    assert (await world.browse(REVIEWER, f"/tham-dinh/{CENTRE}/khong-co")).status_code == 404
