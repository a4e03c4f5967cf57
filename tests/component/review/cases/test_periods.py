"""Cases of a form that is sent again and again: named, listed, filtered and timed by form and period."""

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from shared.contracts.forms import FormPeriod
from shared.forms.initiatives.model import Registration
from shared.language.period_names import period_name
from tests.component.review.cases.test_pages import text_of
from tests.component.review.desk.test_portal import named
from tests.review_examples import CENTRE, REVIEWER, Life, item
from tests.review_world import World, eventually, running_world
from tests.unit.review.cases.test_timing import campaign, registration, weekly

PLAN, OTHER = "23-kh-ttyt-2022", "24-kh-ttyt-2022"
QUEUE = f"/tham-dinh/{CENTRE}"
WEEKS = ("2022-W31", "2022-W32")
CALLED = {week: f"Việc trong tuần, {period_name(week)}" for week in WEEKS}
FIRST, SECOND = (FormPeriod("tuan", week) for week in WEEKS)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(amqp_url, mongo_url) as running:
        weeks = weekly("tuan", w31="05/8/2022", w32="12/8/2022")
        above = campaign("124-kh-ubnd", "", recipients=("so-y-te",), forms=(weekly("khao-sat", w31="19/8/2022"),))
        plan = campaign(PLAN, "", forms=(registration("13/5/2022"), weeks), parents=(above.id,))
        await running.tell(named(above, "campaign.announced"), named(plan, "campaign.announced"))
        yield running


async def sent(world: World, asked: FormPeriod, *, submitter: str, plan: str = PLAN) -> Life:
    life = Life(submitter=submitter, campaign=plan, asked=asked)
    await world.tell(life.event(life.submit(item("i-1", f"Việc của {asked}"))))
    await world.case(REVIEWER, life)
    return life


async def listed(world: World, **query: Any) -> set[str]:
    """The pages of the cases that the queue shows."""
    page = await world.get(REVIEWER, QUEUE, view="all", size=100, **query)
    return set(re.findall(r'data-row href="([^"]+)"', page.text))


async def test_every_period_has_a_case_of_its_own_and_says_which_it_is(world: World) -> None:
    lives = [await sent(world, asked, submitter="tyt-phuong-1") for asked in (FIRST, SECOND)]
    for life, week, other in zip(lives, WEEKS, WEEKS[::-1], strict=True):
        assert life.submission.id == f"{PLAN}.tuan.{week}.tyt-phuong-1"

        async def called(life: Life = life, week: str = week) -> dict[str, Any] | None:
            found: dict[str, Any] = (await world.get(REVIEWER, world.address(life))).json()
            return found if found["form_name"] == CALLED[week] else None

        found = await eventually(called, "the plan")
        assert (found["case"]["form"], found["case"]["period"]) == ("tuan", week)
        page = text_of((await world.browse(REVIEWER, world.page(life))).text)
        assert f"Biểu {CALLED[week]} Gửi lúc" in page
        assert CALLED[other] in page, "among the unit's other cases"
        assert CALLED[week] in text_of((await world.browse(REVIEWER, QUEUE)).text)
    answer = (await world.get(REVIEWER, f"/api/review/{CENTRE}/cases", form="tuan", period="2022-W32")).json()
    assert [row["form_name"] for row in answer["items"]] == [CALLED["2022-W32"]]


async def test_the_queue_is_filtered_by_campaign_form_and_period(world: World) -> None:
    first, second = [await sent(world, asked, submitter="tyt-phuong-2") for asked in (FIRST, SECOND)]
    once = await sent(world, FormPeriod("registration"), submitter="tyt-phuong-2")
    strange = await sent(world, FIRST, submitter="tyt-phuong-2", plan=OTHER)
    mine = {"submitter": "tyt-phuong-2"}
    pages = [world.page(life) for life in (first, second, once, strange)]
    assert await listed(world, **mine) == set(pages)
    assert await listed(world, **mine, campaign=PLAN) == set(pages[:3])
    assert await listed(world, **mine, campaign=PLAN, form="tuan") == set(pages[:2])
    assert await listed(world, **mine, campaign=PLAN, form="tuan", period="2022-W31") == {pages[0]}
    assert await listed(world, **mine, form="tuan", period="2022-W31") == {pages[0], pages[3]}
    page = (await world.get(REVIEWER, QUEUE, campaign=PLAN, form="tuan", period="2022-W31")).text
    assert '<option value="tuan" selected>Việc trong tuần</option>' in page
    assert '<option value="2022-W31" selected>' in page
    assert '<option value="2022-W32">' in page
    assert 'id="period"' not in (await world.get(REVIEWER, QUEUE, campaign=OTHER)).text, "nothing was heard of it"
    wrong = await world.get(REVIEWER, QUEUE, period="tuần 31")
    assert wrong.status_code == 422


async def test_a_week_goes_by_the_same_week_of_the_superior_bodys_form(world: World) -> None:
    async def due(life: Life) -> str:
        found = await world.database(CENTRE)["cases"].find_one({"public.submission": life.submission.id})
        return str(found["private"]["due_at"])

    first, second = [await sent(world, asked, submitter="tyt-phuong-3") for asked in (FIRST, SECOND)]

    async def known() -> bool:
        return await due(first) == "2022-08-19T17:00:00.000Z"

    await eventually(known, "the deadline of the parent's form, which has another code")
    assert await due(second) == "2022-05-19T17:00:00.000Z", "above nobody asks for that week: five working days"


async def test_what_has_no_items_is_decided_on_as_a_whole(world: World) -> None:
    life = Life(submitter="tyt-phuong-4", campaign=PLAN, asked=FIRST)
    await world.tell(life.event(life.deliver(Registration(nil_fields=("organisation",)))))
    await world.case(REVIEWER, life)
    page = (await world.browse(REVIEWER, world.page(life))).text
    assert "Quyết định riêng cho từng nội dung" not in page
    rows = text_of((await world.get(REVIEWER, QUEUE, submitter="tyt-phuong-4")).text)
    assert f"{CALLED[WEEKS[0]]} Gửi lúc" in rows, "no number of items"
    fields = {"version": "1", "key": "ca-ban", "outcome": "approve", "reason": ""}
    assert (await world.fill_in(REVIEWER, f"{world.page(life)}/quyet-dinh", fields)).status_code == 303
    done = await world.get(REVIEWER, QUEUE, done=f"{CENTRE}.{life.submission.id}")
    assert f"tyt-phuong-4 , {CALLED[WEEKS[0]]} ." in text_of(done.text)
