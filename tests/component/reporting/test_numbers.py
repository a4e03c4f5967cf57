"""Numbers added up on real RabbitMQ and MongoDB: the sums of the rows, whatever happens in whatever order."""

import asyncio
import csv
import io
import random
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from html import unescape
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from services.reporting.app import create
from services.reporting.rows.commands import Keeper
from services.reporting.rows.model.row import Scope
from services.reporting.rows.model.tally import Tally, scopes_of
from services.reporting.rows.records.tallies import mark, refresh, tallies
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign, Transfer
from shared.contracts.events import Event
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Outcome, RecipientStatus, Submission, SubmissionStatus
from shared.identity import Role
from shared.language.vietnamese import format_number
from shared.observability import Metrics
from shared.rules.ids import row_id
from shared.runtime.member import keeping
from tests.reporting_samples import DEPARTMENT, MAU_1, START, decision, submission, version
from tests.reporting_survey import EXTRA, SURVEY, WEEKS, costing, plan, registered, surveyed, table, told
from tests.reporting_world import FIRM, HOSPITAL, STATION_2, STATION_10, World, event, running_world

PLAN = plan(STATION_2, STATION_10, HOSPITAL)
API, PAGE = f"/api/reporting/campaigns/{PLAN.id}", f"/bao-cao/{PLAN.id}"
REVIEWER = (Role.REVIEWER, DEPARTMENT)
SECRETS = (24_681_357, 13_572_468)
LAST, THIS = "2022-W18", "2022-W19"


def extra(organisation: str, *counts: int) -> Submission:
    said = table({"thai-do": (counts[0], counts[1])})
    return submission(organisation, version(said), ident=PLAN.id, asked=FormPeriod(EXTRA))


def submissions() -> list[Submission]:
    secret = submission(
        STATION_10,
        version(table({"thai-do": (6, 10)}, secret=SECRETS[0], choice="mang")),
        ident=PLAN.id,
        asked=asked(THIS),
    )
    return [
        surveyed(STATION_2, LAST, (9, 10), (18, 20)),
        surveyed(STATION_10, LAST, (8, 10)),
        surveyed(HOSPITAL, LAST),
        surveyed(STATION_2, THIS, (8, 10), (20, 20)),
        surveyed(FIRM, THIS, (500, 500)),
        secret,
        extra(STATION_2, 1, 2),
        extra(FIRM, 3, 4),
        registered(
            STATION_2, costing("i1", "steering", 1_500_000, secret=SECRETS[1]), costing("i2", "steering", 500_000)
        ),
    ]


def asked(code: str) -> FormPeriod:
    return FormPeriod(SURVEY, code)


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(amqp_url, mongo_url) as running:
        events = told(PLAN, submissions()) * 2
        random.Random(23).shuffle(events)
        await running.tell(*events)
        yield running


@pytest.fixture
async def reviewer(world: World) -> AsyncIterator[httpx2.AsyncClient]:
    async with world.person(*REVIEWER) as client:
        yield client


async def read(client: httpx2.AsyncClient, address: str) -> dict[str, Any]:
    response = await client.get(address)
    assert response.status_code == 200, (address, response.text)
    body: dict[str, Any] = response.json()
    return body


async def page(world: World, address: str) -> str:
    async with world.person(*REVIEWER, page=True) as browser:
        response = await browser.get(address)
        assert response.status_code == 200, (address, response.text)
        return str(response.text)


async def download(client: httpx2.AsyncClient, address: str) -> list[list[str]]:
    response = await client.get(address)
    assert response.status_code == 200, response.text
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def query(code: str | None, form: str = SURVEY) -> str:
    return f"recipient={DEPARTMENT}&form={form}" + (f"&period={code}" if code else "")


