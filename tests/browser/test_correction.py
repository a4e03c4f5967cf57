"""A correction of what was approved, asked for by the desk and by the unit, and an item that is withdrawn."""

import re

import httpx2
import pytest
from playwright.async_api import Page, expect

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Suite
from deploy.demo.stage import CENTRE
from tests.browser.accessible import assert_sound
from tests.browser.people import BOTH_WAYS, Device, People
from tests.browser.review_cases import Campaign, new_campaign

pytestmark = pytest.mark.timeout(300)


async def approved(campaign: Campaign, unit: str, *contents: str) -> None:
    await campaign.deliver(unit, *contents)
    async with httpx2.AsyncClient(base_url=campaign.url, timeout=30) as client:
        reviewer = await Suite(client).person("tchc", PRACTICE_PASSWORD)
        path = f"/api/review/{CENTRE}/cases/{campaign.case(unit)}/decide"
        await reviewer.post(path, {"version": 1, "outcome": "approve"})
    await campaign.heard(unit, "approved")


async def rewrite_and_send(page: Page, device: Device, base: str, text: str) -> None:
    """The one row changed and delivered, as a clerk does it."""
    await page.get_by_role("link", name="Sửa và gửi bản đính chính").click()
    await expect(page.locator("main")).to_contain_text("Lần gửi thứ 1 đã duyệt vẫn có hiệu lực")
    await assert_sound(page, device)
    await page.get_by_role("link", name="Kiểm tra và gửi").last.click()
    await page.get_by_role("link", name="Sửa", exact=False).and_(page.locator("[href*='/noi-dung/']")).first.click()
    await page.get_by_label("Nội dung đăng ký").fill(text)
    await page.locator("main").get_by_role("button", name="Lưu", exact=False).first.click()
    await page.goto(f"{base}/kiem-tra")
    await page.get_by_role("button", name="Gửi đăng ký").click()
    await expect(page.locator("main")).to_contain_text("Đã ghi nhận bản đăng ký")


@BOTH_WAYS
async def test_the_desk_asks_for_a_correction(people: People, device: Device) -> None:
    campaign = await new_campaign(people.url)
    await approved(campaign, "khoa-3", "Quản lý nhân lực")
    desk = await people.page("tchc", device)
    await desk.goto(campaign.page("khoa-3"))
    await desk.get_by_text("Đề nghị đơn vị đính chính").click()
    await desk.get_by_role("button", name="Đề nghị đính chính").click()
    await expect(desk.get_by_role("alert")).to_be_visible()
    await assert_sound(desk, device)
    await desk.get_by_label("Cần đính chính điều gì").fill("Nhầm hồ sơ")
    await desk.get_by_role("button", name="Đề nghị đính chính").click()
    await expect(desk.locator("main")).to_contain_text("Đã đề nghị đơn vị đính chính")
    await desk.get_by_text("Thu hồi đề nghị đính chính", exact=True).first.click()
    await desk.get_by_role("button", name="Thu hồi", exact=True).click()
    await expect(desk.get_by_role("alert")).to_be_visible()
    await assert_sound(desk, device)
    await desk.get_by_label("Vì sao không cần đính chính nữa").fill("Đã duyệt đúng")
    await desk.get_by_role("button", name="Thu hồi", exact=True).click()
    await expect(desk.locator("main")).not_to_contain_text("Đã đề nghị đơn vị đính chính")
    await desk.get_by_text("Đề nghị đơn vị đính chính").click()
    await desk.get_by_label("Cần đính chính điều gì").fill("Ghi lại tên phần mềm")
    await desk.get_by_role("button", name="Đề nghị đính chính").click()
    await expect(desk.locator("main")).to_contain_text("Đã đề nghị đơn vị đính chính")
    await assert_sound(desk, device)

    await heard_wish(campaign, "khoa-3")
    base = f"/dang-ky/{campaign.submission('khoa-3')}"
    unit = await people.page("khoa-3", device)
    await expect(unit.locator("main")).to_contain_text("Đang đính chính")
    await unit.goto(base)
    await expect(unit.locator("main")).to_contain_text("Ghi lại tên phần mềm")
    await assert_sound(unit, device)
    await rewrite_and_send(unit, device, base, "Quản lý nhân lực bằng AppSheet")
    await unit.goto(base)
    await expect(unit.locator("main")).to_contain_text("lần gửi thứ 1 đã duyệt vẫn có hiệu lực")
    await assert_sound(unit, device)

    await seen_by_the_desk(campaign, "khoa-3", 2)
    await desk.goto(campaign.page("khoa-3"))
    await expect(desk.locator("main")).to_contain_text("Đây là bản đính chính")
    await expect(desk.locator("main")).to_contain_text("Lần gửi thứ 1 đã duyệt vẫn có hiệu lực")
    await assert_sound(desk, device)
    await desk.get_by_label("Duyệt", exact=True).first.check()
    await desk.get_by_role("button", name="Ghi quyết định").click()
    await campaign.heard("khoa-3", "approved")


