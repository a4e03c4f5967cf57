"""An administrator writes a plan with a repeated form, page after page, and a clerk answers it."""

import re
import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.async_api import Locator, Page, expect

from tests.browser.mouse import follow, press

ISSUER = "ttyt-tan-binh"
UNITS = ("tyt-phuong-1", "tyt-phuong-2")


@dataclass(frozen=True)
class Plan:
    """What people call it, and its id in addresses."""

    number: str
    id: str

    @property
    def address(self) -> str:
        return f"/phong-trao/{self.id}"


@dataclass(frozen=True)
class Asked:
    """A repeated form as an administrator types it."""

    name: str
    repeat: str
    first: str
    last: str
    wording: str
    opening: str = ""
    counting: str = ""


QUARTERLY = Asked(
    "Đăng ký theo quý",
    "quarter",
    "2022-04-01",
    "2022-12-31",
    "chậm nhất là ngày 20 của tháng cuối kỳ",
    "từ ngày đầu tiên của kỳ báo cáo",
    "từ ngày 15 của tháng trước kỳ báo cáo đến ngày 14 của tháng cuối quý thuộc kỳ báo cáo",
)


async def begun(page: Page, year: int, source: str = ":trong") -> Plan:
    """A draft of the centre, blank unless it is begun from something."""
    number = f"{uuid.uuid4().int % 1_000_000}/KH-TTYT"
    await page.goto("/phong-trao")
    await press(page, "Tạo kế hoạch mới")
    await page.check(f"input[name=source][value='{source}']")
    await page.get_by_label("Số kế hoạch mới").fill(number)
    await page.get_by_label(re.compile("^Năm mới")).fill(str(year))
    await page.get_by_label("Đơn vị ban hành").select_option(ISSUER)
    await page.get_by_label("Tên kế hoạch mới").fill(f"Kế hoạch nhiều kỳ năm {year}")
    await press(page, "Tạo dự thảo")
    await expect(page.get_by_role("status")).to_contain_text("Đã tạo")
    return Plan(number, urlsplit(page.url).path.split("/")[2])


async def to_section(page: Page, name: str) -> None:
    await follow(page.locator("main nav").get_by_role("link", name=name))


def form_named(page: Page, name: str) -> Locator:
    """The block of a form on the editor's page; a new one has no name yet."""
    return page.get_by_role("group", name=name, exact=True)


async def add_form(page: Page, name: str, *, kind: str = "initiatives") -> Locator:
    """A new form, named; of registrations unless another kind is given."""
    await page.locator(f"button[name=action][value='kind:{kind}']").click()
    form = page.locator("main fieldset", has=page.locator("input[name$='.key'][value^='new_']")).last
    await form.get_by_label("Tên gọi trong danh sách").fill(name)
    return form


async def fill_schedule(form: Locator, asked: Asked) -> None:
    often = form.get_by_label("Gửi bao lâu một lần")
    if not await often.is_visible():
        await form.get_by_text("Gửi nhiều kỳ").click()
    await often.select_option(asked.repeat)
    await form.get_by_label("Các kỳ từ ngày").fill(asked.first)
    await form.get_by_label("đến hết ngày").first.fill(asked.last)
    await form.get_by_label("Thời hạn của mỗi kỳ").fill(asked.wording)
    await form.get_by_label("Mỗi kỳ nhận từ").fill(asked.opening)
    await form.get_by_label("Số liệu của mỗi kỳ tính").fill(asked.counting)


async def add_field(page: Page) -> None:
    """The plan's only field."""
    await to_section(page, "Lĩnh vực")
    await press(page, "Thêm lĩnh vực")
    await page.get_by_label("Tên lĩnh vực").fill("Chuyển đổi số")
    await press(page, "Lưu")


async def oblige(page: Page, *units: str) -> None:
    await to_section(page, "Đơn vị thực hiện")
    for unit in units:
        await page.check(f"#unit-{unit}")
    await press(page, "Lưu")


async def announce(page: Page, plan: Plan) -> None:
    await page.goto(f"{plan.address}/phat-dong")
    await press(page, "Phát động")
    await expect(page.get_by_role("status")).to_contain_text("Đã phát động")


def tasks(page: Page, stage: str, plan: Plan) -> Locator:
    """What waits for a clerk of this plan, in one part of the page: ``due``, ``overdue``, ``later``."""
    return page.locator(f"main .tasks-{stage} .task", has_text=plan.number)


async def send_nothing(page: Page, task: Locator) -> None:
    """The form from the list of tasks to the receipt, with nothing to register."""
    await follow(task.get_by_role("button", name="Bắt đầu"))
    await press(page, "Các lĩnh vực còn lại: không có nội dung")
    await press(page, "Đúng, không có nội dung")
    await press(page, "Gửi đăng ký")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Đã ghi nhận bản đăng ký")
