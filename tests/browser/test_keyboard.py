"""The keyboard reaches everything, and one sees where it is; without JavaScript as well."""

import pytest

from tests.browser.people import PHONE, Device, People

FOCUS = "getComputedStyle(document.activeElement).outlineStyle + ' ' + document.activeElement.className"


async def test_the_first_key_offers_the_way_past_the_head(people: People) -> None:
    page = await people.page("tyt-phuong-2", PHONE)
    await page.keyboard.press("Tab")
    assert "skip-link" in await page.evaluate(FOCUS)
    assert await page.locator(".skip-link").is_visible()
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "noi-dung"


async def test_every_stop_of_the_keyboard_is_seen(people: People) -> None:
    page = await people.page("tchc", PHONE)
    for _ in range(15):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement === document.body"):
            break
        outline = await page.evaluate(FOCUS)
        assert outline.split()[0] == "solid", outline


async def test_signing_in_and_out_needs_no_mouse_and_no_script(people: People, device: Device) -> None:
    page = await people.page(None, device)
    await page.locator("#account").focus()
    await page.keyboard.type("tyt-phuong-3")
    await page.keyboard.press("Tab")
    await page.keyboard.type("sang-kien-2022")
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Việc cần làm").wait_for()
    assert await page.locator("nav [aria-current=page]").inner_text() == "Việc cần làm"
    await page.get_by_role("button", name="Đăng xuất").press("Enter")
    await page.get_by_role("heading", name="Đăng nhập").wait_for()


@pytest.mark.parametrize("language", ["English", "Tiếng Việt"])
async def test_the_language_changes_where_one_is(people: People, device: Device, language: str) -> None:
    page = await people.page("tyt-phuong-2", device)
    await page.goto("/phong-trao?q=")
    await page.get_by_role("button", name="English").click()
    await page.wait_for_load_state()
    assert page.url.endswith("/phong-trao?q=")
    assert await page.get_attribute("html", "lang") == "en"
    if language == "Tiếng Việt":
        await page.get_by_role("button", name=language).click()
        await page.wait_for_load_state()
        assert await page.get_attribute("html", "lang") == "vi"