@BOTH_WAYS
async def test_the_unit_corrects_and_withdraws_an_item(people: People, device: Device) -> None:
    campaign = await new_campaign(people.url)
    await approved(campaign, "khoa-4", "Thanh toán điện tử", "Hộp thư góp ý")
    base = f"/dang-ky/{campaign.submission('khoa-4')}"
    unit = await people.page("khoa-4", device)
    await unit.goto(base)
    await unit.get_by_role("link", name="Đính chính bản đã duyệt").click()
    await assert_sound(unit, device)
    await unit.get_by_role("button", name="Bắt đầu đính chính").click()
    await expect(unit.get_by_role("alert")).to_be_visible()
    await unit.get_by_label("Lý do đính chính").fill("Gõ nhầm tên")
    await assert_sound(unit, device)
    await unit.get_by_role("button", name="Bắt đầu đính chính").click()
    await expect(unit.get_by_role("status")).to_contain_text("Đã ghi yêu cầu đính chính")
    await assert_sound(unit, device)
    await unit.get_by_role("button", name="Thôi đính chính").click()
    await expect(unit.get_by_role("status")).to_contain_text("Đơn vị đã thôi đính chính")
    await unit.get_by_role("link", name="Đính chính bản đã duyệt").click()
    await unit.get_by_label("Lý do đính chính").fill("Gõ nhầm tên")
    await unit.get_by_role("button", name="Bắt đầu đính chính").click()
    await expect(unit.get_by_role("status")).to_contain_text("Đã ghi yêu cầu đính chính")
    await rewrite_and_send(unit, device, base, "Thanh toán không dùng tiền mặt")
    await unit.goto(base)
    await expect(unit.locator("main")).to_contain_text("lần gửi thứ 1 đã duyệt vẫn có hiệu lực")

    await unit.get_by_role("link", name=re.compile("^Rút nội dung này.*Hộp thư góp ý")).click()
    await expect(unit.locator("main")).to_contain_text("đã duyệt nội dung này")
    await assert_sound(unit, device)
    await unit.get_by_role("button", name="Rút nội dung này").click()
    await expect(unit.get_by_role("alert")).to_be_visible()
    await unit.get_by_label("Lý do rút").fill("Hết kinh phí")
    await unit.get_by_role("button", name="Rút nội dung này").click()
    await expect(unit.get_by_role("status")).to_contain_text("Đã rút nội dung")
    await expect(unit.locator("main")).to_contain_text("Hết kinh phí")
    await assert_sound(unit, device)


@BOTH_WAYS
async def test_a_closed_campaign_is_opened_again(people: People, device: Device) -> None:
    campaign = await new_campaign(people.url)
    page = await people.page("quan-tri", device)
    await page.goto(f"/phong-trao/{campaign.id}/ket-thuc")
    await page.get_by_role("button", name="Kết thúc phong trào").click()
    await page.get_by_role("link", name="Mở lại", exact=True).click()
    await assert_sound(page, device)
    await page.get_by_role("button", name="Mở lại phong trào").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_label("Lý do mở lại").fill("Ba trạm chưa gửi")
    await assert_sound(page, device)
    await page.get_by_role("button", name="Mở lại phong trào").click()
    await expect(page.get_by_role("status")).to_contain_text("Đã mở lại phong trào")
    await expect(page.locator("main")).to_contain_text("Ba trạm chưa gửi")
    await assert_sound(page, device)


async def heard_wish(campaign: Campaign, unit: str) -> None:
    """Waits until the unit knows that a correction is asked for."""
    async with httpx2.AsyncClient(base_url=campaign.url, timeout=30) as client:
        clerk = await Suite(client).person(unit, PRACTICE_PASSWORD)
        await clerk.wait(
            f"/api/registration/submissions/{campaign.submission(unit)}",
            lambda seen: seen["submission"]["recipients"][0]["correction"] is not None,
            f"{unit} to hear of the correction",
        )


async def seen_by_the_desk(campaign: Campaign, unit: str, version: int) -> None:
    """Waits until the desk has a version."""
    async with httpx2.AsyncClient(base_url=campaign.url, timeout=30) as client:
        reviewer = await Suite(client).person("tchc", PRACTICE_PASSWORD)
        await reviewer.wait(
            f"/api/review/{CENTRE}/cases/{campaign.case(unit)}",
            lambda seen: seen["case"]["rounds"][-1]["version"] == version,
            f"version {version} of {unit}",
        )
