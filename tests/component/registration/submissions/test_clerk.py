"""Mẫu 1 in a browser without JavaScript: what was typed is never lost, and every page tells the truth."""

import uuid
from collections.abc import AsyncIterator

import pytest

from shared.contracts.submissions import Decision, ItemDecision, Outcome
from shared.contracts.types import Person
from shared.identity import Role
from tests.component.registration.pages import CENTRE, CODES, PLAN, UNITS, Clerk, clerk_of, inputs
from tests.component.registration.world import MORNING, World, eventually, running, settings
from tests.unit.registration.examples import person

REVIEWER = Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE)


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


@pytest.fixture
async def clerk(world: World) -> Clerk:
    """The clerk of a unit that no other test uses."""
    return await clerk_of(world, next(UNITS))


async def returned(clerk: Clerk, item: str) -> None:
    """The centre sends the first version back, as the unit hears it."""
    decision = Decision(
        version=1,
        outcome=Outcome.RETURN,
        reason="Cần nêu rõ tiến độ",
        items=(ItemDecision(item=item, outcome=Outcome.RETURN, reason="Chưa có số liệu"),),
        decided_at=MORNING,
        decided_by=REVIEWER,
    )
    await clerk.world.tell(CENTRE, clerk.ident, 3, "returned", decision)

    async def heard() -> bool:
        return "Chưa có số liệu" in (await clerk.see("")).text

    await eventually(heard, "the return")


async def test_from_the_list_of_fields_to_the_receipt(world: World, clerk: Clerk) -> None:
    page = (await clerk.see("/soan")).text
    assert page.count("chưa trả lời") >= len(CODES)
    assert "Còn 6/6 lĩnh vực chưa trả lời" in page
    saved = await clerk.save(await clerk.open_item(parts="Một\r\n\r\nHai"))
    assert saved.headers["location"] == f"{clerk.base}/soan/linh-vuc/steering?xong=item_saved"
    field = (await world.browse(clerk.actor, saved.headers["location"])).text
    for words in (
        "Đã lưu nội dung vào bản nháp",
        "Thêm nội dung khác",
        "từ 01/01/2022 đến 31/12/2022",
        ">Sửa<",
        ">Xóa<",
    ):
        assert words in field
    (item,) = (await clerk.draft())["draft"]["items"]
    assert (item["content"], item["parts"], item["expected"]) == ("Tuyên truyền", ["Một", "Hai"], "Năm 2022")

    question = await clerk.see("/soan/con-lai")
    assert "Trả lời “Không có nội dung” cho 5 lĩnh vực này?" in question.text
    await clerk.post("/soan/con-lai", inputs(question.text))
    check = (await clerk.see("/kiem-tra")).text
    for words in ("TRẠM Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Dự kiến tiến độ hoàn thành", "Tuyên truyền"):
        assert words in check
    assert check.count('class="paper-nil"') == 15
    assert check.count("Gửi đăng ký</button>") == 1

    fields = inputs(check)
    sent = await clerk.post("/gui", fields)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{clerk.base}/bien-nhan?ban=1")
    assert (await clerk.post("/gui", fields)).headers["location"] == sent.headers["location"]
    assert len((await clerk.draft())["submission"]["versions"]) == 1
    receipt = (await world.browse(clerk.actor, sent.headers["location"])).text
    number = f"70-KH-TTYT-2022/{clerk.actor.organisation.upper()}/1"
    for words in (number, "đúng hạn", "đang gửi", "1 nội dung đăng ký, 5 lĩnh vực không có nội dung"):
        assert words in receipt
    state = (await clerk.see("")).text
    assert "đang gửi" in state
    assert f'href="{clerk.base}/ban/1"' in state


