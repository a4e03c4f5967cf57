"""Mẫu 1 in a browser without JavaScript: what was typed is never lost."""

import re
import uuid
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import httpx2
import pytest

from shared.identity import Actor, Role
from tests.component.registration_world import EVERYTHING, World, running, settings
from tests.unit.registration_examples import person

PLAN, CENTRE = "70-kh-ttyt-2022", "ttyt-tan-binh"
CODES = ["steering", "institutions", "procedures", "organisation", "civil-service", "public-finance"]
UNITS = iter(f"tyt-phuong-{number}" for number in range(1, 16))


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


@pytest.fixture
async def clerk(world: World) -> Actor:
    """The clerk of a unit that no other test uses, led to the empty form."""
    actor = person(next(UNITS), Role.CLERK)
    fields = {"campaign": PLAN, "form": "registration", "organisation": actor.organisation}
    answer = await world.fill_in(actor, "/dang-ky", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page(actor)}/soan")
    return actor


def page(actor: Actor) -> str:
    return f"/dang-ky/{PLAN}.registration.{actor.organisation}"


def inputs(html: str) -> dict[str, str]:
    """What a browser would send of the page's form as it is shown, buttons aside."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        names = {name: unescape(value) for name, value in re.findall(r'([a-z]+)="([^"]*)"', tag)}
        if "name" in names and (names.get("type") != "radio" or "checked" in tag):
            found[names["name"]] = names.get("value", "")
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        found[name] = unescape(text)
    return found


async def shown(world: World, actor: Actor) -> dict[str, str]:
    answer = await world.browse(actor, f"{page(actor)}/soan")
    assert answer.status_code == 200, answer.text
    return inputs(answer.text)


def row_of(fields: dict[str, str], code: str) -> str:
    """The prefix of the first row's inputs in a field."""
    return next(
        name.removesuffix("field")
        for name, value in fields.items()
        if re.match(r"row\.\d+\.field", name) and value == code
    )


def typed(fields: dict[str, str], **changes: str) -> dict[str, str]:
    """One item in `steering`, an explicit nil elsewhere."""
    row = row_of(fields, "steering")
    answers = {f"answer.{code}": "nil" for code in CODES if code != "steering"}
    item = {f"{row}content": "Tuyên truyền", f"{row}expected": "Năm 2022", f"{row}parts": "Một\r\n\r\nHai"}
    return {**fields, **answers, "answer.steering": "items", **item, "action": "save", **changes}


async def send(world: World, actor: Actor, fields: dict[str, str], action: str) -> httpx2.Response:
    return await world.fill_in(actor, f"{page(actor)}/soan", {**fields, "action": action})


async def draft(world: World, actor: Actor) -> dict[str, Any]:
    found: dict[str, Any] = (await world.get(actor, f"/submissions/{page(actor).split('/')[-1]}")).json()
    return found


async def test_a_mau_1_is_typed_saved_and_delivered(world: World, clerk: Actor) -> None:
    fields = await shown(world, clerk)
    assert not any(name.startswith("answer.") for name in fields)
    saved = await send(world, clerk, typed(fields), "save")
    assert (saved.status_code, saved.headers["location"]) == (303, f"{page(clerk)}/soan?xong=saved")
    (item,) = (await draft(world, clerk))["draft"]["items"]
    assert (item["content"], item["parts"], item["expected"]) == ("Tuyên truyền", ["Một", "Hai"], "Năm 2022")

    again = await shown(world, clerk)
    assert again[f"{row_of(again, 'steering')}id"] == item["id"]
    assert [again[f"answer.{code}"] for code in CODES] == ["items", *["nil"] * 5]
    sent = await send(world, clerk, again, "submit")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{page(clerk)}?xong=delivered")
    twice = await send(world, clerk, again, "submit")
    assert twice.status_code == 303
    submission = (await draft(world, clerk))["submission"]
    assert [version["content"]["items"][0]["id"] for version in submission["versions"]] == [item["id"]]

    state = await world.browse(clerk, sent.headers["location"])
    for words in ("Đã ghi nhận bản đăng ký", "Đang chuyển đến nơi nhận", "Tuyên truyền", "Gửi đăng ký", "đang gửi"):
        assert words in state.text
    assert "<script" not in state.text


