"""Completion, what became of items further up, and the names of a campaign's own day, on real RabbitMQ and MongoDB."""

import csv
import io
import random
import re
from collections.abc import AsyncIterator
from html import unescape

import httpx2
import pytest

from services.reporting.figures.model.summary import Summary
from services.reporting.lists.records.items import first_items
from shared.contracts.forms import FormPeriod
from shared.identity import Role
from tests.reporting_samples import CENTRE, DEPARTMENT, DISTRICT
from tests.reporting_world import STATION_2, STATION_10, World, read, running_world
from tests.reporting_year import (
    ABOVE,
    COMPLETION,
    FORMS,
    MERGED,
    NEW_NAME,
    OLD_NAME,
    OWN,
    OWN_PLAN,
    STATION_1,
    closed_and_restructured,
    recorded,
)

API, PAGE = f"/api/reporting/campaigns/{OWN}", f"/bao-cao/{OWN}"
REVIEWER = (Role.REVIEWER, CENTRE)
CITYWIDE = "1018-kh-ubnd-2022:ubnd-tphcm"


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    """The year heard twice, in no order."""
    async with running_world(amqp_url, mongo_url) as running:
        events = recorded() * 2
        random.Random(70).shuffle(events)
        await running.tell(*events)
        yield running


async def download(client: httpx2.AsyncClient, address: str) -> list[dict[str, str]]:
    response = await client.get(address)
    assert response.status_code == 200, (address, response.text)
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


async def test_what_was_registered_is_completed_not_completed_or_given_up(reviewer: httpx2.AsyncClient) -> None:
    summary = await read(reviewer, f"{API}/summary?form=completion")

    fields = {row["code"]: row for row in summary["fields"]}
    names = ("registered", "completed", "uncompleted", "given_up", "without_figures", "withdrawn")
    assert [fields["steering"][name] for name in names] == [2, 2, 0, 0, 1, 0]
    assert [fields["organisation"][name] for name in names] == [2, 0, 1, 1, 0, 0]
    assert [fields["public-finance"][name] for name in names] == [0, 0, 0, 0, 0, 1]
    for row in (*summary["fields"], summary["totals"]):
        assert row["registered"] == row["completed"] + row["uncompleted"] + row["given_up"]
        assert (row["nil"], row["unanswered"]) == (0, 0)
    assert summary["organisations"]["missing"] == 1


async def test_a_forecast_is_never_counted_as_completed(reviewer: httpx2.AsyncClient) -> None:
    summary = await read(reviewer, f"{API}/summary?form=interim")

    assert (summary["totals"]["registered"], summary["totals"]["completed"]) == (3, 0)
    assert summary["totals"]["uncompleted"] == 3


async def test_the_year_in_one_line(reviewer: httpx2.AsyncClient) -> None:
    for form in FORMS:
        year = (await read(reviewer, f"{API}/summary?form={form}"))["year"]
        found = {name: number for name, number in year.items() if name != "links"}
        assert found == {
            "registered": 5,
            "approved": 5,
            "reported": 4,
            "completed": 2,
            "uncompleted": 1,
            "given_up": 1,
        }


@pytest.mark.parametrize("form", FORMS)
async def test_behind_every_figure_is_a_list_and_a_file_of_that_length(
    reviewer: httpx2.AsyncClient, form: FormPeriod
) -> None:
    summary = await read(reviewer, f"{API}/summary?form={form}")
    beside = [summary["year"], *summary["higher"]]
    for row in [summary["organisations"], summary["totals"], *summary["fields"], *beside]:
        for name, link in row["links"].items():
            assert (await read(reviewer, link))["total"] == row[name], link
            if row not in summary["fields"]:
                assert len(await download(reviewer, re.sub(r"(/\w+)\?", r"\1.csv?", link))) == row[name], link


