"""Texts that would do something if a page took them for more than text, and a browser to meet them."""

import contextlib
from collections.abc import AsyncIterator
from html.parser import HTMLParser
from weakref import WeakKeyDictionary

import httpx2

from deploy.demo import PRACTICE_PASSWORD
from deploy.suite import LocalSuite

HOST = "http://127.0.0.1:8000"
HOSTILE = "<script>alert(1)</script>'\"><img src=x onerror=alert(1)> {{ 7*7 }} javascript:alert(1)"
TURN = "\u202e"
"""From here on the writing would run from right to left."""
SIGNS = (TURN, "<script>alert", "<img src=x", " 49 javascript")
OWN = {"accept": "text/html", "sec-fetch-site": "same-origin"}


class Tags(HTMLParser):
    """Finds what would run: inline scripts, handlers in attributes, addresses that are no addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "script" and not values.get("src", "").startswith("/static/"):
            self.faults.append(f"<script {values}>")
        if tag in {"iframe", "object", "embed", "base", "style"} or (tag == "img" and values.get("src") == "x"):
            self.faults.append(f"<{tag} {values}>")
        for name, value in values.items():
            if name.startswith("on") or name == "style":
                self.faults.append(f"<{tag} {name}>")
            if name in {"href", "src", "action", "formaction"} and value.strip().lower().startswith(
                ("javascript:", "data:")
            ):
                self.faults.append(f"<{tag} {name}={value}>")


def faults(page: str) -> list[str]:
    tags = Tags()
    tags.feed(page)
    return tags.faults + [sign for sign in SIGNS if sign in page]


COOKIES: WeakKeyDictionary[LocalSuite, dict[str, dict[str, str]]] = WeakKeyDictionary()


@contextlib.asynccontextmanager
async def browser(
    running: tuple[LocalSuite, httpx2.AsyncClient], account: str | None = None, password: str = PRACTICE_PASSWORD
) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser, signed in when an account is named; redirects are followed by hand."""
    signed_in = COOKIES.setdefault(running[0], {})
    transport = httpx2.ASGITransport(app=running[0].asgi)
    async with httpx2.AsyncClient(transport=transport, base_url=HOST, headers=OWN) as client:
        if account and account not in signed_in:
            answer = await client.post("/dang-nhap", data={"account": account, "password": password})
            assert answer.status_code == 303
            signed_in[account] = {name: answer.cookies[name] for name in ("sangkien_token", "sangkien_session")}
        client.cookies.clear()
        if account:
            client.cookies.set("sangkien_token", signed_in[account]["sangkien_token"], path="/")
            client.cookies.set("sangkien_session", signed_in[account]["sangkien_session"], path="/phien")
        yield client
