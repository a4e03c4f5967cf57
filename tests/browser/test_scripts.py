"""What the small scripts add to the pages: drafts that keep themselves, warnings, counters, the live badge."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from playwright.async_api import Dialog, Locator, Page, Route, expect

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Suite
from tests.browser.people import DESK, People
from tests.browser.review_cases import Campaign, new_campaign

pytestmark = pytest.mark.timeout(300)
UNIT = "tyt-phuong-14"
AUTOSAVE, BADGE = 20_000, 60_000
KEPT = "Chưa lưu được, đang thử lại. Nội dung được giữ trên máy này."
CASE_LINK = "[data-rows] [data-row]"


@pytest.fixture(scope="module")
async def plan(suite_url: str) -> Campaign:
    """A campaign with a draft of the unit; each test types into a field of its own."""
    campaign = await new_campaign(suite_url)
    async with httpx2.AsyncClient(base_url=suite_url, timeout=30) as client:
        clerk = await Suite(client).person(UNIT, PRACTICE_PASSWORD)
        body = {"campaign": campaign.id, "form": "registration", "organisation": UNIT}
        await clerk.post("/api/registration/submissions", body)
    return campaign


def new_item(plan: Campaign, field: str) -> str:
    return f"/dang-ky/{plan.submission(UNIT)}/soan/linh-vuc/{field}/them"


async def clerk(people: People, address: str) -> Page:
    """The clerk before a form, with hands on the page's clock."""
    page = await people.page(UNIT)
    await page.clock.install()
    await page.goto(address)
    return page


def note(page: Page) -> Locator:
    return page.locator(".script-note")


async def away(page: Page, status: int | None) -> None:
    """From now on nobody answers the page's saves, or only the gateway does, with a status of its own."""

    async def refuse(route: Route) -> None:
        await (route.fulfill(status=status, body="") if status else route.abort("connectionrefused"))

    await page.context.route("**/tu-luu*", refuse)


async def back(page: Page) -> None:
    await page.context.unroute("**/tu-luu*")


