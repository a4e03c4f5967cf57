"""The administrator's portal in a browser without JavaScript: campaigns, extensions, organisations, accounts."""

import re
import uuid
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import httpx2
import pytest

from shared.identity import Actor, Role
from tests.component.registration.world import EVERYTHING, World, definition_of, running, settings
from tests.unit.registration.examples import person

PLAN, CENTRE = "70-kh-ttyt-2022", "ttyt-tan-binh"
PRACTICE_PASSWORD = "sang-kien-2022"
CLERK = person("tyt-phuong-1", Role.CLERK)


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


def inputs(html: str) -> dict[str, str]:
    """What a browser would send of the page's POST form as it is shown, buttons aside."""
    form = next(part for part in re.findall(r"<form.*?</form>", html, re.DOTALL) if 'name="key"' in part)
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        names = {name: unescape(value) for name, value in re.findall(r'([a-z]+)="([^"]*)"', tag)}
        if "name" in names and (names.get("type") not in {"radio", "checkbox"} or "checked" in tag):
            found[names["name"]] = names.get("value", "")
    for name, text in re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(text)
    for name, body in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found


async def shown(world: World, path: str, actor: Actor = EVERYTHING) -> tuple[str, dict[str, str]]:
    answer = await world.browse(actor, path)
    assert answer.status_code == 200, answer.text
    return answer.text, inputs(answer.text)


async def send(world: World, path: str, fields: dict[str, str], **changes: str) -> httpx2.Response:
    return await world.fill_in(EVERYTHING, path, {**fields, **changes})


async def created(world: World, source: str = PLAN, number: str | None = None, **changes: str) -> str:
    """The id of a draft made from a plan."""
    _, fields = await shown(world, f"/phong-trao/moi?tu={source}")
    number = number or f"{uuid.uuid4().int % 100_000}/KH-TTYT"
    answer = await send(world, "/phong-trao/moi", fields, number=number, year="2023", **changes)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].split("/")[2])


async def plan(world: World, ident: str) -> dict[str, Any]:
    found: dict[str, Any] = (await world.get(EVERYTHING, f"/campaigns/{ident}")).json()
    return found


async def announced(world: World, **changes: str) -> str:
    ident = await created(world, **changes)
    _, fields = await shown(world, f"/phong-trao/{ident}/phat-dong")
    assert (await send(world, f"/phong-trao/{ident}/phat-dong", fields)).status_code == 303
    return ident


async def test_a_campaign_is_made_from_a_plan_with_its_dates_moved(world: World) -> None:
    ident = await created(world, number="71/KH-TTYT")
    assert ident == "71-kh-ttyt-2023"
    made = await plan(world, ident)
    assert (made["status"], made["year"], made["issuer"]) == ("draft", 2023, CENTRE)
    dues = [(form["code"], form["periods"][0]["due"]["date"]) for form in made["forms"]]
    assert dues == [("registration", "2023-05-13"), ("completion", "2023-11-05")]
    assert all("2023" in form["periods"][0]["due"]["wording"] for form in made["forms"])
    assert "2022" not in made["title"]
    assert len(made["obliged"]) == 28
    kept = await plan(world, await created(world, shift=""))
    assert kept["forms"][0]["periods"][0]["due"]["date"] == "2022-05-13"
    again = await send(
        world, "/phong-trao/moi", {"source": PLAN, "year": "2023", "issuer": CENTRE}, number="71/KH-TTYT"
    )
    assert again.status_code == 409
    assert 'value="71/KH-TTYT"' in again.text


async def test_a_new_campaign_asks_for_what_is_missing_and_keeps_the_rest(world: World) -> None:
    answer = await send(world, "/phong-trao/moi", {"source": "", "number": "9/KH", "year": "hai", "issuer": CENTRE})
    assert answer.status_code == 422
    assert 'value="9/KH"' in answer.text
    assert 'value="hai"' in answer.text
    assert 'href="#year"' in answer.text
    assert (await world.browse(CLERK, "/phong-trao/moi")).status_code == 403


