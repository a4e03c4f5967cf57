"""Mẫu 2 and its đề cương in a real browser, on a telephone, with scripts and without."""

from playwright.async_api import expect

from tests.browser.accessible import assert_sound
from tests.browser.people import BOTH_WAYS, Device, People
from tests.browser.test_clerk import press

SAVE = ".confirm-bar button[value=save]"


@BOTH_WAYS
async def test_from_the_task_to_the_receipt_of_mau_2(people: People, device: Device) -> None:
    unit = "phong-tai-chinh-ke-toan" if device.javascript else "phong-truyen-thong-giao-duc-suc-khoe"
    page = await people.page(unit, device)
    await assert_sound(page, device)
    await page.locator(".task", has_text="Mẫu 2").get_by_role("button").first.click()
    await expect(page.locator("main")).to_contain_text("Còn 1/1 nội dung chưa đủ")
    await assert_sound(page, device)

    await press(page, "Trả lời")
    await page.check("#outcome-done")
    await expect(page.locator("#reason")).to_be_hidden()
    await page.fill("#done_on", "Quý I/2023")
    await page.fill("#figures-0-name", "Số lượt thanh toán điện tử")
    await page.fill("#figures-0-value", "1.234,5")
    await page.locator(SAVE).click()
    await expect(page.locator("#done_on-loi")).to_contain_text("còn ở phía trước")
    await expect(page.locator("#result-loi")).to_be_visible()
    await expect(page.locator("#figures-0-value")).to_have_value("1.234,5")
    await assert_sound(page, device)

    await page.check("#outcome-not_done")
    await expect(page.locator("#done_on")).to_be_hidden()
    await page.fill("#reason", "Chờ kinh phí")
    await page.fill("#new_expected", "Quý I/2023")
    if not await page.locator("#name").is_visible():  # open already where there is a note
        await page.locator("summary", has_text="Đổi tên gọi").click()
    await page.fill("#name", "Ứng dụng thanh toán điện tử")
    await page.locator(SAVE).click()
    await expect(page.locator("main")).to_contain_text("Đã trả lời đủ 1 nội dung")
    await expect(page.locator("main")).to_contain_text("Tên khi đăng ký:")
    await assert_sound(page, device)

    await press(page, "Kiểm tra và gửi")
    await expect(page.locator(".error-summary li")).to_have_count(5)
    await page.locator(".error-summary a").first.click()
    for place in range(5):
        await page.fill("#text", f"Đoạn văn {place}")
        if place == 0:
            await assert_sound(page, device)
        await (press(page, "Lưu và sang mục tiếp theo") if place < 4 else page.locator(SAVE).click())
    await press(page, "Kiểm tra và gửi")
    paper = page.locator(".paper").first
    for words in ("MẪU 2", "Nội dung chưa hoàn thành", "Ứng dụng thanh toán điện tử"):
        await expect(paper).to_contain_text(words, ignore_case=True)
    await expect(page.locator(".paper").nth(1)).to_contain_text("Chưa hoàn thành. Lý do: Chờ kinh phí")
    await assert_sound(page, device)
    await press(page, "Gửi báo cáo")
    await expect(page.locator(".receipt-number")).to_contain_text(f"/KET-QUA/{unit.upper()}/1")
    await assert_sound(page, device)
    await press(page, "Xem bản đã gửi")
    await assert_sound(page, device)
    await page.goto(page.url.partition("/ban/")[0])
    await expect(page.locator("main")).to_contain_text("1 nội dung: 0 hoàn thành, 1 chưa hoàn thành")
    await assert_sound(page, device)