@asynccontextmanager
async def asked_before_leaving(page: Page, *, leave: bool) -> AsyncIterator[list[str]]:
    """The browser's own questions meanwhile, each answered at once."""
    kinds: list[str] = []

    async def answer(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        await (dialog.accept() if leave else dialog.dismiss())

    page.on("dialog", answer)
    yield kinds
    page.remove_listener("dialog", answer)


async def test_leaving_with_typed_text_asks_first(people: People, plan: Campaign) -> None:
    page = await clerk(people, new_item(plan, "steering"))
    home = page.get_by_role("link", name="Việc cần làm").first
    await page.locator("#content").click()
    await page.keyboard.type("Đang gõ dở")
    async with asked_before_leaving(page, leave=False) as kinds:
        await home.click(no_wait_after=True)
        await expect(page.locator("#content")).to_have_value("Đang gõ dở")
        assert kinds == ["beforeunload"]
    await page.clock.fast_forward(AUTOSAVE)
    await expect(note(page)).to_contain_text("Đã lưu nháp lúc")
    async with asked_before_leaving(page, leave=False) as kinds:
        await home.click()
        await expect(page.locator("h1")).to_have_text("Việc cần làm")
        assert kinds == [], "what is saved may be left"


async def test_a_draft_saves_itself_and_says_so(people: People, plan: Campaign) -> None:
    page = await clerk(people, new_item(plan, "institutions"))
    await page.clock.fast_forward(AUTOSAVE)
    await page.fill("#content", "Tự lưu")
    await page.clock.fast_forward(AUTOSAVE)
    await expect(note(page)).to_have_text(re.compile(r"^Đã lưu nháp lúc \d\d:\d\d\.$"))
    await page.fill("#content", "Tự lưu, rồi gõ thêm")
    async with page.expect_response(lambda answer: "/tu-luu" in answer.url) as saved:
        await page.clock.fast_forward(AUTOSAVE)
    assert (await saved.value).status == 200
    again = await people.page(UNIT, DESK)
    await again.goto(f"/dang-ky/{plan.submission(UNIT)}/soan/linh-vuc/institutions")
    await expect(again.locator("main")).to_contain_text("Tự lưu, rồi gõ thêm")
    await expect(again.locator("main a[href$='/xoa']")).to_have_count(1)


@pytest.mark.parametrize(("status", "field"), [(None, "procedures"), (503, "organisation")])
async def test_typed_text_survives_a_service_that_is_away(
    people: People, plan: Campaign, status: int | None, field: str
) -> None:
    page = await clerk(people, new_item(plan, field))
    await away(page, status)
    await page.fill("#content", "Gõ khi mất kết nối")
    await page.clock.fast_forward(AUTOSAVE)
    await expect(note(page)).to_have_text(KEPT)
    await expect(note(page)).to_have_attribute("data-state", "failed")
    await page.close(run_before_unload=False)

    later = await people_page_of(page)
    await later.goto(new_item(plan, field))
    await expect(later.get_by_text("chưa lưu được lên hệ thống")).to_be_visible()
    await later.get_by_role("button", name="Lấy lại nội dung đó").click()
    await expect(later.locator("#content")).to_have_value("Gõ khi mất kết nối")
    await back(later)
    await later.clock.fast_forward(AUTOSAVE)
    await expect(note(later)).to_contain_text("Đã lưu nháp lúc")
    await later.goto(new_item(plan, field))
    await expect(later.locator("#content")).to_have_value("")
    await expect(later.get_by_role("button", name="Lấy lại nội dung đó")).to_have_count(0)


async def people_page_of(closed: Page) -> Page:
    """Another page on the same device."""
    page = await closed.context.new_page()
    await page.clock.install()
    return page


async def test_a_kept_text_can_be_discarded(people: People, plan: Campaign) -> None:
    page = await clerk(people, new_item(plan, "civil-service"))
    await away(page, None)
    await page.fill("#content", "Không cần nữa")
    await page.clock.fast_forward(AUTOSAVE)
    await expect(note(page)).to_have_text(KEPT)
    await page.close(run_before_unload=False)
    later = await people_page_of(page)
    await later.goto(new_item(plan, "civil-service"))
    await later.get_by_role("button", name="Bỏ đi").click()
    await later.reload()
    await expect(later.locator("#content")).to_have_value("")
    await expect(later.get_by_role("button", name="Bỏ đi")).to_have_count(0)


async def test_a_save_against_another_person_or_without_session_says_what_to_do(people: People, plan: Campaign) -> None:
    page = await clerk(people, new_item(plan, "public-finance"))
    await page.fill("#content", "Bản chung")
    await page.fill("#expected", "Năm 2022")
    await page.click("main form button[value=save]")
    address = await page.locator("main a", has_text="Sửa").first.get_attribute("href") or ""
    other = await clerk(people, address)
    for one in (page, other):
        await one.goto(address)
    await other.fill("#content", "Người thứ hai")
    await other.clock.fast_forward(AUTOSAVE)
    await expect(note(other)).to_contain_text("Đã lưu nháp")
    await page.fill("#content", "Người thứ nhất")
    await page.clock.fast_forward(AUTOSAVE)
    await expect(note(page)).to_contain_text("Người khác vừa sửa nội dung này")
    await other.context.clear_cookies()
    await other.fill("#content", "Khi phiên đã hết")
    await other.clock.fast_forward(AUTOSAVE)
    await expect(note(other)).to_contain_text("Phiên đăng nhập đã hết hạn")
    await expect(other.locator("#content")).to_have_value("Khi phiên đã hết")


async def test_the_counter_tells_what_is_left_in_the_pages_language(people: People, plan: Campaign) -> None:
    page = await clerk(people, new_item(plan, "steering"))
    shown, spoken = (page.locator(f"#content ~ p.{look}").first for look in ("form-text", "visually-hidden"))
    await expect(shown).to_have_text("Còn 10000 ký tự.")
    await page.fill("#content", "Giải pháp")
    await expect(shown).to_have_text("Còn 9991 ký tự.")
    await expect(spoken).to_have_text("")
    await page.fill("#content", "a" * 9_001)
    await expect(spoken).to_have_text("Còn 999 ký tự.")
    await page.fill("#content", "a" * 10_000)
    await expect(shown).to_have_text("Đã đủ 10000 ký tự, không nhập thêm được.")
    await page.context.add_cookies([{"name": "sangkien_language", "value": "en", "url": people.url}])
    async with asked_before_leaving(page, leave=True):
        await page.reload()
    await expect(shown).to_have_text("10000 characters left.")


async def test_an_impatient_finger_sends_once(people: People, plan: Campaign) -> None:
    page = await clerk(people, new_item(plan, "steering"))
    await page.fill("#content", "Bấm hai lần")
    sent: list[str] = []
    under_way, answered = asyncio.Event(), asyncio.Event()

    async def hold(route: Route) -> None:
        sent.append(route.request.method)
        under_way.set()
        await answered.wait()
        await route.continue_()

    await page.route("**/soan/noi-dung/*", hold)
    save = page.locator("main form button[value=save]")
    await save.scroll_into_view_if_needed()
    box = await save.bounding_box()
    assert box
    place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.click(*place)
    await asyncio.wait_for(under_way.wait(), 15)
    await page.mouse.click(*place)
    answered.set()
    await expect(page.locator(".error-summary")).to_be_visible()
    assert sent == ["POST"]


async def test_the_badge_counts_what_comes_in_while_the_page_is_open(people: People, suite_url: str) -> None:
    page = await people.page("tchc", DESK)
    await page.clock.install()
    await page.goto("/thong-bao")
    if await page.get_by_role("button", name="Đánh dấu đã đọc tất cả").count():
        await page.get_by_role("button", name="Đánh dấu đã đọc tất cả").click()
    badge = page.locator("[data-unread]")
    await expect(badge).to_be_hidden()
    campaign = await new_campaign(suite_url)
    await campaign.deliver("khoa-2", "Để báo tin")
    async with asyncio.timeout(15):
        while not await badge.is_visible():  # until the notification has been written
            async with page.expect_response("**/api/notify/unread"):
                await page.clock.fast_forward(BADGE)
    await expect(badge).to_have_text(re.compile(r"^[1-9]\d* thông báo chưa đọc$"))


async def test_a_reusable_reason_is_put_in_once_beside_what_was_typed(people: People, suite_url: str) -> None:
    campaign = await new_campaign(suite_url)
    for unit in ("khoa-3", "khoa-4"):
        await campaign.deliver(unit, f"Nội dung của {unit}")
    page = await people.page("tchc", DESK)
    await page.goto("/tham-dinh/ttyt-tan-binh/mau-ly-do")
    await page.locator("main textarea").first.fill("Nêu rõ số liệu")
    await page.locator("main form:has(textarea) button").first.click()
    await page.goto(campaign.page("khoa-3"))
    choice = page.locator("select[data-insert-into]").first
    reason = page.locator(f"#{await choice.get_attribute('data-insert-into')}")
    await reason.fill("Chưa đủ.")
    for _ in range(2):
        await choice.select_option(label="Nêu rõ số liệu")
        await expect(choice).to_have_value("")
    await expect(reason).to_have_value("Chưa đủ.\nNêu rõ số liệu")
    await expect(page.locator("#da-chen")).to_have_text("Đã chèn mẫu lý do.")

    await page.goto(campaign.queue)
    links = page.locator(CASE_LINK)
    await links.first.focus()
    for key, place in (("j", 1), ("ArrowDown", 1), ("k", 0), ("k", 0), ("Control+j", 0)):
        await page.keyboard.press(key)
        await expect(links.nth(place)).to_be_focused()
