"""Báo cáo sơ kết, Mẫu 2 and the đề cương in a browser without JavaScript, and through the API."""

import uuid
from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from tests.component.registration.consolidation.world import Consolidating, item
from tests.component.registration.pages import CENTRE, PLAN, inputs
from tests.component.registration.reports.world import TEXTS, Reporter, approve, approved, registered
from tests.component.registration.world import World, running, settings

UNITS = iter([f"tyt-phuong-{number}" for number in range(1, 16)] + [f"khoa-{number}" for number in range(1, 10)])
AUTUMN = datetime.fromisoformat("2022-11-01T08:00:00+07:00")


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}", AUTUMN)) as found:
        yield found


@pytest.fixture
def unit() -> str:
    """A unit that no other test uses."""
    return next(UNITS)


async def test_from_the_list_of_items_to_the_receipt(world: World, unit: str) -> None:
    first, second, third = await approved(world, unit, "Tuyên truyền", "AppSheet", "Thu tiền")
    clerk = Reporter(world, unit)
    begun = await clerk.begin()
    assert (begun.status_code, begun.headers["location"]) == (303, f"{clerk.base}/soan")
    page = (await clerk.see("/soan")).text
    assert "Còn 3/3 nội dung chưa đủ" in page
    assert page.count("chưa viết") == len(TEXTS)

    saved = await clerk.answer(
        first, outcome="done", done_on="Quý III/2022", result="Mỗi tuần một bài", evidence="Trang tin"
    )
    assert saved.headers["location"] == f"{clerk.base}/soan?xong=report_item#noi-dung-{first}", saved.text
    assert "chưa có số liệu" in (await clerk.see("/soan")).text
    figures = {"figures_0_name": "Số bài", "figures_0_value": "1.234,5", "figures_0_unit": "bài"}
    assert (await clerk.answer(first, **figures)).status_code == 303
    assert "chưa có số liệu" not in (await clerk.see("/soan")).text
    renamed = "Ứng dụng phần mềm AppSheet trong quản lý nhân lực"
    await clerk.answer(second, outcome="not_done", reason="Chờ kinh phí", new_expected="Quý I/2023", name=renamed)
    await clerk.answer(third, outcome="given_up", reason="Trùng đề án khác")
    await clerk.write()

    check = (await clerk.see("/kiem-tra")).text
    for words in (
        "Nội dung chưa hoàn thành",
        "Đã đăng ký 3 nội dung = 1 hoàn thành + 1 chưa hoàn thành + 1 không tiếp tục",
        f"<li>{renamed}</li>",
        "Thu tiền (không tiếp tục thực hiện)",
        "I. ĐẶC ĐIỂM TÌNH HÌNH",
        "1. Ưu điểm",
        "Số liệu: Số bài: 1.234,5 bài",
        "Chưa hoàn thành. Lý do: Chờ kinh phí",
    ):
        assert words in check, words
    sent = await clerk.send()
    assert (sent.status_code, sent.headers["location"]) == (303, f"{clerk.base}/bien-nhan?ban=1")
    receipt = (await world.browse(clerk.actor, sent.headers["location"])).text
    for words in (f"KET-QUA/{unit.upper()}/1", "3 nội dung: 1 hoàn thành, 1 chưa hoàn thành, 1 không tiếp tục"):
        assert words in receipt
    (version,) = (await clerk.found())["submission"]["versions"]
    assert [(r["item"], r["outcome"]) for r in version["content"]["results"]] == [
        (first, "done"),
        (second, "not_done"),
        (third, "given_up"),
    ]
    assert [item["content"] for item in version["content"]["items"]] == ["Tuyên truyền", renamed, "Thu tiền"]
    kept = (await clerk.see("/ban/1")).text
    for words in ("Mẫu 2", renamed, "Mục 8"):
        assert words in kept
    state = (await clerk.see()).text
    assert "Gửi báo cáo" in state