async def test_the_basic_page_keeps_rows_and_reads_the_can_cu(world: World) -> None:
    path = f"/phong-trao/{await created(world)}/sua/thong-tin"
    ident = path.split("/")[2]
    _, fields = await shown(world, path)
    more = await send(world, path, fields, action="add:dates", title="Tên   đang gõ")
    assert more.status_code == 200
    fields = inputs(more.text)
    assert "dates.0.date" in fields
    basis = "- 1018/KH-UBND ngày 05/4/2022, Ủy ban nhân dân Thành phố Hồ Chí Minh;\nLuật Thi đua của Quốc hội"
    wrong = await send(world, path, fields, **{"dates.0.place": "Chú thích", "basis": basis}, action="save")
    assert wrong.status_code == 422
    assert 'href="#dates-0-date"' in wrong.text
    assert 'id="dates-0-date-loi"' in wrong.text
    fields = inputs(wrong.text)
    assert fields["title"] == "Tên   đang gõ"
    done = await send(world, path, fields, **{"dates.0.date": "2023-05-12"}, action="next")
    assert (done.status_code, done.headers["location"]) == (303, f"/phong-trao/{ident}/sua/linh-vuc?xong=edited")
    made = await plan(world, ident)
    assert made["title"] == "Tên đang gõ"
    assert made["basis"] == [
        {"number": "1018/KH-UBND", "date": "2022-04-05", "issuer": "Ủy ban nhân dân Thành phố Hồ Chí Minh"},
        {"number": "Luật Thi đua", "date": None, "issuer": "Quốc hội"},
    ]
    empty = await send(world, path, inputs((await world.browse(EVERYTHING, path)).text), number=" ", action="save")
    assert 'href="#number"' in empty.text


async def test_fields_are_added_moved_and_get_a_code(world: World) -> None:
    path = f"/phong-trao/{await created(world)}/sua/linh-vuc"
    _, fields = await shown(world, path)
    fields = inputs((await send(world, path, fields, action="add:")).text)
    fields = inputs((await send(world, path, {**fields, "fields.6.name": "Chuyển đổi số"}, action="up:6")).text)
    assert fields["fields.5.name"] == "Chuyển đổi số"
    fields = inputs((await send(world, path, fields, action="remove:0")).text)
    fields |= {f"fields.{n}.number": str(n + 1) for n in range(6)}
    assert (await send(world, path, fields, action="save")).status_code == 303
    made = await plan(world, path.split("/")[2])
    assert [f["code"] for f in made["fields"]][-2:] == ["chuyen-doi-so", "public-finance"]
    assert [f["number"] for f in made["fields"]] == [1, 2, 3, 4, 5, 6]
    twice = await send(world, path, {**inputs((await world.browse(EVERYTHING, path)).text), "fields.1.number": "1"})
    assert twice.status_code == 422
    assert 'href="#fields-1-number"' in twice.text


async def test_a_deadline_is_typed_in_words_and_read_back(world: World) -> None:
    path = f"/phong-trao/{await created(world)}/sua/bieu-mau"
    _, fields = await shown(world, path)
    due = {"forms.0.due": "trước ngày 07/5/2023"}
    check = await send(world, path, {**fields, **due}, action="check:")
    assert "nghĩa là: chậm nhất 23:59 ngày 06/05/2023" in check.text
    wrong = await send(world, path, {**inputs(check.text), "forms.0.due": "đầu tháng năm"}, action="save")
    assert wrong.status_code == 422
    assert 'href="#forms-0-due"' in wrong.text
    assert inputs(wrong.text)["forms.0.due"] == "đầu tháng năm"
    opens = {"forms.0.opens_date": "2023-05-20", "forms.0.opens_time": "07:30"}
    backward = await send(world, path, {**fields, **due, **opens}, action="save")
    assert 'href="#forms-0-due"' in backward.text
    opens["forms.0.opens_date"] = "2023-05-02"
    assert (await send(world, path, {**fields, **due, **opens}, action="save")).status_code == 303
    form = (await plan(world, path.split("/")[2]))["forms"][0]
    assert (form["code"], form["periods"][0]["opens_at"]) == ("registration", "2023-05-02T00:30:00.000Z")
    assert form["columns"], "what the page does not show stays"


