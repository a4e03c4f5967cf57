"""Reporting on real RabbitMQ and MongoDB: the same figures in any order of events, and the list behind each."""

import csv
import io
import random
import re
from collections.abc import AsyncIterator
from html import unescape
from typing import Any

import httpx2
import pytest

from shared.contracts.campaigns import FormKind
from shared.identity import Role
from tests.reporting_samples import CENTRE, DEPARTMENT, DISTRICT, sent_of
from tests.reporting_world import (
    CITY,
    CLINIC,
    FIRM,
    HOSPITAL,
    PLAN,
    STATION_2,
    STATION_10,
    World,
    event,
    lives,
    recorded,
    running_world,
)

API = f"/api/reporting/campaigns/{PLAN.id}"
PAGE = f"/bao-cao/{PLAN.id}"
REVIEWER = (Role.REVIEWER, DEPARTMENT)


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    """The movement heard three times over, in no order."""
    async with running_world(amqp_url, mongo_url) as running:
        events = recorded() * 3
        random.Random(2022).shuffle(events)
        await running.tell(*events)
        yield running


@pytest.fixture
async def reviewer(world: World) -> AsyncIterator[httpx2.AsyncClient]:
    async with world.person(*REVIEWER) as client:
        yield client


@pytest.fixture
async def browser(world: World) -> AsyncIterator[httpx2.AsyncClient]:
    async with world.person(*REVIEWER, page=True) as client:
        yield client


async def read(client: httpx2.AsyncClient, address: str) -> dict[str, Any]:
    response = await client.get(address)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def refusal(client: httpx2.AsyncClient, address: str) -> tuple[int, str, str]:
    response = await client.get(address)
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, body["code"], body["title"]


async def download(client: httpx2.AsyncClient, address: str) -> list[list[str]]:
    response = await client.get(address)
    assert response.status_code == 200, response.text
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def counts(row: dict[str, Any]) -> dict[str, int]:
    return {name: value for name, value in row.items() if name in row["links"]}


async def test_the_figures_of_the_movement(reviewer: httpx2.AsyncClient) -> None:
    summary = await read(reviewer, f"{API}/summary?recipient={DEPARTMENT}&form=registration")

    assert counts(summary["organisations"]) == {
        "expected": 5,
        "received": 3,
        "on_time": 2,
        "late": 1,
        "missing": 2,
    }
    assert summary["rates"] == {"received": 0.6, "on_time": 0.4}
    assert [(row["number"], row["code"], row["registered"]) for row in summary["fields"]] == [
        (1, "steering", 1),
        (2, "institutions", 0),
        (3, "procedures", 1),
        (4, "organisation", 1),
        (5, "civil-service", 0),
        (6, "public-finance", 1),
    ]
    assert counts(summary["totals"]) == {
        "registered": 4,
        "approved": 2,
        "returned": 1,
        "rejected": 0,
        "awaiting": 1,
        "nil": 14,
        "unanswered": 0,
    }
    assert counts(summary["voluntary"]) == {"organisations": 1, "items": 1}
    assert summary["recipient"] == {"id": DEPARTMENT, "name": "Sở Y tế TP. Hồ Chí Minh"}
    assert summary["due"] == {
        "wording": "trước ngày 12/5/2022",
        "boundary": "2022-05-11T17:00:00.000Z",
        "passed": True,
    }


async def test_another_order_and_more_repetitions_change_nothing(world: World, reviewer: httpx2.AsyncClient) -> None:
    before = await read(reviewer, f"{API}/summary")
    events = recorded() * 5
    random.Random(1018).shuffle(events)

    await world.tell(*events)

    assert await read(reviewer, f"{API}/summary") == before


async def test_behind_every_figure_is_a_list_of_that_length(reviewer: httpx2.AsyncClient) -> None:
    summary = await read(reviewer, f"{API}/summary")
    rows = [summary["organisations"], summary["totals"], summary["voluntary"], *summary["fields"]]
    for row in rows:
        for name, link in row["links"].items():
            page = await read(reviewer, link)
            table = await download(reviewer, re.sub(r"(/\w+)\?", r"\1.csv?", link))
            assert (page["total"], len(table) - 1) == (row[name], row[name]), link


