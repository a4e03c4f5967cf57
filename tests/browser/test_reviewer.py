"""A reviewer's work in a browser: the queue, a case, a return with its reason, several approvals, a substitution."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessible import assert_sound
from tests.browser.people import BOTH_WAYS, PHONE, Device, People
from tests.browser.review_cases import DESK, new_campaign

pytestmark = pytest.mark.timeout(180)


async def press(page: Page, name: str) -> None:
    """Clicks a button and waits for the page that follows."""
    async with page.expect_navigation():
        await page.get_by_role("button", name=name).first.click()


@BOTH_WAYS
async def test_from_the_queue_to_a_return_to_the_next_case(people: People, suite_url: str, device: Device) -> None:
    campaign = await new_campaign(suite_url)
    await campaign.deliver("khoa-1", "Quản lý nhân lực bằng AppSheet")
    await campaign.deliver("khoa-2", "Thanh toán điện tử")
    page = await people.page("tchc", device)
    await page.goto(campaign.queue)
    await expect(page.get_by_role("link", name=re.compile(r"Chờ thẩm định \(\d+\)"))).to_be_visible()
    await assert_sound(page, device)
    await page.get_by_role("link", name="Khoa 1", exact=True).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Khoa 1")
    await assert_sound(page, device)
    await page.get_by_label("Trả lại bổ sung").first.check()
    await press(page, "Ghi quyết định")
    await expect(page.get_by_role("alert")).to_contain_text("phải nêu lý do")
    await assert_sound(page, device)
    await expect(page.locator("#outcome-return")).to_be_checked()
    await page.locator("#reason").fill(f"Cần nêu rõ tiến độ {device}")
    await page.locator("#reason-keep").check()
    await press(page, "Ghi quyết định")
    told = page.get_by_role("status").first
    await expect(told).to_contain_text("Đã ghi: Trả lại bổ sung")
    await expect(told).to_contain_text("Đơn vị sẽ được báo")
    assert "?done=" in page.url
    assert await campaign.status("khoa-1") == "returned"
    await campaign.heard("khoa-1", "returned")

    await page.goto(campaign.page("khoa-2"))
    await page.get_by_label("Không duyệt").first.check()
    await page.locator("#reason-text").select_option(label=f"Cần nêu rõ tiến độ {device}")
    if device.javascript:
        await expect(page.locator("#reason")).to_have_value(f"Cần nêu rõ tiến độ {device}")
    await press(page, "Ghi quyết định")
    assert (await campaign.decision("khoa-2"))["reason"] == f"Cần nêu rõ tiến độ {device}"


@BOTH_WAYS
async def test_a_second_delivery_stands_beside_the_first(people: People, suite_url: str, device: Device) -> None:
    campaign = await new_campaign(suite_url)
    await campaign.deliver("khoa-3", "Quản lý nhân lực bằng AppSheet")
    page = await people.page("tchc", device)
    await page.goto(campaign.page("khoa-3"))
    await page.get_by_label("Trả lại bổ sung").first.check()
    await page.locator("#reason").fill("Nêu rõ phần mềm")
    await press(page, "Ghi quyết định")
    await campaign.heard("khoa-3", "returned")
    await campaign.deliver("khoa-3", "Quản lý nhân lực bằng Google Studio", "Niêm yết thủ tục")
    await page.goto(campaign.page("khoa-3"))
    await expect(page.locator("del").nth(1)).to_contain_text("AppSheet")
    await expect(page.locator("ins").nth(1)).to_contain_text("Google Studio")
    await expect(page.get_by_text("Nội dung mới")).to_be_visible()
    await expect(page.get_by_text("Nêu rõ phần mềm").first).to_be_visible()
    await assert_sound(page, device)
    sides = page.locator("main section .row .col-md-6")
    first, second = await sides.nth(0).bounding_box(), await sides.nth(1).bounding_box()
    assert first is not None
    assert second is not None
    assert (second["x"] > first["x"]) is (device.width > 768)
    assert (second["y"] > first["y"]) is (device.width < 768)


@BOTH_WAYS
async def test_a_stale_form_keeps_what_was_typed(people: People, suite_url: str, device: Device) -> None:
    campaign = await new_campaign(suite_url)
    await campaign.deliver("khoa-4", "Bản đầu")
    page, other = await people.page("tchc", device), await people.page("tchc", device)
    for opened in (page, other):
        await opened.goto(campaign.page("khoa-4"))
    await other.get_by_label("Trả lại bổ sung").first.check()
    await other.locator("#reason").fill("Thiếu tiến độ")
    await press(other, "Ghi quyết định")
    await page.get_by_label("Không duyệt").first.check()
    await page.locator("#reason").fill("Ý kiến của người thứ hai")
    await press(page, "Ghi quyết định")
    await expect(page.get_by_role("alert")).to_contain_text("quyết định")
    await expect(page.get_by_text("Ý kiến của người thứ hai")).to_be_visible()
    await assert_sound(page, device)
    await campaign.heard("khoa-4", "returned")

    await campaign.deliver("khoa-4", "Bản thứ hai")
    await page.goto(campaign.page("khoa-4"))
    await campaign.status("khoa-4")
    await page.get_by_label("Không duyệt").first.check()
    await page.locator("#reason").fill("Ý kiến trên bản thứ hai")
    await page.evaluate("document.querySelector('input[name=version]').value = '1'")
    await press(page, "Ghi quyết định")
    await expect(page.get_by_role("alert")).to_contain_text("đơn vị đã gửi lần thứ 2")
    await expect(page.locator("#reason")).to_have_value("Ý kiến trên bản thứ hai")
    assert await campaign.status("khoa-4") == "viewed"


@BOTH_WAYS
async def test_clean_cases_are_approved_together_after_being_named(
    people: People, suite_url: str, device: Device
) -> None:
    campaign = await new_campaign(suite_url)
    for unit in ("khoa-5", "khoa-6", "khoa-7"):
        await campaign.deliver(unit, f"Nội dung của {unit}")
    page = await people.page("tchc", device)
    await page.goto(campaign.queue)
    await page.get_by_label("Chọn để duyệt cùng lúc: Khoa 5").check()
    await page.get_by_label("Chọn để duyệt cùng lúc: Khoa 6").check()
    await press(page, "Duyệt các hồ sơ đã đánh dấu")
    await expect(page.get_by_role("link", name="Khoa 5", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="Khoa 6", exact=True)).to_be_visible()
    await expect(page.get_by_role("link", name="Khoa 7", exact=True)).to_have_count(0)
    await assert_sound(page, device)
    assert await campaign.status("khoa-5") == "unseen"
    await press(page, "Duyệt 2 hồ sơ này")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Đã duyệt 2 hồ sơ")
    await assert_sound(page, device)
    assert [await campaign.status(f"khoa-{n}") for n in (5, 6, 7)] == ["approved", "approved", "unseen"]


@BOTH_WAYS
async def test_a_substitute_reviews_while_it_holds(people: People, suite_url: str, device: Device) -> None:
    campaign = await new_campaign(suite_url)
    await campaign.deliver("khoa-8", "Việc của người vắng")
    await campaign.deliver("phong-ke-hoach-nghiep-vu", "Việc của chính người thay")
    reviewer = await people.page("tchc", device)
    await reviewer.goto(f"{DESK}/thay-the")
    await assert_sound(reviewer, device)
    await reviewer.locator("#account").fill("phong-ke-hoach-nghiep-vu")
    await reviewer.locator("#name").fill("Phòng Kế hoạch - Nghiệp vụ")
    await reviewer.locator("#organisation").select_option("phong-ke-hoach-nghiep-vu")
    await reviewer.locator("#reason").fill("Đi công tác")
    await press(reviewer, "Cử người thay")
    await expect(reviewer.get_by_text("Đang có hiệu lực").first).to_be_visible()
    await assert_sound(reviewer, device)

    substitute = await people.page("phong-ke-hoach-nghiep-vu", device)
    await substitute.get_by_role("link", name="Mở nơi thẩm định").click()
    await expect(substitute.get_by_text("Bạn thay Phòng Tổ chức - Hành chính")).to_be_visible()
    await assert_sound(substitute, device)
    await substitute.goto(campaign.page("phong-ke-hoach-nghiep-vu"))
    await expect(substitute.get_by_text("bản đăng ký của chính đơn vị bạn")).to_be_visible()
    await substitute.goto(campaign.page("khoa-8"))
    await substitute.locator("#outcome-approve").check()
    await press(substitute, "Ghi quyết định")
    await expect(substitute.get_by_role("status").first).to_contain_text("Đã ghi: Duyệt")
    assert "(thay " in (await campaign.decision("khoa-8"))["decided_by"]["name"]

    await press(reviewer, "Kết thúc ngay")
    answer = await substitute.goto(DESK)
    assert answer is not None
    assert answer.status == 403


async def test_the_list_is_walked_by_keyboard(people: People, suite_url: str) -> None:
    campaign = await new_campaign(suite_url)
    for unit in ("khoa-1", "khoa-2"):
        await campaign.deliver(unit, "Nội dung")
    page = await people.page("tchc", PHONE.wide)
    await page.goto(campaign.queue)
    rows = page.locator("[data-row]")
    await rows.first.focus()
    await page.keyboard.press("j")
    await expect(rows.nth(1)).to_be_focused()
    await page.keyboard.press("k")
    await expect(rows.first).to_be_focused()
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Khoa 1")