async def test_an_incomplete_form_comes_back_as_typed_with_sentences_beside_the_fields(
    world: World, clerk: Actor
) -> None:
    fields = typed(await shown(world, clerk))
    row = row_of(fields, "steering")
    answer = await send(world, clerk, {**fields, f"{row}expected": "31/02/2022", "answer.procedures": ""}, "submit")
    assert answer.status_code == 422
    held = inputs(answer.text)
    row = row_of(held, "steering")
    assert (held[f"{row}content"], held[f"{row}expected"]) == ("Tuyên truyền", "31/02/2022")
    assert held[f"{row}id"], "the row is saved under its id"
    anchor = f"row-{row.split('.')[1]}-expected"
    assert f'href="#{anchor}"' in answer.text
    assert f'id="{anchor}-loi"' in answer.text
    assert 'href="#answer-procedures"' in answer.text
    assert "Cải cách thủ tục hành chính” chưa có trả lời" in answer.text
    mended = {**held, f"{row}expected": "Quý IV/2022", "answer.procedures": "nil"}
    assert (await send(world, clerk, mended, "submit")).status_code == 303


async def test_text_that_cannot_be_saved_stays_on_the_page(world: World, clerk: Actor) -> None:
    fields = typed(await shown(world, clerk))
    row = row_of(fields, "steering")
    answer = await send(world, clerk, {**fields, f"{row}content": "x" * 10_001}, "save")
    assert answer.status_code == 422
    assert inputs(answer.text)[f"{row}content"] == "x" * 10_001
    assert f'href="#row-{row.split(".")[1]}-content"' in answer.text
    assert (await draft(world, clerk))["draft"]["items"] == []


async def test_another_row_is_added_and_one_is_removed_after_a_question(world: World, clerk: Actor) -> None:
    fields = typed(await shown(world, clerk))
    added = await send(world, clerk, fields, "add:steering")
    assert added.status_code == 303
    html = (await world.browse(clerk, added.headers["location"].split("#")[0])).text
    two = inputs(html)
    rows = sorted(
        name.removesuffix("field") for name, value in two.items() if name.endswith(".field") and value == "steering"
    )
    assert len(rows) == 2
    filled = {**two, f"{rows[1]}content": "Ý thứ hai", f"{rows[1]}expected": "Năm 2022"}
    question = await send(world, clerk, filled, f"remove:{rows[0].split('.')[1]}")
    assert question.status_code == 200
    held = inputs(question.text)
    assert held[f"{rows[1]}content"] == "Ý thứ hai"
    assert "Xóa hẳn" in question.text
    assert len((await draft(world, clerk))["draft"]["items"]) == 1
    assert (await send(world, clerk, held, f"delete:{rows[0].split('.')[1]}")).status_code == 303
    assert [item["content"] for item in (await draft(world, clerk))["draft"]["items"]] == ["Ý thứ hai"]


async def test_two_people_at_the_form_see_each_others_text_and_choose(world: World, clerk: Actor) -> None:
    first = typed(await shown(world, clerk))
    second = {**first, f"{row_of(first, 'steering')}content": "Người thứ hai gõ"}
    await send(world, clerk, first, "save")
    answer = await send(world, clerk, second, "save")
    assert answer.status_code == 412
    held = inputs(answer.text)
    assert held[f"{row_of(held, 'steering')}content"] == "Người thứ hai gõ"
    assert "Bản đang được lưu" in answer.text
    assert "Tuyên truyền" in answer.text
    assert (await send(world, clerk, held, "save")).status_code == 303
    assert [item["content"] for item in (await draft(world, clerk))["draft"]["items"]] == ["Người thứ hai gõ"]


async def test_a_nil_beside_typed_text_is_kept_and_asked_about(world: World, clerk: Actor) -> None:
    answer = await send(world, clerk, {**typed(await shown(world, clerk)), "answer.steering": "nil"}, "submit")
    held = inputs(answer.text)
    assert answer.status_code == 422
    assert (held["answer.steering"], held[f"{row_of(held, 'steering')}content"]) == ("nil", "Tuyên truyền")
    assert 'id="answer-steering-loi"' in answer.text


async def test_what_is_typed_is_shown_as_text_and_never_run(world: World, clerk: Actor) -> None:
    fields = typed(await shown(world, clerk))
    evil = '</textarea><script>alert("x")</script>{{ 7 * 7 }}'
    row = row_of(fields, "steering")
    await send(world, clerk, {**fields, f"{row}content": evil}, "save")
    html = (await world.browse(clerk, f"{page(clerk)}/soan")).text
    assert "<script" not in html
    assert inputs(html)[f"{row}content"] == evil


async def test_a_form_sent_after_the_token_ran_out_is_saved_all_the_same(world: World) -> None:
    unit = "khoa-3"
    browser = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    account = {"account": unit, "password": "sang-kien-2022"}
    await world.client.post("/dang-nhap", headers=browser, data=account)
    start = {"campaign": PLAN, "form": "registration", "organisation": unit}
    form = await world.client.post("/dang-ky", headers=browser, data=start, follow_redirects=True)
    fields = {**typed(inputs(form.text)), "action": "save"}
    world.client.cookies.delete("sangkien_token")
    address = f"/dang-ky/{PLAN}.registration.{unit}/soan"
    saved = await world.client.post(address, headers=browser, data=fields, follow_redirects=True)
    world.client.cookies.clear()
    assert "Đã lưu nháp" in saved.text
    assert "Tuyên truyền" in saved.text