async def test_forms_are_removed_and_added_with_the_outline_of_their_kind(world: World) -> None:
    path = f"/phong-trao/{await created(world)}/sua/bieu-mau"
    html, fields = await shown(world, path)
    assert "Đơn vị đăng ký mô hình, giải pháp, sáng kiến ở từng lĩnh vực" in html, "what each kind is for"
    fields = inputs((await send(world, path, fields, action="remove:forms.1")).text)
    fields = inputs((await send(world, path, fields, action="kind:results")).text)
    assert fields["forms.1.answers"] == "registration"
    unnamed = await send(world, path, fields, action="save", **{"forms.1.due": "hết ngày 10/6/2023"})
    assert 'href="#forms-1-name"' in unnamed.text
    interim = {"forms.1.name": "Sơ kết", "forms.1.interim": "on", "forms.1.due": "hết ngày 10/6/2023"}
    assert (await send(world, path, {**fields, **interim}, action="save")).status_code == 303
    made = (await plan(world, path.split("/")[2]))["forms"]
    assert [(form["code"], form["kind"], form["answers"]) for form in made] == [
        ("registration", "initiatives", None),
        ("so-ket", "results", "registration"),
    ]
    assert [part["number"] for part in made[1]["outline"]] == ["I", "II", "III", "IV", "V", "V.1", "V.2", "V.3"]


async def test_a_form_is_asked_for_every_quarter(world: World) -> None:
    ident = await created(world)
    path = f"/phong-trao/{ident}/sua/bieu-mau"
    _, fields = await shown(world, path)
    fields = inputs((await send(world, path, fields, action="kind:initiatives")).text)
    fields |= {"forms.2.name": "Đăng ký theo quý", "forms.2.repeat": "quarter", "forms.2.wording": "ngày 05 của tháng"}
    fields |= {"forms.2.first": "2023-01-01", "forms.2.last": "2023-12-31"}
    doubtful = await send(world, path, fields, action="make:2")
    assert doubtful.status_code == 422
    assert 'href="#forms-2-wording"' in doubtful.text
    assert "chậm nhất ngày 05 của tháng sau kỳ" in doubtful.text
    chosen = inputs(doubtful.text) | {"forms.2.wording_way": "chậm nhất ngày 05 của tháng sau kỳ"}
    made = await send(world, path, chosen, action="make:2")
    assert "nghĩa là: chậm nhất 23:59 ngày 05/04/2023" in made.text
    fields = inputs(made.text)
    assert [fields[f"new_0_periods.{n}.code"] for n in range(4)] == ["2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"]
    fields = inputs((await send(world, path, fields, action="remove:new_0_periods.0")).text)
    wrong = await send(world, path, {**fields, "new_0_periods.1.code": "2023-07"}, action="save")
    assert 'href="#new_0_periods-1-code"' in wrong.text
    assert (await send(world, path, fields, action="save")).status_code == 303
    form = (await plan(world, ident))["forms"][2]
    assert (form["code"], form["repeat"]) == ("dang-ky-theo-quy", "quarter")
    assert [period["due"]["date"] for period in form["periods"]] == ["2023-07-05", "2023-10-05", "2024-01-05"]
    _, fields = await shown(world, path)
    assert (await send(world, path, fields, action="save")).status_code == 303
    assert (await plan(world, ident))["forms"][2] == form, "saved as it is shown it stays as it is"
    assert "hằng quý" in (await world.browse(EVERYTHING, f"/phong-trao/{ident}/xem-truoc")).text
    page = (await world.browse(EVERYTHING, f"/phong-trao/{ident}")).text
    assert "Tất cả các kỳ (3)" in page
    assert f'href="/phong-trao/{ident}?bieu-mau=dang-ky-theo-quy&amp;ky=2023-Q4#don-vi"' in page