async def test_organisations_are_listed_in_vietnamese_order_with_what_counts(reviewer: httpx2.AsyncClient) -> None:
    expected = await read(reviewer, f"{API}/organisations?bucket=expected")

    assert [(row["organisation"], row["bucket"], row["state"]) for row in expected["items"]] == [
        (CLINIC, "missing", "not_sent"),
        (HOSPITAL, "missing", "withdrawn"),
        (STATION_2, "on_time", "sent"),
        (STATION_10, "late", "received"),
        (CENTRE, "on_time", "approved"),
    ]
    assert expected["items"][2] == {
        "organisation": STATION_2,
        "name": "Trạm Y tế Phường 2",
        "bucket": "on_time",
        "state": "sent",
        "delivered_at": "2022-05-12T02:00:00.000Z",
        "late": False,
        "items": 1,
        "submission": f"{PLAN.id}.registration.{STATION_2}",
        "version": 2,
    }


async def test_items_are_listed_by_field_with_their_texts_and_reasons(reviewer: httpx2.AsyncClient) -> None:
    listed = await read(reviewer, f"{API}/items")
    returned = await read(reviewer, f"{API}/items?field=organisation&status=returned")

    assert [(row["field_number"], row["organisation"], row["status"]) for row in listed["items"]] == [
        (1, CENTRE, "approved"),
        (3, STATION_2, "awaiting"),
        (4, CENTRE, "returned"),
        (6, CENTRE, "approved"),
    ]
    assert len(listed["items"][0]["parts"]) == 4
    assert returned["items"][0] | {"parts": []} == {
        "organisation": CENTRE,
        "name": "Trung tâm Y tế quận Tân Bình",
        "submission": f"{PLAN.id}.registration.{CENTRE}",
        "version": 1,
        "item": "i2",
        "field": "organisation",
        "field_number": 4,
        "field_name": "Cải cách tổ chức bộ máy hành chính nhà nước",
        "content": "Quản lý nhân lực bằng Ứng dụng phần mềm AppSheet kết hợp Google Studio.",
        "parts": [],
        "expected": "Quý IV/2022",
        "note": "",
        "status": "returned",
        "reason": "Thiếu dẫn chứng, số liệu",
    }


async def test_a_long_list_comes_in_pages(reviewer: httpx2.AsyncClient) -> None:
    pages = [await read(reviewer, f"{API}/items?page={page}&size=3") for page in (1, 2, 3)]

    assert [[row["field_number"] for row in page["items"]] for page in pages] == [[1, 3, 4], [6], []]
    assert {page["total"] for page in pages} == {4}


async def test_a_csv_opens_in_an_office_program_and_runs_nothing(reviewer: httpx2.AsyncClient) -> None:
    response = await reviewer.get(f"{API}/items.csv?voluntary=true")
    rows = await download(reviewer, f"{API}/items.csv?voluntary=true")

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.endswith(b"\r\n")
    name = f"noi-dung-dang-ky.{PLAN.id}.{DEPARTMENT}.registration.csv"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert rows[0][:5] == ["Lĩnh vực", "Nội dung đăng ký", "Nội dung chi tiết", "Dự kiến tiến độ hoàn thành", "Ghi chú"]
    assert rows[1][1:6] == ['\'=HYPERLINK("http://xau";"Bấm")', "", "Năm 2022", "'@SUM(A1)", FIRM]


async def test_the_summary_as_csv_has_the_fields_and_their_totals(reviewer: httpx2.AsyncClient) -> None:
    rows = await download(reviewer, f"{API}/summary.csv")

    assert rows[0][:3] == ["Lĩnh vực", "Đăng ký", "Đã duyệt"]
    assert rows[1] == ["1. Công tác chỉ đạo, điều hành và truyền thông về cải cách hành chính", *"1100020"]
    assert rows[-1] == ["Cộng", "4", "2", "1", "0", "1", "14", "0"]
    assert len(rows) == 8


@pytest.mark.parametrize(
    ("role", "organisation"),
    [REVIEWER, (Role.LEADER, DEPARTMENT), (Role.LEADER, CITY), (Role.ADMINISTRATOR, "all")],
)
async def test_the_recipient_and_those_above_it_may_read(world: World, role: Role, organisation: str) -> None:
    async with world.person(role, organisation) as client:
        assert (await read(client, f"{API}/summary"))["totals"]["registered"] == 4
        assert PLAN.id in [row["id"] for row in (await read(client, "/api/reporting/campaigns"))["items"]]


@pytest.mark.parametrize(
    ("role", "organisation"),
    [(Role.CLERK, CENTRE), (Role.HEAD, DEPARTMENT), (Role.REVIEWER, DISTRICT), (Role.LEADER, CENTRE)],
)
async def test_others_are_told_who_may_read(world: World, role: Role, organisation: str) -> None:
    async with world.person(role, organisation) as client:
        for part in ("summary", "summary.csv", "organisations", "items.csv", "replies"):
            status, code, sentence = await refusal(client, f"{API}/{part}?recipient={DEPARTMENT}")
            assert (status, code) == (403, "report_forbidden")
            assert "2958/KH-SYT" in sentence
        assert await read(client, "/api/reporting/campaigns") == {"items": [], "total": 0, "page": 1, "size": 20}


