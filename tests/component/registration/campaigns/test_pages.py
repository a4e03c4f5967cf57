"""The pages of campaigns, without JavaScript."""

import re
import uuid
from collections.abc import AsyncIterator
from html import unescape

import pytest

from shared.identity import Role
from tests.component.registration.world import EVERYTHING, World, definition_of, running, settings
from tests.unit.registration.examples import person

PLAN = "70-kh-ttyt-2022"


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


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


async def test_a_plan_is_announced_after_its_warnings_were_shown(world: World) -> None:
    plan = (await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json()
    body = definition_of(plan)
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