async def test_columns_and_outline_are_edited_and_taken_from_the_official_form(world: World) -> None:
    ident = await created(world)
    path = f"/phong-trao/{ident}/sua/cot-va-de-cuong"
    _, fields = await shown(world, path)
    assert fields["completion_columns.3.title"] == "Nội dung chưa hoàn thành"
    fields = inputs((await send(world, path, fields, action="column:completion")).text)
    fields |= {
        "completion_columns.5.title": "Kinh phí",
        "completion_outline.1.title": "",
        "completion_outline.0.number": "V",
    }
    wrong = await send(world, path, fields, action="save")
    assert wrong.status_code == 422
    assert 'href="#completion_outline-1-title"' in wrong.text
    fields = inputs((await send(world, path, inputs(wrong.text), action="up:completion_columns.5")).text)
    fields = inputs((await send(world, path, fields, action="remove:completion_outline.1")).text)
    twice = await send(world, path, fields, action="save")
    assert 'href="#completion_outline-3-number"' in twice.text
    assert (await send(world, path, fields, action="save", **{"completion_outline.0.number": "I"})).status_code == 303
    form = (await plan(world, ident))["forms"][1]
    assert [c["code"] for c in form["columns"]] == [
        "field",
        "registered",
        "completed",
        "uncompleted",
        "kinh-phi",
        "note",
    ]
    assert [part["number"] for part in form["outline"]] == ["I", "III", "IV", "V", "V.1", "V.2", "V.3"]
    assert [part["number"] for part in form["outline"] if part["per_item"]] == ["III", "IV"]
    _, fields = await shown(world, path)
    fields = inputs((await send(world, path, fields, action="official:completion")).text)
    assert (await send(world, path, fields, action="save")).status_code == 303
    form = (await plan(world, ident))["forms"][1]
    assert (len(form["columns"]), form["outline"][1]["title"]) == (5, "Thực trạng tại cơ quan, đơn vị")


async def test_rounds_are_added_edited_and_removed(world: World) -> None:
    ident = await created(world)
    path = f"/phong-trao/{ident}/sua/dot"
    _, fields = await shown(world, path)
    fields = inputs((await send(world, path, fields, action="add:")).text)
    fields = inputs((await send(world, path, fields, action="add:")).text)
    first = {"rounds.0.ends": "2023-05-31", "rounds.1.starts": "2023-06-01"}
    missing = await send(world, path, {**fields, **first, "rounds.1.ends": ""}, action="save")
    assert missing.status_code == 422
    assert 'href="#rounds-1-ends"' in missing.text
    backward = await send(world, path, {**inputs(missing.text), "rounds.1.ends": "2023-02-05"}, action="save")
    assert 'href="#rounds-1-ends"' in backward.text
    fields = {**inputs(backward.text), "rounds.1.ends": "2023-11-25", "rounds.1.name": "Đợt cuối"}
    assert (await send(world, path, fields, action="save")).status_code == 303
    since_issue, last = (await plan(world, ident))["rounds"]
    assert since_issue == {
        "name": "Đợt 1",
        "starts": None,
        "ends": "2023-05-31",
        "wording": "Từ ngày ban hành kế hoạch đến ngày 31 tháng 5 năm 2023",
    }
    assert last["wording"] == "Từ ngày 01 tháng 6 năm 2023 đến ngày 25 tháng 11 năm 2023"
    _, fields = await shown(world, path)
    later = {"rounds.0.wording": "Đến giữa năm", "rounds.0.ends": "2023-06-15", "rounds.1.ends": "2023-12-05"}
    assert (await send(world, path, {**fields, **later}, action="save")).status_code == 303
    assert [turn["wording"] for turn in (await plan(world, ident))["rounds"]] == [
        "Đến giữa năm",
        "Từ ngày 01 tháng 6 năm 2023 đến ngày 05 tháng 12 năm 2023",
    ]
    assert "Đợt cuối" in (await world.browse(EVERYTHING, f"/phong-trao/{ident}/xem-truoc")).text
    fields = inputs((await send(world, path, (await shown(world, path))[1], action="remove:0")).text)
    assert (await send(world, path, fields, action="save")).status_code == 303
    assert [turn["name"] for turn in (await plan(world, ident))["rounds"]] == ["Đợt cuối"]


