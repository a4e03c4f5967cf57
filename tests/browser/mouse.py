"""A person with a mouse: follows links, presses buttons, types into fields only and never an address."""

import asyncio
import re

from playwright.async_api import Locator, Page

PATIENCE_SECONDS = 60
"""How long what one person did may take to reach another, on a loaded machine; no promise of the suite."""


async def follow(target: Locator) -> None:
    """Clicks a link or a button, and waits for the page that follows; its pictures and styles may come later."""
    async with target.page.expect_navigation(wait_until="domcontentloaded"):
        await target.click()


async def go(page: Page, name: str) -> None:
    """To a part of the portal, by the line of links that every page begins with."""
    await follow(page.locator(".site-nav").get_by_role("link", name=re.compile(f"^{re.escape(name)}")))


async def press(page: Page, name: str) -> None:
    """The first link or button of the page's own part whose name begins so; to those who do not see it says more."""
    main, begins = page.locator("main"), re.compile(rf"^\s*{re.escape(name)}")
    await follow(main.get_by_role("button", name=begins).or_(main.get_by_role("link", name=begins)).first)


async def arrive(awaited: Locator) -> None:
    """Loads the page again until it shows what another person has sent. Raises TimeoutError when it never comes."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await awaited.count():
            await awaited.page.reload(wait_until="domcontentloaded")