async def test_results_say_when_why_and_with_which_figures(reviewer: httpx2.AsyncClient) -> None:
    rows = (await read(reviewer, f"{API}/results?form=completion"))["items"]
    found = {row["item"]: row for row in rows}

    assert [row["item"] for row in rows] == ["a", "d", "b", "c"]
    assert found["a"]["result"]["figures"] == [{"name": "Số bài", "value": "1234.5", "unit": "bài"}]
    assert (found["a"]["outcome"], found["a"]["without_figures"]) == ("done", False)
    assert (found["d"]["outcome"], found["d"]["without_figures"]) == ("done", True)
    assert found["b"]["result"]["reason"] == "Chờ kinh phí"
    assert found["b"]["result"]["new_expected"]["text"] == "Quý I/2023"
    bare = await read(reviewer, f"{API}/results?form=completion&bare=true")
    assert [row["item"] for row in bare["items"]] == ["d"]
    undone = await read(reviewer, f"{API}/items?form=completion&outcome=not_done&field=organisation")
    assert [row["content"] for row in undone["items"]] == ["AppSheet"]


async def test_results_as_csv_have_everything_in_words(reviewer: httpx2.AsyncClient) -> None:
    rows = await download(reviewer, f"{API}/results.csv?form=completion")
    done, bare, undone, given_up = rows

    assert (done["Kết quả"], done["Số liệu"]) == ("Hoàn thành", "Số bài: 1.234,5 bài")
    assert done["Dẫn chứng"] == "Trang thông tin\nbien-ban.pdf"
    assert bare["Số liệu"] == "Chưa có số liệu"
    assert undone["Lý do chưa hoàn thành, không tiếp tục"] == "Chờ kinh phí"
    assert (undone["Thời hạn hoàn thành mới"], undone["Kết quả đạt được"]) == ("Quý I/2023", "")
    assert given_up["Kết quả"] == "Không tiếp tục thực hiện"


async def test_the_withdrawn_item_is_listed_with_its_reason(reviewer: httpx2.AsyncClient) -> None:
    rows = (await read(reviewer, f"{API}/results?form=completion&status=withdrawn"))["items"]

    assert [(row["item"], row["reason"]) for row in rows] == [("e", "Không còn kinh phí")]


async def test_items_say_where_they_stand_further_up(reviewer: httpx2.AsyncClient) -> None:
    rows = {row["item"]: row for row in (await read(reviewer, f"{API}/items"))["items"]}

    assert [(one["recipient"], one["status"], one["reason"]) for one in rows["a"]["upward"]] == [
        (DEPARTMENT, "approved", ""),
        (DISTRICT, "left_out", "Quận không có lĩnh vực này"),
    ]
    assert rows["a"]["upward"][0]["name"] == "Sở Y tế TP. Hồ Chí Minh"
    assert rows["c"]["upward"] == []  # another recipient consolidated it
    file = {row["Nội dung đăng ký"]: row for row in await download(reviewer, f"{API}/items.csv")}
    assert file["AppSheet"]["Kết quả ở cấp trên"].splitlines()[0] == (
        "Sở Y tế TP. Hồ Chí Minh: Không được duyệt (Trùng với năm trước)"
    )


async def test_each_higher_recipient_has_its_figures(reviewer: httpx2.AsyncClient) -> None:
    higher = {row["recipient"]["id"]: row for row in (await read(reviewer, f"{API}/summary"))["higher"]}

    names = ("carried", "sent", "approved", "returned", "rejected", "left_out", "withdrawn")
    assert [higher[DEPARTMENT][name] for name in names] == [2, 0, 1, 0, 1, 0, 0]
    assert [higher[DISTRICT][name] for name in names] == [1, 1, 0, 0, 0, 1, 0]
    assert [higher["ubnd-tphcm"][name] for name in names] == [1, 1, 0, 0, 0, 0, 0]
    listed = await read(reviewer, f"{API}/items?upward={CITYWIDE}:carried")
    assert [row["item"] for row in listed["items"]] == ["b"]


