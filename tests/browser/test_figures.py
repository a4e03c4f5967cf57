"""The survey in a browser: a week filled in, checked, sent, returned and sent again; what falls and who is missing."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.accessible import assert_sound
from tests.browser.mouse import arrive
from tests.browser.people import BOTH_WAYS, DESK, Device, People
from tests.browser.survey_world import ANSWERS, ROWS, announced

pytestmark = pytest.mark.timeout(180)
LAST, THIS = "2022-W18", "2022-W19"
WEEKS = {"weekly": {LAST: "2022-05-09", THIS: "2022-05-16"}}
SERVICES = "Sự hài lòng của người dân khi thực hiện và sử dụng dịch vụ"


async def press(page: Page, name: str) -> None:
    """A button or link of the page's content, by its whole name; returns on the page that follows."""
    async with page.expect_navigation():
        await page.locator("main").locator("a.btn, button").get_by_text(name, exact=True).last.click()


async def type_in(page: Page, *counts: tuple[int | str, int | str, int | str]) -> None:
    for row, numbers in zip(ROWS, counts, strict=True):
        for answer, number in zip(ANSWERS, numbers, strict=True):
            await page.fill(f"#o-{row}-answers-{answer}", str(number))


@BOTH_WAYS
async def test_a_week_from_the_list_of_tasks_to_the_receipt(people: People, suite_url: str, device: Device) -> None:
    survey = await announced(suite_url, ["khoa-3", "khoa-9"], WEEKS)
    page = await people.page("khoa-9", device)
    task = page.locator("main .task", has_text=f", {survey.number}, ").filter(has_text="Tuần 19/2022")
    async with page.expect_navigation():
        await task.get_by_role("button", name="Bắt đầu").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Khảo sát theo tuần, Tuần 19/2022 (09/5 - 15/5): Khoa 9"
    )
    await assert_sound(page, device)

    await type_in(page, ("mười", 3, 1), (30, "", ""), ("", "", ""))
    await press(page, "Lưu và kiểm tra")

    refused = page.get_by_role("alert").locator("li")
    await expect(refused).to_have_count(4)
    for place, said in enumerate(
        (
            f"{SERVICES}.*“Hài lòng”: không hiểu con số “mười”",
            "chất lượng.*“Bình thường”",
            "“Không hài lòng”",
            "Tinh thần, thái độ.*Chưa nhập",
        )
    ):
        await expect(refused.nth(place)).to_have_text(re.compile(said))
    await assert_sound(page, device)
    async with page.expect_navigation():
        await refused.first.get_by_role("link").click()
    cell = page.locator("#o-services-answers-satisfied")
    await expect(cell).to_have_value("mười")
    await expect(cell).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("#o-services-answers-satisfied-loi")).to_contain_text("không hiểu con số “mười”")
    await assert_sound(page, device)

    await type_in(page, (45, 3, 2), (30, 15, 5), (50, 0, 0))
    await page.fill("#o-quality-answers-shortcomings", "Thiếu ghế ngồi chờ")
    await press(page, "Lưu")
    await expect(page.locator("main .alert-success")).to_contain_text("Đã lưu vào bản nháp")
    await expect(page.locator("#o-services-answers-answers")).to_have_text("50")
    await expect(page.locator("#o-services-answers-share")).to_have_text("90 %")
    whole = page.get_by_role("region", name="Cộng các dòng")
    assert [await one.inner_text() for one in await whole.locator("dd").all()] == ["125", "18", "7", "150", "83,33 %"]
    await assert_sound(page, device)
    await press(page, "Lưu và kiểm tra")
    await expect(page.locator(".paper")).to_contain_text("Thiếu ghế ngồi chờ")
    await assert_sound(page, device)
    await press(page, "Gửi số liệu")
    await expect(page.locator(".receipt-number")).to_have_text(f"{survey.id}/weekly/{THIS}/khoa-9/1".upper())
    await expect(page.locator(".receipt-facts")).to_contain_text("3 dòng số liệu")
    await assert_sound(page, device)


@BOTH_WAYS
async def test_a_reviewer_returns_a_week_and_both_sides_see_what_became_of_it(
    people: People, suite_url: str, device: Device
) -> None:
    survey = await announced(suite_url, ["khoa-3", "khoa-9"], WEEKS)
    await survey.deliver("khoa-9", THIS, (45, 3, 2), (30, 15, 5), (50, 0, 0))
    reviewer = await people.page("tchc", device)
    await reviewer.goto(survey.case("khoa-9", THIS))
    await expect(reviewer.locator("main")).to_contain_text("83,33 %")
    await assert_sound(reviewer, device)
    await reviewer.get_by_label("Trả lại bổ sung").first.check()
    await reviewer.locator("#reason").fill("Câu 2 thiếu một ngày")
    await press(reviewer, "Ghi quyết định")
    await survey.heard("khoa-9", THIS, "returned")

    clerk = await people.page("khoa-9", device)
    await clerk.goto(survey.editor("khoa-9", THIS))
    await expect(clerk.locator("main .alert-warning")).to_contain_text("Câu 2 thiếu một ngày")
    await clerk.fill("#o-quality-answers-satisfied", "40")
    await press(clerk, "Lưu và kiểm tra")
    await press(clerk, "Gửi số liệu")
    await clerk.goto(f"/dang-ky/{survey.submission('khoa-9', THIS)}")
    async with clerk.expect_navigation():
        await clerk.get_by_role("link", name="Khác gì lần trước").click()
    changed = clerk.locator("main .item")
    await expect(changed.locator("del").first).to_contain_text("30")
    await expect(changed.locator("ins").first).to_contain_text("40")
    await assert_sound(clerk, device)

    await survey.arrived("khoa-9", THIS, 2)
    await reviewer.goto(survey.case("khoa-9", THIS))
    await expect(reviewer.locator("del").filter(has_text="30")).to_have_count(1)
    await expect(reviewer.locator("ins").filter(has_text="40")).to_have_count(1)
    await assert_sound(reviewer, device)


