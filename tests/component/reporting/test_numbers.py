"""Numbers added up on real RabbitMQ and MongoDB: the sums of the rows, whatever happens in whatever order."""

import csv
import io
import random
import re
from collections.abc import AsyncIterator
from decimal import Decimal
from html import unescape

import httpx2
import pytest

from shared.identity import Role
from shared.language.vietnamese import format_number
from tests.reporting_samples import DEPARTMENT, MAU_1
from tests.reporting_survey import EXTRA, LAST, PLAN, SECRETS, SURVEY, THIS, WEEKS, registered, submissions, told
from tests.reporting_world import STATION_2, STATION_10, World, event, read, running_world

API, PAGE = f"/api/reporting/campaigns/{PLAN.id}", f"/bao-cao/{PLAN.id}"
REVIEWER = (Role.REVIEWER, DEPARTMENT)


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(amqp_url, mongo_url) as running:
        events = told(PLAN, submissions()) * 2
        random.Random(23).shuffle(events)
        await running.tell(*events)
        yield running


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
        assert "giảm 2,5 điểm %" in text

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
