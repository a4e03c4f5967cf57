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

from services.reporting.figures.model.buckets import Bucket
from services.reporting.figures.model.by_field import figure_names
from services.reporting.stores import Library
from shared.contracts.organisations import Organisation
from shared.identity import Role
from tests.reporting_oracle import Report, check
from tests.reporting_samples import CENTRE, DEPARTMENT, DISTRICT, FIELDS, MAU_1, campaign
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
    organisations,
    read,
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
        "withdrawn": 0,
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
        "extended_until": None,
        "now": None,
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
        "answers": [],
        "status": "returned",
        "reason": "Thiếu dẫn chứng, số liệu",
        "now": None,
        "upward": [],
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
    assert rows[1] == ["1. Công tác chỉ đạo, điều hành và truyền thông về cải cách hành chính", *"11000020"]
    assert rows[-1] == ["Cộng", "4", "2", "1", "0", "1", "0", "14", "0"]
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
    assert "3/5 đã gửi" in start.text
    page = await browser.get(f"{PAGE}?recipient={DEPARTMENT}&form=registration")

    figures = re.findall(rf'<a class="number" href="({PAGE}/[^"]+)">(\d+)</a>', page.text)

    assert len(figures) == 5 + 2 + 3 + 7 * 7  # buckets, voluntary, where it is stuck, six fields and their totals
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


async def summary_by_hand(world: World) -> dict[str, Any]:
    """What whole submissions and the campaign's newest plan add up to, without the rows."""
    copy = await world.library.campaigns.get(PLAN.id)
    assert copy is not None
    heard = [one.content async for one in world.library.submissions.stream({"public.campaign": PLAN.id})]
    report = Report(copy.content, MAU_1, DEPARTMENT, heard)
    check(report)
    return {
        "organisations": {b.value: len(report.organisations(b)) for b in Bucket if b is not Bucket.VOLUNTARY},
        "fields": [
            {name: figures[name] for name in figure_names(report.kind)} for figures in report.figures().values()
        ],
        "voluntary": {
            "organisations": len(report.organisations(Bucket.VOLUNTARY)),
            "items": len(report.items(voluntary=True)),
        },
    }


async def test_the_summary_is_what_whole_submissions_add_up_to_after_any_amendment(
    amqp_url: str, mongo_url: str
) -> None:
    """Amended after the submissions: one unit released, one obliged, a field taken out, a field put in."""
    fields = {code: name for code, name in FIELDS.items() if code != "steering"} | {"e-government": "Chính quyền số"}
    amended = campaign([CENTRE, STATION_10, FIRM, CLINIC], fields=fields)
    events = [*recorded(), event("campaign.amended", amended, 2)] * 2
    random.Random(124).shuffle(events)
    async with running_world(amqp_url, mongo_url) as world, world.person(*REVIEWER) as client:
        await world.tell(*events)
        summary = await read(client, f"{API}/summary")
        by_hand = await summary_by_hand(world)
        assert counts(summary["organisations"]) == by_hand["organisations"]
        assert [counts(row) for row in summary["fields"]] == by_hand["fields"]
        assert counts(summary["voluntary"]) == by_hand["voluntary"]
        assert (await read(client, f"{API}/organisations?bucket=voluntary"))["items"][0]["organisation"] == STATION_2


async def test_a_database_without_rows_gets_them_when_the_service_starts(world: World) -> None:
    async with world.person(*REVIEWER) as client:
        before = await read(client, f"{API}/summary")
        rows = {row["_id"]: row["public"] async for row in world.library.rows.find()}
        await world.library.rows.delete_many({})
        await world.app.state.keeper.rebuild()
        assert {row["_id"]: row["public"] async for row in world.library.rows.find()} == rows
        assert await read(client, f"{API}/summary") == before


async def test_while_rows_are_being_made_the_page_says_so_and_shows_no_half_figures(
    amqp_url: str, mongo_url: str
) -> None:
    async with running_world(amqp_url, mongo_url) as world, world.person(*REVIEWER, page=True) as browser:
        await world.tell(*recorded())
        library = Library(world.app.state.runtime)
        await library.builds.delete_one({"_id": "rows"})
        world.app.state.library = library
        answer = await browser.get(PAGE)
        assert answer.status_code == 503
        assert "Số liệu đang được tổng hợp lại" in answer.text


