"""People in front of a browser: signed in, on a telephone or a desk, with JavaScript or without."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page


@dataclass(frozen=True)
class Device:
    """A window's width in CSS pixels, and whether scripts run."""

    width: int
    javascript: bool = True

    def __str__(self) -> str:
        return f"{self.width}{'' if self.javascript else '-no-script'}"

    @property
    def wide(self) -> "Device":
        return replace(self, width=1280)

    @property
    def without_javascript(self) -> "Device":
        return replace(self, javascript=False)


HEIGHT = 844
"""Of every window, in CSS pixels."""

PHONE = Device(390)
DESK = PHONE.wide

BOTH_WAYS = pytest.mark.parametrize("device", [PHONE.without_javascript, DESK], ids=str)
"""Both widths, without scripts and with them, in two runs."""


class People:
    """Opens pages for accounts. Each context notes what it asked of other origins (see `foreign`)."""

    def __init__(self, browser: Browser, url: str, password: str) -> None:
        self.url = url
        self.foreign: list[str] = []
        self._browser = browser
        self._password = password
        self._cookies: dict[str, Any] = {}
        self._contexts: list[BrowserContext] = []

    async def page(self, account: str | None = None, device: Device = PHONE) -> Page:
        """A fresh browser at the first page; without account at the sign-in."""
        state = None if account is None else await self._state(account)
        page = await self._fresh(device, state)
        await page.goto("/")
        return page

    async def close(self) -> None:
        while self._contexts:
            await self._contexts.pop().close()

    async def _state(self, account: str) -> Any:
        if account not in self._cookies:
            page = await self._fresh(PHONE.without_javascript, None)
            await page.goto("/dang-nhap")
            await page.fill("#account", account)
            await page.fill("#password", self._password)
            await page.click("main button")
            await page.wait_for_url(lambda found: urlsplit(found).path != "/dang-nhap")
            self._cookies[account] = await page.context.storage_state()
        return self._cookies[account]

    async def _fresh(self, device: Device, state: Any) -> Page:
        context = await self._browser.new_context(
            viewport={"width": device.width, "height": HEIGHT},
            java_script_enabled=device.javascript,
            storage_state=state,
            base_url=self.url,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
        )
        context.set_default_timeout(15_000)
        context.on("request", lambda sent: self._note(sent.url))
        self._contexts.append(context)
        return await context.new_page()

    def _note(self, url: str) -> None:
        if urlsplit(url).scheme in {"http", "https"} and not url.startswith(f"{self.url}/"):
            self.foreign.append(url)