async def test_an_incomplete_form_names_what_is_missing_with_links(clerk: Clerk) -> None:
    fields = await clerk.open_item(expected="31/02/2022")
    refused = await clerk.save(fields)
    assert refused.status_code == 422
    assert 'href="#expected"' in refused.text
    assert 'id="expected-loi"' in refused.text
    assert inputs(refused.text)["expected"] == "31/02/2022"
    assert await clerk.contents() == ["Tuyên truyền"], "what was typed is in the draft all the same"

    check = await clerk.see("/kiem-tra")
    assert f'href="{clerk.base}/soan/noi-dung/{fields["item"]}#expected"' in check.text
    assert f'href="{clerk.base}/soan#field-procedures"' in check.text
    assert "Gửi đăng ký</button>" not in check.text
    sent = await clerk.post("/gui", {"key": uuid.uuid4().hex, "draft": ""})
    assert sent.status_code == 422
    assert (await clerk.draft())["submission"]["versions"] == []
    reminded = await clerk.see(f"/soan/noi-dung/{fields['item']}")
    assert 'id="expected-loi"' in reminded.text
    mended = {**inputs(refused.text), "expected": "Quý IV/2022"}
    assert (await clerk.save(mended)).status_code == 303


async def test_an_empty_new_row_is_nothing(clerk: Clerk) -> None:
    refused = await clerk.save(await clerk.open_item(content=" ", expected=""))
    assert refused.status_code == 422
    assert 'href="#content"' in refused.text
    assert await clerk.contents() == []


async def test_text_that_cannot_be_saved_stays_on_the_page(clerk: Clerk) -> None:
    refused = await clerk.save(await clerk.open_item(content="x" * 10_001))
    assert refused.status_code == 422
    assert inputs(refused.text)["content"] == "x" * 10_001
    assert 'href="#content"' in refused.text
    assert await clerk.contents() == []


async def test_a_row_saved_twice_is_one_row(clerk: Clerk) -> None:
    fields = await clerk.open_item()
    await clerk.save(fields)
    again = await clerk.save({**fields, "content": "Tuyên truyền, sửa"})
    assert again.status_code == 303, "the button was pressed twice on the same opened page"
    assert await clerk.contents() == ["Tuyên truyền, sửa"]


async def test_one_more_row_and_one_taken_out_after_a_question(clerk: Clerk) -> None:
    first = await clerk.add()
    more = await clerk.save(await clerk.open_item(content="Ý thứ hai", action="more"))
    assert more.headers["location"] == f"{clerk.base}/soan/linh-vuc/steering/them"
    question = await clerk.see(f"/soan/noi-dung/{first}/xoa")
    assert "Tuyên truyền" in question.text
    assert len(await clerk.contents()) == 2
    done = await clerk.post(f"/soan/noi-dung/{first}/xoa", inputs(question.text))
    assert done.headers["location"] == f"{clerk.base}/soan/linh-vuc/steering?xong=item_removed"
    assert await clerk.contents() == ["Ý thứ hai"]
    gone = await clerk.see(f"/soan/noi-dung/{first}?linh-vuc=steering")
    assert gone.headers["location"].endswith("xong=item_gone")


async def test_two_people_at_one_row_see_both_texts_and_choose(clerk: Clerk) -> None:
    item = await clerk.add()
    other = clerk.beside("khac")
    mine = await clerk.shown(f"/soan/noi-dung/{item}")
    theirs = await other.shown(f"/soan/noi-dung/{item}")
    assert (await other.save({**theirs, "content": "Người thứ hai gõ"})).status_code == 303
    refused = await clerk.save({**mine, "content": "Người thứ nhất gõ"})
    assert refused.status_code == 409
    for words in ("Người thứ hai gõ", "Người thứ nhất gõ", "Đồng nghiệp khac", "Giữ bản của tôi", "Lấy bản đã lưu"):
        assert words in refused.text
    assert await clerk.contents() == ["Người thứ hai gõ"]
    held = inputs(refused.text)
    assert held["content"] == "Người thứ nhất gõ"
    assert (await clerk.save(held)).status_code == 303
    assert await clerk.contents() == ["Người thứ nhất gõ"]


