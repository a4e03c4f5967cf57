"""What is turned away at the door: said as a page to a browser, as data to a program, and nothing is done."""

from typing import Any

import httpx2
import pytest

from deploy.demo import PRACTICE_PASSWORD
from shared.web.middleware import MAX_BODY
from tests.component.hostile import browser, faults

UNIT, CENTRE = "tyt-phuong-1", "ttyt-tan-binh"
PAGES = ("/dang-ky", f"/tham-dinh/{CENTRE}/x/quyet-dinh", "/thong-bao/da-doc-tat-ca", "/bao-cao", "/dang-nhap")
FOREIGN = ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"})


def assert_page(answer: httpx2.Response, status: int, words: str) -> None:
    """A whole page of ours in plain Vietnamese."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert words in answer.text
    assert answer.text.count("<h1") == 1
    assert faults(answer.text) == []
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def assert_problem(answer: httpx2.Response, status: int, code: str) -> None:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code
    assert answer.json()["correlation"] == answer.headers["x-request-id"]


@pytest.mark.parametrize("address", PAGES)
async def test_another_sites_form_meets_a_page(running: Any, address: str) -> None:
    async with browser(running) as client:
        del client.headers["sec-fetch-site"]
        client.cookies.set("sangkien_token", "whatever")
        for headers in FOREIGN:
            answer = await client.post(address, data={"a": "<script>alert(1)</script> thư"}, headers=headers)
            assert_page(answer, 403, "Yêu cầu đến từ một trang khác")
            answer = await client.post(address, data={"a": "b"}, headers={**headers, "accept": "application/json"})
            assert_problem(answer, 403, "foreign_origin")


@pytest.mark.parametrize("address", PAGES)
async def test_a_body_that_is_too_large_meets_a_page(running: Any, address: str) -> None:
    async with browser(running) as client:
        body = {"content": "x" * MAX_BODY}
        assert_page(await client.post(address, data=body), 413, "tối đa 1 MB")
        answer = await client.post(address, data=body, headers={"accept": "application/json"})
        assert_problem(answer, 413, "body_too_large")


async def test_a_program_hears_data_whatever_it_accepts(running: Any) -> None:
    async with browser(running) as client:
        client.cookies.set("sangkien_token", "whatever")
        answer = await client.post("/api/registration/submissions", json={}, headers={"sec-fetch-site": "cross-site"})
        assert_problem(answer, 403, "foreign_origin")
        answer = await client.post("/api/registration/submissions", content=b"x" * (MAX_BODY + 1))
        assert_problem(answer, 413, "body_too_large")


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("address", ["/dang-nhap", "/phien/gia-han"])
async def test_another_site_signs_nobody_in(running: Any, address: str, headers: dict[str, str]) -> None:
    """A browser without any cookie, sent to the sign-in by a foreign form with the right password."""
    async with browser(running) as client:
        del client.headers["sec-fetch-site"]
        form = {"account": UNIT, "password": PRACTICE_PASSWORD}
        answer = await client.post(address, data=form, headers=headers)
        assert_page(answer, 403, "Yêu cầu đến từ một trang khác")
        assert "set-cookie" not in answer.headers
        assert PRACTICE_PASSWORD not in answer.text
        assert (await client.post("/dang-nhap", data=form)).status_code == 303, "the same form of our own page"
