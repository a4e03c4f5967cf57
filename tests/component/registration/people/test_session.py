"""Signing in, on real MongoDB and RabbitMQ, as a program and as a browser."""

import asyncio
import re
import unicodedata
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aio_pika
import httpx2
import pytest
from fastapi import FastAPI

from services.registration.app import create
from services.registration.people.sessions.records import end_sessions_before
from services.registration.settings import RegistrationSettings
from services.registration.stores import Stores
from shared.clock import system_clock
from shared.identity import Actor, Signer, make_keys
from shared.observability import Metrics
from shared.settings import Mode
from tests import ROOT

PRIVATE_KEY, PUBLIC_KEY = make_keys()
PASSWORD = "mật-khẩu-thử"
HTML = {"accept": "text/html"}
FORM = {**HTML, "sec-fetch-site": "same-origin"}
ORGANISATIONS = """
organisations:
  - {id: department, name: Sở Y tế, short_name: SYT, kind: department}
  - id: station
    name: Trạm Y tế Phường 1
    short_name: TYT
    kind: station
    parents: [{organisation: centre, since: 2022-01-01}]
  - id: centre
    name: Trung tâm Y tế
    short_name: TTYT
    kind: centre
    parents: [{organisation: department, since: 2022-01-01}]
"""
ACCOUNTS = f"""
password: {PASSWORD}
accounts:
  - id: quan-tri
    name: Quản trị
    organisation: centre
    grants: [{{role: administrator, organisation: all}}]
  - id: centre-admin
    name: Quản trị trung tâm
    organisation: centre
    grants: [{{role: administrator, organisation: centre}}]
  - id: tyt-1
    name: Trạm Y tế Phường 1
    organisation: station
    grants: [{{role: clerk, organisation: station}}]
"""

CAMPAIGNS = """
campaigns:
  - id: plan-2022
    number: 70/KH-TTYT
    title: Phong trào cải cách hành chính
    year: 2022
    issuer: centre
    recipients: [centre]
    announce: true
    announced_at: 2022-05-11T08:00:00+07:00
    dates: [{date: 2022-05-11, place: Đầu văn bản}]
    fields: [{code: steering, number: 1, name: Chỉ đạo}]
    obliged: [station]
    forms:
      - kind: registration
        title: Mẫu 1
        period: {due: {date: 2022-05-13, time: 10:00, inclusive: true, wording: 10 giờ ngày 13/5/2022}}
      - kind: completion
        title: Mẫu 2
        period: {due: {date: 2099-11-05, inclusive: false, wording: trước ngày 05/11/2099}}
"""

NO_DATES = {"since": None, "until": None}