class TestTheSummary:
    async def test_adds_up_the_obliged_ones_beside_the_week_before(self, reviewer: httpx2.AsyncClient) -> None:
        numbers = (await read(reviewer, f"{API}/summary?{query(THIS)}"))["numbers"]
        assert [column["code"] for column in numbers["columns"]] == ["hai-long", "tong", "ty-le", "cach"]
        rows = {row["code"]: row["cells"] for row in numbers["rows"]}
        assert {name: cell["number"] for name, cell in rows["thai-do"].items()} == {
            "hai-long": "14",
            "tong": "20",
            "ty-le": "70",
            "cach": None,
        }
        assert rows["thai-do"]["cach"]["text"] == "Trực tuyến: 1"
        assert (rows["thai-do"]["ty-le"]["change"], rows["thai-do"]["ty-le"]["falls"]) == ("-15 điểm %", True)
        assert rows["cho-doi"]["ty-le"]["falls"] is False
        assert numbers["whole"]["ty-le"]["text"] == "85 %"

    async def test_says_what_falls_and_who_is_missing(self, world: World) -> None:
        text = await page(world, f"{PAGE}?{query(THIS)}")
        assert "Chưa có số liệu của 1/3 đơn vị." in text
        assert "Thái độ phục vụ: Tỷ lệ hài lòng" in text.partition("Giảm so với kỳ trước")[2]
        link = re.search(r'<a href="([^"]+)">Chưa có số liệu', text)
        assert link is not None
        assert "<strong>1</strong> đơn vị" in await page(world, unescape(link[1]))

    async def test_a_nil_is_an_answer(self, world: World) -> None:
        assert "Đã có số liệu của cả 3 đơn vị." in await page(world, f"{PAGE}?{query(LAST)}")

    async def test_adds_up_the_columns_that_a_plan_added(self, world: World, reviewer: httpx2.AsyncClient) -> None:
        numbers = (await read(reviewer, f"{API}/summary?{query(None, MAU_1.form)}"))["numbers"]
        assert [column["code"] for column in numbers["columns"]] == ["kinh-phi"]
        assert numbers["rows"][0]["cells"]["kinh-phi"]["text"] == "2.000.000 đồng"
        text = await page(world, f"{PAGE}?{query(None, MAU_1.form)}")
        assert "Cộng các cột số" in text
        assert "2.000.000 đồng" in text

    async def test_of_an_optional_form_all_that_was_sent_counts(self, reviewer: httpx2.AsyncClient) -> None:
        numbers = (await read(reviewer, f"{API}/summary?{query(None, EXTRA)}"))["numbers"]
        assert {name: cell["number"] for name, cell in numbers["rows"][0]["cells"].items()} == {
            "hai-long": "4",
            "tong": "6",
        }

    async def test_of_a_form_without_numbers_there_are_none(self, world: World, reviewer: httpx2.AsyncClient) -> None:
        plain = PLAN.model_copy(update={"id": "khong-so", "forms": (PLAN.forms[0].model_copy(update={"columns": ()}),)})
        await world.tell(
            event("campaign.announced", plain), event("submission.submitted", registered(STATION_2, ident=plain.id))
        )
        address = f"/api/reporting/campaigns/{plain.id}"
        assert (await read(reviewer, f"{address}/summary"))["numbers"] is None
        assert "Cộng các cột số" not in await page(world, f"/bao-cao/{plain.id}")
        assert await world.library.tallies.count_documents({"scope.campaign": plain.id}) == 0
        for part in ("periods", "numbers"):
            assert (await reviewer.get(f"{address}/{part}")).json()["code"] == "form_has_no_numbers"


class TestOverThePeriods:
    async def test_weeks_stand_above_their_months(self, reviewer: httpx2.AsyncClient) -> None:
        found = await read(reviewer, f"{API}/periods?{query(None)}")
        lines = [(line["period"], line["total_of"], line["received"], line["missing"]) for line in found["periods"]]
        assert lines == [
            *((code, None, 0, 3) for code in WEEKS[:4]),
            ("2022-04", "month", 0, 12),
            (LAST, None, 3, 0),
            (THIS, None, 2, 1),
            ("2022-05", "month", 5, 1),
            ("2022-Q2", "quarter", 5, 13),
            ("2022-H1", "half_year", 5, 13),
            ("2022", "year", 5, 13),
        ]
        numbers = {line["period"]: line["numbers"] for line in found["periods"]}
        assert numbers[LAST]["ty-le"]["text"] == "87,5 %"
        assert numbers["2022-05"]["hai-long"]["number"] == str(35 + 34)
        assert numbers[THIS]["ty-le"]["falls"]

    async def test_of_one_row(self, reviewer: httpx2.AsyncClient) -> None:
        found = await read(reviewer, f"{API}/periods?{query(None)}&row=cho-doi")
        assert found["row"] == "cho-doi"
        assert [line["numbers"]["tong"]["number"] for line in found["periods"] if line["numbers"]] == [
            "20",
            "20",
            *["40"] * 4,
        ]
        refused = await reviewer.get(f"{API}/periods?{query(None)}&row=khac")
        assert refused.json()["code"] == "row_not_in_form"

    async def test_every_number_of_units_leads_to_their_list(self, world: World) -> None:
        text = await page(world, f"{PAGE}/cac-ky?{query(None)}&dong=")
        links = re.findall(r'<a class="number" href="([^"]+)">(\d+)</a>', text)
        assert len(links) == 12
        for address, number in links:
            assert f"<strong>{number}</strong> đơn vị" in await page(world, unescape(address)), address
        assert "<polyline" in text
        falls = ["giảm" in text.partition(f">Tuần {number}/2022")[2].partition("</tr>")[0] for number in (18, 19)]
        assert falls == [False, True]

    async def test_as_a_file_numbers_are_written_as_people_write_them(self, reviewer: httpx2.AsyncClient) -> None:
        rows = await download(reviewer, f"{API}/periods.csv?{query(None)}")
        assert rows[0][:6] == ["Kỳ", "Mã kỳ", "Cộng theo", "Đã có số liệu", "Chưa có số liệu", "Hài lòng (phiếu)"]
        named = {row[1]: row for row in rows}
        assert named[LAST][3:] == ["3", "0", "35", "40", "87,5"]
        assert named["2022-05"][2] == "tháng"


