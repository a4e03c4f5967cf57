"""What a hostile page, a hostile person or a hostile text can do to the suite: nothing."""

from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx2
import pytest

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Person, Suite
from deploy.suite import LocalSuite
from tests.component.hostile import HOST, HOSTILE, browser, faults

PLAN = "70-kh-ttyt-2022"
UNIT, OTHER, CENTRE, DISTRICT = "tyt-phuong-1", "tyt-phuong-2", "ttyt-tan-binh", "ubnd-tan-binh"
SUBMISSION = f"{PLAN}.registration.{UNIT}"
CASE = f"{CENTRE}.{SUBMISSION}"
TARGETS = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/a\\..\\..\\\\evil.example",
    "evil.example",
    "",
)


@pytest.fixture(scope="module")
async def people(running: tuple[LocalSuite, httpx2.AsyncClient]) -> dict[str, Person]:
    """Programs of five people, and a case with a decision whose every text is hostile."""
    suite = Suite(running[1])
    accounts = (UNIT, OTHER, "tchc", "noi-vu", "quan-tri")
    found = {name: await suite.person(name, PRACTICE_PASSWORD) for name in accounts}
    await write_hostile(found)
    return found


async def write_hostile(people: dict[str, Person]) -> None:
    clerk, reviewer = people[UNIT], people["tchc"]
    await clerk.post("/api/registration/submissions", {"campaign": PLAN, "form": "registration", "organisation": UNIT})
    plan = await clerk.get(f"/api/registration/campaigns/{PLAN}")
    codes = [field["code"] for field in plan.get("campaign", plan)["fields"]]
    item = {"field": codes[0], "content": HOSTILE, "parts": [HOSTILE], "expected": "Quý IV/2022", "note": HOSTILE}
    path = f"/api/registration/submissions/{SUBMISSION}"
    await clerk.put(f"{path}/draft", {"items": [item], "nil_fields": codes[1:]})
    await clerk.post(f"{path}/submit")
    case = f"/api/review/{CENTRE}/cases/{CASE}"
    await reviewer.wait(case, lambda seen: seen["_status"] == 200, "the case", allow=(404,))
    await reviewer.post(f"{case}/decide", {"version": 1, "outcome": "return", "reason": HOSTILE, "items": []})
    await clerk.wait(
        path, lambda seen: seen["submission"]["recipients"][0]["status"] == "returned", "the decision to arrive"
    )
    notices = f"/api/notify/notifications?organisation={UNIT}&size=100"
    await clerk.wait(notices, lambda seen: HOSTILE[:8] in str(seen["items"]), "the notification of the decision")


PAGES = {
    UNIT: ("/", f"/dang-ky/{SUBMISSION}", f"/dang-ky/{SUBMISSION}/soan", f"/phong-trao/{PLAN}", "/thong-bao"),
    "tchc": (
        f"/tham-dinh/{CENTRE}",
        f"/tham-dinh/{CENTRE}/{CASE}",
        f"/bao-cao/{PLAN}",
        f"/bao-cao/{PLAN}/sang-kien?recipient={CENTRE}",
        f"/dang-ky/{SUBMISSION}",
        "/thong-bao",
    ),
    "quan-tri": (f"/dang-ky/{SUBMISSION}", f"/phong-trao/{PLAN}", "/bao-cao", "/quan-tri"),
}


@pytest.mark.parametrize(("account", "address"), [(who, page) for who, pages in PAGES.items() for page in pages])
async def test_a_hostile_text_is_only_text(running: Any, people: dict[str, Person], account: str, address: str) -> None:
    async with browser(running, account) as client:
        answer = await client.get(address)
        assert answer.status_code == 200, address
        assert faults(answer.text) == []
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy


async def test_what_a_form_shows_again_is_only_text(running: Any, people: dict[str, Person]) -> None:
    async with browser(running, UNIT) as client:
        for address in (
            f"/tham-dinh/{CENTRE}/{CASE}/quyet-dinh",
            "/khong-co",
            "/tam-gian-doan",
            f"/dang-ky/{SUBMISSION}/gui",
        ):
            answer = await client.post(address, data={HOSTILE: HOSTILE, "reason": HOSTILE})
            assert faults(answer.text) == [], address
        client.cookies.clear()
        answer = await client.post(f"/phien/gia-han?tiep=/{HOSTILE}", data={HOSTILE: HOSTILE})
        assert faults(answer.text) == []
        answer = await client.post("/dang-nhap", data={"account": HOSTILE, "password": HOSTILE, "tiep": HOSTILE})
        assert faults(answer.text) == []


