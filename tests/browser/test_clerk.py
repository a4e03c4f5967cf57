"""A clerk's whole job in a real browser: few pages without JavaScript, and nothing typed is ever lost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.async_api import Page, Response, expect

from deploy.demo import PRACTICE_PASSWORD
from tests.browser.accessible import assert_sound
from tests.browser.people import BOTH_WAYS, PHONE, Device, People

PLAN = "70-kh-ttyt-2022"
MOST_LOADS = 12
LONG = (
    "Giải pháp nâng cao chất lượng tuyên truyền thực hiện công tác cải cách hành chính "
    "tại Khoa Kiểm soát bệnh tật và HIV/AIDS - Y tế công cộng - An toàn thực phẩm"
)


@contextmanager
def loads(page: Page) -> Iterator[list[str]]:
    """The pages that the browser shows meanwhile; a redirect on the way is none."""
    seen: list[str] = []

    def note(answer: Response) -> None:
        if answer.request.is_navigation_request() and not 300 <= answer.status < 400:
            seen.append(f"{answer.request.method} {answer.url} {answer.status}")

    page.on("response", note)
    yield seen
    page.remove_listener("response", note)


async def sign_in(page: Page, account: str) -> None:
    await page.fill("#account", account)
    await page.fill("#password", PRACTICE_PASSWORD)
    await page.click("main form button")


async def press(page: Page, text: str) -> None:
    """The first button or link of the page's content that is called so, whatever is added for those who do not see.

    Returns on the page that follows.
    """
    found = page.locator("main").locator("a.btn, button").filter(has_text=re.compile(rf"^\s*{re.escape(text)}"))
    async with page.expect_navigation():
        await found.first.click()


async def begin(people: People, account: str, device: Device) -> Page:
    """The form for a new item in the first field of a unit's Mẫu 1."""
    page = await people.page(account, device)
    await press(page, "Bắt đầu")
    await press(page, "Có đăng ký")
    await expect(page.locator("#content")).to_be_visible()
    return page


async def test_from_sign_in_to_receipt_in_few_pages(people: People) -> None:
    page = await people.page(None, PHONE.without_javascript)
    with loads(page) as seen:
        await page.goto("/dang-nhap")
        await sign_in(page, "khoa-6")
        await press(page, "Bắt đầu")
        await press(page, "Có đăng ký")
        await page.fill("#content", LONG)
        await page.fill("#parts", "Niêm yết thủ tục\nPhát thanh hằng tuần")
        await page.fill("#expected", "Quý IV/2022")
        await press(page, "Lưu nội dung")
        await press(page, "Xong lĩnh vực này")
        await press(page, "Các lĩnh vực còn lại: không có nội dung")
        await press(page, "Đúng, không có nội dung")
        await press(page, "Gửi đăng ký")
    await expect(page.locator(".receipt-number")).to_have_text("70-KH-TTYT-2022/KHOA-6/1")
    await expect(page.locator("h1")).to_contain_text("Đã ghi nhận bản đăng ký")
    assert len(seen) <= MOST_LOADS, "\n".join(seen)


@BOTH_WAYS
async def test_every_page_of_the_way_is_accessible(people: People, device: Device) -> None:
    unit = "khoa-7" if device.javascript else "khoa-8"
    page = await people.page(unit, device)

    await assert_sound(page, device)
    await press(page, "Bắt đầu")
    await assert_sound(page, device)
    await press(page, "Có đăng ký")
    await assert_sound(page, device)
    await page.fill("#content", LONG)
    await page.fill("#expected", "31/02/2022")
    await press(page, "Lưu nội dung")
    await expect(page.locator("#expected-loi")).to_be_visible()
    await assert_sound(page, device)
    await page.fill("#expected", "Quý IV/2022")
    await press(page, "Lưu nội dung")
    await assert_sound(page, device)
    await press(page, "Xóa")
    await assert_sound(page, device)
    await press(page, "Giữ lại")
    await press(page, "Xong lĩnh vực này")
    await assert_sound(page, device)
    await press(page, "Kiểm tra và gửi")
    await assert_sound(page, device)
    await page.locator(".error-summary a").first.click()
    await page.locator("main li.field button").first.click()
    await press(page, "Các lĩnh vực còn lại")
    await assert_sound(page, device)
    await press(page, "Đúng")
    await assert_sound(page, device)
    await press(page, "Gửi đăng ký")
    await assert_sound(page, device)
    await press(page, "Xem bản đã gửi")
    await assert_sound(page, device)
    await page.goto(f"/dang-ky/{PLAN}.registration.{unit}")
    await assert_sound(page, device)


@BOTH_WAYS
async def test_two_people_at_one_item_see_both_texts(people: People, device: Device) -> None:
    unit = "tyt-phuong-12" if device.javascript else "tyt-phuong-11"
    first = await begin(people, unit, device)
    await first.fill("#content", "Bản đầu")
    await first.fill("#expected", "Năm 2022")
    await press(first, "Lưu nội dung")
    second = await people.page(unit, device)
    address = await first.locator("a", has_text="Sửa").first.get_attribute("href")
    for page in (first, second):
        await page.goto(address or "")
    await second.fill("#content", "Người thứ hai gõ")
    await press(second, "Lưu nội dung")
    await expect(second.locator("main")).to_contain_text("Đã lưu nội dung vào bản nháp")
    await first.fill("#content", "Người thứ nhất gõ")
    await press(first, "Lưu nội dung")
    for words in ("Người thứ nhất gõ", "Người thứ hai gõ", "hãy chọn bản giữ lại"):
        await expect(first.locator("main")).to_contain_text(words)
    await expect(first.locator("#content")).to_have_value("Người thứ nhất gõ")
    await assert_sound(first, device)
    await press(first, "Giữ bản của tôi")
    await expect(first.locator("main")).to_contain_text("Người thứ nhất gõ")
    await expect(first.locator("main")).to_contain_text("Đã lưu nội dung vào bản nháp")


@BOTH_WAYS
async def test_a_session_that_ends_in_mid_form_loses_nothing(people: People, device: Device) -> None:
    unit = "tyt-phuong-10" if device.javascript else "tyt-phuong-9"
    page = await begin(people, unit, device)
    await page.fill("#content", LONG)
    await page.fill("#expected", "Năm 2022")
    await page.context.clear_cookies()
    await press(page, "Lưu nội dung")
    await expect(page.locator("#password")).to_be_visible()
    await sign_in(page, unit)
    if not await page.locator("main", has_text="Đã lưu nội dung vào bản nháp").count():
        await page.locator("main form button").first.click()
    await expect(page.locator("main")).to_contain_text("Đã lưu nội dung vào bản nháp")
    await expect(page.locator("main")).to_contain_text(LONG)


async def test_what_is_typed_is_saved_by_itself(people: People) -> None:
    unit = "tyt-phuong-8"
    page = await begin(people, unit, PHONE)
    await page.fill("#content", "Gõ dở rồi rời trang")
    async with page.expect_response(lambda answer: "/tu-luu" in answer.url) as saving:
        await page.evaluate(
            "() => { Object.defineProperty(document, 'hidden', {value: true});"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        )
    assert (await saving.value).status == 200
    other = await people.page(unit, PHONE.without_javascript)
    await press(other, "Làm tiếp")
    await expect(other.locator("main")).to_contain_text("Gõ dở rồi rời trang")
    await page.fill("#expected", "Năm 2022")
    await press(page, "Lưu nội dung")
    await expect(page.locator("main")).to_contain_text("Đã lưu nội dung vào bản nháp")