async def test_units_are_ticked_one_by_one_and_by_kind(world: World) -> None:
    path = f"/phong-trao/{await created(world)}/sua/don-vi"
    html, fields = await shown(world, path)
    stations = next(v for v in re.findall(r'value="clear:([^"]*)"', html) if "tyt-phuong-1," in v)
    fields = inputs((await send(world, path, fields, action=f"clear:{stations}")).text)
    assert "unit.tyt-phuong-1" not in fields
    assert (await send(world, path, fields, action="save")).status_code == 303
    assert len((await plan(world, path.split("/")[2]))["obliged"]) == 13
    none = {name: value for name, value in fields.items() if not name.startswith("unit.")}
    assert (await send(world, path, none, action="save", version="")).status_code == 303, "a draft may be unfinished"
    question = await world.browse(EVERYTHING, f"/phong-trao/{path.split('/')[2]}/phat-dong")
    assert "Sửa đơn vị thực hiện" in question.text


async def test_two_editors_see_each_other_and_nothing_typed_is_lost(world: World) -> None:
    path = f"/phong-trao/{await created(world)}/sua/thong-tin"
    _, fields = await shown(world, path)
    await send(world, path, fields, title="Người thứ nhất", action="save")
    answer = await send(world, path, fields, title="Người thứ hai", action="save")
    assert answer.status_code == 412
    assert "Người khác vừa sửa" in answer.text
    assert inputs(answer.text)["title"] == "Người thứ hai"
    assert (await send(world, path, inputs(answer.text), action="save")).status_code == 303


async def test_preview_warnings_amendment_and_end(world: World) -> None:
    ident = await created(world)
    _, fields = await shown(world, f"/phong-trao/{ident}/sua/cap-tren")
    fields |= {"parent.124-kh-ubnd-2022": "on"}
    await send(world, f"/phong-trao/{ident}/sua/cap-tren", fields, action="save")
    preview = (await world.browse(EVERYTHING, f"/phong-trao/{ident}/xem-truoc")).text
    assert "Cảnh báo thời hạn" in preview
    assert "chậm nhất" in preview
    html, fields = await shown(world, f"/phong-trao/{ident}/phat-dong")
    assert "124/KH-UBND" in html
    await send(world, f"/phong-trao/{ident}/phat-dong", fields)
    html, fields = await shown(world, f"/phong-trao/{ident}/sua/thong-tin")
    assert "thay đổi được lưu sẽ báo ngay cho nơi nhận" in html
    await send(world, f"/phong-trao/{ident}/sua/thong-tin", fields, title="Tên sửa sau", action="save")
    await world.heard(ident, "campaign.amended")
    _, fields = await shown(world, f"/phong-trao/{ident}/ket-thuc")
    assert (await send(world, f"/phong-trao/{ident}/ket-thuc", fields)).status_code == 303
    assert "Đã kết thúc" in (await world.browse(EVERYTHING, f"/phong-trao/{ident}?xong=closed")).text
    assert "closed" in {line["status"] for line in [await plan(world, ident)]}
    assert (await world.browse(CLERK, f"/phong-trao/{ident}/ket-thuc")).status_code == 403