async def test_what_is_not_there_is_named(reviewer: httpx2.AsyncClient) -> None:
    assert await refusal(reviewer, "/api/reporting/campaigns/khac/summary") == (
        404,
        "campaign_not_found",
        "Không có phong trào “khac”.",
    )
    assert (await refusal(reviewer, f"{API}/summary?form=interim"))[:2] == (404, "form_not_in_campaign")
    assert (await refusal(reviewer, f"{API}/summary?recipient={DISTRICT}"))[:2] == (404, "recipient_not_in_campaign")
    assert (await refusal(reviewer, f"{API}/items?field=e-government"))[:2] == (422, "field_not_in_campaign")
    assert (await refusal(reviewer, f"{API}/organisations?bucket=khac"))[:2] == (422, "input_invalid")


async def test_nobody_reads_without_signing_in(world: World) -> None:
    async with world.stranger({}) as program, world.stranger({"accept": "text/html"}) as person:
        assert (await refusal(program, f"{API}/summary"))[:2] == (401, "token_missing")
        response = await person.get(PAGE)
        assert (response.status_code, response.headers["location"][:9]) == (303, "/dang-nha")


async def test_every_figure_of_the_page_leads_to_a_page_with_that_many(browser: httpx2.AsyncClient) -> None:
    start = await browser.get("/bao-cao")
    assert f'href="{PAGE}?recipient={DEPARTMENT}&amp;form=registration"' in start.text
    page = await browser.get(f"{PAGE}?recipient={DEPARTMENT}&form=registration")

    figures = re.findall(rf'<a href="({PAGE}/[^"]+)">(\d+)</a>', page.text)

    assert len(figures) == 5 + 2 + 7 * 7  # buckets, voluntary, six fields and their totals
    for address, number in figures:
        behind = await browser.get(unescape(address))
        assert f"<strong>{number}</strong>" in behind.text, address
        assert behind.text.count('<th scope="row"') == int(number), address


async def test_wide_tables_scroll_in_a_box_that_the_keyboard_reaches(browser: httpx2.AsyncClient) -> None:
    for address in (PAGE, "/bao-cao", f"{PAGE}/sang-kien", f"{PAGE}/don-vi", f"{PAGE}/tra-loi"):
        text = (await browser.get(address)).text
        boxes = re.findall(
            r'<div class="table-responsive" role="region" aria-label="[^"]+" tabindex="0">\s*<table', text
        )
        assert len(boxes) == text.count("<table") > 0
        assert text.count("<caption") == text.count("<table")


async def test_what_a_unit_wrote_is_shown_as_text(world: World, browser: httpx2.AsyncClient) -> None:
    script = "<script>alert(1)</script>"
    state = lives()[STATION_2][-1]
    written = state.versions[0].content.items[0].model_copy(update={"content": script})
    content = state.versions[0].content.model_copy(update={"items": (written,)})
    sent = state.versions[0].model_copy(update={"content": content})
    plan = PLAN.model_copy(update={"id": "khac-2022", "number": "1/KH"})
    other = state.model_copy(
        update={"id": "khac-2022.registration.tyt-2", "campaign": "khac-2022", "versions": (sent,)}
    )
    await world.tell(event("campaign.announced", plan), event("submission.submitted", other))

    text = (await browser.get("/bao-cao/khac-2022/sang-kien")).text

    assert script not in text
    assert "&lt;script&gt;" in text


async def test_a_list_without_rows_and_a_person_without_figures_get_a_sentence(
    world: World, browser: httpx2.AsyncClient
) -> None:
    empty = await browser.get(f"{PAGE}/sang-kien?status=rejected")
    beyond = await browser.get(f"{PAGE}/sang-kien?page=9")
    async with world.person(Role.CLERK, CENTRE, page=True) as clerk:
        nothing = await clerk.get("/bao-cao")
        refused = await clerk.get(PAGE)

    assert "Không có nội dung nào trong danh sách này." in empty.text
    assert "Trang này không còn dòng nào" in beyond.text
    assert "Chưa có phong trào nào mà bạn được xem số liệu." in nothing.text
    assert (refused.status_code, "hãy đề nghị quản trị cấp quyền" in refused.text) == (403, True)


async def test_the_store_reads_what_the_rules_are_tested_with(world: World) -> None:
    found = [sent async for sent in world.library.sent(PLAN.id, FormKind.REGISTRATION, DEPARTMENT)]

    assert sorted(found) == sorted(sent_of(states[-1]) for states in lives().values())
