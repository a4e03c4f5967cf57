"""An administrator changes the columns of a plan that units are filling in, on the page, and everybody is told."""

import uuid
from collections.abc import AsyncIterator

import pytest

from tests.component.registration.pages import PLAN, Clerk, clerk_of
from tests.component.registration.submissions.test_clerk import returned
from tests.component.registration.test_administration import inputs, plan, send, shown
from tests.component.registration.world import World, running, settings

PATH = f"/phong-trao/{PLAN}/sua/cot-va-de-cuong"
COLUMN = "registration_columns.4"
MONEY = {f"{COLUMN}.title": "Kinh phí dự kiến", f"{COLUMN}.required": "on", f"{COLUMN}.maximum": "10 tỷ"}


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


async def test_a_column_of_an_announced_plan_from_its_adding_to_its_retirement(world: World) -> None:
    drafting, sent = await clerk_of(world, "tyt-phuong-1"), await clerk_of(world, "tyt-phuong-2")
    item = await drafting.fill()
    await sent.fill()
    assert (await sent.send()).status_code == 303
    page, fields = await shown(world, PATH)
    assert "remove:registration_columns.1" not in page
    assert "remove:completion_columns.1" in page, "nobody has begun that form"
    fields = inputs((await send(world, PATH, fields, action="column:registration", registration_type="money")).text)
    looked = await send(world, PATH, {**fields, **MONEY}, action="save")
    for words in (
        "Chưa lưu. Xem lại những gì sẽ thay đổi",
        "Thêm cột “Kinh phí dự kiến”.",
        "1 bản đang soạn phải điền thêm trước khi gửi: Kinh phí dự kiến.",
        "1 bản đã gửi giữ nguyên cột và dòng như lúc gửi",
    ):
        assert words in looked.text
    assert len((await plan(world, PLAN))["forms"][0]["columns"]) == 4, "nothing was saved yet"
    otherwise = await send(world, PATH, inputs(looked.text), action="save", **{f"{COLUMN}.title": "Kinh phí"})
    assert "Thêm cột “Kinh phí”." in otherwise.text, "what was not looked at is not saved"
    assert (await send(world, PATH, inputs(looked.text), action="save")).status_code == 303
    form = (await plan(world, PLAN))["forms"][0]
    assert (form["columns"][4]["code"], form["columns"][4]["type"]) == ("kinh-phi-du-kien", "money")
    assert [len(columns) for columns in form["former_columns"]] == [4]

    new = "Biểu mẫu có cột mới từ khi bạn bắt đầu soạn:"
    for page in ("/soan", f"/soan/noi-dung/{item}", ""):
        assert new in (await drafting.see(page)).text, page
    assert "Kinh phí dự kiến" not in (await sent.see("/ban/1")).text, "what was sent keeps its shape"
    fields = await drafting.shown(f"/soan/noi-dung/{item}")
    wrong = await drafting.save({**fields, "answers.kinh-phi-du-kien": "2 củ"})
    assert "không hiểu số tiền “2 củ”" in wrong.text
    assert 'value="2 củ"' in wrong.text
    fields = await drafting.shown(f"/soan/noi-dung/{item}")
    assert (await drafting.save({**fields, "answers.kinh-phi-du-kien": "2 triệu"})).status_code == 303
    assert (await drafting.send()).status_code == 303
    assert "2.000.000 đồng" in (await drafting.see("/ban/1")).text
    assert new not in (await drafting.see("")).text
    fresh = await clerk_of(world, "tyt-phuong-3")
    await fresh.add()
    assert new not in (await fresh.see("/soan")).text, "who begins now sees no news"

    await refused_and_retired(world, drafting)


async def refused_and_retired(world: World, told: Clerk) -> None:
    page, fields = await shown(world, PATH)
    assert f"remove:{COLUMN}" not in page, "a column in use is retired, and not removed"
    assert f"{COLUMN}.retired" in page
    refused = await send(world, PATH, fields, action="save", **{f"{COLUMN}.type": "text", f"{COLUMN}.title": "Tiền"})
    assert refused.status_code == 422
    assert "Không đổi được kiểu của cột “Tiền”" in refused.text
    assert f'href="#{COLUMN.replace(".", "-")}-title"' in refused.text
    assert 'value="Tiền"' in refused.text
    looked = await send(
        world, PATH, fields, action="save", **{f"{COLUMN}.retired": "on", f"{COLUMN}.title": "Kinh phí"}
    )
    assert "Cột “Kinh phí dự kiến” đổi tên thành “Kinh phí”." in looked.text
    assert "Thôi dùng cột “Kinh phí”" in looked.text
    assert (await send(world, PATH, inputs(looked.text), action="save")).status_code == 303
    version = (await told.see("/ban/1")).text
    assert "Kinh phí dự kiến" in version, "the version keeps the heading that it was sent with"
    assert "2.000.000 đồng" in version


async def test_a_returned_form_is_told_of_its_new_column_and_the_versions_of_what_became_of_it(world: World) -> None:
    clerk = await clerk_of(world, "tyt-phuong-4")
    item = await clerk.fill()
    assert (await clerk.send()).status_code == 303
    await returned(clerk, item)
    _, fields = await shown(world, PATH)
    fields = inputs((await send(world, PATH, fields, action="column:registration", registration_type="integer")).text)
    place = max(int(name.split(".")[1]) for name in fields if name.startswith("registration_columns."))
    fields[f"registration_columns.{place}.title"] = "Số người tham gia"
    looked = inputs((await send(world, PATH, fields, action="save")).text)
    assert (await send(world, PATH, looked, action="save")).status_code == 303
    assert "Biểu mẫu có cột mới so với lần gửi trước:" in (await clerk.see("")).text
    row = await clerk.shown(f"/soan/noi-dung/{item}")
    assert (await clerk.save({**row, "answers.so-nguoi-tham-gia": "12"})).status_code == 303
    assert (await clerk.send()).status_code == 303
    difference = (await clerk.see("/ban/2")).text.split('id="khac"')[1]
    assert "Số người tham gia" in difference
    assert "(cột mới)" in difference


async def test_a_draft_with_answers_is_put_and_read_by_a_program(world: World) -> None:
    clerk = await clerk_of(world, "tyt-phuong-5")
    answers = [{"column": "so-nguoi-tham-gia", "text": "1.200"}]
    row = {"field": "steering", "content": "Giảm thời gian chờ", "expected": "Năm 2022", "answers": answers}
    saved = await world.put(clerk.actor, f"/submissions/{clerk.ident}/draft", {"items": [row]})
    assert saved.status_code == 200, saved.text
    (item,) = (await clerk.draft())["draft"]["items"]
    assert item["answers"] == answers