async def test_everything_missing_is_named_at_once_with_links(world: World, unit: str) -> None:
    (first,) = await approved(world, unit, "Tuyên truyền")
    clerk = Reporter(world, unit)
    await clerk.begin()
    refused = await clerk.answer(first, outcome="done", done_on="Quý I/2023", figures_0_value="nhiều")
    assert refused.status_code == 422
    for anchor in ("done_on", "result", "figures-0-name", "figures-0-value"):
        assert f'href="#{anchor}"' in refused.text, anchor
        assert f'id="{anchor}-loi"' in refused.text
    assert inputs(refused.text)["figures.0.value"] == "nhiều"
    assert (await clerk.found())["draft"]["results"][0]["done_on"] == "Quý I/2023", "what was typed is kept"
    check = (await clerk.see("/kiem-tra")).text
    assert "Chưa gửi được: còn 9 chỗ cần bổ sung" in check
    assert f'href="{clerk.base}/soan/ket-qua/{first}#figures-0-value"' in check
    assert f'href="{clerk.base}/soan/de-cuong/6#text"' in check
    assert "Gửi báo cáo</button>" not in check
    assert (await clerk.post("/gui", {"key": uuid.uuid4().hex, "draft": ""})).status_code == 422
    mended = {"done_on": "tháng 9/2022", "result": "Tốt", "figures_0_value": ""}
    assert (await clerk.answer(first, **mended)).status_code == 303
    assert (await clerk.found())["draft"]["results"][0]["figures"] == []


async def test_two_people_in_one_item_see_both_texts(world: World, unit: str) -> None:
    (first,) = await approved(world, unit, "Tuyên truyền")
    clerk = Reporter(world, unit)
    await clerk.begin()
    other = clerk.beside("hai")
    fields = await clerk.shown(f"/soan/ket-qua/{first}")
    await other.answer(first, outcome="given_up", reason="Của đồng nghiệp")
    mine = {**fields, "outcome": "given_up", "reason": "Của tôi", "action": "save"}
    refused = await clerk.post(f"/soan/ket-qua/{first}", mine)
    assert refused.status_code == 409
    for words in ("Của tôi", "Của đồng nghiệp", "Đồng nghiệp hai", "hãy chọn bản giữ lại"):
        assert words in refused.text
    again = {**inputs(refused.text), "outcome": "given_up", "action": "save"}
    assert (await clerk.post(f"/soan/ket-qua/{first}", again)).status_code == 303
    assert (await clerk.found())["draft"]["results"][0]["reason"] == "Của tôi"

    text = await clerk.shown("/soan/de-cuong/1")
    await other.post("/soan/de-cuong/1", {**text, "text": "Họ viết", "page": ""})
    refused = await clerk.post("/soan/de-cuong/1", {**text, "text": "Tôi viết"})
    assert refused.status_code == 409
    for words in ("Tôi viết", "Họ viết"):
        assert words in refused.text
    assert (await clerk.post("/soan/de-cuong/1", inputs(refused.text))).status_code == 303


async def test_what_is_typed_is_saved_by_itself(world: World, unit: str) -> None:
    (first,) = await approved(world, unit, "Tuyên truyền")
    clerk = Reporter(world, unit)
    await clerk.begin()
    fields = await clerk.shown(f"/soan/ket-qua/{first}")
    saved = await clerk.post(f"/tu-luu-bao-cao?ket-qua={first}", {**fields, "outcome": "done", "result": "Gõ dở"})
    assert saved.status_code == 200
    assert saved.json()["saved_at"]
    assert (await clerk.shown(f"/soan/ket-qua/{first}"))["result"] == "Gõ dở"
    stale = {**fields, "page": "khac", "result": "Khác"}
    assert (await clerk.post(f"/tu-luu-bao-cao?ket-qua={first}", stale)).status_code == 409
    section = await clerk.shown("/soan/de-cuong/2")
    assert (await clerk.post("/tu-luu-bao-cao?muc=2", {**section, "text": "Gõ dở"})).status_code == 200
    assert (await clerk.shown("/soan/de-cuong/2"))["text"] == "Gõ dở"


async def test_words_of_the_outline_are_made_and_may_be_written_anew(world: World, unit: str) -> None:
    (first,) = await approved(world, unit, "Tuyên truyền")
    clerk = Reporter(world, unit)
    await clerk.begin()
    filled = await clerk.answer(first, outcome="given_up", reason="Trùng", action="words-1")
    assert filled.status_code == 200
    assert inputs(filled.text)["text-1"] == "Không tiếp tục thực hiện. Lý do: Trùng"
    assert inputs(filled.text)["text-0"] == ""
    own = {**inputs(filled.text), "outcome": "given_up", "text-1": "Lời riêng", "action": "save"}
    assert (await clerk.post(f"/soan/ket-qua/{first}", own)).status_code == 303
    assert (await clerk.found())["draft"]["passages"] == [{"section": "IV", "item": first, "text": "Lời riêng"}]
    more = await clerk.answer(first, action="figures")
    assert more.status_code == 200
    assert "figures.1.name" in inputs(more.text)