class Suite:
    """A running registration service and its address."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.stores: Stores = app.state.stores
        self._tokens: dict[str, str] = {}

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx2.AsyncClient]:
        transport = httpx2.ASGITransport(app=self.app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://test", timeout=30) as client:
            yield client

    async def sign_in(self, account: str, password: str = PASSWORD) -> httpx2.Response:
        async with self.client() as client:
            body = {"account": account, "password": password}
            return await client.post("/api/registration/session", json=body)

    async def call(
        self, account: str, method: str, path: str, body: object = None, *, password: str = PASSWORD, **headers: str
    ) -> httpx2.Response:
        if account not in self._tokens:
            self._tokens[account] = (await self.sign_in(account, password)).json()["token"]
        async with self.client() as client:
            headers = {"authorization": f"Bearer {self._tokens[account]}", **headers}
            return await client.request(method, f"/api/registration{path}", json=body, headers=headers)


@asynccontextmanager
async def running(values: dict[str, Any]) -> AsyncIterator[Suite]:
    """The service, ready and seeded."""
    app = create(RegistrationSettings(**values), Metrics())
    async with app.router.lifespan_context(app):
        suite = Suite(app)
        async with suite.client() as client:
            await until_ready(client)
        yield suite


async def until_ready(client: httpx2.AsyncClient) -> None:
    async with asyncio.timeout(40):
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seed")
    (folder / "organisations.yaml").write_text(ORGANISATIONS, encoding="utf-8")
    (folder / "accounts.yaml").write_text(ACCOUNTS, encoding="utf-8")
    (folder / "campaigns.yaml").write_text(CAMPAIGNS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def values(amqp_url: str, mongo_url: str, seed: Path) -> dict[str, Any]:
    name = uuid.uuid4().hex[:10]
    return {
        "mode": Mode.LOCAL,
        "amqp_url": amqp_url,
        "mongo_url": mongo_url,
        "exchange": f"test-{name}",
        "queue_prefix": f"{name}.",
        "database_prefix": f"test{name}",
        "retry_seconds": (1, 1),
        "token_private_key": PRIVATE_KEY,
        "token_public_key": PUBLIC_KEY,
        "seed_folder": seed,
    }


@pytest.fixture(scope="module")
async def suite(values: dict[str, Any]) -> AsyncIterator[Suite]:
    async with listened_to(values), running(values) as found:
        yield found


@asynccontextmanager
async def listened_to(values: dict[str, Any]) -> AsyncIterator[None]:
    """Somebody hears every event: else the first one waits in the outbox, and after a minute nothing is ready here."""
    async with await aio_pika.connect(values["amqp_url"]) as connection:
        channel = await connection.channel()
        exchange = await channel.declare_exchange(values["exchange"], "topic", durable=True)
        await (await channel.declare_queue(exclusive=True)).bind(exchange, "#")
        yield


@pytest.fixture
async def browser(suite: Suite) -> AsyncIterator[httpx2.AsyncClient]:
    async with suite.client() as client:
        yield client


async def enter(
    browser: httpx2.AsyncClient, account: str, password: str = PASSWORD, target: str = "/"
) -> httpx2.Response:
    typed = {"account": account, "password": password, "tiep": target}
    return await browser.post("/dang-nhap", data=typed, headers=FORM)


def expired(account: str = "tyt-1") -> str:
    actor = Actor(account=account, name="Trạm", organisation="station")
    return Signer(PRIVATE_KEY).sign(actor, system_clock() - timedelta(minutes=31))


async def account(suite: Suite, ident: str, *grants: dict[str, str], organisation: str = "station") -> str:
    """A new account; its one-time password."""
    body = {"id": ident, "name": "Tài khoản thử", "organisation": organisation, "grants": list(grants)}
    created = await suite.call("quan-tri", "POST", "/accounts", body)
    assert created.status_code == 201, created.text
    return str(created.json()["password"])


# As a program


async def test_a_token_names_the_person(suite: Suite) -> None:
    answer = (await suite.sign_in(" TYT-1 ")).json()
    assert answer["expires_in"] == 1800
    assert answer["actor"]["grants"] == [{**NO_DATES, "role": "clerk", "organisation": "station"}]
    assert (await suite.call("tyt-1", "GET", "/me")).json() == answer["actor"]


async def test_the_password_fits_however_the_keyboard_composes_it(suite: Suite) -> None:
    assert (await suite.sign_in("tyt-1", unicodedata.normalize("NFD", PASSWORD))).status_code == 200


async def test_an_unknown_account_and_a_wrong_password_look_the_same_until_both_are_locked(suite: Suite) -> None:
    await account(suite, "khoa-thu")
    for _ in range(5):
        known, unknown = await suite.sign_in("khoa-thu", "sai"), await suite.sign_in("khong-co", "sai")
        assert seen(known) == seen(unknown) == (401, "sign_in_failed")
    known, unknown = await suite.sign_in("khoa-thu", "sai"), await suite.sign_in("khong-co", "sai")
    assert seen(known) == seen(unknown) == (403, "account_locked")
    assert "5 phút" in known.json()["title"]


def seen(response: httpx2.Response) -> tuple[int, str]:
    return response.status_code, response.json()["code"]


async def test_a_locked_account_refuses_the_right_password_until_it_is_reset(suite: Suite) -> None:
    password = await account(suite, "khoa-roi")
    for _ in range(5):
        await suite.sign_in("khoa-roi", "sai")
    assert seen(await suite.sign_in("khoa-roi", password)) == (403, "account_locked")
    fresh = (await suite.call("quan-tri", "POST", "/accounts/khoa-roi/reset")).json()["password"]
    assert (await suite.sign_in("khoa-roi", fresh)).json()["must_change"] is True


async def test_tries_in_parallel_gain_nothing(suite: Suite) -> None:
    password = await account(suite, "song-song")
    answers = await asyncio.gather(*(suite.sign_in("song-song", "sai") for _ in range(12)))
    refused = [seen(answer)[1] for answer in answers]
    assert refused.count("account_locked") >= 6
    assert seen(await suite.sign_in("song-song", password)) == (403, "account_locked")


async def test_an_expired_token_is_a_problem_with_its_code(suite: Suite, browser: httpx2.AsyncClient) -> None:
    headers = {"authorization": f"Bearer {expired()}"}
    response = await browser.get("/api/registration/me", headers=headers)
    assert seen(response) == (401, "token_expired")
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["www-authenticate"] == "Bearer"
    assert seen(await browser.get("/api/registration/me")) == (401, "token_missing")


async def test_a_deactivated_account_is_told_so_only_with_the_right_password(suite: Suite) -> None:
    password = await account(suite, "nghi-viec")
    assert (await suite.call("quan-tri", "POST", "/accounts/nghi-viec/deactivate")).json()["active"] is False
    assert seen(await suite.sign_in("nghi-viec", "sai")) == (401, "sign_in_failed")
    assert seen(await suite.sign_in("nghi-viec", password)) == (403, "account_deactivated")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"account": "tyt-1"}, "password", "missing"),
        ({"account": {"$ne": ""}, "password": "x"}, "account", "string_type"),
        ({"account": "tyt-1", "password": "x", "remember": True}, "remember", "extra_forbidden"),
    ],
)
async def test_bad_input_is_named(browser: httpx2.AsyncClient, body: object, field: str, code: str) -> None:
    answer = (await browser.post("/api/registration/session", json=body)).json()
    assert [(error["field"], error["code"]) for error in answer["errors"]] == [(field, code)]


async def test_a_password_change_needs_the_old_one_and_names_the_field(suite: Suite) -> None:
    one_time = await account(suite, "doi-mk")

    async def change(current: str, new: str) -> httpx2.Response:
        token = (await suite.sign_in("doi-mk", one_time)).json()["token"]
        async with suite.client() as client:
            return await client.post(
                "/api/registration/me/password",
                json={"current": current, "new": new},
                headers={"authorization": f"Bearer {token}"},
            )

    for current, new, field, code in (
        ("sai", "mật khẩu mới", "current", "password_wrong"),
        (one_time, "ngắn", "new", "password_too_short"),
        (one_time, one_time, "new", "password_unchanged"),
    ):
        assert (await change(current, new)).json()["errors"][0] | {"message": ""} == {
            "field": field,
            "code": code,
            "message": "",
        }
    assert (await change(one_time, "mật khẩu mới")).json() == {"account": "doi-mk", "must_change": False}
    assert (await suite.sign_in("doi-mk", one_time)).status_code == 401
    assert (await suite.sign_in("doi-mk", "mật khẩu mới")).json()["must_change"] is False


# Administrators


async def test_an_administrator_stays_within_his_scope(suite: Suite) -> None:
    clerk = {"role": "clerk", "organisation": "station"}
    body = {"id": "tyt-1-phu", "name": "Trạm, máy hai", "organisation": "station", "grants": [clerk]}
    assert (await suite.call("centre-admin", "POST", "/accounts", body)).status_code == 201
    for grants, field in (
        ([{"role": "administrator", "organisation": "all"}], "grants.0.organisation"),
        ([clerk, {"role": "leader", "organisation": "department"}], "grants.1.organisation"),
    ):
        answer = await suite.call("centre-admin", "POST", "/accounts", {**body, "id": "leo-quyen", "grants": grants})
        assert seen(answer) == (403, "administrator_scope")
        assert answer.json()["errors"][0]["field"] == field
    assert seen(await suite.call("centre-admin", "POST", "/accounts/quan-tri/reset")) == (403, "administrator_scope")
    assert seen(await suite.call("tyt-1", "POST", "/accounts", body)) == (403, "administrator_scope")
    assert seen(await suite.call("tyt-1", "GET", "/accounts")) == (403, "role_missing")
    listed = (await suite.call("centre-admin", "GET", "/accounts?size=100&organisation=station")).json()["items"]
    assert {"tyt-1", "tyt-1-phu"} <= {item["id"] for item in listed}
    assert "hashed" not in str(listed)


async def test_a_repeated_command_gives_its_one_time_password_out_once(suite: Suite) -> None:
    body = {"id": "lap-lai", "name": "Lặp lại", "organisation": "station", "grants": []}
    first = await suite.call("quan-tri", "POST", "/accounts", body, **{"idempotency-key": "k1"})
    second = await suite.call("quan-tri", "POST", "/accounts", body, **{"idempotency-key": "k1"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == {"account": first.json()["account"], "password": None}
    assert (await suite.sign_in("lap-lai", first.json()["password"])).status_code == 200
    assert seen(await suite.call("quan-tri", "POST", "/accounts", body)) == (409, "account_exists")


async def test_organisations_are_defined_by_administrators_and_read_by_all(suite: Suite) -> None:
    body: dict[str, Any] = {"name": "Trạm Y tế Phường 2", "short_name": "TYT 2", "kind": "station"}
    link = {"organisation": "centre", "since": "2022-01-01"}
    assert seen(await suite.call("centre-admin", "PUT", "/organisations/station-2", body)) == (
        403,
        "administrator_scope",
    )
    body["parents"] = [link]
    created = await suite.call("centre-admin", "PUT", "/organisations/station-2", body)
    assert (created.status_code, created.headers["etag"]) == (201, '"1"')
    body["parents"] = [link, {"organisation": "nobody", "since": "2022-01-01"}]
    refused = await suite.call("centre-admin", "PUT", "/organisations/station-2", body)
    assert (seen(refused), refused.json()["errors"][0]["field"]) == (
        (422, "parent_not_found"),
        "parents.1.organisation",
    )
    body["parents"] = [{**link, "organisation": "station"}]
    stale = await suite.call("centre-admin", "PUT", "/organisations/station-2", body, **{"if-match": '"7"'})
    assert seen(stale) == (412, "record_changed")
    assert seen(await suite.call("centre-admin", "PUT", "/organisations/department", {**body, "parents": []}))[0] == 403
    listed = (await suite.call("tyt-1", "GET", "/organisations?parent=centre&q=phuong")).json()
    assert [item["id"] for item in listed["items"]] == ["station", "station-2"]
    assert (await suite.call("tyt-1", "GET", "/organisations/station")).json()["short_name"] == "TYT"
    assert seen(await suite.call("tyt-1", "GET", "/organisations/khong-co")) == (404, "organisation_not_found")


# In a browser


async def test_a_person_signs_in_works_and_signs_out(browser: httpx2.AsyncClient) -> None:
    first = await browser.get("/", headers=HTML, follow_redirects=True)
    assert first.url.path == "/dang-nhap"
    assert "Hãy đăng nhập để tiếp tục." in first.text
    entered = await enter(browser, "tyt-1")
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    token, session = cookie(entered, "sangkien_token"), cookie(entered, "sangkien_session")
    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=1800"} <= set(token.split("; "))
    assert {"HttpOnly", "SameSite=lax", "Path=/phien", "Max-Age=43200"} <= set(session.split("; "))
    assert "Secure" not in token + session
    assert "Việc cần làm" in (await browser.get("/", headers=HTML)).text
    left = await browser.post("/dang-xuat", headers=FORM, follow_redirects=True)
    assert "Bạn đã đăng xuất." in left.text
    assert dict(browser.cookies) == {}


def cookie(response: httpx2.Response, name: str) -> str:
    return next(line for line in response.headers.get_list("set-cookie") if line.startswith(f"{name}="))


async def test_what_was_typed_is_kept_but_the_password(browser: httpx2.AsyncClient) -> None:
    answer = await enter(browser, 'tyt-1" x', "bí mật lắm", "/phong-trao")
    assert answer.status_code == 401
    assert 'value="tyt-1&#34; x"' in answer.text
    assert 'value="/phong-trao"' in answer.text
    assert "chưa đúng" in answer.text
    assert "bí mật lắm" not in answer.text


async def test_a_token_that_ran_out_is_renewed_without_a_word(browser: httpx2.AsyncClient) -> None:
    await enter(browser, "tyt-1")
    browser.cookies.set("sangkien_token", expired(), domain="test.local", path="/")
    back = await browser.get("/phien/mat-khau?tiep=%2Fphong-trao", headers=HTML, follow_redirects=True)
    assert (back.status_code, str(back.url)) == (200, "http://test/phien/mat-khau?tiep=%2Fphong-trao")
    assert [step.headers["location"].partition("ly-do=")[2] for step in back.history] == ["token_expired", "", ""]


async def test_a_form_that_met_an_expired_token_is_sent_on_whole(browser: httpx2.AsyncClient) -> None:
    await enter(browser, "tyt-1")
    answer = await browser.post("/phien/gia-han?tiep=%2Fdang-ky", data={"typed": "x"}, headers=FORM)
    assert (answer.status_code, answer.headers["location"]) == (307, "/dang-ky")
    assert cookie(answer, "sangkien_token")


async def test_without_a_session_the_renewal_says_why(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/phien/gia-han?tiep=%2Fphong-trao", headers=HTML)
    assert answer.headers["location"] == "/dang-nhap?tiep=%2Fphong-trao&ly-do=session_missing"


async def test_a_session_ends_with_its_time_its_account_and_its_password(suite: Suite) -> None:
    password = await account(suite, "het-phien")
    async with suite.client() as here, suite.client() as there:
        for browser in (here, there):
            entered = await enter(browser, "het-phien", password)
            assert entered.headers["location"].startswith("/phien/mat-khau?")
        typed = {"current": password, "new": "mật khẩu riêng", "repeat": "mật khẩu riêng"}
        changed = await here.post("/phien/mat-khau", data=typed, headers=FORM, follow_redirects=True)
        assert "Đã đổi mật khẩu." in changed.text
        assert (await here.get("/phien/gia-han", headers=HTML)).headers["location"] == "/"
        assert reason(await there.get("/phien/gia-han", headers=HTML)) in {"session_missing", "session_superseded"}

        await suite.stores.sessions.collection.update_many(
            {"public.account": "het-phien"}, {"$set": {"public.expires_at": "2020-01-01T00:00:00.000Z"}}
        )
        assert reason(await here.get("/phien/gia-han", headers=HTML)) == "session_expired"

        await enter(here, "het-phien", "mật khẩu riêng")
        await suite.stores.accounts.collection.update_one({"_id": "het-phien"}, {"$set": {"public.active": False}})
        assert reason(await here.get("/phien/gia-han", headers=HTML)) == "account_deactivated"


def reason(response: httpx2.Response) -> str:
    return response.headers["location"].partition("ly-do=")[2]


async def test_expired_sessions_are_forgotten(suite: Suite, browser: httpx2.AsyncClient) -> None:
    await enter(browser, "tyt-1")
    assert await suite.stores.sessions.count({"public.account": "tyt-1"}) > 0
    await end_sessions_before(suite.stores, system_clock() + timedelta(hours=11))
    assert await suite.stores.sessions.count({"public.account": "tyt-1"}) > 0
    await end_sessions_before(suite.stores, system_clock() + timedelta(hours=13))
    assert await suite.stores.sessions.count({"public.account": "tyt-1"}) == 0


async def test_every_sign_in_has_a_new_session(browser: httpx2.AsyncClient) -> None:
    browser.cookies.set("sangkien_session", "planted-by-somebody", domain="test.local", path="/phien")
    first, second = await enter(browser, "tyt-1"), await enter(browser, "tyt-1")
    ids = {cookie(answer, "sangkien_session").partition(";")[0] for answer in (first, second)}
    assert len(ids) == 2
    assert "sangkien_session=planted-by-somebody" not in ids


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\\\\evil", ""]
)
async def test_signing_in_never_leads_to_another_site(browser: httpx2.AsyncClient, target: str) -> None:
    assert (await enter(browser, "tyt-1", target=target)).headers["location"] == "/"
    shown = await browser.get("/dang-nhap", params={"tiep": target, "ly-do": "signed_out"}, headers=HTML)
    assert 'name="tiep" value="/"' in shown.text
    assert (await browser.get("/phien/gia-han", params={"tiep": target}, headers=HTML)).headers["location"] == "/"


async def test_another_site_can_neither_sign_in_nor_act(browser: httpx2.AsyncClient) -> None:
    typed = {"account": "tyt-1", "password": PASSWORD}
    for foreign in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
        assert seen(await browser.post("/dang-nhap", data=typed, headers=foreign)) == (403, "foreign_origin")
    await enter(browser, "tyt-1")
    for foreign in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}):
        assert seen(await browser.post("/dang-xuat", headers=foreign)) == (403, "foreign_origin")


async def test_an_address_cannot_make_the_page_say_anything(browser: httpx2.AsyncClient) -> None:
    for said in ("internal_error", "<b>x</b>", "session_missing"):
        shown = await browser.get("/dang-nhap", params={"ly-do": said}, headers=HTML)
        assert ('role="status"' in shown.text) is (said == "session_missing")
        assert "<b>" not in shown.text


async def test_the_page_of_a_new_password_names_the_field(browser: httpx2.AsyncClient) -> None:
    await enter(browser, "tyt-1")
    typed = {"current": PASSWORD, "new": "mật khẩu một", "repeat": "mật khẩu hai"}
    answer = await browser.post("/phien/mat-khau", data=typed, headers=FORM)
    assert answer.status_code == 422
    assert 'id="repeat-loi"' in answer.text
    assert "mật khẩu một" not in answer.text


def visible(page: str) -> str:
    """What a person reads on a page: without markup, one space between words."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def test_the_first_page_shows_what_is_to_be_done(suite: Suite, browser: httpx2.AsyncClient) -> None:
    await enter(browser, "tyt-1")
    to_do, _, later = visible((await browser.get("/", headers=HTML)).text).partition("Kỳ sau")
    for words in ("70/KH-TTYT", "Mẫu 1", "10 giờ ngày 13/5/2022", "Đã quá hạn", "TTYT : chưa gửi", "Bắt đầu"):
        assert words in to_do
    assert "Mẫu 2" not in to_do
    assert "Mẫu 2" in later
    assert "trước ngày 05/11/2099" in later
    body = {"campaign": "plan-2022", "form": "registration", "organisation": "station"}
    started = (await suite.call("tyt-1", "POST", "/submissions", body)).json()["submission"]["id"]
    page = (await browser.get("/", headers=HTML)).text
    assert f'href="/dang-ky/{started}/soan"' in page
    assert "Bắt đầu" not in page
    await enter(browser, "centre-admin")
    assert "không gửi biểu mẫu cho đơn vị nào" in (await browser.get("/", headers=HTML)).text


