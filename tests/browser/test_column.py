"""A column of money is added to a plan that runs, without code: filled, decided, compared, consolidated, printed."""

import csv
import io
import uuid
from dataclasses import dataclass

import httpx2
import pytest
from playwright.async_api import Page, expect

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Suite
from deploy.demo.screen import Screen
from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT
from deploy.demo.story import Story
from tests.browser.accessible import assert_sound
from tests.browser.mouse import arrive, follow, press
from tests.browser.people import BOTH_WAYS, PHONE, Device, People

pytestmark = pytest.mark.timeout(300)
TITLE, NAME = "Kinh phí dự kiến", "answers-kinh-phi-du-kien"
FIRST, SECOND = "khoa-1", "khoa-2"


@dataclass(frozen=True)
class Job:
    """Three plans of a run, and the people at them."""

    story: Story
    people: People
    device: Device

    async def page(self, account: str) -> Page:
        return await self.people.page(account, self.device)

    def base(self, unit: str, authority: str = CENTRE) -> str:
        return f"/dang-ky/{self.story.submission(authority, unit)}"

    def case(self, authority: str, unit: str) -> str:
        return f"/tham-dinh/{authority}/{authority}.{self.story.submission(authority, unit)}"


async def announced(people: People, device: Device) -> Job:
    async with httpx2.AsyncClient(base_url=people.url, timeout=30) as client:
        story = Story(Suite(client), Screen(lambda _: None), f"cot-{uuid.uuid4().hex[:8]}", PRACTICE_PASSWORD)
        await story.announce()
    return Job(story, people, device)


async def add_column(job: Job, authority: str, *consequences: str) -> None:
    """The administrator adds it, looks at what it brings, and saves."""
    page = await job.page("quan-tri")
    await page.goto(f"/phong-trao/{job.story.campaign(authority)}/sua/cot-va-de-cuong")
    await page.locator("#registration_type").select_option("money")
    await press(page, "Thêm cột (Mẫu 1 - Đăng ký)")
    column = page.get_by_role("group", name="Cột 5 (Mẫu 1 - Đăng ký)")
    await column.get_by_label("Tên cột").fill(TITLE)
    await column.get_by_label("Lớn nhất").fill("nhiều lắm")
    await column.get_by_label("Bắt buộc điền").check()
    await press(page, "Lưu và báo cho nơi nhận")
    await expect(page.get_by_role("alert")).to_contain_text("không hiểu giá trị “nhiều lắm”")
    await assert_sound(page, job.device)
    await column.get_by_label("Lớn nhất").fill("10 tỷ")
    await press(page, "Lưu và báo cho nơi nhận")
    ahead = page.get_by_role("status").filter(has_text="Chưa lưu")
    for words in (f"Thêm cột “{TITLE}”.", *consequences):
        await expect(ahead).to_contain_text(words)
    await assert_sound(page, job.device)
    await press(page, "Lưu và báo cho nơi nhận")
    await expect(page.get_by_role("status").first).to_contain_text("Đã lưu")
    await expect(page.get_by_role("group", name="Cột 5 (Mẫu 1 - Đăng ký)").get_by_label("Tên cột")).to_have_value(TITLE)
    await assert_sound(page, job.device)


async def begin(job: Job, unit: str, content: str) -> Page:
    """A row of Mẫu 1, before anybody speaks of money."""
    page = await job.page(unit)
    await follow(
        page.locator(f"main form:has(input[name=campaign][value='{job.story.campaign(CENTRE)}'])")
        .filter(has=page.locator("input[name=form][value=registration]"))
        .get_by_role("button")
    )
    await page.goto(f"{job.base(unit)}/soan/linh-vuc/organisation/them")
    await page.fill("#content", content)
    await page.fill("#expected", "Quý IV/2022")
    await press(page, "Lưu nội dung")
    await page.goto(f"{job.base(unit)}/soan/con-lai")
    await press(page, "Đúng, không có nội dung")
    return page


async def fill_in(job: Job, page: Page, unit: str, *typed: str) -> None:
    """What is typed last is taken; before that, what is wrong with it is said and the text stays."""
    await page.goto(f"{job.base(unit)}/soan")
    await page.get_by_role("link", name="Xem, sửa").first.click()
    await page.get_by_role("link", name="Sửa", exact=False).and_(page.locator("[href*='/noi-dung/']")).first.click()
    for text in typed[:-1]:
        await page.fill(f"#{NAME}", text)
        await press(page, "Lưu nội dung")
        await expect(page.get_by_role("alert")).to_contain_text(f"không hiểu số tiền “{text}”")
        await expect(page.locator(f"#{NAME}")).to_have_value(text)
        await assert_sound(page, job.device)
    await page.fill(f"#{NAME}", typed[-1])
    await press(page, "Lưu nội dung")
    await page.goto(f"{job.base(unit)}/kiem-tra")
    await assert_sound(page, job.device)
    await press(page, "Gửi đăng ký")
    await expect(page.locator("main")).to_contain_text("Đã ghi nhận bản đăng ký")


async def approve(page: Page, address: str, *shown: str) -> None:
    """The case as soon as it shows all that, approved."""
    await page.goto(address)
    for words in shown:
        await arrive(page.locator("main", has_text=words))
    await page.get_by_label("Duyệt", exact=True).first.check()
    await press(page, "Ghi quyết định")
    await expect(page.get_by_role("status").first).to_contain_text("Đã ghi: Duyệt")


