"""Debian's Chromium, without its windows where there is that; where there is none, the one that Playwright brings."""

import shutil

from playwright.async_api import Browser, Playwright

ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


async def launch(playwright: Playwright) -> Browser:
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    return await playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