async def test_what_waits_is_listed_the_longest_waiting_first(reviewer: httpx2.AsyncClient) -> None:
    summary = await read(reviewer, f"{API}/summary")
    unseen = await read(reviewer, f"{API}/stuck?waiting=unseen")

    assert [(row["waiting"], row["number"]) for row in summary["stuck"]] == [
        ("unseen", 3),
        ("viewed", 0),
        ("returned", 0),
    ]
    assert summary["stuck"][0]["oldest"] == unseen["items"][0]["since"]
    assert [row["organisation"] for row in unseen["items"]] == [FIRM, STATION_10, STATION_2]
    for row in summary["stuck"]:
        assert (await read(reviewer, row["link"]))["total"] == row["number"]
        assert len(await download(reviewer, row["link"].replace("/stuck?", "/stuck.csv?"))) == row["number"] + 1


async def test_progress_is_by_state_then_by_name_and_found_without_accents(reviewer: httpx2.AsyncClient) -> None:
    everybody = await read(reviewer, f"{API}/progress")
    found = await read(reviewer, f"{API}/progress?q=TRAM+y+te")

    assert [(row["organisation"], row["state"]) for row in everybody["items"]] == [
        (CLINIC, "not_sent"),
        (HOSPITAL, "withdrawn"),
        (FIRM, "received"),
        (STATION_2, "sent"),
        (STATION_10, "received"),
        (CENTRE, "approved"),
    ]
    assert ([row["organisation"] for row in found["items"]], found["total"]) == ([STATION_2, STATION_10], 2)
    assert (await read(reviewer, f"{API}/progress?q=.*"))["total"] == 0
    assert len(await download(reviewer, f"{API}/progress.csv?q=tram")) == 3


async def test_the_leaders_page_finds_units_and_says_when_there_is_none(browser: httpx2.AsyncClient) -> None:
    found = await browser.get(f"{PAGE}?q=phuong")
    nothing = await browser.get(f"{PAGE}?q=khong+co")

    assert "Trạm Y tế Phường 10" in found.text
    assert "Bệnh viện" not in found.text.partition('id="tien-do"')[2]
    assert "Không có đơn vị nào có tên như “khong co”." in nothing.text


async def test_a_campaign_that_nobody_answered_and_one_that_obliges_nobody(
    world: World, browser: httpx2.AsyncClient
) -> None:
    silent = campaign([CENTRE], ident="im-lang-2022")
    nobody = campaign([], ident="khong-ai-2022")
    await world.tell(event("campaign.announced", silent), event("campaign.announced", nobody))

    assert "Chưa có đơn vị nào gửi." in (await browser.get("/bao-cao/im-lang-2022")).text
    text = (await browser.get("/bao-cao/khong-ai-2022")).text
    assert "Phong trào này không ghi đơn vị nào phải gửi." in text
    assert "Chưa có đơn vị nào để theo dõi." in text


async def test_a_centre_sees_what_it_sent_up_and_others_do_not(world: World) -> None:
    own = campaign([STATION_2], ident="70-kh-ttyt-2022", recipients=[CENTRE]).model_copy(
        update={"number": "70/KH-TTYT", "parents": (PLAN.id,)}
    )
    await world.tell(event("campaign.announced", own))
    async with (
        world.person(Role.LEADER, CENTRE, page=True) as leader,
        world.person(Role.LEADER, DEPARTMENT, page=True) as above,
    ):
        text = (await leader.get("/bao-cao/70-kh-ttyt-2022")).text
        assert "Đã gửi lên cấp trên" in text
        assert f'href="/dang-ky/{PLAN.id}.registration.{CENTRE}"' in text
        assert "Đã gửi lên cấp trên" not in (await above.get("/bao-cao/70-kh-ttyt-2022")).text


async def test_a_renamed_organisation_moves_in_every_list(world: World, reviewer: httpx2.AsyncClient) -> None:
    name = "Bệnh viện Đa khoa Âu Cơ"
    renamed = Organisation(id=CLINIC, name=name, short_name=name, kind="body")
    old = next(one for one in organisations() if one.id == CLINIC)
    await world.tell(event("organisation.changed", renamed, 2), event("organisation.changed", old, 1))

    listed = await read(reviewer, f"{API}/organisations?bucket=missing")

    assert [row["name"] for row in listed["items"]] == ["Bệnh viện Âu Cơ", name]
