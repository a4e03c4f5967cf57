"""Forms that are asked for every week, once, or of whoever has something, on real RabbitMQ and MongoDB."""

import csv
import io
import random
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from typing import Any

import httpx2
import pytest

from services.reporting.rows.model.row import ONCE, Scope
from services.reporting.rows.records.building import INDEXES, NAME_ORDER, STATE_ORDER, ensure_indexes
from services.reporting.rows.records.reading import groups, rows
from shared.contracts.forms import FormPeriod, Period
from shared.identity import Role
from tests.reporting_samples import DEPARTMENT, MAU_1, START, form
from tests.reporting_weeks import CODES, IDEAS, LAST, NEXT, PLAN, THIS, WEEKLY, due, plan, recorded
from tests.reporting_world import FIRM, STATION_2, STATION_10, World, event, read, running_world

API, PAGE = f"/api/reporting/campaigns/{PLAN.id}", f"/bao-cao/{PLAN.id}"
REVIEWER = (Role.REVIEWER, DEPARTMENT)


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    """The weeks heard twice, in no order."""
    async with running_world(amqp_url, mongo_url) as running:
        events = recorded() * 2
        random.Random(19).shuffle(events)
        await running.tell(*events)
        yield running


def query(asked: FormPeriod) -> str:
    period = f"&period={asked.period}" if asked.period else ""
    return f"recipient={DEPARTMENT}&form={asked.form}{period}"


async def buckets(client: httpx2.AsyncClient, asked: FormPeriod) -> tuple[int, ...]:
    summary = await read(client, f"{API}/summary?{query(asked)}")
    found = summary["organisations"]
    counts = [found[name] for name in ("expected", "on_time", "late", "missing")]
    return (*counts, summary["voluntary"]["organisations"])


async def test_each_period_has_its_own_figures(reviewer: httpx2.AsyncClient) -> None:
    assert await buckets(reviewer, LAST) == (2, 1, 1, 0, 0)
    assert await buckets(reviewer, THIS) == (2, 1, 0, 1, 1)
    assert await buckets(reviewer, NEXT) == (2, 0, 0, 2, 0)
    assert await buckets(reviewer, MAU_1) == (2, 1, 0, 1, 0)


async def test_nobody_is_missing_where_a_form_is_optional(reviewer: httpx2.AsyncClient) -> None:
    assert await buckets(reviewer, IDEAS) == (0, 0, 0, 0, 1)
    listed = await read(reviewer, f"{API}/organisations?{query(IDEAS)}&bucket=voluntary")
    assert [row["organisation"] for row in listed["items"]] == [STATION_2]
    assert (await read(reviewer, f"{API}/items?{query(IDEAS)}&voluntary=true"))["total"] == 1


async def test_an_optional_form_is_never_overdue(world: World, browser: httpx2.AsyncClient) -> None:
    """Its deadline passed before the campaign was heard of."""
    over = (Period(due=due(START - timedelta(30))),)
    forms = tuple(form(code, periods=over, optional=code == IDEAS.form) for code in (MAU_1.form, IDEAS.form))
    passed = PLAN.model_copy(update={"id": "da-qua-2022", "forms": forms})
    await world.tell(event("campaign.announced", passed))

    owed, optional = [(await browser.get(f"/bao-cao/{passed.id}?{query(asked)}")).text for asked in (MAU_1, IDEAS)]

    assert [bool(re.search(r"trễ \d+ ngày", text)) for text in (owed, optional)] == [True, False]
    assert ["không đơn vị nào phải gửi" in text for text in (owed, optional)] == [False, True]


async def test_by_default_it_is_the_newest_week_that_has_opened(reviewer: httpx2.AsyncClient) -> None:
    summary = await read(reviewer, f"{API}/summary?form={WEEKLY}")

    assert FormPeriod(summary["form"], summary["period"]) == THIS
    assert summary == await read(reviewer, f"{API}/summary?{query(THIS)}")
    assert (await read(reviewer, f"{API}/summary"))["period"] is None