async def test_nothing_registered_is_explained_and_may_be_reported_as_nil(world: World, unit: str) -> None:
    clerk = Reporter(world, unit)
    home = (await world.browse(clerk.actor, "/")).text
    assert "Chưa có nội dung nào được đăng ký nên chưa có gì để báo cáo" in home
    assert "Báo cáo không có nội dung" in home
    await clerk.begin()
    page = (await clerk.see("/soan")).text
    assert "Đơn vị chưa gửi Mẫu 1 của kế hoạch này" in page
    check = (await clerk.see("/kiem-tra")).text
    assert "Báo cáo “không có nội dung”" in check
    assert (await clerk.send()).status_code == 303
    (version,) = (await clerk.found())["submission"]["versions"]
    assert version["content"] == {"kind": "results", "items": [], "results": [], "passages": []}
    assert "báo cáo không có nội dung" in (await clerk.see()).text


async def test_a_report_becomes_a_task_when_the_registration_is_approved(world: World, unit: str) -> None:
    await registered(world, unit, "Tuyên truyền", "AppSheet")
    clerk = Reporter(world, unit)
    assert "Chờ bản đăng ký được duyệt" in (await world.browse(clerk.actor, "/")).text
    await approve(world, f"{PLAN}.registration.{unit}", clerk.actor)
    assert "Chờ bản đăng ký được duyệt" not in (await world.browse(clerk.actor, "/")).text
    await clerk.begin()
    first = (await world.get(clerk.actor, f"/submissions/{clerk.ident}/report")).json()["basis"][0]["id"]
    await clerk.answer(first, outcome="given_up", reason="Trùng")
    assert "Đã trả lời 1/2 nội dung." in (await world.browse(clerk.actor, "/")).text


async def test_the_api_takes_a_whole_report_and_names_what_it_cannot_take(world: World, unit: str) -> None:
    (first,) = await approved(world, unit, "Tuyên truyền")
    clerk = Reporter(world, unit)
    wanted = {"campaign": PLAN, "form": "completion", "organisation": unit}
    assert (await world.post(clerk.actor, "/submissions", wanted)).status_code == 201
    path = f"/submissions/{clerk.ident}"
    lacking = (await world.get(clerk.actor, f"{path}/report")).json()["lacking"]
    assert lacking[0] == {"code": "result_unanswered", "field": f"results.{first}.outcome"}
    assert len(lacking) == 1 + len(TEXTS)
    for body, code, field in (
        ({"results": [{"item": "khac"}]}, "report_item_unknown", "results.0.item"),
        ({"passages": [{"section": "IX", "text": "x"}]}, "section_unknown", "passages.0.section"),
    ):
        refused = await world.put(clerk.actor, f"{path}/draft", body)
        assert refused.status_code == 422, refused.text
        assert (refused.json()["code"], refused.json()["errors"][0]["field"]) == (code, field)
    body = {
        "items": [{"id": first, "field": "steering", "content": "Tên mới"}],
        "results": [{"item": first, "outcome": "done", "done_on": "9/2022", "result": "Tốt"}],
        "passages": [{"section": number, "text": "Có"} for number in TEXTS],
    }
    saved = await world.put(clerk.actor, f"{path}/draft", body)
    assert saved.status_code == 200, saved.text
    stale = await world.put(clerk.actor, f"{path}/draft", {}, **{"If-Match": '"1"'})
    assert stale.status_code == 412
    sent = await world.post(clerk.actor, f"{path}/submit")
    assert sent.status_code == 200, sent.text
    assert ("submission.submitted", CENTRE) in await world.heard(clerk.ident, "submission.submitted")
    refused = await world.put(clerk.actor, f"/submissions/{PLAN}.registration.{unit}/draft", body)
    assert refused.status_code == 422
    wrong = await world.get(clerk.actor, f"/submissions/{PLAN}.registration.{unit}/report")
    assert (wrong.status_code, wrong.json()["code"]) == (409, "report_expected")


async def test_a_second_version_says_what_differs(world: World, unit: str) -> None:
    (first,) = await approved(world, unit, "Tuyên truyền")
    clerk = Reporter(world, unit)
    await clerk.begin()
    await clerk.answer(first, outcome="not_done", reason="Chờ", new_expected="Quý I/2023")
    await clerk.write()
    assert (await clerk.send()).status_code == 303
    await clerk.answer(first, outcome="done", done_on="10/2022", result="Đã xong", name="Tên mới")
    assert (await clerk.send()).status_code == 303
    page = (await clerk.see("/ban/2")).text
    for words in (
        "Khác với lần gửi thứ 1",
        "Chưa hoàn thành",
        "Đã hoàn thành",
        "Đề cương, mục IV",
        "Thời điểm hoàn thành",
    ):
        assert words in page, words


