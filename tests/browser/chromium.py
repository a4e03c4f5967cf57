"""Debian's Chromium; where there is none, the browser that Playwright itself brings."""

import shutil

from playwright.async_api import Browser, Playwright

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


async def launch(playwright: Playwright) -> Browser:
    return await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(ARGUMENTS))
