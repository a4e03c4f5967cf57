"""Which pages are pictured, as whom, and how one gets there. Every picture can be taken again and in any order."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page, expect

from deploy.demo.stage import CENTRE, DISTRICT, PLANS
from tests.browser.picture_data import DRAFT, DRAFTING, PLAN, RETURNED, submission
from tests.browser.picture_year import CLOSED, CONSOLIDATION, REPORT, UNIT, UNIT_REPORT

Act = Callable[[Page], Awaitable[None]]
DESK = f"/tham-dinh/{CENTRE}"
WRITING = f"/dang-ky/{submission(DRAFTING)}"
FIRST, SECOND = "Hẹn giờ khám thai qua tổng đài của trạm.", "Hẹn giờ khám thai qua Zalo của trạm."


async def stay(_: Page) -> None:
    """The page as it opens."""


async def press(page: Page, text: str) -> None:
    """The first button or link of the content that begins so, and the page that follows."""
    async with page.expect_navigation():
        await page.locator("main").locator("a, button").filter(has_text=text).first.click()


def pressing(text: str) -> Act:
    async def act(page: Page) -> None:
        await press(page, text)

    return act


async def open_item(page: Page) -> None:
    """The one item of the draft."""
    await press(page, "Sửa")
    await expect(page.locator("#content")).to_be_visible()


async def begin_item(page: Page) -> None:
    await press(page, "Có đăng ký")
    await expect(page.locator("#content")).to_be_visible()


async def wrong_date(page: Page) -> None:
    await begin_item(page)
    await page.fill("#content", FIRST)
    await page.fill("#expected", "31/02/2022")
    await press(page, "Lưu nội dung")
    await expect(page.locator("#expected-loi")).to_be_visible()


async def two_writers(page: Page) -> None:
    """A second window of the same unit saves first."""
    await open_item(page)
    other = await page.context.new_page()
    await other.goto(page.url)
    now = await other.locator("#content").input_value()
    await other.fill("#content", FIRST if now != FIRST else SECOND)
    await press(other, "Lưu nội dung")
    await other.close()
    await page.fill("#content", "Hẹn giờ khám thai qua điện thoại, có nhắc lại một ngày trước.")
    await press(page, "Lưu nội dung")
    await expect(page.locator("main")).to_contain_text("Giữ bản của tôi")


async def session_over(page: Page) -> None:
    await begin_item(page)
    await page.fill("#content", "Gọi điện nhắc lịch tiêm chủng cho từng gia đình.")
    await page.context.clear_cookies()
    await press(page, "Lưu nội dung")
    await expect(page.locator("#password")).to_be_visible()


async def only_order(page: Page) -> None:
    await page.locator("main li a").first.click()
    await expect(page.locator("#thay-doi")).to_be_visible()


async def not_done(page: Page) -> None:
    await press(page, "Trả lời")
    await page.check("#outcome-not_done")
    await page.fill("#reason", "Chờ tập huấn cho 15 trạm y tế.")
    await page.fill("#new_expected", "Quý I/2023")


async def two_marked(page: Page) -> None:
    for box in (await page.locator("main input[name=chon]").all())[:2]:
        await box.check()
    await press(page, "Duyệt các hồ sơ đã đánh dấu")


@dataclass(frozen=True)
class Shot:
    """`account` is None for somebody who is not signed in; `status` is what the address must answer."""

    name: str
    account: str | None
    address: str
    act: Act = stay
    status: int = 200


SHOTS = (
    Shot("dang-nhap", None, "/dang-nhap"),
    # the clerk
    Shot("viec-can-lam", "tyt-phuong-5", "/"),
    Shot("phong-trao", DRAFTING, f"/phong-trao/{PLAN}"),
    Shot("soan-mau-1", DRAFTING, f"{WRITING}/soan"),
    Shot("soan-noi-dung", DRAFTING, f"{WRITING}/soan", wrong_date),
    Shot("kiem-tra", "tyt-phuong-1", f"/dang-ky/{submission('tyt-phuong-1')}/ban/1"),
    Shot("bien-nhan", "tyt-phuong-1", f"/dang-ky/{submission('tyt-phuong-1')}/bien-nhan"),
    Shot("da-gui", "phong-tai-chinh-ke-toan", f"/dang-ky/{submission('phong-tai-chinh-ke-toan')}"),
    Shot("bi-tra-lai", RETURNED, "/"),
    Shot("hai-nguoi-cung-sua", DRAFTING, f"{WRITING}/soan/linh-vuc/procedures", two_writers),
    Shot("phien-het-han", DRAFTING, f"{WRITING}/soan", session_over),
    Shot("gian-doan", DRAFTING, "/tam-gian-doan", status=503),
    Shot("thong-bao", RETURNED, "/thong-bao"),
    Shot("doi-mat-khau", DRAFTING, "/phien/mat-khau"),
    # the clerk's year
    Shot("dinh-chinh", UNIT, f"/dang-ky/{submission(UNIT)}/dinh-chinh"),
    Shot("rut-noi-dung", UNIT, f"/dang-ky/{submission(UNIT)}", pressing("Rút nội dung này")),
    Shot("bao-cao", "tchc", f"/dang-ky/{REPORT}/soan"),
    Shot("ket-qua", "tchc", f"/dang-ky/{REPORT}/soan", not_done),
    Shot("mau-2", UNIT, f"/dang-ky/{UNIT_REPORT}/kiem-tra"),
    Shot("tong-hop", "tchc", f"/tong-hop/{CONSOLIDATION}"),
    Shot("doi-chieu", "tchc", f"/tong-hop/{CONSOLIDATION}/doi-chieu/{PLANS[DISTRICT]}"),
    Shot("tong-hop-kiem-tra", "tchc", f"/tong-hop/{CONSOLIDATION}/kiem-tra"),
    # the reviewer
    Shot("tham-dinh", "tchc", DESK),
    Shot("ho-so", "tchc", f"{DESK}/{CENTRE}.{submission('tyt-phuong-13')}"),
    Shot("ho-so-hai-ban", "tchc", f"{DESK}/{CENTRE}.{submission('phong-tai-chinh-ke-toan')}"),
    Shot("ho-so-cap-tren", "noi-vu", f"/tham-dinh/{DISTRICT}/{DISTRICT}.{submission(CENTRE, DISTRICT)}"),
    Shot("duyet-nhieu", "tchc", DESK, two_marked),
    Shot("thay-the", "tchc", f"{DESK}/thay-the"),
    Shot("mau-ly-do", "tchc", f"{DESK}/mau-ly-do"),
    # the leader
    Shot("so-lieu", "giam-doc", "/bao-cao"),
    Shot("so-lieu-phong-trao", "giam-doc", f"/bao-cao/{PLAN}?recipient={CENTRE}"),
    Shot("so-lieu-chua-gui", "giam-doc", f"/bao-cao/{PLAN}/don-vi?recipient={CENTRE}&bucket=missing"),
    Shot("so-lieu-noi-dung", "giam-doc", f"/bao-cao/{PLAN}/sang-kien?recipient={CENTRE}"),
    # the administrator
    Shot("quan-tri", "quan-tri", "/quan-tri"),
    Shot("tao-phong-trao", "quan-tri", "/phong-trao/moi"),
    Shot("sua-phong-trao", "quan-tri", f"/phong-trao/{DRAFT}/sua/bieu-mau"),
    Shot("cot-va-de-cuong", "quan-tri", f"/phong-trao/{DRAFT}/sua/cot-va-de-cuong"),
    Shot("phat-dong", "quan-tri", f"/phong-trao/{DRAFT}/phat-dong"),
    Shot("gia-han", "quan-tri", f"/phong-trao/{PLAN}/gia-han?don-vi=khoa-3"),
    Shot("mo-lai", "quan-tri", f"/phong-trao/{CLOSED}/mo-lai"),
    Shot("don-vi", "quan-tri", "/don-vi"),
    Shot("sap-xep", "quan-tri", "/quan-tri/sap-xep", only_order),
    Shot("tai-khoan", "quan-tri", "/tai-khoan"),
    Shot("cap-lai-mat-khau", "quan-tri", "/tai-khoan/khoa-9/cap-lai", pressing("Cấp")),
)
