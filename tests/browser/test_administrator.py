"""The administrator's work with the mouse: a campaign from a template, an extension, organisations, accounts."""

import uuid

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessible import assert_sound
from tests.browser.people import BOTH_WAYS, Device, People
from tests.browser.repeated_plan import add_form

pytestmark = pytest.mark.timeout(300)


async def press(page: Page, name: str) -> None:
    """The button or link of this name in the page's own part."""
    main = page.locator("main")
    await main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True)).click()


@BOTH_WAYS
async def test_a_campaign_from_template_to_extension(people: People, device: Device) -> None:
    page = await people.page("quan-tri", device)
    number = f"{uuid.uuid4().int % 1_000_000}/KH-TTYT"
    await page.goto("/quan-tri")
    await press(page, "Tạo kế hoạch mới")
    await page.check("input[name=source][value='70-kh-ttyt-2022']")
    await page.get_by_label("Số kế hoạch mới").fill(number)
    await press(page, "Tạo dự thảo")
    await expect(page.get_by_role("status")).to_contain_text("Đã tạo")
    await assert_sound(page, device)

    await page.get_by_label("Tên phong trào").fill("Phong trào thi đua năm 2023")
    await press(page, "Lưu và sang phần sau")
    await press(page, "Thêm lĩnh vực")
    last = page.get_by_role("group", name="Lĩnh vực thứ 7")
    await last.get_by_label("Tên lĩnh vực").fill("Chuyển đổi số")
    await last.get_by_label("Số", exact=True).fill("7")
    await assert_sound(page, device)
    await press(page, "Lưu và sang phần sau")
    registration = page.get_by_role("group", name="Mẫu 1 - Đăng ký")
    await registration.get_by_label("Thời hạn", exact=True).fill("trước ngày 32/5/2023")
    await press(page, "Lưu và sang phần sau")
    await expect(page.get_by_role("alert")).to_contain_text("32/5/2023")
    await assert_sound(page, device)
    await registration.get_by_label("Thời hạn", exact=True).fill("trước ngày 07/5/2023")
    await press(page, "Kiểm tra tất cả")
    await expect(registration).to_contain_text("chậm nhất 23:59 ngày 06/05/2023")
    interim = await add_form(page, "Báo cáo sơ kết", kind="results")
    await interim.get_by_label("Báo cáo về nội dung của biểu mẫu").select_option(label="Mẫu 1 - Đăng ký")
    await interim.get_by_label("Chỉ xem tiến độ (sơ kết)").check()
    await interim.get_by_label("Thời hạn", exact=True).fill("trước ngày 10/6/2023")
    await press(page, "Lưu và sang phần sau")
    await expect(page.get_by_role("group", name="Mục V.3").last.get_by_label("Tên mục")).to_have_value(
        "Bài học kinh nghiệm"
    )
    await assert_sound(page, device)
    await press(page, "Lưu và sang phần sau")
    await press(page, "Thêm đợt")
    await page.get_by_role("group", name="Đợt thứ 1").get_by_label("Đến hết ngày").fill("2023-05-31")
    await assert_sound(page, device)
    await press(page, "Lưu và sang phần sau")
    await page.uncheck("#unit-khoa-9")
    await press(page, "Lưu và sang phần sau")
    await page.check("#parent-2958-kh-syt-2022")
    await press(page, "Lưu và xem trước")
    await expect(page.locator("main")).to_contain_text("Chuyển đổi số")
    await assert_sound(page, device)
    await press(page, "Sang bước phát động")
    await expect(page.get_by_role("alert").filter(has_text="2958/KH-SYT")).to_be_visible()
    await assert_sound(page, device)
    await press(page, "Phát động")
    await expect(page.get_by_role("status")).to_contain_text("Đã phát động")

    await page.get_by_role("link", name="Gia hạn cho Khoa 1", exact=True).click()
    await press(page, "Gia hạn")
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.get_by_label("Thời hạn mới").fill("hết ngày 20/5/2023")
    await page.get_by_label("Lý do gia hạn").fill("Khoa 1 đang chuyển trụ sở")
    await assert_sound(page, device)
    await press(page, "Gia hạn")
    await expect(page.get_by_role("row", name="Khoa 1 ")).to_contain_text("hết ngày 20/5/2023")
    await assert_sound(page, device)


@BOTH_WAYS
async def test_an_organisation_is_added_and_seen_by_date(people: People, device: Device) -> None:
    page = await people.page("quan-tri", device)
    name = f"Trạm Y tế lưu động {uuid.uuid4().int % 100_000}"
    await page.goto("/don-vi/ttyt-tan-binh")
    await press(page, "Thêm đơn vị trực thuộc")
    await page.get_by_label("Tên đầy đủ").fill(name)
    await page.get_by_label("Loại đơn vị").fill("station")
    await page.get_by_role("button", name="Lưu", exact=True).last.click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(name)
    await assert_sound(page, device)
    await page.goto("/don-vi?ngay=2022-05-11")
    await expect(page.locator("main")).to_contain_text("Trạm Y tế Phường 13")
    await expect(page.locator("main")).not_to_contain_text(name)
    await assert_sound(page, device)


@BOTH_WAYS
async def test_an_account_signs_in_with_a_one_time_password_and_must_change_it(people: People, device: Device) -> None:
    page = await people.page("quan-tri", device)
    account = f"tam-{uuid.uuid4().hex[:8]}"
    await page.goto("/tai-khoan/moi?don-vi=khoa-2")
    await page.get_by_label("Tên bộ phận giữ tài khoản").fill("Khoa 2 (tạm)")
    await page.get_by_label("Tên đăng nhập").fill(account)
    await press(page, "Tạo tài khoản")
    password = await page.locator("#mat-khau").inner_text()
    await assert_sound(page, device)
    await press(page, "Về tài khoản")
    await expect(page.locator("main")).to_contain_text("Chờ đổi mật khẩu")
    assert password not in await page.content()
    await assert_sound(page, device)

    other = await people.page(None, device)
    await other.goto("/dang-nhap")
    await other.fill("#account", account)
    await other.fill("#password", password)
    await other.click("main button")
    await expect(other.get_by_role("heading", level=1)).to_have_text("Đổi mật khẩu")
    await other.goto("/")
    await expect(other.get_by_role("heading", level=1)).to_have_text("Đổi mật khẩu")

    await press(page, "Ngừng tài khoản")
    await assert_sound(page, device)
    await press(page, "Ngừng tài khoản")
    await expect(page.locator("main")).to_contain_text("Đã ngừng")
