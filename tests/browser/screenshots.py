"""``make screenshots``: the main pages on a telephone and on a desk, after the year 2022 was played through."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx2
from playwright.async_api import Page, async_playwright
from playwright.async_api import TimeoutError as PlaywrightTimeout

from deploy.demo import PRACTICE_PASSWORD, play
from deploy.demo.screen import Screen
from deploy.local import throw_away
from tests.browser.chromium import launch
from tests.browser.people import DESK, PHONE, Device, People

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
HEIGHT = 1_500
"""Pages are cut off below, in CSS pixels: a picture shows how a page looks, not all it holds."""

CLERK, CENTRE, DISTRICT, ADMINISTRATOR = "tyt-phuong-2", "tchc", "noi-vu", "quan-tri"
QUEUE = "/tham-dinh/ttyt-tan-binh"
ALL = "main a:has-text('Tất cả')"
PLAN = "/phong-trao/70-kh-ttyt-2022"


async def stay(_: Page) -> None:
    """The page as it opens."""


def follow(*selectors: str) -> Callable[[Page], Awaitable[None]]:
    """On through the first link or button that fits each."""

    async def act(page: Page) -> None:
        for selector in selectors:
            await page.locator(selector).first.click()
            await page.wait_for_load_state()

    return act


SHOTS: tuple[tuple[str, str | None, str, Callable[[Page], Awaitable[None]]], ...] = (
    ("dang-nhap", None, "/dang-nhap?ly-do=signed_out", stay),
    ("viec-can-lam", CLERK, "/", stay),
    ("soan-mau-1", CLERK, "/", follow("main form button.btn-primary, main a.btn-primary")),
    ("da-gui", "phong-tai-chinh-ke-toan", "/", follow("main a[href^='/dang-ky/']")),
    ("phong-trao", CLERK, PLAN, stay),
    ("tham-dinh", CENTRE, QUEUE, follow(ALL)),
    ("ho-so", DISTRICT, "/tham-dinh/ubnd-tan-binh", follow(ALL, "main a[href*='.registration.']")),
    ("so-lieu", DISTRICT, "/bao-cao", stay),
    ("so-lieu-phong-trao", CENTRE, "/bao-cao", follow("main a[href^='/bao-cao/']")),
    ("thong-bao", CENTRE, "/thong-bao", stay),
    ("quan-tri", ADMINISTRATOR, "/quan-tri", stay),
    ("don-vi", ADMINISTRATOR, "/quan-tri/don-vi", stay),
    ("soan-phong-trao", ADMINISTRATOR, "/quan-tri/phong-trao/moi", stay),
)


async def shoot(people: People, device: Device) -> list[str]:
    """Takes every picture once; returns what could not be taken and why."""
    missing = []
    for name, account, address, act in SHOTS:
        page = await people.page(account, device)
        answer = await page.goto(address)
        if answer is None or answer.status != 200:
            missing.append(f"{name}: {address} answered {answer and answer.status}")
            continue
        try:
            await act(page)
        except PlaywrightTimeout:
            missing.append(f"{name}: no such link on {address}")
            continue
        height = min(HEIGHT, await page.evaluate("document.documentElement.scrollHeight"))
        await page.screenshot(
            path=FOLDER / f"{name}-{device}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": device.width, "height": height},
        )
        await people.close()
    return missing


async def main(url: str) -> list[str]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        await play(client, Screen(lambda _: None), password=PRACTICE_PASSWORD)
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        people = People(browser, url, PRACTICE_PASSWORD)
        missing = [line for device in (PHONE, DESK) for line in await shoot(people, device)]
        await browser.close()
    return missing


if __name__ == "__main__":
    with throw_away() as address:
        lacking = asyncio.run(main(address))
    raise SystemExit("\n".join(lacking) or 0)
