"""All pages a person can reach by following links, one of each shape."""

import re
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlsplit

from playwright.async_api import Page

LIMIT = 60
FILES = re.compile(r"\.(csv|json|pdf|docx|xlsx)$")
COLLECTIONS = {"don-vi", "tai-khoan", "phong-trao"}
"""What follows one of these is an id, also where it holds no digit."""


def shape(address: str) -> str:
    """Pages that differ only in an id or in a filter's value count as one."""
    parts = urlsplit(address)
    names = parts.path.split("/")
    for place, name in enumerate(names):
        if re.search("[0-9]", name) or (names[place - 1] in COLLECTIONS and place == 2 and name != "moi"):
            names[place] = "*"
    return "/".join(names) + "?" + "&".join(sorted(parse_qs(parts.query)))


async def reachable(page: Page, start: str = "/") -> AsyncIterator[tuple[str, int]]:
    """Opens each page in turn and yields its address and status; at most `LIMIT` of them."""
    waiting, seen = [start], {shape(start)}
    opened = 0
    while waiting and opened < LIMIT:
        address = waiting.pop(0)
        answer = await page.goto(address)
        opened += 1
        yield address, answer.status if answer else 0
        links = await page.eval_on_selector_all("a[href]", "found => found.map((one) => one.getAttribute('href'))")
        for link in links:
            path = link.split("#", 1)[0]
            if not path.startswith("/") or FILES.search(urlsplit(path).path) or shape(path) in seen:
                continue
            seen.add(shape(path))
            waiting.append(path)