async def test_what_cannot_be_asked_is_named(reviewer: httpx2.AsyncClient) -> None:
    for address, status, code in (
        ("items?status=approved&outcome=done", 422, "one_figure_only"),
        ("results", 404, "form_has_no_results"),
        ("items?upward=khac", 422, "input_invalid"),
    ):
        answer = await reviewer.get(f"{API}/{address}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("form", FORMS)
async def test_every_number_of_the_page_leads_to_a_page_with_that_many(world: World, form: FormPeriod) -> None:
    async with world.person(*REVIEWER, page=True) as browser:
        text = (await browser.get(f"{PAGE}?form={form}")).text
        figures = re.findall(rf'<a class="number" href="({PAGE}/[^"]+)">(\d+)</a>', text)
        assert len(figures) > 50
        for address, number in dict.fromkeys(figures):
            behind = await browser.get(unescape(address))
            assert f"<strong>{number}</strong>" in behind.text, address
            assert behind.text.count('<th scope="row"') == int(number), address


async def test_mau_2_has_the_columns_of_its_own_campaign(world: World) -> None:
    async with world.person(*REVIEWER, page=True) as browser:
        own = (await browser.get(f"{PAGE}?form=completion")).text
        interim = (await browser.get(f"{PAGE}?form=interim")).text
    async with world.person(Role.LEADER, DISTRICT, page=True) as browser:
        above = (await browser.get(f"/bao-cao/{ABOVE}?form=completion")).text
    headings = re.compile(r'<th scope="col" role="columnheader">([^<]+)</th>')

    assert headings.findall(own) == [
        f"Cột {code}" for code in ("field", "registered", "completed", "uncompleted", "note")
    ]
    assert headings.findall(above) == [f"Cột {code}" for code in ("field", "registered", "completed", "note")]
    assert headings.findall(interim) == []
    table = own.partition("<article")[2].partition("</article>")[0]
    assert [name in table for name in ("Tuyên truyền", "AppSheet", "Một cửa", "Thu không tiền mặt")] == [
        True,
        True,
        True,
        False,
    ]
    assert "(không tiếp tục thực hiện)" in table


async def test_a_field_that_is_answered_while_the_page_is_made_does_not_refuse_the_page(world: World) -> None:
    """The plan has it no longer, and nobody had answered it when the report was counted."""
    counted = Summary(OWN_PLAN.model_copy(update={"fields": ()}), COMPLETION, CENTRE, [])
    found = await first_items(world.library, counted)
    assert [item.content for item in found["steering", "done"]] == ["Tuyên truyền", "Hộp thư góp ý"]


@pytest.mark.parametrize("seed", [None, 2025])
async def test_a_closed_campaign_shows_the_names_of_its_own_day_in_any_order_of_events(
    amqp_url: str, mongo_url: str, seed: int | None
) -> None:
    """Shuffled, and with the closing as the last that is heard."""
    closing, *restructured = closed_and_restructured()
    events = [*recorded(), *restructured, closing]
    if seed is not None:
        events *= 2
        random.Random(seed).shuffle(events)
    async with running_world(amqp_url, mongo_url) as world, world.person(*REVIEWER) as client:
        await world.tell(*events)
        rows = (await read(client, f"{API}/organisations?bucket=expected"))["items"]
        assert [(row["organisation"], row["name"], row["now"]) for row in rows] == [
            (STATION_1, "Trạm Y tế Phường 1", "Trạm Y tế phường Bảy Hiền"),
            (STATION_2, "Trạm Y tế Phường 2", None),
            (STATION_10, OLD_NAME, NEW_NAME),
        ]
        found = await read(client, f"{API}/progress?q=phuong+10")
        assert [row["organisation"] for row in found["items"]] == [STATION_10]
        assert (await read(client, f"{API}/progress?q=tan+son+nhat"))["total"] == 0
        assert (await download(client, f"{API}/items.csv"))[1]["Tên hiện nay"] == NEW_NAME
        async with world.person(*REVIEWER, page=True) as browser:
            assert f"(nay là {NEW_NAME})" in (await browser.get(f"{PAGE}/don-vi?bucket=expected")).text
        rebuilt = {row["_id"]: row["public"] async for row in world.library.rows.find()}
        await world.library.rows.delete_many({})
        await world.app.state.keeper.rebuild()
        assert {row["_id"]: row["public"] async for row in world.library.rows.find()} == rebuilt


async def test_a_campaign_that_goes_on_shows_the_names_of_today(world: World) -> None:
    async with world.person(*REVIEWER) as client:
        await world.tell(*closed_and_restructured()[1:])
        rows = (await read(client, f"{API}/organisations?bucket=expected"))["items"]
        named = {row["organisation"]: (row["name"], row["now"]) for row in rows}
        assert named[STATION_10] == (NEW_NAME, None)
        assert named[STATION_1][1] == "Trạm Y tế phường Bảy Hiền"
        assert MERGED not in named