async def test_the_centres_report_is_composed_of_its_units(world: World) -> None:
    """Toward the district: four columns and no names; toward the department: what was said to the district."""
    desk = Consolidating(world)
    await desk.announce()
    units = ("khoa-4", "khoa-5")
    for unit, ident in zip(units, "ab", strict=True):
        await desk.approve(unit, item(ident, "organisation", f"AppSheet ở {unit}"))
        clerk = Reporter(world, unit, plan=desk.plans["own"])
        await clerk.begin()
        figures = {"figures_0_name": "Số lượt", "figures_0_value": "12"}
        await clerk.answer(desk.id(ident), outcome="done", done_on="9/2022", result=f"Tốt ở {unit}", **figures)
        await clerk.write()
        assert (await clerk.send()).status_code == 303
    await desk.begin()
    await desk.done("take", {"items": []})
    await desk.done("merge", {"lines": [desk.id("a"), desk.id("b")]})
    sent = await desk.done("send", {"campaigns": [desk.district, desk.department]})
    assert sent["refused"] == []

    centre = Reporter(world, CENTRE, plan=desk.district)
    assert (await centre.begin()).status_code == 303
    (result,) = (await centre.found())["draft"]["results"]
    assert (result["outcome"], result["done_on"]) == ("done", "9/2022")
    assert [line.rpartition(": ")[2] for line in result["result"].splitlines()] == [f"Tốt ở {unit}" for unit in units]
    assert [(row["name"].rpartition(": ")[2], row["value"]) for row in result["figures"]] == [("Số lượt", "12")] * 2
    assert "Các đơn vị viết gì ở mục này (2)" in (await centre.see("/soan/de-cuong/6")).text
    await centre.answer(desk.id("a"), name="Ứng dụng AppSheet", result="Tốt ở hai khoa")
    await centre.write()
    check = (await centre.see("/kiem-tra")).text
    assert "Số lượng hoàn thành" in check
    assert "Nội dung chưa hoàn thành" not in check
    assert (await centre.send()).status_code == 303

    department = Reporter(world, CENTRE, plan=desk.department)
    await department.begin()
    draft = (await department.found())["draft"]
    assert [item["content"] for item in draft["items"]] == ["Ứng dụng AppSheet"]
    assert draft["results"][0]["result"] == "Tốt ở hai khoa"
    assert [passage["section"] for passage in draft["passages"]] == list(TEXTS)
    check = (await department.see("/kiem-tra")).text
    assert "Nội dung chưa hoàn thành" in check
    assert "<li>Ứng dụng AppSheet</li>" in check
    await department.answer(desk.id("a"), result="Gõ thêm")
    again = await department.post("/soan/lay-san", {})
    assert again.headers["location"] == f"{department.base}/soan?xong=prefilled"
    assert (await department.found())["draft"]["results"][0]["result"] == "Gõ thêm"


async def test_a_new_name_and_a_forecast_of_the_interim_report(world: World) -> None:
    desk = Consolidating(world)
    await desk.announce()
    await desk.approve("khoa-6", item("a", "organisation", "Quản lý nhân lực bằng AppSheet"))
    await desk.begin()
    await desk.done("take", {"items": []})
    await desk.done("send", {"campaigns": [desk.district]})
    interim = Reporter(world, CENTRE, "interim", desk.district)
    await interim.begin()
    renamed, forecast = "Ứng dụng AppSheet trong quản lý nhân lực", "Dự kiến thực hiện từ ngày 01/7/2022"
    saved = await interim.answer(desk.id("a"), outcome="not_done", forecast=forecast, name=renamed)
    assert saved.status_code == 303, saved.text
    await interim.write()
    check = (await interim.see("/kiem-tra")).text
    assert "BÁO CÁO SƠ KẾT" in check
    assert "Mẫu 2 như trên giấy" not in check
    assert f"Kết quả dự kiến: {forecast}" in check
    assert (await interim.send()).status_code == 303

    completion = Reporter(world, CENTRE, plan=desk.district)
    await completion.begin()
    draft = (await completion.found())["draft"]
    assert [item["content"] for item in draft["items"]] == [renamed]
    assert draft["results"] == [], "a forecast is no achievement"
    assert renamed in (await completion.see("/soan")).text