class TestByUnit:
    async def test_every_number_stands_in_a_line(self, world: World, reviewer: httpx2.AsyncClient) -> None:
        listed = await read(reviewer, f"{API}/numbers?{query(THIS)}")
        shown = [(row["organisation"], row["row"], row["column"], row["number"]) for row in listed["items"]]
        assert shown == [
            (STATION_2, "thai-do", "hai-long", "8 phiếu"),
            (STATION_2, "thai-do", "tong", "10 phiếu"),
            (STATION_2, "thai-do", "ty-le", "80 %"),
            (STATION_2, "cho-doi", "hai-long", "20 phiếu"),
            (STATION_2, "cho-doi", "tong", "20 phiếu"),
            (STATION_2, "cho-doi", "ty-le", "100 %"),
            (STATION_10, "thai-do", "hai-long", "6 phiếu"),
            (STATION_10, "thai-do", "tong", "10 phiếu"),
            (STATION_10, "thai-do", "ty-le", "60 %"),
            (STATION_10, "thai-do", "cach", "1"),
        ]
        assert listed["total"] == len(shown)
        assert listed["items"][-1]["column_title"] == "Cách hỏi: Trực tuyến"
        text = await page(world, f"{PAGE}/con-so?{query(THIS)}&row=cho-doi&column=ty-le")
        assert "<strong>1</strong> con số" in text
        assert "100 %" in text

    async def test_a_window_and_filters(self, reviewer: httpx2.AsyncClient) -> None:
        second = await read(reviewer, f"{API}/numbers?{query(THIS)}&size=3&page=2")
        assert [row["row"] for row in second["items"]] == ["cho-doi"] * 3
        chosen = await read(reviewer, f"{API}/numbers?{query(THIS)}&row=thai-do&column=tong")
        assert [row["raw"] for row in chosen["items"]] == ["10", "10"]
        for name in ("row", "column"):
            refused = await reviewer.get(f"{API}/numbers?{query(THIS)}&{name}=khac")
            assert refused.json()["code"] == f"{name}_not_in_form"

    async def test_as_a_file(self, reviewer: httpx2.AsyncClient) -> None:
        rows = await download(reviewer, f"{API}/numbers.csv?{query(None, MAU_1.form)}")
        assert rows[0][:5] == ["Đơn vị", "Nội dung", "Cột", "Số liệu", "Số để tính"]
        assert [row[3:5] for row in rows[1:]] == [["2.000.000 đồng", "2000000"]]

    async def test_answers_stand_below_their_item_and_in_the_file(
        self, world: World, reviewer: httpx2.AsyncClient
    ) -> None:
        rows = await download(reviewer, f"{API}/items.csv?{query(None, MAU_1.form)}")
        place = rows[0].index("Trả lời các cột thêm")
        assert [row[place] for row in rows[1:]] == [
            "Kinh phí dự kiến: 1.500.000 đồng",
            "Kinh phí dự kiến: 500.000 đồng",
        ]
        assert "1.500.000 đồng" in await page(world, f"{PAGE}/sang-kien?{query(None, MAU_1.form)}")

    @pytest.mark.parametrize("form", [SURVEY, MAU_1.form])
    async def test_what_is_confidential_is_nowhere(self, world: World, reviewer: httpx2.AsyncClient, form: str) -> None:
        asking = query(THIS if form == SURVEY else None, form)
        parts = ("summary", "summary.csv", "numbers", "numbers.csv", "periods", "periods.csv", "items", "items.csv")
        texts = [(await reviewer.get(f"{API}/{part}?{asking}")).text for part in parts]
        texts += [await page(world, f"{PAGE}{part}?{asking}") for part in ("", "/con-so", "/cac-ky", "/sang-kien")]
        numbers = [format_number(Decimal(one)) for one in SECRETS]
        hidden = ("Phản ánh kín", "Người phụ trách", "Bà Kín", *map(str, SECRETS), *numbers)
        for text in texts:
            assert not [word for word in hidden if word in text]