# The seed


async def test_a_seeded_campaign_was_announced_when_its_file_says(suite: Suite) -> None:
    campaign = (await suite.stores.campaigns.load("plan-2022")).public
    assert (campaign.status.value, str(campaign.announced_at)) == ("announced", "2022-05-11 01:00:00+00:00")
    assert str(campaign.forms[0].periods[0].due.time) == "10:00:00"


async def test_seeding_twice_changes_nothing(suite: Suite, values: dict[str, Any]) -> None:
    changed = {"name": "Sở Y tế Thành phố", "short_name": "SYT", "kind": "department"}
    await suite.call("quan-tri", "PUT", "/organisations/department", changed)
    before = await contents(suite.stores)
    async with running(values) as again:
        assert await contents(again.stores) == before


async def contents(stores: Stores) -> dict[str, tuple[int, str]]:
    return {
        f"{store.kind}/{record.id}": (record.version, record.head)
        for store in (stores.organisations, stores.accounts, stores.campaigns)
        async for record in store.stream({})
    }


async def test_a_real_installation_starts_with_one_administrator(values: dict[str, Any]) -> None:
    name, folder = uuid.uuid4().hex[:10], ROOT / "deploy" / "first-start"
    own = {"exchange": name, "queue_prefix": f"{name}.", "database_prefix": name, "seed_folder": folder}
    first = {"mode": Mode.PRODUCTION, "administrator_password": "ngày-đầu-tiên"}
    async with running({**values, **own, **first}) as real:
        answer = (await real.sign_in("quan-tri", "ngày-đầu-tiên")).json()
        assert answer["must_change"] is True
        assert answer["actor"]["grants"][0] == {**NO_DATES, "role": "administrator", "organisation": "all"}
        body = {"name": "Trung tâm Y tế", "short_name": "TTYT", "kind": "centre"}
        made = await real.call("quan-tri", "PUT", "/organisations/ttyt", body, password="ngày-đầu-tiên")
        assert made.status_code == 201


def test_passwords_are_not_seeded_in_production(values: dict[str, Any]) -> None:
    with pytest.raises(SystemExit, match="SANGKIEN_ADMINISTRATOR_PASSWORD"):
        create(RegistrationSettings(**{**values, "mode": Mode.PRODUCTION}), Metrics())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("accounts: [{id: x}]", "accounts.0.name: Field required"),
        ("- x", "must hold the list"),
        ("a: [", "cannot be read"),
    ],
)
def test_a_broken_seed_ends_the_start_with_its_place(
    values: dict[str, Any], tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "accounts.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=says):
        create(RegistrationSettings(**{**values, "seed_folder": tmp_path}), Metrics())


def test_cookies_are_for_https_where_the_suite_is(values: dict[str, Any]) -> None:
    assert RegistrationSettings(**{**values, "public_url": "https://sangkien.example"}).secure_cookies
    assert not RegistrationSettings(**values).secure_cookies


def test_keys_that_do_not_belong_together_end_the_start(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="TOKEN_PRIVATE_KEY"):
        RegistrationSettings(**{**values, "token_public_key": make_keys()[1]})