async def test_one_unit_gets_more_time_and_its_lateness_stays(world: World) -> None:
    ident = await announced(world, shift="")
    path = f"/phong-trao/{ident}/gia-han"
    unit = "tyt-phuong-4"
    await world.put(EVERYTHING, f"/campaigns/{ident}", {**definition_of(await plan(world, ident)), **_overdue()})
    page = (await world.browse(EVERYTHING, f"/phong-trao/{ident}")).text
    assert "Chưa gửi, đã quá hạn gốc" in page
    _, fields = await shown(world, f"{path}?don-vi={unit}&bieu-mau=registration")
    early = await send(world, path, fields, due="hết ngày 01/5/2022", reason="Thiếu người")
    assert early.status_code == 422
    assert 'href="#due"' in early.text
    assert "Thiếu người" in early.text
    no_reason = await send(world, path, fields, due="hết ngày 20/5/2022")
    assert 'href="#reason"' in no_reason.text
    done = await send(world, path, fields, due="hết ngày 20/5/2022", reason="Thiếu người", action="grant")
    assert done.status_code == 303, done.text
    assert ("extension.granted", CENTRE) in await world.heard(ident, "extension.granted")
    clerk = person(unit, Role.CLERK)
    start = {"campaign": ident, "form": "registration", "organisation": unit}
    await world.post(clerk, "/submissions", start)
    submission = f"/submissions/{ident}.registration.{unit}"
    nil = [field["code"] for field in (await plan(world, ident))["fields"]]
    await world.put(clerk, f"{submission}/draft", {"items": [], "nil_fields": nil})
    await world.post(clerk, f"{submission}/submit")
    (version,) = (await world.get(clerk, submission)).json()["submission"]["versions"]
    assert version["late"] is True
    assert version["extended_until"]["date"] == "2022-05-20"
    assert "trễ so với hạn gốc, trong hạn gia hạn" in (await world.browse(EVERYTHING, f"/phong-trao/{ident}")).text
    _, fields = await shown(world, f"{path}?don-vi={unit}&bieu-mau=registration")
    await send(world, path, fields, due="hết ngày 25/5/2022", reason="Thêm lần nữa")
    (extension,) = (await plan(world, ident))["extensions"]
    assert extension["due"]["date"] == "2022-05-25"
    history = (await world.browse(EVERYTHING, f"/phong-trao/{ident}")).text
    assert "Thiếu người" in history
    assert "Thêm lần nữa" in history


async def test_a_leader_of_a_recipient_extends_and_others_do_not(world: World) -> None:
    ident = await announced(world)
    path = f"/phong-trao/{ident}/gia-han?don-vi=khoa-1&bieu-mau=registration"
    leader, reviewer = person(CENTRE, Role.LEADER), person(CENTRE, Role.REVIEWER)
    _, fields = await shown(world, path, leader)
    assert (await world.browse(reviewer, path)).status_code == 403
    assert (await world.browse(CLERK, path)).status_code == 403
    form = {**fields, "due": "hết ngày 30/5/2023", "reason": "Nghỉ lễ"}
    assert (await world.fill_in(leader, path.partition("?")[0], form)).status_code == 303
    refused = await world.post(CLERK, f"/campaigns/{ident}/extensions", _wanted("khoa-2"))
    assert refused.status_code == 403
    await world.post(EVERYTHING, f"/campaigns/{ident}/close")
    late = await world.post(EVERYTHING, f"/campaigns/{ident}/extensions", _wanted("khoa-2"))
    assert (late.status_code, late.json()["code"]) == (409, "campaign_closed")