@BOTH_WAYS
async def test_what_falls_is_marked_in_its_week_and_who_is_missing_is_named(
    people: People, suite_url: str, device: Device
) -> None:
    survey = await announced(suite_url, ["khoa-3", "khoa-9", "tyt-phuong-12"], WEEKS)
    await survey.deliver("khoa-3", LAST, (90, 10, 0), (80, 10, 10), (50, 0, 0))
    await survey.deliver("khoa-9", LAST, (10, 10, 0), (80, 10, 10), (50, 0, 0))
    await survey.deliver("khoa-3", THIS, (60, 40, 0), (90, 5, 5), (50, 0, 0))
    await survey.deliver("khoa-9", THIS, (15, 5, 0), (90, 5, 5), (50, 0, 0))
    page = await people.page("giam-doc", device)
    await page.goto(survey.figures(THIS))
    await arrive(page.get_by_text("62,5 %", exact=True))
    await assert_sound(page, device)

    await expect(page.locator(".alert-warning li")).to_have_text([re.compile(f"^{SERVICES}.*: Tỷ lệ hài lòng$")])
    shares = page.locator("td[data-label='Tỷ lệ hài lòng']")
    for place, said in enumerate(("62,5 %.*giảm.*20,83 điểm %", r"90 %.*\+10 điểm %", "100 %", "84,52 %.*giảm.*1,19")):
        await expect(shares.nth(place)).to_have_text(re.compile(said, re.DOTALL))
    async with page.expect_navigation():
        await page.get_by_role("link", name="Chưa có số liệu của 1/3 đơn vị").click()
    await expect(page.locator("main")).to_contain_text("Trạm Y tế Phường 12")
    await expect(page.locator("main")).not_to_contain_text("Khoa 9")
    await assert_sound(page, device)

    await page.goto(survey.figures(LAST))
    await expect(page.locator(".alert-warning li")).to_have_count(0)


async def test_a_week_over_the_turn_of_the_year_belongs_to_the_month_of_its_thursday(
    people: People, suite_url: str
) -> None:
    """28/12/2026 - 03/01/2027 to December, the week after to January: in what the unit adds up and for the leader."""
    weeks = {"2026-W52": "2026-12-28", "2026-W53": "2027-01-04", "2027-W01": "2027-01-11"}
    months = {"2026-12": "2027-01-05", "2027-01": "2027-02-05"}
    survey = await announced(suite_url, ["khoa-9"], {"weekly": weeks, "monthly": months})
    await survey.deliver("khoa-9", "2026-W53", (7, 0, 0), (7, 1, 0), (7, 0, 1))
    await survey.deliver("khoa-9", "2027-W01", (40, 0, 0), (40, 0, 0), (40, 0, 0))
    page = await people.page("khoa-9", DESK)
    for month, satisfied, missing in (("2026-12", "7", "Tuần 52/2026 (21/12 - 27/12)"), ("2027-01", "40", "")):
        await survey.begin("khoa-9", month, "monthly")
        await page.goto(survey.editor("khoa-9", month, "monthly"))
        await press(page, "Cộng số liệu đã gửi")
        await expect(page.locator("main .alert-success")).to_contain_text("Đã cộng số liệu đã gửi")
        await expect(page.locator("#o-quality-answers-satisfied")).to_have_value(satisfied)
        await expect(page.locator("main .alert-info")).to_have_text([re.compile(re.escape(missing))] if missing else [])
        await assert_sound(page, DESK)
    leader = await people.page("giam-doc", DESK)
    await leader.goto(survey.figures("2027-W01"))
    await arrive(leader.locator("td").get_by_text("120", exact=True).first)
    async with leader.expect_navigation():
        await leader.get_by_role("link", name="Số liệu qua các kỳ").click()
    lines = [re.sub(r"\s+", " ", text) for text in await leader.locator("tbody tr").all_inner_texts()]
    turn, december, january = (
        next(place for place, line in enumerate(lines) if line.startswith(name))
        for name in ("Tuần 53/2026 (28/12/2026 - 03/01/2027)", "Cộng Tháng 12/2026", "Tuần 01/2027")
    )
    assert " 21 " in lines[turn]
    assert " 21 " in lines[december]
    assert " 120 " in lines[january]
    assert turn < december < january, lines
    await assert_sound(leader, DESK)


async def test_the_keyboard_is_enough_to_fill_in_a_week(people: People, suite_url: str) -> None:
    survey = await announced(suite_url, ["khoa-9"], WEEKS)
    await survey.begin("khoa-9", THIS)
    page = await people.page("khoa-9", DESK)
    await page.goto(survey.editor("khoa-9", THIS))
    await page.locator("#o-services-answers-satisfied").focus()
    for number in (45, 3, 2):
        await page.keyboard.type(str(number))
        await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.id") == "o-services-answers-shortcomings"
    await page.locator("#o-attitude-answers-unsatisfied").focus()
    await page.keyboard.type("7")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.locator("#o-services-answers-answers")).to_have_text("50")
    await expect(page.locator("#o-attitude-answers-unsatisfied")).to_have_value("7")