async def test_lists_and_files_are_of_one_period(reviewer: httpx2.AsyncClient) -> None:
    for asked, whose in ((LAST, [STATION_2, STATION_10]), (THIS, [])):
        listed = await read(reviewer, f"{API}/items?{query(asked)}&field=procedures")
        assert [row["organisation"] for row in listed["items"]] == whose
    listed = await read(reviewer, f"{API}/items?{query(THIS)}&voluntary=true")
    assert [row["submission"] for row in listed["items"]] == [f"{PLAN.id}.{WEEKLY}.2022-W19.{FIRM}"]
    file = await reviewer.get(f"{API}/items.csv?{query(LAST)}")
    assert (
        f'filename="noi-dung-dang-ky.{PLAN.id}.{DEPARTMENT}.{WEEKLY}.2022-W18.csv"'
        in (file.headers["content-disposition"])
    )
    assert len(list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))) == 1 + 3


@pytest.mark.parametrize("asked", [LAST, THIS, IDEAS])
async def test_every_number_of_the_page_leads_to_a_page_with_that_many(world: World, asked: FormPeriod) -> None:
    async with world.person(*REVIEWER, page=True) as browser:
        text = (await browser.get(f"{PAGE}?{query(asked)}")).text
        figures = re.findall(rf'<a class="number" href="({PAGE}/[^"]+)">(\d+)</a>', text)
        assert len(figures) > 50
        for address, number in dict.fromkeys(figures):
            behind = (await browser.get(unescape(address))).text
            assert f"<strong>{number}</strong>" in behind, address
            assert ("Khảo sát hằng tuần, Tuần " in behind) == bool(asked.period)


async def test_the_page_leads_from_week_to_week(browser: httpx2.AsyncClient) -> None:
    text = (await browser.get(f"{PAGE}?{query(THIS)}")).text

    steps = dict(re.findall(r'rel="(prev|next)" href="([^"]+)"', text))
    assert {name: unescape(address) for name, address in steps.items()} == {
        "prev": f"{PAGE}?{query(LAST)}",
        "next": f"{PAGE}?{query(NEXT)}",
    }
    assert re.findall(r'<option value="(2022-W\d\d)"', text) == list(CODES)
    assert re.findall(r'<option value="(2022-W\d\d)" selected', text) == [THIS.period]
    chooser = text.partition('aria-label="Kỳ"')[2].partition("</form>")[0]
    assert dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', chooser)) == {
        "recipient": DEPARTMENT,
        "form": WEEKLY,
    }
    once = (await browser.get(f"{PAGE}?{query(MAU_1)}")).text
    assert 'rel="prev"' not in once
    assert 'name="period"' not in once


async def test_a_search_stays_in_its_week(browser: httpx2.AsyncClient) -> None:
    text = (await browser.get(f"{PAGE}?{query(LAST)}")).text
    search = text.partition('role="search"')[2].partition("</form>")[0]
    assert f'name="period" value="{LAST.period}"' in search


async def test_the_ends_of_the_year_have_one_step(browser: httpx2.AsyncClient) -> None:
    for code, step in ((CODES[0], "next"), (CODES[-1], "prev")):
        text = (await browser.get(f"{PAGE}?{query(FormPeriod(WEEKLY, code))}")).text
        assert re.findall(r'rel="(prev|next)"', text) == [step]