async def test_a_row_deleted_while_it_is_typed_is_not_lost(clerk: Clerk) -> None:
    item = await clerk.add()
    mine = await clerk.shown(f"/soan/noi-dung/{item}")
    other = clerk.beside("khac")
    await other.post(f"/soan/noi-dung/{item}/xoa", await other.shown(f"/soan/noi-dung/{item}/xoa"))
    refused = await clerk.save({**mine, "content": "Đang gõ dở"})
    assert refused.status_code == 409
    assert "đã bị xóa khỏi bản nháp" in refused.text
    assert (await clerk.save(inputs(refused.text))).status_code == 303
    assert await clerk.contents() == ["Đang gõ dở"]


async def test_a_row_changed_since_the_question_is_not_deleted(clerk: Clerk) -> None:
    item = await clerk.add()
    question = await clerk.shown(f"/soan/noi-dung/{item}/xoa")
    other = clerk.beside("khac")
    await other.save({**await other.shown(f"/soan/noi-dung/{item}"), "content": "Vừa sửa"})
    refused = await clerk.post(f"/soan/noi-dung/{item}/xoa", question)
    assert refused.status_code == 409
    assert "Vừa sửa" in refused.text
    assert await clerk.contents() == ["Vừa sửa"]


async def test_two_people_at_two_rows_do_not_disturb_each_other(clerk: Clerk) -> None:
    first, second = await clerk.add(), await clerk.add("organisation", content="Nhân lực")
    other = clerk.beside("khac")
    mine, theirs = await clerk.shown(f"/soan/noi-dung/{first}"), await other.shown(f"/soan/noi-dung/{second}")
    assert (await other.save({**theirs, "content": "Nhân lực, sửa"})).status_code == 303
    assert (await clerk.save({**mine, "content": "Tuyên truyền, sửa"})).status_code == 303
    assert await clerk.contents() == ["Tuyên truyền, sửa", "Nhân lực, sửa"]


async def test_autosave_keeps_the_row_and_yields_to_somebody_else(clerk: Clerk) -> None:
    fields = await clerk.open_item(content="Đang gõ", expected="")
    kept = await clerk.post("/tu-luu?linh-vuc=steering", fields)
    assert kept.status_code == 200
    assert kept.json()["saved_at"]
    assert (await clerk.post("/tu-luu", {**fields, "content": "Đang gõ thêm"})).status_code == 200
    assert await clerk.contents() == ["Đang gõ thêm"]
    other = clerk.beside("khac")
    theirs = await other.shown(f"/soan/noi-dung/{fields['item']}")
    await other.save({**theirs, "content": "Của người khác", "expected": "Năm 2022"})
    refused = await clerk.post("/tu-luu", {**fields, "content": "Vẫn gõ"})
    assert refused.status_code == 409
    assert refused.json()["other"]["content"] == "Của người khác"
    assert await clerk.contents() == ["Của người khác"]
    nothing = await clerk.post("/tu-luu", await clerk.open_item(content="", expected=""))
    assert nothing.json()["saved_at"] is None


async def test_a_nil_is_one_button_and_never_hides_a_row(clerk: Clerk) -> None:
    done = await clerk.post("/soan", {"nil": "procedures"})
    assert (done.status_code, done.headers["location"]) == (303, f"{clerk.base}/soan?xong=nil#field-procedures")
    assert (await clerk.draft())["draft"]["nil_fields"] == ["procedures"]
    await clerk.add("procedures")
    assert (await clerk.draft())["draft"]["nil_fields"] == []
    refused = await clerk.post("/soan", {"nil": "procedures"})
    assert refused.status_code == 409
    assert 'href="#field-procedures"' in refused.text
    assert (await clerk.post("/soan", {"nil": "khong-co"})).status_code == 422


