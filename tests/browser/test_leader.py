"""A leader with two minutes: who has sent, where it is stuck, and the list behind each number; and notifications."""

from playwright.async_api import expect

from tests.browser.accessible import assert_accessible, assert_well_formed
from tests.browser.people import DESK, PHONE, Device, People

CAMPAIGN = "70-kh-ttyt-2022"


async def test_a_leader_goes_from_the_index_to_a_number_and_its_list(people: People, device: Device) -> None:
    page = await people.page("giam-doc", device)
    await page.goto("/bao-cao")
    await assert_well_formed(page)
    await page.click(f'a[href^="/bao-cao/{CAMPAIGN}?"]')
    await assert_well_formed(page)
    number = page.locator('a.number[href*="bucket=missing"]')
    missing = int(await number.inner_text())

    await number.click()

    assert await page.locator("main strong").first.inner_text() == str(missing)
    await assert_well_formed(page)


async def test_where_it_is_stuck_has_its_lists(people: People) -> None:
    page = await people.page("giam-doc", PHONE)
    for waiting in ("unseen", "viewed", "returned"):
        await page.goto(f"/bao-cao/{CAMPAIGN}")
        number = page.locator(f'a.number[href*="waiting={waiting}"]')
        shown = await number.inner_text()
        await number.click()
        assert await page.locator("main strong").first.inner_text() == shown
        await assert_well_formed(page)
        await assert_accessible(page)


async def test_the_units_are_all_there_and_found_without_accents(people: People, device: Device) -> None:
    page = await people.page("giam-doc", device)
    await page.goto(f"/bao-cao/{CAMPAIGN}")
    table = page.locator("#tien-do ~ .table-responsive").last
    assert await table.locator("tbody tr").count() == 28

    await page.fill("#q", "tai chinh ke toan")
    await page.press("#q", "Enter")
    await page.wait_for_url("**q=tai*")

    assert await page.locator("#tien-do ~ .table-responsive tbody tr").count() == 1
    assert "Phòng Tài chính - Kế toán" in await page.locator("#tien-do ~ .table-responsive").inner_text()
    assert await page.locator("#q").input_value() == "tai chinh ke toan"


async def test_charts_say_in_words_what_they_draw(people: People) -> None:
    page = await people.page("giam-doc", DESK)
    await page.goto(f"/bao-cao/{CAMPAIGN}")
    bars = page.locator("svg.figure-bar")
    assert await bars.count() == 7  # the units and six fields
    for place in range(await bars.count()):
        assert await bars.nth(place).get_attribute("role") == "img"
        assert await bars.nth(place).locator("title").text_content()
    await assert_accessible(page)


async def test_the_centre_sees_where_its_own_report_stands_with_both_parents(people: People) -> None:
    page = await people.page("giam-doc", PHONE)
    await page.goto(f"/bao-cao/{CAMPAIGN}")
    upward = page.get_by_role("table", name="gửi tổng hợp lên")
    text = await upward.inner_text()
    assert "Sở Y tế" in text
    assert "Ủy ban nhân dân quận Tân Bình" in text


async def test_the_page_prints_without_what_only_a_screen_needs(people: People) -> None:
    page = await people.page("giam-doc", DESK)
    await page.goto(f"/bao-cao/{CAMPAIGN}")
    await page.emulate_media(media="print")
    assert not await page.locator("#q").is_visible()
    assert await page.locator("h1").is_visible()


async def test_notifications_are_read_one_by_one_and_all_at_once(people: People, device: Device) -> None:
    page = await people.page("phong-tai-chinh-ke-toan" if device.javascript else "tyt-phuong-1", device)
    await page.goto("/thong-bao")
    await assert_well_formed(page)
    before = await page.locator(".notice-unread").count()
    if before:
        # Another one may come up from the next page: what counts is that this one is no longer among the unread.
        marking = page.locator(".notice-unread form").first
        address = await marking.get_attribute("action")
        await marking.locator("button").click()
        await expect(page.locator(f'form[action="{address}"]')).to_have_count(0)
    if before > 1:
        await page.locator('form[action="/thong-bao/da-doc-tat-ca"] button').click()
    assert await page.locator(".notice-unread").count() == 0
    await assert_accessible(page) if device.javascript else None