async def test_the_campaigns_show_one_line_a_form(world: World, browser: httpx2.AsyncClient) -> None:
    async with world.person(*REVIEWER) as client:
        campaigns = (await read(client, "/api/reporting/campaigns"))["items"]
    row = next(row for row in campaigns if row["id"] == PLAN.id)
    found = [(line["form"], line["period"], line["expected"], line["received"]) for line in row["lines"]]
    assert found == [(*MAU_1, 2, 1), (*THIS, 2, 1), (*IDEAS, 0, 0)]
    text = (await browser.get("/bao-cao")).text
    links = [unescape(address) for address in re.findall(rf'<a href="({PAGE}\?[^"]+)">', text)]
    assert links == [f"{PAGE}?{query(asked)}" for asked in (MAU_1, THIS, IDEAS)]
    assert ["1 tự nguyện gửi" in text, "0/0 đã gửi" in text] == [True, False]
    assert "Khảo sát hằng tuần, Tuần 19/2022 (09/5 - 15/5): Sở Y tế" in text


async def test_what_is_not_asked_for_then_is_named(reviewer: httpx2.AsyncClient) -> None:
    for address, status, code in (
        (f"summary?form={WEEKLY}&period=2022-W53", 404, "period_not_in_form"),
        (f"summary?form={MAU_1}&period=2022-W19", 404, "period_not_in_form"),
        (f"summary?form={WEEKLY}&period=tuan-19", 422, "input_invalid"),
        (f"items?form={WEEKLY}&outcome=done", 422, "figure_not_in_form"),
    ):
        answer = await reviewer.get(f"{API}/{address}")
        assert (answer.status_code, answer.json()["code"]) == (status, code), address
    sentence = (await reviewer.get(f"{API}/summary?form={WEEKLY}&period=2022-W53")).json()["title"]
    assert "Khảo sát hằng tuần không có kỳ “2022-W53”" in sentence


async def test_a_form_that_becomes_optional_releases_whom_it_obliged(world: World) -> None:
    before = plan(STATION_2, STATION_10, ident="noi-long-2022", optional=False)
    after = plan(STATION_2, STATION_10, ident="noi-long-2022")
    address = f"/api/reporting/campaigns/{after.id}/summary?{query(IDEAS)}"
    async with world.person(*REVIEWER) as client:
        await world.tell(event("campaign.announced", before))
        assert (await read(client, address))["organisations"]["missing"] == 2
        await world.tell(event("campaign.amended", after, 2))
        assert (await read(client, address))["organisations"]["expected"] == 0


async def test_a_database_of_the_version_before_is_built_again(world: World) -> None:
    """Its rows knew no period and had an item's outcome apart, and other indexes; their ids stay."""
    library = world.library
    built = {row["_id"]: row["public"] async for row in library.rows.find()}
    earlier: list[dict[str, Any]] = [
        {"$set": {"public.items.outcome": None, "public.items.bare": False}},
        {"$unset": ["public.period", "public.items.figures"]},
    ]
    await library.rows.delete_many({"public.period": {"$ne": ONCE}})
    await library.rows.update_many({}, earlier)
    await library.rows.create_index([("public.campaign", 1), ("public.form", 1), ("public.recipient", 1)])

    await ensure_indexes(library)
    await world.app.state.keeper.rebuild()

    assert {row["_id"]: row["public"] async for row in library.rows.find()} == built
    found = (await library.rows.index_information()).values()
    assert {tuple(field for field, _ in index["key"]) for index in found} == {("_id",), *INDEXES}


@pytest.mark.parametrize("asked", [LAST, MAU_1])
async def test_a_period_is_read_in_order_without_looking_at_the_others(world: World, asked: FormPeriod) -> None:
    scope = Scope(PLAN.id, *asked, DEPARTMENT)
    query = {f"public.{name}": value for name, value in scope.stored.items()}
    for order in (NAME_ORDER, STATE_ORDER):
        plan = await world.library.rows.find(query).sort(dict.fromkeys(order, 1)).explain()
        assert plan["executionStats"]["totalDocsExamined"] == 2
        assert "SORT" not in str(plan["executionStats"]["executionStages"])
    assert [row.organisation for row in await rows(world.library, scope, {}, slice(0, 9))] == [STATION_2, STATION_10]
    assert sum(group.number for group in await groups(world.library, scope)) == 2
