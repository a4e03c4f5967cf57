"""A form that is asked for every month: its periods on the plan's page, extended, amended and passed on."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import pytest

from shared.identity import Role
from tests.component.registration.pages import inputs
from tests.component.registration.world import EVERYTHING, World, definition_of, eventually, running, settings
from tests.unit.registration.examples import person

PLAN = "70-kh-ttyt-2022"
UNIT, HEIR = "tyt-phuong-1", "tyt-phuong-2"
CLERK = person(UNIT, Role.CLERK)
LAST_DAYS = {3: 31, 4: 30, 5: 31, 6: 30, 7: 31}


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


def month(number: int) -> dict[str, Any]:
    day = f"2022-{number:02}-{LAST_DAYS[number]}"
    due = {"date": day, "inclusive": True, "wording": f"hết ngày {LAST_DAYS[number]}/{number}/2022"}
    return {"code": f"2022-{number:02}", "opens_at": f"2022-{number:02}-01T00:00:00+07:00", "due": due}


async def announced(world: World, **changes: Any) -> dict[str, Any]:
    """A plan that asks for Mẫu 1 every month from March to July; today is 12/5/2022."""
    plan = definition_of((await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json())
    form = {**plan["forms"][0], "code": "hang-thang", "name": "Đăng ký tháng", "repeat": "month"}
    form |= {"periods": [month(number) for number in LAST_DAYS]}
    body = {**plan, "id": f"plan-{uuid.uuid4().hex[:8]}", "parents": [], "forms": [form], "obliged": [UNIT, HEIR]}
    body |= changes
    assert (await world.post(EVERYTHING, "/campaigns", body)).status_code == 201
    assert (await world.post(EVERYTHING, f"/campaigns/{body['id']}/announce")).status_code == 200
    return body


async def sent(world: World, plan: dict[str, Any], period: str) -> str:
    """The address of what the unit sent for a month: nothing to register."""
    wanted = {"campaign": plan["id"], "form": "hang-thang", "period": period, "organisation": UNIT}
    assert (await world.post(CLERK, "/submissions", wanted)).status_code == 201
    ident = f"{plan['id']}.hang-thang.{period}.{UNIT}"
    nil = [field["code"] for field in plan["fields"]]
    await world.put(CLERK, f"/submissions/{ident}/draft", {"items": [], "nil_fields": nil})
    answer = await world.post(CLERK, f"/submissions/{ident}/submit")
    assert answer.status_code == 200, answer.text
    return ident


async def test_a_clerk_is_offered_what_is_open_and_the_month_to_come(world: World) -> None:
    plan = await announced(world)
    ident = await sent(world, plan, "2022-03")
    page = (await world.browse(CLERK, f"/phong-trao/{plan['id']}")).text
    own = page[page.index("Việc của bạn") : page.index("<dl")]
    assert [f'name="period" value="2022-{n:02}"' in own for n in (3, 4, 5, 6, 7)] == [False, True, True, True, False]
    assert ident not in own, "what is finished is no task"
    assert "Tất cả các kỳ (5)" in page


async def test_where_units_stand_is_shown_month_by_month(world: World) -> None:
    plan = await announced(world)
    await sent(world, plan, "2022-04")
    address = f"/phong-trao/{plan['id']}?bieu-mau=hang-thang"
    april = (await world.browse(EVERYTHING, f"{address}&ky=2022-04")).text
    assert april.count("Đã gửi, trễ hạn") == 1
    assert april.count("Chưa gửi, đã quá hạn gốc") == 1
    assert '<option value="2022-04" selected' in april
    today = (await world.browse(EVERYTHING, address)).text
    assert today.count("Chưa bắt đầu") == 2
    assert '<option value="2022-05" selected' in today
    unknown = (await world.browse(EVERYTHING, f"{address}&ky=2022-Q9")).text
    assert '<option value="2022-05" selected' in unknown


async def test_one_month_is_extended_and_the_others_keep_their_deadline(world: World) -> None:
    plan = await announced(world)
    path = f"/phong-trao/{plan['id']}/gia-han"
    form = await world.browse(EVERYTHING, f"{path}?don-vi={UNIT}&bieu-mau=hang-thang&ky=2022-04")
    assert "hết ngày 30/4/2022" in form.text
    fields = {**inputs(form.text), "due": "hết ngày 20/5/2022", "reason": "Thiếu người", "action": "grant"}
    done = await world.fill_in(EVERYTHING, path, fields)
    assert done.headers["location"] == f"/phong-trao/{plan['id']}?bieu-mau=hang-thang&ky=2022-04&xong=extended#don-vi"
    assert "Gia hạn lại" in (await world.browse(EVERYTHING, done.headers["location"])).text
    (extension,) = (await world.get(EVERYTHING, f"/campaigns/{plan['id']}")).json()["extensions"]
    assert (extension["form"], extension["period"]) == ("hang-thang", "2022-04")
    assert "Gia hạn lại" not in (await world.browse(EVERYTHING, f"/phong-trao/{plan['id']}?ky=2022-03")).text


async def test_an_amendment_keeps_the_months_that_were_begun_and_the_columns_of_before(world: World) -> None:
    plan = await announced(world)
    await sent(world, plan, "2022-04")
    path, form = f"/campaigns/{plan['id']}", plan["forms"][0]
    fewer = {**form, "periods": form["periods"][2:]}
    refused = await world.put(EVERYTHING, path, {**plan, "forms": [fewer]})
    assert (refused.status_code, [(e["code"], e["field"]) for e in refused.json()["errors"]]) == (
        422,
        [("campaign_period_in_use", "forms.0.periods")],
    )
    assert "2022-03" not in refused.text, "which nobody began"
    kept = {**form, "periods": form["periods"][1:], "columns": [*form["columns"], {"code": "chi", "title": "Kinh phí"}]}
    amended = await world.put(EVERYTHING, path, {**plan, "forms": [kept]})
    assert amended.status_code == 200, amended.text
    (former,) = amended.json()["forms"][0]["former_columns"]
    assert [column["code"] for column in former] == [column["code"] for column in form["columns"]]
    gone = await world.put(EVERYTHING, path, {**plan, "forms": [{**kept, "columns": form["columns"]}]})
    assert [(e["code"], e["field"]) for e in gone.json()["errors"]] == [("column_gone", "forms.0.columns")]


async def test_a_restructuring_passes_on_the_months_that_are_still_owed(world: World) -> None:
    plan = await announced(world)
    await sent(world, plan, "2022-03")
    address = "/quan-tri/sap-xep/moi"
    typed = {"kind": "merge", "on": "2022-05-12", "basis": "12/QĐ-UBND", f"heir:{UNIT}": HEIR}
    typed |= {"predecessors.0.organisation": UNIT, "successors.0.organisation": HEIR}
    page = await world.browse(EVERYTHING, address)
    first = await world.fill_in(EVERYTHING, address, {**inputs(page.text), **typed, "action": "check"})
    moving, _, staying = first.text.partition("Đã gửi, giữ nguyên của đơn vị cũ")
    assert "Đăng ký tháng</span> (4 kỳ, từ Tháng 4/2022 đến Tháng 7/2022)" in moving
    assert "Đăng ký tháng</span> (<span>Tháng 3/2022</span>)" in staying
    confirmed = await world.fill_in(EVERYTHING, address, {**inputs(first.text), **typed, "action": "plan"})
    assert confirmed.status_code == 303, confirmed.text

    async def passed() -> Any:
        found = (await world.get(EVERYTHING, f"/campaigns/{plan['id']}")).json()["transfers"]
        return found or None

    (transfer,) = await eventually(passed, "the months passed on")
    assert (transfer["form"], transfer["periods"]) == ("hang-thang", ["2022-04", "2022-05", "2022-06", "2022-07"])
