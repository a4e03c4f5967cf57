"""The periods of an announced plan remade in the editor: what was delivered for stays."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.component.registration.campaigns.test_repeated import CLERK, UNIT, sent
from tests.component.registration.pages import inputs
from tests.component.registration.world import EVERYTHING, World, definition_of, running, settings

PLAN = "70-kh-ttyt-2022"
ROWS = "hang-thang_periods"


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


def selected(html: str, name: str) -> str:
    select = html[html.index(f'name="{name}"') :]
    return select[: select.index("</select>")].split(" selected")[0].rsplit('value="', 1)[1].rstrip('"')


async def announced(world: World) -> dict[str, Any]:
    """A plan that asks for Mẫu 1 every month from March to May by its schedule, made in the editor."""
    plan = definition_of((await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json())
    form = {**plan["forms"][0], "code": "hang-thang", "name": "Đăng ký tháng"}
    body = {**plan, "id": f"plan-{uuid.uuid4().hex[:8]}", "parents": [], "forms": [form], "obliged": [UNIT]}
    assert (await world.post(EVERYTHING, "/campaigns", body)).status_code == 201
    address = f"/phong-trao/{body['id']}/sua/bieu-mau"
    days = {"first": "2022-03-01", "last": "2022-05-31", "wording": "ngày 25 hằng tháng"}
    typed = {f"forms.0.{name}": text for name, text in {"repeat": "month", **days}.items()}
    shown = inputs((await world.browse(EVERYTHING, address)).text)
    saved = await world.fill_in(EVERYTHING, address, {**shown, **typed, "action": "save"})
    assert saved.status_code == 303, saved.text
    assert (await world.post(EVERYTHING, f"/campaigns/{body['id']}/announce")).status_code == 200
    return body


async def test_a_remade_plan_keeps_what_was_delivered_for_and_refuses_to_let_it_go(world: World) -> None:
    plan = await announced(world)
    await sent(world, plan, "2022-03")
    address = f"/phong-trao/{plan['id']}/sua/bieu-mau"
    page = (await world.browse(EVERYTHING, address)).text
    shown = {**inputs(page), "forms.0.repeat": selected(page, "forms.0.repeat"), "forms.0.first": "2022-05-01"}
    remade = await world.fill_in(EVERYTHING, address, {**shown, "forms.0.wording": "ngày 28", "action": "make:0"})
    assert "Không có trong lịch (2):" in remade.text
    again = {**inputs(remade.text), "forms.0.repeat": "month"}
    dues = [again[f"{ROWS}.{n}.due"].rsplit(maxsplit=1)[1] for n in range(3)]
    assert dues == ["25/3/2022", "25/4/2022", "28/5/2022"]
    unwanted = {name: text for name, text in again.items() if not name.startswith((f"{ROWS}.0.", f"{ROWS}.1."))}
    refused = await world.fill_in(EVERYTHING, address, {**unwanted, "action": "save"})
    assert refused.status_code == 422
    assert "Tháng 3/2022" in refused.text
    kept = {name: text for name, text in again.items() if not name.startswith(f"{ROWS}.1.")}
    saved = await world.fill_in(EVERYTHING, address, {**kept, "action": "save"})
    assert saved.status_code == 303, saved.text
    (form,) = (await world.get(EVERYTHING, f"/campaigns/{plan['id']}")).json()["forms"]
    assert [period["code"] for period in form["periods"]] == ["2022-03", "2022-05"]
    assert form["schedule"]["due"]["wording"] == "ngày 28"
    assert (await world.get(CLERK, f"/submissions/{plan['id']}.hang-thang.2022-03.{UNIT}")).status_code == 200
