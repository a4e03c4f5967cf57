"""What every page must hold: no finding of axe, no sideways scrolling, one heading of the first level."""

import importlib.resources
from functools import cache

from playwright.async_api import Page

from tests.browser.people import DESK, HEIGHT, PHONE, Device

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _axe() -> str:
    return (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


async def assert_sound(page: Page, device: Device) -> None:
    """Well formed as it stands; accessible too where scripts run, for axe waits by timers."""
    if device.javascript:
        await assert_sound_at_every_width(page)
    else:
        await assert_well_formed(page)


async def assert_sound_at_every_width(page: Page) -> None:
    """Well formed and accessible on a telephone and on a desk; the window is as wide as before afterwards."""
    before = page.viewport_size
    for device in (PHONE, DESK):
        await page.set_viewport_size({"width": device.width, "height": HEIGHT})
        await assert_well_formed(page)
        await assert_accessible(page)
    if before:
        await page.set_viewport_size(before)


async def assert_accessible(page: Page) -> None:
    """axe, by the rules of WCAG 2.2 AA and its good practice, finds nothing on the page as it stands."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())
    found = await page.evaluate(
        "async (tags) => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations", RULES
    )
    said = [
        f"{one['id']}: {one['help']} ({', '.join(node['target'][0] for node in one['nodes'][:3])})" for one in found
    ]
    assert not said, f"{page.url}, {page.viewport_size}:\n  " + "\n  ".join(said)


async def assert_well_formed(page: Page) -> None:
    """One <h1>, a language, and nothing wider than the window."""
    await page.wait_for_load_state()  # a click does not wait for the page that it opens
    facts = await page.evaluate(
        """() => ({
            headings: document.querySelectorAll("h1").length,
            language: document.documentElement.lang,
            overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            wide: [...document.querySelectorAll("body *")]
                .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1
                    && !one.closest(".table-responsive, .skip-link"))
                .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)),
        })"""
    )
    assert facts["headings"] == 1, f"{page.url}: {facts['headings']} headings of the first level"
    assert facts["language"] == "vi", page.url
    assert facts["overflow"] <= 0, f"{page.url} scrolls sideways by {facts['overflow']} px: {facts['wide']}"