async def from_rows(library: Library, scope: Scope) -> dict[str, Any]:
    """The plain way: what the rows of a scope say, added up one by one."""
    found = library.rows.find({f"public.{name}": value for name, value in scope.stored.items()})
    rows = [row["public"] async for row in found]
    parts: dict[str, Any] = {"expected": sum(row["obliged"] for row in rows)}
    for name, obliged in (("obliged", True), ("voluntary", False)):
        counting = [row for row in rows if row["counts"] and row["obliged"] is obliged]
        sums = dict[str, Decimal]()
        for row in counting:
            sums |= {key: sums.get(key, Decimal(0)) + Decimal(value) for key, value in row["numbers"].items()}
        parts[name] = {"organisations": len(counting), "numbers": sums}
    return parts


async def agree(library: Library, campaign: Campaign) -> dict[Scope, Tally]:
    """Asserts that every sum is that of the rows; the sums."""
    found = await tallies(library, list(scopes_of(campaign)))
    for scope, tally in found.items():
        shown = tally.model_dump(mode="python")
        assert shown == await from_rows(library, scope), scope
    return found


def any_life(rng: random.Random, organisation: str, code: str) -> list[Submission]:
    """A submission's states one after the other: sent, decided, corrected, taken back, sent again."""
    tables = [table({"thai-do": (rng.randrange(9), 9), "cho-doi": (rng.randrange(9), 9)}) for _ in range(2)]
    first, second = version(tables[0]), version(tables[1], 2)
    ways: Sequence[dict[str, Any]] = (
        {},
        {"decisions": {DEPARTMENT: [decision(1, rng.choice(list(Outcome)), "Lý do")]}},
        {
            "status": SubmissionStatus.WITHDRAWN,
            "states": {DEPARTMENT: RecipientStatus.WITHDRAWN},
            "withdrawn_at": START,
        },
    )
    states = [submission(organisation, first, ident=PLAN.id, asked=asked(code), **way) for way in ways]
    states += [submission(organisation, first, second, ident=PLAN.id, asked=asked(code), **ways[1])]
    return rng.sample(states, rng.randint(1, len(states)))


def lives(rng: random.Random, start: int) -> list[Event]:
    return [
        event("submission.settled", state, sequence)
        for organisation in (STATION_2, STATION_10, HOSPITAL, FIRM)
        for code in (LAST, THIS)
        for sequence, state in enumerate(any_life(rng, organisation, code), start)
    ]


def a_year(rng: random.Random) -> Iterator[list[Event]]:
    """Lives of submissions while a plan changes whom it obliges and passes obligations on; then more of lives."""
    passed = Transfer(
        organisation=STATION_2,
        form=SURVEY,
        periods=(THIS,),
        successor=FIRM,
        on=START.date(),
        restructuring="sap-xep-1",
        reason="Sáp nhập",
    )
    plans = (PLAN, plan(STATION_2, HOSPITAL, FIRM), PLAN.model_copy(update={"transfers": (passed,)}))
    amended = [event("campaign.amended", one, sequence) for sequence, one in enumerate(plans, start=1)]
    for events in (lives(rng, 1) + amended, lives(rng, 11)):
        yield rng.sample(events * 2, 2 * len(events))


@asynccontextmanager
async def another(app: FastAPI) -> AsyncIterator[FastAPI]:
    """A second process of the service, on the same database and queue."""
    twin = create(app.state.runtime.settings, Metrics())
    async with twin.router.lifespan_context(twin):
        yield twin


@asynccontextmanager
async def being_read(apps: Sequence[FastAPI]) -> AsyncIterator[None]:
    """Every process adds up again and again."""
    done = asyncio.Event()

    async def reads(app: FastAPI) -> None:
        while not done.is_set():
            await tallies(app.state.library, list(scopes_of(PLAN)))

    readers = [asyncio.create_task(reads(app)) for app in apps]
    yield
    done.set()
    await asyncio.gather(*readers)


async def heard(app: FastAPI, one: Event) -> None:
    """What the service does when it hears of something, as its application wires it."""
    keeper: Keeper = app.state.keeper
    library: Library = app.state.library
    if one.type.startswith("campaign"):
        await keeper.campaign(Campaign.read(one.data), one)
    else:
        await keeping(library.submissions, keeper.submission)(Submission.read(one.data), one)