async def test_what_was_changed_after_the_last_look_is_not_sent(clerk: Clerk) -> None:
    await clerk.fill()
    looked = await clerk.shown("/kiem-tra")
    await clerk.beside("khac").add("steering", content="Thêm sau")
    refused = await clerk.post("/gui", looked)
    assert refused.status_code == 409
    assert "Thêm sau" in refused.text
    assert (await clerk.draft())["submission"]["versions"] == []
    assert (await clerk.post("/gui", inputs(refused.text))).status_code == 303


async def test_a_return_leads_to_its_reasons_and_to_a_new_version(world: World, clerk: Clerk) -> None:
    item = await clerk.fill()
    await clerk.send()
    await returned(clerk, item)
    home = (await world.browse(clerk.actor, "/")).text
    assert home.index("Bị trả lại, cần bổ sung") < home.index("Kỳ sau")
    assert "Xem lý do và bổ sung" in home
    page = (await clerk.see("/soan")).text
    assert page.count("Chưa có số liệu") == 2, "at the top and beside the item"
    assert "Cần nêu rõ tiến độ" in page
    form = await clerk.shown(f"/soan/noi-dung/{item}")
    assert "Chưa có số liệu" in (await clerk.see(f"/soan/noi-dung/{item}")).text
    await clerk.save({**form, "content": "Tuyên truyền tại trạm", "expected": "Quý IV/2022"})
    await clerk.add("steering", content="Hoàn toàn mới")
    assert "lần gửi thứ 2" in (await clerk.see("/kiem-tra")).text
    await clerk.send()

    version = (await clerk.see("/ban/2")).text
    for words in ("Khác với lần gửi thứ 1", "tại trạm", "<del>", "<ins>", "Hoàn toàn mới"):
        assert words in version
    first = (await clerk.see("/ban/1")).text
    assert "tại trạm" not in first
    assert "Cần nêu rõ tiến độ" in first
    assert (await clerk.see("/ban/3")).status_code == 404
    state = (await clerk.see("")).text
    for words in ("Diễn biến", "Trả lại bổ sung", "Chưa có số liệu", "Phòng Tổ chức - Hành chính", "đang gửi"):
        assert words in state


async def test_a_late_one_is_told_before_it_is_sent(amqp_url: str, mongo_url: str) -> None:
    late = MORNING.replace(day=16)
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}", late)) as world:
        clerk = await clerk_of(world, "tyt-phuong-1")
        assert "Đã quá hạn" in (await world.browse(clerk.actor, "/")).text
        await clerk.fill()
        assert "Vẫn gửi được, nhưng bản gửi bây giờ được ghi nhận là trễ hạn." in (await clerk.see("/kiem-tra")).text
        receipt = await world.browse(clerk.actor, (await clerk.send()).headers["location"])
        assert "trễ hạn" in receipt.text


async def test_what_is_typed_is_shown_as_text_and_never_run(world: World, clerk: Clerk) -> None:
    evil = '</textarea><script>alert("x")</script>{{ 7 * 7 }}'
    item = await clerk.add(content=evil, parts=evil, note=evil)
    for path in (
        "/soan",
        "/soan/linh-vuc/steering",
        f"/soan/noi-dung/{item}",
        f"/soan/noi-dung/{item}/xoa",
        "/kiem-tra",
    ):
        html = (await clerk.see(path)).text
        assert "<script>" not in html, path
        assert "{{ 7" in html, path
    assert (await clerk.shown(f"/soan/noi-dung/{item}"))["content"] == evil