async def test_organisations_are_shown_by_day_and_changed(world: World) -> None:
    tree = (await world.browse(CLERK, "/don-vi?ngay=2022-05-11")).text
    assert "Trạm Y tế Phường 13" in tree
    assert "Trạm Y tế Phường 13" not in (await world.browse(CLERK, "/don-vi?ngay=2021-12-31")).text
    assert (await world.browse(CLERK, "/don-vi?ngay=hôm-nay")).status_code == 422
    found = (await world.browse(CLERK, "/don-vi?ngay=2022-05-11&q=tram y te phuong 1")).text
    assert "7 đơn vị có tên như" in found
    assert "Trạm Y tế Phường 15" in found
    assert "Trạm Y tế Phường 9" not in found
    second = (await world.browse(CLERK, "/don-vi?ngay=2022-05-11&q=tram y te phuong 1&size=4&page=2")).text
    assert second.count("Trạm Y tế Phường 1") == 3
    assert "&amp;q=tram%20y%20te%20phuong%201&amp;page=1" in second
    assert "Không có đơn vị nào khớp" in (await world.browse(CLERK, "/don-vi?q=bệnh viện tỉnh")).text
    below = (await world.browse(CLERK, f"/don-vi/{CENTRE}?size=5&page=2")).text
    assert below.count('<li><a href="/don-vi/') == 7  # two above it, five below
    assert (await world.browse(CLERK, "/don-vi/moi")).status_code == 403
    _, fields = await shown(world, f"/don-vi/moi?cap-tren={CENTRE}")
    wrong = await send(world, "/don-vi/moi", fields, name="Khoa 10", **{"parents.0.since": "hôm qua"})
    assert wrong.status_code == 422
    assert 'href="#parents-0-since"' in wrong.text
    fields = {**inputs(wrong.text), "parents.0.since": "2022-03-01", "kind": "faculty"}
    mailbox = await send(world, "/don-vi/moi", fields, **{"mailboxes.submission": "không phải hộp thư"})
    assert 'href="#mailboxes-submission"' in mailbox.text
    done = await send(world, "/don-vi/moi", fields)
    assert (done.status_code, done.headers["location"]) == (303, "/don-vi/khoa-10?xong=created")
    page = (await world.browse(CLERK, "/don-vi/khoa-10?ngay=2022-05-11")).text
    assert "Trung tâm Y tế quận Tân Bình" in page
    assert "/sua" not in page
    _, fields = await shown(world, "/don-vi/khoa-10/sua")
    more = inputs((await send(world, "/don-vi/khoa-10/sua", fields, action="add:")).text)
    moved = {"parents.0.until": "2023-01-01", "parents.1.organisation": "so-y-te", "parents.1.since": "2023-01-01"}
    assert (await send(world, "/don-vi/khoa-10/sua", {**more, **moved}, action="save")).status_code == 303
    later = (await world.browse(CLERK, "/don-vi/khoa-10?ngay=2023-02-01")).text
    assert later.index("Sở Y tế") < later.index("Các khoảng thời gian")
    stale = await send(world, "/don-vi/khoa-10/sua", fields, name="Khoa mười")
    assert stale.status_code == 412
    assert inputs(stale.text)["name"] == "Khoa mười"
    twice = await send(world, "/don-vi/moi", fields, id="khoa-10")
    assert 'href="#id"' in twice.text


