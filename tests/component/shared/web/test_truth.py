"""Nothing typed is lost: a service that is away, a session that ends in mid-form, on real MongoDB and RabbitMQ."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qsl

import httpx2
import pytest

from deploy.demo import PRACTICE_PASSWORD
from deploy.suite import LocalSuite
from shared.clock import system_clock
from shared.identity import Actor, Signer
from shared.web.middleware import MAX_KEPT
from shared.web.parameters import TOKEN_COOKIE
from tests.harness import PRIVATE_KEY

FORM = {"accept": "text/html", "sec-fetch-site": "same-origin"}
TYPED = {"content": 'Giải pháp "số hóa" <b>hồ sơ</b> & lưu trữ\ndòng hai', "note": "", "version": "3", "key": "k-1"}
CASE = "/tham-dinh/ttyt-tan-binh/ttyt-tan-binh.khong-co/quyet-dinh?a=1"


@pytest.fixture
async def browser(running: tuple[LocalSuite, httpx2.AsyncClient]) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser's requests: forms with its origin, redirects followed by hand."""
    transport = httpx2.ASGITransport(app=running[0].asgi)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000", headers=FORM) as client:
        yield client


def fields(page: str) -> dict[str, str]:
    """What the page's form would send."""
    body = page[page.index('<main id="noi-dung"') : page.index("</main>")]
    found = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', body))
    found |= dict(re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n([^<]*)</textarea>', body))
    return {unescape(name): unescape(value) for name, value in found.items()}


def action(page: str) -> str:
    found = re.search(r'<form[^>]*method="post" action="([^"]*)"', page[page.index('<main id="noi-dung"') :])
    assert found
    return unescape(found[1])


def expired() -> str:
    actor = Actor(account="tchc", name="Phòng", organisation="ttyt-tan-binh")
    return Signer(PRIVATE_KEY).sign(actor, system_clock() - timedelta(days=1))


async def test_a_form_for_a_service_that_is_away_comes_back_whole(browser: httpx2.AsyncClient) -> None:
    answer = await browser.post("/tam-gian-doan", data=TYPED, headers={"x-original-uri": CASE})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "Hệ thống tạm gián đoạn" in answer.text
    assert "Gửi lại" in answer.text
    assert fields(answer.text) == TYPED
    assert action(answer.text) == CASE


async def test_a_page_of_a_service_that_is_away_offers_to_try_again(browser: httpx2.AsyncClient) -> None:
    answer = await browser.get("/tam-gian-doan", headers={"x-original-uri": "/bao-cao"})
    assert answer.status_code == 503
    assert "tạm gián đoạn" in answer.text
    foreign = await browser.get("/tam-gian-doan", headers={"x-original-uri": "//evil.example/"})
    assert "evil.example" not in foreign.text


async def test_a_refused_form_shows_what_was_typed(browser: httpx2.AsyncClient) -> None:
    browser.cookies.set(
        TOKEN_COOKIE, Signer(PRIVATE_KEY).sign(Actor(account="a", name="A", organisation="x"), system_clock())
    )
    answer = await browser.post("/khong-co-trang-nay", data=TYPED)
    assert answer.status_code == 404
    assert fields(answer.text) == TYPED
    assert "Gửi lại" not in answer.text


async def test_a_session_that_ended_in_mid_form_loses_nothing(browser: httpx2.AsyncClient) -> None:
    browser.cookies.set(TOKEN_COOKIE, expired())
    first = await browser.post(CASE, data=TYPED)
    assert first.status_code == 307
    sign_in = await browser.post(first.headers["location"], data=TYPED)
    assert sign_in.status_code == 401
    assert "vẫn được giữ" in sign_in.text
    held = fields(sign_in.text)
    assert dict(parse_qsl(held["giu"], keep_blank_values=True)) == TYPED
    wrong = await browser.post("/dang-nhap", data=held | {"account": "tchc", "password": "sai"})
    assert fields(wrong.text) == held
    resumed = await browser.post("/dang-nhap", data=held | {"account": "tchc", "password": PRACTICE_PASSWORD})
    assert resumed.status_code == 200
    assert TOKEN_COOKIE in resumed.cookies
    assert "Tiếp tục gửi" in resumed.text
    assert action(resumed.text) == CASE
    assert fields(resumed.text) == TYPED


async def test_a_session_that_still_lives_carries_the_form_on(browser: httpx2.AsyncClient) -> None:
    await browser.post("/dang-nhap", data={"account": "tchc", "password": PRACTICE_PASSWORD})
    browser.cookies.delete(TOKEN_COOKIE)
    first = await browser.post(CASE, data=TYPED)
    renewed = await browser.post(first.headers["location"], data=TYPED)
    assert (renewed.status_code, renewed.headers["location"]) == (307, CASE)


async def test_a_sign_in_keeps_no_password_and_no_foreign_form(browser: httpx2.AsyncClient) -> None:
    renewal = "/phien/gia-han?tiep=%2Fdang-ky%2Fx"
    answer = await browser.post(renewal, data={"current": "bí mật cũ", "new": "bí mật mới", "ghi": "chữ"})
    assert "bí mật" not in unescape(answer.text)
    assert "b%C3%AD" not in answer.text
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "", "origin": "https://evil.example"}):
        refused = await browser.post(renewal, data=TYPED, headers=headers)
        assert refused.status_code == 403
        assert "giu" not in fields(refused.text)
    foreign = await browser.post("/phien/gia-han?tiep=https%3A%2F%2Fevil.example%2F", data=TYPED)
    assert "evil.example" not in foreign.text


async def test_a_form_too_long_to_be_carried_is_said_to_be_so(browser: httpx2.AsyncClient) -> None:
    answer = await browser.post("/phien/gia-han?tiep=%2Fdang-ky%2Fx", data={"content": "x" * (MAX_KEPT + 1)})
    assert "quá dài để giữ" in answer.text
    assert "giu" not in fields(answer.text)


async def test_english_is_chosen_once_and_everywhere(browser: httpx2.AsyncClient) -> None:
    chosen = await browser.post("/ngon-ngu", data={"ngon-ngu": "en", "tiep": "/dang-nhap?tiep=%2F&ly-do=signed_out"})
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/dang-nhap?tiep=%2F&ly-do=signed_out")
    page = (await browser.get(chosen.headers["location"])).text
    assert '<html lang="en">' in page
    assert "Sign in" in page
    away = (await browser.get("/thong-bao/khong-co")).text
    assert '<html lang="en">' in away
    program = await browser.get("/api/registration/me", headers={"accept": "application/json"})
    assert program.json()["title"].startswith("Bạn chưa đăng nhập")
    foreign = await browser.post("/ngon-ngu", data={"ngon-ngu": "xx", "tiep": "//evil.example"})
    assert foreign.headers["location"] == "/"
    assert '<html lang="vi">' in (await browser.get("/dang-nhap?ly-do=signed_out")).text
