"""People read their notifications: each account for itself, and only what is for it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx2
import pytest

from shared.contracts.submissions import Outcome
from shared.identity import Role
from tests.notify_samples import CAMPAIGN, CENTRE, START, STATION, campaign, case, centre, decided, hours, station
from tests.notify_world import NOW, World, event, organisations, running_world, settings_values

CLERK, HEAD, REVIEWER = (Role.CLERK, STATION), (Role.HEAD, STATION), (Role.REVIEWER, CENTRE)
RETURNED = decided(case(), Outcome.RETURN, START + hours(1), reason="Thiếu minh chứng")
ANNOUNCED, DECIDED = f"{CAMPAIGN}.announced.{STATION}", f"{case().id}.1.decision-return"
OTHER = campaign(announced_at=NOW - timedelta(days=9)).model_copy(update={"id": "124-kh-ubnd-2022"})


@pytest.fixture
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    """A station that was told of two campaigns and of a decision; the centre was told of the case."""
    async with running_world(settings_values(amqp_url, mongo_url, smtp_host=None)) as running:
        await running.tell(
            *organisations(station(), centre()),
            event("campaign.announced", campaign()),
            event("campaign.announced", OTHER),
            event("case.returned", RETURNED, 2),
        )
        yield running


async def listed(client: httpx2.AsyncClient, query: str = "") -> list[str]:
    response = await client.get(f"/api/notify/notifications?{query}")
    assert response.status_code == 200, response.text
    return [item["id"] for item in response.json()["items"]]


async def unread(client: httpx2.AsyncClient) -> int:
    count: int = (await client.get("/api/notify/unread")).json()["unread"]
    return count


async def test_each_account_reads_for_itself(world: World) -> None:
    async with world.client("tyt-phuong-1", CLERK) as clerk, world.client("truong-tram-1", HEAD) as head:
        assert await unread(clerk) == await unread(head) == 3
        answer = await clerk.post(f"/api/notify/notifications/{DECIDED}/read")
        assert (answer.status_code, answer.json()["read"]) == (200, True)
        assert (await clerk.post(f"/api/notify/notifications/{DECIDED}/read")).status_code == 200
        assert (await unread(clerk), await unread(head)) == (2, 3)
        assert await listed(clerk, "unread=false") == [DECIDED]
        record = await world.stores.notifications.load(DECIDED)
        assert [entry["action"] for entry in record.history] == ["created"]


async def test_the_unread_come_first_and_the_newest_of_them_before(world: World) -> None:
    async with world.client("tyt-phuong-1", CLERK) as clerk:
        assert await listed(clerk) == [DECIDED, ANNOUNCED, f"{OTHER.id}.announced.{STATION}"]
        await clerk.post(f"/api/notify/notifications/{DECIDED}/read")
        order = [ANNOUNCED, f"{OTHER.id}.announced.{STATION}", DECIDED]
        assert await listed(clerk) == order
        assert [await listed(clerk, f"size=1&page={page}") for page in (1, 2, 3, 4)] == [*([one] for one in order), []]


async def test_filters(world: World) -> None:
    async with world.client("tyt-phuong-1", CLERK) as clerk:
        assert await listed(clerk, f"campaign={OTHER.id}") == [f"{OTHER.id}.announced.{STATION}"]
        assert await listed(clerk, f"organisation={CENTRE}") == []
        assert len(await listed(clerk, f"organisation={STATION}")) == 3
        assert (await clerk.get("/api/notify/notifications?organisation=$ne")).status_code == 422


async def test_all_at_once_and_only_the_organisation_named(world: World) -> None:
    async with world.client("tchc", CLERK, REVIEWER) as both:
        assert await unread(both) == 4
        answer = await both.post("/api/notify/notifications/read-all", json={"organisation": CENTRE})
        assert answer.json() == {"marked": 1}
        assert await unread(both) == 3
        assert (await both.post("/api/notify/notifications/read-all", json={})).json() == {"marked": 3}
        assert await unread(both) == 0
        refused = await both.post("/api/notify/notifications/read-all", json={"organisation": {"$ne": ""}})
        assert refused.status_code == 422


async def test_what_is_for_others_does_not_exist(world: World) -> None:
    async with world.client("tchc", REVIEWER) as reviewer, world.client("lanh-dao", (Role.LEADER, CENTRE)) as leader:
        assert await listed(reviewer) == [f"{case().id}.1.opened"]
        answer = await reviewer.post(f"/api/notify/notifications/{DECIDED}/read")
        assert (answer.status_code, answer.json()["code"]) == (404, "notification_not_found")
        assert (await reviewer.post("/api/notify/notifications/khong-co/read")).status_code == 404
        assert (await listed(leader), await unread(leader)) == ([], 0)
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=world.app), base_url="http://test") as stranger:
        assert (await stranger.get("/api/notify/notifications")).status_code == 401


async def test_the_page_shows_marks_and_links(world: World) -> None:
    async with world.client("tyt-phuong-1", CLERK, page=True) as browser:
        page = (await browser.get("/thong-bao")).text
        assert "Số thông báo chưa đọc: <strong>3</strong>." in page
        assert "TTYT Tân Bình trả lại bản đăng ký (Mẫu 1), phong trào số 70/KH-TTYT, để bổ sung." in page
        assert f'href="/dang-ky/{case().submission}"' in page
        answer = await browser.post(
            f"/thong-bao/{DECIDED}/da-doc", data={"chua-doc": "1", "phong-trao": CAMPAIGN, "trang": "2"}
        )
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/thong-bao?chua-doc=1&phong-trao={CAMPAIGN}&trang=2"
        beyond = await browser.get(answer.headers["location"])
        assert beyond.headers["location"] == f"/thong-bao?chua-doc=1&phong-trao={CAMPAIGN}"
        page = (await browser.get("/thong-bao?chua-doc=1")).text
        assert "Số thông báo chưa đọc: <strong>2</strong>." in page
        assert DECIDED not in page
        assert (await browser.post("/thong-bao/da-doc-tat-ca")).headers["location"] == "/thong-bao"
        assert "Không còn thông báo chưa đọc." in (await browser.get("/thong-bao")).text
        assert "Không có thông báo nào phù hợp." in (await browser.get("/thong-bao?chua-doc=1")).text


async def test_the_page_filters_by_what_it_is_about_and_keeps_the_filters(world: World) -> None:
    async with world.client("tyt-phuong-1", CLERK, page=True) as browser:
        page = (await browser.get("/thong-bao?loai=decision-return")).text
        assert "Trả lại để bổ sung" in page
        assert f"{OTHER.id}.announced" not in page
        assert '<input type="hidden" name="loai" value="decision-return">' in page
        answer = await browser.post(f"/thong-bao/{DECIDED}/da-doc", data={"loai": "decision-return"})
        assert answer.headers["location"] == "/thong-bao?loai=decision-return"
        assert "Không có thông báo nào phù hợp." in (await browser.get("/thong-bao?loai=decision-reject")).text
        assert (await browser.get("/thong-bao?loai=khac")).text.count('class="list-group-item') == 3
    async with world.client("tyt-phuong-1", CLERK) as clerk:
        assert await listed(clerk, "kind=decision-return") == [DECIDED]
        assert (await clerk.get("/api/notify/notifications?kind=khac")).status_code == 422


async def test_markup_in_a_reason_stays_text_on_the_page(world: World) -> None:
    nasty = decided(case(submitter="tyt-phuong-2"), Outcome.REJECT, START, reason="<script>alert(1)</script>")
    await world.tell(event("case.rejected", nasty))
    async with world.client("tyt-phuong-2", (Role.CLERK, "tyt-phuong-2"), page=True) as browser:
        page = (await browser.get("/thong-bao")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


async def test_a_page_without_notifications_says_what_will_be_there(world: World) -> None:
    async with world.client("moi", page=True) as browser:
        assert "Chưa có thông báo nào." in (await browser.get("/thong-bao")).text


async def test_a_browser_without_a_session_is_led_to_the_sign_in(world: World) -> None:
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=world.app), base_url="http://test") as browser:
        answer = await browser.get("/thong-bao", headers={"accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/dang-nhap?tiep=%2Fthong-bao")