@pytest.mark.parametrize(
    ("account", "address"),
    [
        (UNIT, "/phong-trao"),
        (UNIT, "/thong-bao"),
        ("tchc", f"/tham-dinh/{CENTRE}"),
        ("tchc", f"/bao-cao/{PLAN}/sang-kien"),
        ("quan-tri", "/quan-tri/don-vi"),
        ("quan-tri", "/quan-tri/tai-khoan"),
        (UNIT, "/dang-nhap"),
    ],
)
async def test_what_an_address_carries_is_only_text(running: Any, account: str, address: str) -> None:
    async with browser(running, account) as client:
        for name in ("q", "status", "campaign", "tiep", "ly-do", "xong"):
            answer = await client.get(address, params={name: HOSTILE})
            assert faults(answer.text) == [], (address, name)


@pytest.mark.parametrize(
    "address",
    [
        "/dang-xuat",
        "/ngon-ngu",
        "/dang-ky",
        f"/tham-dinh/{CENTRE}/{CASE}/quyet-dinh",
        "/thong-bao/da-doc",
        "/bao-cao",
        "/phien/mat-khau",
        "/api/registration/submissions",
        f"/api/review/{CENTRE}/cases/{CASE}/decide",
        "/api/notify/notifications/read-all",
    ],
)
@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:8000.evil.example"},
        {},
    ],
    ids=str,
)
async def test_another_sites_form_is_refused(running: Any, address: str, headers: dict[str, str]) -> None:
    async with browser(running) as client:
        del client.headers["sec-fetch-site"]
        client.cookies.set("sangkien_token", "whatever")
        answer = await client.post(address, data={"a": "b"}, headers=headers)
        assert answer.status_code == 403
        assert "foreign_origin" in answer.text or "trang khác" in answer.text


async def test_signing_in_takes_no_session_that_was_planted(running: Any) -> None:
    async with browser(running) as client:
        client.cookies.set("sangkien_session", "planted", path="/phien")
        client.cookies.set("sangkien_token", "planted", path="/")
        answer = await client.post("/dang-nhap", data={"account": UNIT, "password": PRACTICE_PASSWORD})
        given = {cookie.split("=", 1)[0]: cookie for cookie in answer.headers.get_list("set-cookie")}
        assert set(given) == {"sangkien_session", "sangkien_token"}
        assert not any("planted" in cookie for cookie in given.values())
        assert all("HttpOnly" in cookie and "SameSite=lax" in cookie for cookie in given.values())
    async with browser(running) as planted:
        planted.cookies.set("sangkien_session", "planted", path="/phien")
        assert (await planted.get("/phien/gia-han")).headers["location"].startswith("/dang-nhap")


@pytest.mark.parametrize("target", TARGETS)
async def test_no_address_leads_to_another_site(running: Any, target: str) -> None:
    async with browser(running, UNIT) as client:
        answers = [
            await client.get("/phien/gia-han", params={"tiep": target}),
            await client.post("/phien/gia-han", params={"tiep": target}, data={"a": "b"}),
            await client.get("/dang-nhap", params={"tiep": target}),
            await client.post("/ngon-ngu", data={"ngon-ngu": "vi", "tiep": target}),
        ]
    for answer in answers:
        location = answer.headers["location"]
        seen = location.replace("\\", "/").translate({9: None, 10: None, 13: None})  # as browsers read an address
        assert urlsplit(urljoin(HOST, seen)).netloc == "127.0.0.1:8000", (target, location)


FOREIGN = (
    f"/dang-ky/{SUBMISSION}",
    f"/dang-ky/{SUBMISSION}/soan",
    f"/tham-dinh/{CENTRE}",
    f"/tham-dinh/{CENTRE}/{CASE}",
    f"/tham-dinh/{DISTRICT}",
    f"/bao-cao/{PLAN}",
    f"/bao-cao/{PLAN}/sang-kien?recipient={CENTRE}",
    "/quan-tri",
    "/quan-tri/tai-khoan",
    f"/api/registration/submissions/{SUBMISSION}",
    f"/api/registration/submissions/{SUBMISSION}/history",
    "/api/registration/accounts",
    f"/api/review/{CENTRE}/cases",
    f"/api/review/{CENTRE}/cases/{CASE}",
    f"/api/review/{CENTRE}/cases/{CASE}/history",
    f"/api/reporting/campaigns/{PLAN}/summary?recipient={CENTRE}",
    f"/api/reporting/campaigns/{PLAN}/items?recipient={CENTRE}",
    f"/api/reporting/campaigns/{PLAN}/items.csv?recipient={CENTRE}",
)


@pytest.mark.parametrize("address", FOREIGN)
async def test_other_organisations_matters_stay_closed(running: Any, people: dict[str, Person], address: str) -> None:
    async with browser(running, OTHER) as client:
        answer = await client.get(address)
    assert answer.status_code in {403, 404}, address
    assert "alert(1)" not in answer.text


async def test_other_organisations_notifications_are_not_there(running: Any, people: dict[str, Person]) -> None:
    async with browser(running, OTHER) as client:
        answer = await client.get(f"/api/notify/notifications?organisation={UNIT}&size=100")
    assert answer.status_code in {403, 404} or answer.json()["items"] == []
    assert "alert(1)" not in answer.text