async def test_an_account_is_made_changed_reset_and_switched_off(world: World) -> None:
    _, fields = await shown(world, "/tai-khoan/moi?don-vi=khoa-1")
    missing = await send(world, "/tai-khoan/moi", fields, name="")
    assert missing.status_code == 422
    assert 'href="#name"' in missing.text
    fields = {**inputs(missing.text), "name": "Khoa 1, phó", "id": "khoa-1-pho"}
    made = await send(world, "/tai-khoan/moi", fields, action="save")
    assert made.status_code == 201, made.text
    assert made.headers["cache-control"] == "no-store"
    found = re.search(r'id="mat-khau">([^<]+)<', made.text)
    assert found
    again = await send(world, "/tai-khoan/moi", fields, action="save")
    assert found[1] not in again.text
    signed = await world.client.post("/api/registration/session", json={"account": "khoa-1-pho", "password": found[1]})
    assert signed.json()["must_change"] is True
    assert signed.json()["actor"]["grants"][0]["organisation"] == "khoa-1"

    _, fields = await shown(world, "/tai-khoan/khoa-1-pho/sua")
    ended = {"grants.0.since": "2020-01-01", "grants.0.until": "2020-12-31"}
    assert (await send(world, "/tai-khoan/khoa-1-pho/sua", {**fields, **ended}, action="save")).status_code == 303
    signed = await world.client.post("/api/registration/session", json={"account": "khoa-1-pho", "password": found[1]})
    assert signed.json()["actor"]["grants"] == []
    backward = {**fields, "grants.0.since": "2022-02-01", "grants.0.until": "2022-01-01", "version": ""}
    assert 'href="#grants-0-until"' in (await send(world, "/tai-khoan/khoa-1-pho/sua", backward)).text

    _, question = await shown(world, "/tai-khoan/khoa-1-pho/cap-lai")
    reset = await send(world, "/tai-khoan/khoa-1-pho/cap-lai", question)
    assert 'id="mat-khau">' in reset.text
    assert 'id="mat-khau">' not in (await send(world, "/tai-khoan/khoa-1-pho/cap-lai", question)).text
    _, question = await shown(world, "/tai-khoan/khoa-1-pho/ngung")
    assert (await send(world, "/tai-khoan/khoa-1-pho/ngung", question)).status_code == 303
    assert "Đã ngừng" in (await world.browse(EVERYTHING, "/tai-khoan?q=khoa 1, pho")).text
    _, question = await shown(world, "/tai-khoan/khoa-1-pho/dung-lai")
    assert (await send(world, "/tai-khoan/khoa-1-pho/dung-lai", question)).status_code == 303
    assert "Đã ngừng" not in (await world.browse(EVERYTHING, "/tai-khoan/khoa-1-pho")).text.split("<table")[0]


async def test_an_administrator_of_a_station_stays_in_his_station(world: World) -> None:
    local = person("tyt-phuong-2", Role.ADMINISTRATOR)
    listed = (await world.browse(local, "/tai-khoan")).text
    assert "tyt-phuong-2" in listed
    assert "tyt-phuong-3" not in listed
    assert (await world.browse(local, "/tai-khoan/khoa-1")).status_code == 403
    _, fields = await shown(world, "/tai-khoan/moi?don-vi=tyt-phuong-2", local)
    sneaky = {**fields, "name": "Tôi", "grants.0.organisation": CENTRE, "grants.0.role": "reviewer"}
    refused = await world.fill_in(local, "/tai-khoan/moi", sneaky)
    assert refused.status_code == 403
    assert 'href="#grants-0-organisation"' in refused.text
    assert (await world.browse(CLERK, "/tai-khoan")).status_code == 403
    assert (await world.browse(CLERK, "/quan-tri")).status_code == 403
    overview = (await world.browse(EVERYTHING, "/quan-tri")).text
    for path in ("/phong-trao", "/don-vi", "/tai-khoan", f"/phong-trao/{PLAN}#don-vi"):
        assert f'href="{path}"' in overview


async def test_what_is_typed_is_shown_as_text_and_never_run(world: World) -> None:
    ident = await created(world)
    evil = '</textarea><script>alert("x")</script>{{ 7 * 7 }}'
    path = f"/phong-trao/{ident}/sua/thong-tin"
    _, fields = await shown(world, path)
    await send(world, path, fields, title=evil, basis=evil, action="save")
    for page in (path, f"/phong-trao/{ident}", f"/phong-trao/{ident}/xem-truoc", f"/phong-trao/moi?tu={ident}"):
        assert "<script>alert" not in (await world.browse(EVERYTHING, page)).text


def _overdue() -> dict[str, Any]:
    """A deadline before the morning of the tests."""
    due = {"date": "2022-05-11", "inclusive": False, "wording": "trước ngày 11/5/2022"}
    return {"forms": [{"kind": "registration", "title": "Mẫu 1", "period": {"due": due}}]}


def _wanted(unit: str) -> dict[str, str]:
    return {"organisation": unit, "form": "registration", "due": "hết ngày 30/5/2023", "reason": "Nghỉ lễ"}
