"""What an administrator says of a form in the browser: optional, doubtful words, quotas, a schedule of last year."""

import pytest
from playwright.async_api import expect

from tests.browser.accessible import assert_sound
from tests.browser.conftest import At
from tests.browser.mouse import arrive, press
from tests.browser.people import DESK, PHONE
from tests.browser.repeated_plan import (
    QUARTERLY,
    UNITS,
    Asked,
    add_field,
    add_form,
    announce,
    begun,
    fill_schedule,
    form_named,
    oblige,
    tasks,
    to_section,
)

pytestmark = pytest.mark.timeout(300)


async def test_an_optional_form_is_overdue_nowhere(at: At) -> None:
    people = await at("2022-05-12")
    page = await people.page("quan-tri", DESK)
    plan = await begun(page, 2022)
    await add_field(page)
    await to_section(page, "Biểu mẫu và thời hạn")
    form = await add_form(page, "Đề xuất")
    await form.get_by_label("nếu có").check()
    await fill_schedule(form, QUARTERLY)
    await press(page, "Lưu")
    await oblige(page, *UNITS)
    await announce(page, plan)
    people = await at("2022-10-05")
    clerk = await people.page(UNITS[0], DESK)
    await arrive(clerk.locator("main .tasks-later, main h1"))
    await expect(tasks(clerk, "overdue", plan)).to_have_count(0)
    page = await people.page("quan-tri", DESK)
    await page.goto(f"{plan.address}?bieu-mau=de-xuat&ky=2022-Q2")
    await expect(page.locator("main")).not_to_contain_text("quá hạn")
    await expect(page.locator("main .state-bad")).to_have_count(0)
    await expect(page.locator("main")).to_contain_text("nếu có")
    leader = await people.page("giam-doc", DESK)
    await leader.goto(f"/bao-cao/{plan.id}?form=de-xuat&period=2022-Q2")
    await expect(leader.locator("main")).to_contain_text("không đơn vị nào phải gửi")
    await expect(leader.locator("main .state-bad")).to_have_count(0)


async def test_last_years_plan_begins_this_years_with_its_schedule_moved(at: At) -> None:
    people = await at("2022-05-12")
    page = await people.page("quan-tri", PHONE.without_javascript)
    plan = await begun(page, 2022)
    await to_section(page, "Biểu mẫu và thời hạn")
    await fill_schedule(await add_form(page, QUARTERLY.name), QUARTERLY)
    await press(page, "Lưu")
    form = form_named(page, QUARTERLY.name)
    await form.locator("details details summary").first.click()
    await form.get_by_label("Thời hạn", exact=True).first.fill("hết ngày 25/6/2022")
    await press(page, "Lưu")
    later = await begun(page, 2023, plan.id)
    await to_section(page, "Biểu mẫu và thời hạn")
    form = form_named(page, QUARTERLY.name)
    await expect(form.get_by_label("Các kỳ từ ngày")).to_have_value("2023-04-01")
    await expect(form.get_by_label("Thời hạn của mỗi kỳ")).to_have_value(QUARTERLY.wording)
    await expect(form.get_by_label("Số liệu của mỗi kỳ tính")).to_have_value(QUARTERLY.counting)
    await expect(form).to_contain_text("Quý II/2023: chậm nhất ngày 20/6/2023")
    await expect(form).to_contain_text("các kỳ này khác lịch")
    await assert_sound(page, PHONE.without_javascript)
    await page.goto(f"{later.address}/phat-dong")
    await expect(page.get_by_role("alert").last).to_contain_text("ở kế hoạch cũ có kỳ khác lịch: Quý II/2022")


async def test_a_doubtful_wording_and_a_quota_by_keyboard(at: At) -> None:
    people = await at("2022-05-12")
    page = await people.page("quan-tri", PHONE)
    await begun(page, 2022)
    await oblige(page, *UNITS)
    await to_section(page, "Biểu mẫu và thời hạn")
    monthly = Asked("Đăng ký tháng", "month", "2022-05-01", "2022-12-31", "trước ngày 05 hằng tháng")
    form = await add_form(page, monthly.name)
    await fill_schedule(form, monthly)
    await form.get_by_role("button", name="Kiểm tra").press("Enter")
    form = form_named(page, monthly.name)
    way = form.get_by_label("trước ngày 05 của tháng sau")
    await expect(way).not_to_be_checked()
    await expect(form).to_contain_text("Tháng 5/2022: trước ngày 05/6/2022")
    await way.press("Space")
    await form.get_by_text("Chỉ tiêu số lượng").press("Enter")
    await form.get_by_role("button", name="Thêm chỉ tiêu").press("Enter")
    form = form_named(page, monthly.name)
    await form.get_by_label("Ít nhất").fill("3")
    await form.get_by_label("Nhiều nhất").fill("2")
    await form.get_by_label("Thêm loại đơn vị").select_option("station")
    await form.get_by_label("Thêm đơn vị ngoại lệ").select_option(UNITS[1])
    await page.get_by_role("button", name="Lưu", exact=True).last.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("lớn hơn số nhiều nhất")
    await assert_sound(page, PHONE)
    await form.get_by_label("Ít nhất").fill("1")
    await page.get_by_role("button", name="Lưu", exact=True).last.press("Enter")
    await expect(page.get_by_role("status").first).to_contain_text("Đã lưu")
    await expect(form_named(page, monthly.name)).to_contain_text("Các kỳ (8)")
    await to_section(page, "Xem trước")
    await expect(page.locator("main")).to_contain_text("ít nhất 1 nội dung, nhiều nhất 2 nội dung")
    await expect(page.locator("main")).to_contain_text("trừ: TYT Phường 2")