@pytest.mark.parametrize("seed", range(4))
async def test_sums_are_those_of_the_rows_in_any_order_with_two_processes_and_kills(
    amqp_url: str, mongo_url: str, seed: int
) -> None:
    """Each event is heard twice and more, by either process, some of it until a kill; others read all the while."""
    rng = random.Random(seed)
    async with running_world(amqp_url, mongo_url) as world, another(world.app) as twin:
        apps = (world.app, twin)

        async def hears(app: FastAPI, mine: Sequence[Event]) -> None:
            for one in mine:
                killed = asyncio.create_task(heard(app, one))
                await asyncio.wait([killed], timeout=rng.choice([0, 0.001, 0.003, 5]))
                killed.cancel()
                await asyncio.gather(killed, return_exceptions=True)
                await heard(app, one)

        for events in a_year(rng):
            async with being_read(apps):
                await asyncio.gather(*(hears(app, events[place::3]) for place, app in enumerate((*apps, world.app))))
            sums = [await agree(app.state.library, PLAN) for app in apps]
            assert sums[0] == sums[1]
        stored = await world.library.tallies.find({"scope.form": SURVEY, "stale": False}).to_list(None)
        assert len(stored) == len(WEEKS)


async def test_what_is_written_while_others_add_up_is_not_lost(world: World) -> None:
    """Whenever in the midst of adding up it comes: the sum of before is not taken for one that holds it."""
    mine = plan(STATION_2, ident="vua-ghi-vua-cong-2022")
    library, rng, scopes = world.library, random.Random(7), list(scopes_of(mine))
    scope = Scope(mine.id, SURVEY, WEEKS[0], DEPARTMENT)
    row = {"_id": row_id(mine.id, scope.asked, STATION_2, DEPARTMENT)}
    sent = surveyed(STATION_2, WEEKS[0], (1, 100), ident=mine.id)
    await world.tell(event("campaign.announced", mine), event("submission.submitted", sent))
    for number in range(150):
        await mark(library, scopes)
        reader = asyncio.create_task(tallies(library, scopes))
        await asyncio.sleep(rng.random() * 0.006)
        await library.rows.update_one(row, {"$set": {"public.numbers": {"thai-do/hai-long": str(number)}}})
        await mark(library, [scope])
        await reader
        assert (await tallies(library, [scope]))[scope].obliged.numbers == {"thai-do/hai-long": number}


async def test_what_is_written_is_added_up_in_the_background(world: World, database_prefix: str) -> None:
    """Once nothing was written between two looks; and making the rows again makes all sums stale."""
    apart = {"database_prefix": database_prefix}
    app = create(world.app.state.runtime.settings.model_copy(update=apart), Metrics())  # its own job does not run
    library: Library = app.state.library
    moved = surveyed(STATION_2, THIS, (8, 10), (20, 20))

    async def stale() -> set[str]:
        return {one["_id"] async for one in library.tallies.find({"stale": True})}

    for one in told(PLAN, submissions()):
        if not one.type.startswith("organisation"):
            await heard(app, one)
    everything = {scope.id for scope in scopes_of(PLAN)}
    seen = await refresh(library, {})
    assert await stale() == seen.keys() == everything
    await heard(app, event("submission.submitted", moved))
    await refresh(library, seen)
    assert await stale() == {Scope(PLAN.id, *moved.asked, DEPARTMENT).id}
    before = await agree(library, PLAN)
    assert await stale() == set()

    await app.state.keeper.rebuild()

    assert await stale() == everything
    assert await agree(library, PLAN) == before


async def test_a_form_whose_first_number_column_comes_later_is_added_up(world: World) -> None:
    """What was delivered before the plan asked for a number was written when nothing added up."""
    ident = "them-cot-2022"
    before = plan(STATION_2, ident=ident)
    bare = before.model_copy(update={"forms": (before.forms[0].model_copy(update={"columns": ()}),)})
    scope = Scope(ident, *MAU_1, DEPARTMENT)
    await world.tell(event("campaign.announced", bare))
    await world.tell(event("submission.submitted", registered(STATION_2, costing("i1", "steering", 5), ident=ident)))
    assert await world.library.tallies.find_one({"_id": scope.id}) is None
    await world.tell(event("campaign.amended", before, 2))
    found = (await tallies(world.library, [scope]))[scope]
    assert found.obliged.numbers["steering/kinh-phi"] == 5
