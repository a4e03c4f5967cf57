"""The administrator's pages of restructurings, as a browser without JavaScript uses them."""

import re
import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.identity import Role
from tests.component.registration.pages import inputs
from tests.component.registration.world import EVERYTHING, World, eventually, running, settings
from tests.unit.registration.examples import person

PAGE = "/quan-tri/sap-xep"
HEIR = "tyt-phuong-2"


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


def filled(html: str, **typed: str) -> dict[str, str]:
    return {"kind": "merge", **inputs(html), **typed}


async def test_a_merger_is_looked_at_and_confirmed(world: World) -> None:
    form = await world.browse(EVERYTHING, f"{PAGE}/moi")
    typed = {
        "on": "2022-05-12",
        "basis": "12/QĐ-UBND",
        "predecessors.0.organisation": "tyt-phuong-1",
        "successors.0.organisation": HEIR,
    }
    first = await world.fill_in(EVERYTHING, f"{PAGE}/moi", filled(form.text, **typed, action="check"))
    assert first.status_code == 422
    station = (await world.get(EVERYTHING, "/organisations/tyt-phuong-1")).json()
    assert f"Hãy chọn ai nhận các việc chưa gửi của đơn vị “{station['short_name']}”" in first.text
    assert 'name="action" value="plan"' not in first.text
    chosen = {**typed, "heir:tyt-phuong-1": HEIR}
    second = await world.fill_in(EVERYTHING, f"{PAGE}/moi", filled(first.text, **chosen, action="check"))
    assert second.status_code == 200
    assert "Việc chưa gửi sẽ chuyển (2)" in second.text
    changed = filled(second.text, **{**chosen, "basis": "13/QĐ-UBND"}, action="plan")
    third = await world.fill_in(EVERYTHING, f"{PAGE}/moi", changed)
    assert (third.status_code, "Bạn vừa sửa sau khi xem trước" in third.text) == (409, True)
    confirmed = await world.fill_in(EVERYTHING, f"{PAGE}/moi", {**changed, **inputs(third.text), "action": "plan"})
    assert confirmed.status_code == 303, confirmed.text
    address = confirmed.headers["location"].partition("?")[0]

    async def done() -> Any:
        page = await world.browse(EVERYTHING, address)
        return page.text if "Việc đã chuyển (2)" in page.text else None

    assert "13/QĐ-UBND" in await eventually(done, "the merger carried out")
    assert "13/QĐ-UBND" in (await world.browse(EVERYTHING, PAGE)).text
    gone = await world.browse(EVERYTHING, "/don-vi/tyt-phuong-1")
    assert "Đơn vị tiếp nhận" in gone.text
    campaign = await world.browse(EVERYTHING, "/phong-trao/70-kh-ttyt-2022")
    assert "Đơn vị phải thực hiện (27)" in campaign.text


async def test_what_is_not_clear_is_said_beside_its_input_and_nothing_typed_is_lost(world: World) -> None:
    form = await world.browse(EVERYTHING, f"{PAGE}/moi")
    typed = {"on": "hôm nay", "basis": "1/QĐ", "predecessors.0.organisation": "Trạm không có"}
    answer = await world.fill_in(EVERYTHING, f"{PAGE}/moi", filled(form.text, **typed, action="check"))
    assert answer.status_code == 422
    assert 'value="Trạm không có"' in answer.text
    named = {**typed, "on": "2022-07-01"}
    unclear = await world.fill_in(EVERYTHING, f"{PAGE}/moi", filled(form.text, **named, action="check"))
    assert 'href="#predecessors-0-organisation"' in unclear.text
    more = await world.fill_in(EVERYTHING, f"{PAGE}/moi", filled(form.text, **named, action="add:predecessors"))
    assert 'name="predecessors.1.organisation"' in more.text


async def test_a_renaming_is_shown_with_the_name_of_each_day(world: World) -> None:
    form = await world.browse(EVERYTHING, f"{PAGE}/moi")
    old = (await world.get(EVERYTHING, "/organisations/khoa-9")).json()["name"]
    typed = {"kind": "rename", "on": "2022-05-10", "basis": "9/QĐ", "predecessors.0.organisation": old}
    seen = await world.fill_in(
        EVERYTHING, f"{PAGE}/moi", filled(form.text, **typed, **{"renamed.name": "Khoa Mới"}, action="check")
    )
    assert seen.status_code == 200, re.findall(r"alert.*", seen.text)
    answer = await world.fill_in(
        EVERYTHING, f"{PAGE}/moi", {**filled(seen.text, **typed, **{"renamed.name": "Khoa Mới"}), "action": "plan"}
    )
    assert answer.status_code == 303, answer.text

    async def renamed() -> Any:
        return (await world.get(EVERYTHING, "/organisations/khoa-9")).json()["name"] == "Khoa Mới"

    await eventually(renamed, "the new name")
    assert f">{old}</h1>" in (await world.browse(EVERYTHING, "/don-vi/khoa-9?ngay=2022-05-09")).text
    assert ">Khoa Mới</h1>" in (await world.browse(EVERYTHING, "/don-vi/khoa-9?ngay=2022-05-10")).text


async def test_nobody_else_sees_the_pages(world: World) -> None:
    clerk = person("tyt-phuong-3", Role.CLERK)
    for path in (PAGE, f"{PAGE}/moi"):
        assert (await world.browse(clerk, path)).status_code == 403