async def test_a_form_sent_after_the_token_ran_out_is_saved_all_the_same(world: World) -> None:
    unit = "khoa-3"
    browser = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    account = {"account": unit, "password": "sang-kien-2022"}
    await world.client.post("/dang-nhap", headers=browser, data=account)
    start = {"campaign": PLAN, "form": "registration", "organisation": unit}
    await world.client.post("/dang-ky", headers=browser, data=start)
    base = f"/dang-ky/{PLAN}.registration.{unit}"
    form = await world.client.get(f"{base}/soan/linh-vuc/steering/them", headers=browser)
    fields = {**inputs(form.text), "content": "Tuyên truyền", "expected": "Năm 2022", "action": "save"}
    world.client.cookies.delete("sangkien_token")
    address = f"{base}/soan/noi-dung/{fields['item']}"
    saved = await world.client.post(address, headers=browser, data=fields, follow_redirects=True)
    world.client.cookies.clear()
    assert "Đã lưu nội dung vào bản nháp" in saved.text
    assert "Tuyên truyền" in saved.text


async def test_bytes_that_are_no_utf_8_are_refused(world: World, clerk: Clerk) -> None:
    answer = await world.client.post(
        f"{clerk.base}/soan/noi-dung/abc",
        headers=world.headers(
            clerk.actor, {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
        ),
        content=b"field=steering&content=%FF%FE",
    )
    assert answer.status_code == 422
    assert "UTF-8" in answer.text


async def test_a_submission_is_withdrawn_with_a_reason(clerk: Clerk) -> None:
    await clerk.fill()
    await clerk.send()
    assert "Nếu rút:" in (await clerk.see("")).text
    empty = await clerk.post("/rut", {"reason": "  "})
    assert empty.status_code == 422
    assert 'href="#reason"' in empty.text
    done = await clerk.post("/rut", {"reason": "Gửi nhầm bản"})
    assert (done.status_code, done.headers["location"]) == (303, f"{clerk.base}?xong=withdrawn")
    state = (await clerk.see("")).text
    assert "Gửi nhầm bản" in state
    assert "Sửa rồi gửi lại" in state
    late = await clerk.post("/rut", {"reason": "Lý do thứ hai"})
    assert late.status_code == 409
    assert "Lý do thứ hai" in late.text


async def test_the_pages_are_only_for_people_of_the_unit(world: World, clerk: Clerk) -> None:
    stranger = Clerk(world, person("khoa-1", Role.CLERK))
    stranger.base = clerk.base
    for path in ("", "/soan", "/kiem-tra", "/bien-nhan", "/ban/1", "/soan/linh-vuc/steering/them"):
        assert (await stranger.see(path)).status_code == 404, path
    item = await clerk.fill()
    await clerk.send()
    for path in ("/tu-luu", "/gui", "/soan", "/soan/con-lai", f"/soan/noi-dung/{item}", f"/soan/noi-dung/{item}/xoa"):
        fields = {"item": item, "field": "steering", "content": "x", "nil": "steering"}
        assert (await stranger.post(path, fields)).status_code == 404, path
    reviewer = Clerk(world, person(CENTRE, Role.REVIEWER))
    reviewer.base = clerk.base
    state = await reviewer.see("")
    assert state.status_code == 200
    assert "/soan" not in state.text
    assert "Rút bản đăng ký</button>" not in state.text
    assert (await reviewer.see("/ban/1")).status_code == 200
    assert (await reviewer.see("/soan")).status_code == 403


async def test_the_id_of_another_units_item_cannot_be_taken(world: World, clerk: Clerk) -> None:
    item = await clerk.fill()
    await clerk.send()
    thief = await clerk_of(world, next(UNITS))
    fields = {**await thief.open_item(), "item": item}
    refused = await thief.save(fields)
    assert refused.status_code == 422
    assert await thief.contents() == []


async def test_starting_what_is_begun_leads_to_it(world: World, clerk: Clerk) -> None:
    fields = {"campaign": PLAN, "form": "registration", "organisation": clerk.actor.organisation}
    answer = await world.fill_in(clerk.actor, "/dang-ky", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, clerk.base)
    assert f'href="{clerk.base}"' in (await world.browse(clerk.actor, f"/phong-trao/{PLAN}")).text