async def correct(job: Job, page: Page, unit: str, text: str) -> None:
    """The unit corrects what was approved."""
    await page.goto(job.base(unit))
    await arrive(page.get_by_role("link", name="Đính chính bản đã duyệt"))
    await press(page, "Đính chính bản đã duyệt")
    await page.locator("main textarea").first.fill("Ghi nhầm kinh phí")
    await follow(page.locator("main form button.btn-primary").last)
    await fill_in(job, page, unit, text)


async def total_on_paper(page: Page, address: str) -> list[str]:
    """The cells of the last row of the paper, and its headings above."""
    await page.goto(address)
    table = page.locator("article.paper table").last
    await expect(table.locator("thead th").last).to_have_text(TITLE)
    return [text.strip() for text in await table.locator("tbody tr").last.locator("th, td").all_inner_texts()]


@BOTH_WAYS
async def test_a_column_of_money_from_the_administrator_to_the_authorities(people: People, device: Device) -> None:
    job = await announced(people, device)
    first = await begin(job, FIRST, "Đặt lịch khám qua điện thoại")
    await add_column(job, CENTRE, f"1 bản đang soạn phải điền thêm trước khi gửi: {TITLE}.")
    for authority in (DISTRICT, DEPARTMENT):
        await add_column(job, authority, "Chưa có bản nào được gửi.")
    await first.goto(f"{job.base(FIRST)}/soan")
    await expect(first.get_by_role("status").filter(has_text="cột mới")).to_contain_text(TITLE)
    await assert_sound(first, device)
    await fill_in(job, first, FIRST, "2 củ", "1.500.000")
    second = await begin(job, SECOND, "Gọi số khám bằng bảng điện tử")
    await fill_in(job, second, SECOND, "2 triệu")

    office = await job.page("tchc")
    await approve(office, job.case(CENTRE, FIRST), TITLE, "1.500.000 đồng")
    await approve(office, job.case(CENTRE, SECOND), "2.000.000 đồng")
    await correct(job, first, FIRST, "1,8 triệu")
    await first.goto(f"{job.base(FIRST)}/ban/2#khac")
    await expect(first.locator("[aria-labelledby=khac]")).to_contain_text(TITLE)
    await expect(first.locator("[aria-labelledby=khac] del")).to_contain_text("1.500.000")
    await office.goto(job.case(CENTRE, FIRST))
    await arrive(office.locator("main ins", has_text="1.800.000"))
    await expect(office.locator("main del", has_text="1.500.000")).to_be_visible()
    await assert_sound(office, device)
    await approve(office, job.case(CENTRE, FIRST))

    await consolidate(job, office)
    for authority, account in ((DISTRICT, "noi-vu"), (DEPARTMENT, "tccb")):
        await approve(await job.page(account), job.case(authority, CENTRE), TITLE, "3.800.000 đồng")
        paper = await total_on_paper(office, f"{job.base(CENTRE, authority)}/ban/1")
        assert (paper[0], paper[-1]) == ("Tổng cộng", "3.800.000 đồng")
    for authority, account in ((CENTRE, "giam-doc"), (DISTRICT, "noi-vu"), (DEPARTMENT, "tccb")):
        await sees_sum(await job.page(account), job.story.campaign(authority), authority)
    assert people.foreign == []


async def sees_sum(page: Page, campaign: str, authority: str) -> None:
    """The figures of a level say what its items add up to."""
    await page.goto(f"/bao-cao/{campaign}?recipient={authority}&form=registration")
    await arrive(page.locator("main", has_text="3.800.000 đồng"))


async def consolidate(job: Job, page: Page) -> None:
    """Both items as one line, whose money adds up, sent to both authorities."""
    campaign = job.story.campaign(CENTRE)
    await page.goto("/tong-hop")
    await follow(page.locator(f"form:has(input[value='{campaign}']) button"))
    await arrive(page.locator("main", has_text="Gọi số khám"))
    await arrive(page.locator("main", has_text="Đặt lịch khám"))
    await press(page, "Đưa tất cả vào bảng")
    for box in await page.locator("input[name^='dong.']").all():
        await box.check()
    await press(page, "Gộp các dòng đã đánh dấu")
    await follow(page.locator("li.item").filter(has_text="Đặt lịch khám").locator("a", has_text="Sửa").first)
    await expect(page.locator(f"#{NAME}")).to_have_value("3.800.000")
    await assert_sound(page, job.device)
    await page.goto(f"/tong-hop/{campaign}.{CENTRE}/kiem-tra")
    await expect(page.locator("article.paper").first).to_contain_text("3.800.000 đồng")
    await press(page, "Gửi cùng lúc 2 nơi")
    await expect(page.locator("main")).to_contain_text("Đã gửi")


async def test_the_items_of_a_plan_are_exported_with_what_is_said_in_its_columns(people: People) -> None:
    job = await announced(people, PHONE.without_javascript)
    await add_column(job, CENTRE)
    page = await begin(job, FIRST, "Đặt lịch khám qua điện thoại")
    await fill_in(job, page, FIRST, "1.500.000")
    leader = await job.page("giam-doc")
    address = f"/bao-cao/{job.story.campaign(CENTRE)}/sang-kien?recipient={CENTRE}&form=registration"
    await leader.goto(address)
    await arrive(leader.locator("main", has_text="Đặt lịch khám"))
    file = await leader.locator("main a[href*='.csv']").first.get_attribute("href")
    answer = await leader.request.get(f"{people.url}{file}")
    rows = list(csv.DictReader(io.StringIO((await answer.body()).decode("utf-8-sig"))))
    assert [text for row in rows for text in row.values() if TITLE in text] == [f"{TITLE}: 1.500.000 đồng"]
