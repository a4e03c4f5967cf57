"""Forms that come again and again, made by an administrator in the browser: a quarter, weeks over a year's turn."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from tests.browser.accessible import assert_sound
from tests.browser.conftest import At
from tests.browser.mouse import arrive, press
from tests.browser.people import BOTH_WAYS, PHONE, Device
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
    send_nothing,
    tasks,
    to_section,
)

pytestmark = pytest.mark.timeout(300)


@BOTH_WAYS
async def test_a_quarterly_form_from_the_plan_to_the_figures(at: At, device: Device) -> None:
    people = await at("2022-05-12")
    page = await people.page("quan-tri", device)
    plan = await begun(page, 2022)
    await add_field(page)
    await to_section(page, "Biểu mẫu và thời hạn")
    form = await add_form(page, QUARTERLY.name)
    vague = "từ ngày 15 tháng trước kỳ báo cáo đến ngày 14 của tháng thuộc kỳ báo cáo"
    await fill_schedule(form, replace(QUARTERLY, counting=vague))
    await form.get_by_role("button", name="Kiểm tra").click()
    await expect(page.get_by_role("alert")).to_contain_text("tháng nào")
    form = form_named(page, QUARTERLY.name)
    await form.get_by_label("Số liệu của mỗi kỳ tính").fill(QUARTERLY.counting)
    await form.get_by_role("button", name="Tạo các kỳ").click()
    await expect(form).to_contain_text("Quý II/2022: chậm nhất ngày 20/6/2022")
    await expect(form).to_contain_text("Các kỳ (3)")
    await assert_sound(page, device)
    await press(page, "Lưu và sang phần sau")
    await oblige(page, *UNITS)
    await page.goto(f"{plan.address}/phat-dong")
    await expect(page.locator("main")).to_contain_text("Quý II/2022 (chậm nhất ngày 20/6/2022)")
    await expect(page.locator("main")).to_contain_text("Quý IV/2022 (chậm nhất ngày 20/12/2022)")
    await assert_sound(page, device)
    await announce(page, plan)

    clerk = await people.page("tyt-phuong-1", device)
    await arrive(tasks(clerk, "due", plan))
    await expect(tasks(clerk, "due", plan)).to_contain_text("Quý II/2022")
    await expect(tasks(clerk, "later", plan)).to_contain_text("Quý III/2022")
    await send_nothing(clerk, tasks(clerk, "due", plan))
    reviewer = await people.page("tchc", device)
    await reviewer.goto("/tham-dinh/ttyt-tan-binh")
    case = reviewer.locator("main li, main tr", has_text="Quý II/2022")
    await arrive(case)
    await expect(case.first).to_contain_text("Trạm Y tế Phường 1")

    people = await at("2022-09-25")
    clerk = await people.page("tyt-phuong-1", device)
    await expect(tasks(clerk, "overdue", plan)).to_contain_text("Quý III/2022")
    other = await people.page("tyt-phuong-2", device)
    await expect(tasks(other, "overdue", plan)).to_have_count(2)
    page = await people.page("quan-tri", device)
    await page.goto(f"{plan.address}?bieu-mau=dang-ky-theo-quy&ky=2022-Q3")
    await page.locator(f"a[href*='gia-han?don-vi={UNITS[0]}']").click()
    await expect(page.get_by_label("Gia hạn kỳ khác")).to_have_value("2022-Q3")
    await page.get_by_label("Thời hạn mới").fill("hết ngày 30/9/2022")
    await page.get_by_label("Lý do gia hạn").fill("Trạm đang chuyển trụ sở")
    await assert_sound(page, device)
    await page.get_by_role("button", name="Gia hạn", exact=True).click()
    await clerk.goto("/")
    await expect(tasks(clerk, "due", plan)).to_contain_text("Được gia hạn")
    await other.goto("/")
    await expect(tasks(other, "overdue", plan)).to_have_count(2)

    leader = await people.page("giam-doc", device)
    for period, missing in (("2022-Q2", 1), ("2022-Q3", 2)):
        await leader.goto(f"/bao-cao/{plan.id}?form=dang-ky-theo-quy&period={period}")
        await expect(leader.locator('a.number[href*="bucket=missing"]')).to_have_text(str(missing))


WEEKLY = Asked(
    "Đăng ký theo tuần",
    "week",
    "2026-12-01",
    "2026-12-31",
    "ngày làm việc cuối cùng của tuần",
    "từ thứ Hai của tuần báo cáo",
)


async def test_a_weekly_form_over_the_turn_of_the_year(at: At) -> None:
    people = await at("2026-12-29")
    page = await people.page("quan-tri", PHONE)
    plan = await begun(page, 2026)
    await add_field(page)
    await to_section(page, "Biểu mẫu và thời hạn")
    await fill_schedule(await add_form(page, WEEKLY.name), WEEKLY)
    await press(page, "Lưu")  # the periods are made with it
    form = form_named(page, WEEKLY.name)
    await expect(form).to_contain_text("Các kỳ (5)")  # 2026-W53 is of December, as its Thursday is
    turns = form.locator("details details summary")
    await form.get_by_text("Các kỳ (5)").click()
    await expect(turns.first).to_contain_text("Tuần 49/2026 (30/11 - 06/12)")
    await expect(turns.last).to_contain_text("Tuần 53/2026 (28/12/2026 - 03/01/2027): chậm nhất ngày 31/12/2026")
    await form.get_by_label("đến hết ngày").first.fill("2027-01-10")
    await form.get_by_role("button", name="Tạo lại các kỳ").click()
    await expect(turns.last).to_contain_text("Tuần 01/2027 (04/01 - 10/01): chậm nhất ngày 08/01/2027")
    await turns.nth(3).click()
    await form.get_by_label("Thời hạn", exact=True).nth(3).fill("hết ngày 28/12/2026")
    await press(page, "Lưu")
    await expect(form).to_contain_text("Khác lịch (1): Tuần 52/2026")
    await assert_sound(page, PHONE)
    await oblige(page, *UNITS)
    await page.goto(f"{plan.address}/phat-dong")
    await expect(page.locator("main")).to_contain_text("1 kỳ khác với lịch đã ghi")
    await announce(page, plan)

    clerk = await people.page(UNITS[0], PHONE)
    await arrive(tasks(clerk, "due", plan))
    await expect(tasks(clerk, "due", plan)).to_contain_text("Tuần 53/2026")
    await expect(tasks(clerk, "later", plan)).to_contain_text("Tuần 01/2027")
    await expect(tasks(clerk, "overdue", plan)).to_have_count(4)
    await send_nothing(clerk, tasks(clerk, "due", plan))
    people = await at("2027-01-04")
    clerk = await people.page(UNITS[0], PHONE)
    await expect(tasks(clerk, "due", plan)).to_contain_text("Tuần 01/2027")
    other = await people.page(UNITS[1], PHONE)
    await expect(tasks(other, "overdue", plan)).to_have_count(5)
    page = await people.page("quan-tri", PHONE)
    await page.goto(plan.address)
    await expect(page.locator("main table").first).to_contain_text("Tuần 01/2027 (04/01 - 10/01)")
    await assert_sound(page, PHONE)