async def test_bytes_that_are_no_utf_8_are_refused(world: World, clerk: Actor) -> None:
    answer = await world.client.post(
        f"{page(clerk)}/soan",
        headers=world.headers(clerk, {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}),
        content=b"action=save&row.0.field=steering&row.0.content=%FF%FE",
    )
    assert answer.status_code == 422
    assert "UTF-8" in answer.text


async def test_a_submission_is_withdrawn_with_a_reason(world: World, clerk: Actor) -> None:
    await send(world, clerk, typed(await shown(world, clerk)), "submit")
    empty = await world.fill_in(clerk, f"{page(clerk)}/rut", {"reason": "  "})
    assert empty.status_code == 422
    assert 'href="#reason"' in empty.text
    done = await world.fill_in(clerk, f"{page(clerk)}/rut", {"reason": "Gửi nhầm bản"})
    assert (done.status_code, done.headers["location"]) == (303, f"{page(clerk)}?xong=withdrawn")
    state = (await world.browse(clerk, page(clerk))).text
    assert "Gửi nhầm bản" in state
    assert "Sửa rồi gửi lại" in state
    late = await world.fill_in(clerk, f"{page(clerk)}/rut", {"reason": "Lý do thứ hai"})
    assert late.status_code == 409
    assert "Lý do thứ hai" in late.text


async def test_the_form_is_only_for_people_of_the_unit(world: World, clerk: Actor) -> None:
    assert (await world.browse(person("khoa-1", Role.CLERK), page(clerk))).status_code == 404
    await send(world, clerk, typed(await shown(world, clerk)), "submit")
    reviewer = person(CENTRE, Role.REVIEWER)
    state = await world.browse(reviewer, page(clerk))
    assert state.status_code == 200
    assert "/soan" not in state.text
    assert "Rút bản đăng ký</button>" not in state.text
    assert (await world.browse(reviewer, f"{page(clerk)}/soan")).status_code == 403


async def test_starting_what_is_begun_leads_to_it(world: World, clerk: Actor) -> None:
    fields = {"campaign": PLAN, "form": "registration", "organisation": clerk.organisation}
    answer = await world.fill_in(clerk, "/dang-ky", fields)
    assert (answer.status_code, answer.headers["location"]) == (303, page(clerk))
    plan = (await world.browse(clerk, f"/phong-trao/{PLAN}")).text
    assert f'href="{page(clerk)}"' in plan
    assert "trước ngày" in plan.lower()


async def test_a_plan_is_announced_after_its_warnings_were_shown(world: World) -> None:
    plan = (await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json()
    body = {
        name: value for name, value in plan.items() if name not in {"status", "announced_at", "closed_at", "warnings"}
    }
    ident = f"plan-{uuid.uuid4().hex[:8]}"
    await world.post(EVERYTHING, "/campaigns", {**body, "id": ident})
    assert "Phát động</a>" in (await world.browse(EVERYTHING, f"/phong-trao/{ident}")).text
    question = await world.browse(EVERYTHING, f"/phong-trao/{ident}/phat-dong")
    assert "Cảnh báo thời hạn (2)" in question.text
    await world.put(EVERYTHING, f"/campaigns/{ident}", {**body, "id": ident, "title": "Tên mới"})
    stale = await world.fill_in(EVERYTHING, f"/phong-trao/{ident}/phat-dong", inputs(question.text))
    assert stale.status_code == 412
    assert "Tên mới" in stale.text
    done = await world.fill_in(EVERYTHING, f"/phong-trao/{ident}/phat-dong", inputs(stale.text))
    assert (done.status_code, done.headers["location"]) == (303, f"/phong-trao/{ident}?xong=announced")
    assert "Đã phát động" in (await world.browse(EVERYTHING, done.headers["location"])).text
    clerk = person("tyt-phuong-1", Role.CLERK)
    assert (await world.browse(clerk, f"/phong-trao/{ident}/phat-dong")).status_code == 403


async def test_the_list_of_campaigns_is_searched_without_marks(world: World) -> None:
    clerk = person("tyt-phuong-1", Role.CLERK)
    html = (await world.browse(clerk, "/phong-trao?q=124/kh-ubnd")).text
    assert "124/KH-UBND" in html
    assert "2958/KH-SYT" not in html
    assert "Không có kế hoạch nào" in (await world.browse(clerk, "/phong-trao?q=zzz")).text
