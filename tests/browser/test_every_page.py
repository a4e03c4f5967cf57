"""Every page that the people of the suite reach, on a telephone and on a desk: accessible, from this origin alone."""

import pytest
from playwright.async_api import Page

from tests.browser.accessible import assert_sound_at_every_width
from tests.browser.crawl import reachable, shape
from tests.browser.people import PHONE, People
from tests.browser.review_cases import DESK

pytestmark = pytest.mark.timeout(300)
PEOPLE = ["tyt-phuong-1", "phong-tai-chinh-ke-toan", "tchc", "noi-vu", "giam-doc", "quan-tri"]
REFUSED = [
    ("tyt-phuong-1", "/khong-co", 404),
    ("tyt-phuong-1", "/phong-trao/khong-co", 404),
    ("tyt-phuong-1", "/quan-tri", 403),
    ("tyt-phuong-1", DESK, 403),
    ("giam-doc", "/bao-cao/khong-co", 404),
]
PLAN = "/phong-trao/70-kh-ttyt-2022"
LATER = f"{PLAN}/gia-han?don-vi=khoa-9&bieu-mau=registration"
# Who sends what from where: the fields are filled with these values, the button of the page's own form is pressed.
WRONG: list[tuple[str, str, dict[str, str]]] = [
    ("quan-tri", "/phong-trao/moi", {"#number": "", "#year": "hai nghìn"}),
    ("quan-tri", f"{PLAN}/sua/thong-tin", {"#number": "", "#title": ""}),
    ("quan-tri", f"{PLAN}/sua/linh-vuc", {"#fields-0-name": "", "#fields-1-number": "1"}),
    ("quan-tri", f"{PLAN}/sua/bieu-mau", {"#forms-0-due": "ngày 32/5/2022"}),
    ("quan-tri", LATER, {"main [name=due]": "hôm nào đó", "main [name=reason]": ""}),
    ("quan-tri", "/don-vi/moi", {"#name": ""}),
    ("quan-tri", "/tai-khoan/moi", {"#name": ""}),
    ("quan-tri", "/quan-tri/sap-xep/moi", {"#basis": "", "#predecessors-0-organisation": "Trạm không có"}),
    ("tchc", f"{DESK}/thay-the", {"#account": "", "#reason": ""}),
    ("tchc", f"{DESK}/mau-ly-do", {"main form textarea": ""}),
    ("tyt-phuong-1", "/phien/mat-khau", {"#current": "sai", "#new": "ngắn", "#repeat": "khác"}),
]


KINDS = """() => [...new Set([...document.querySelectorAll("body *")].map(
    (one) => [one.tagName, one.className, one.getAttribute("role")].join(".")))].sort().join(" ")"""
"""The kinds of elements on a page."""


@pytest.fixture(scope="module")
def seen() -> set[tuple[str, str]]:
    """Pages that were looked at, by shape and kinds of elements: the next person's is not looked at once more."""
    return set()


async def faults_of(page: Page) -> list[str]:
    try:
        await assert_sound_at_every_width(page)
    except AssertionError as fault:
        return [str(fault)]
    return []


@pytest.mark.parametrize("account", PEOPLE)
async def test_no_page_is_closed_to_anybody(people: People, account: str, seen: set[tuple[str, str]]) -> None:
    page = await people.page(account, PHONE)
    faults, opened = [], 0
    async for address, status in reachable(page):
        opened += 1
        found = shape(address), str(await page.evaluate(KINDS))
        if status != 200:
            faults.append(f"{address}: {status}, a dead link")
        elif found not in seen:
            seen.add(found)
            faults += await faults_of(page)
    assert not faults, "\n".join(faults)
    assert opened >= 5
    assert people.foreign == []


async def test_the_sign_in_is_open_to_everybody(people: People) -> None:
    page = await people.page(None, PHONE)
    await assert_sound_at_every_width(page)
    await page.fill("#account", "tyt-phuong-1")
    await page.fill("#password", "không phải mật khẩu này")
    await page.click("main form button")
    await page.get_by_role("alert").first.wait_for()
    await assert_sound_at_every_width(page)


async def test_a_refusal_is_a_page_like_any_other(people: People) -> None:
    faults = []
    for account, address, expected in REFUSED:
        page = await people.page(account, PHONE)
        answer = await page.goto(address)
        assert answer is not None
        assert answer.status == expected, address
        faults += await faults_of(page)
        await people.close()
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("account", sorted({account for account, _, _ in WRONG}))
async def test_a_form_with_errors_is_as_sound_as_without(people: People, account: str) -> None:
    page = await people.page(account, PHONE)
    faults = []
    for address, values in [(address, values) for who, address, values in WRONG if who == account]:
        await page.goto(address)
        for field, value in values.items():
            await page.fill(field, value)
        async with page.expect_navigation() as answered:
            await page.locator("main .confirm-bar button.btn-primary").first.click()
        assert (await answered.value).status in {409, 422}, address
        assert await page.locator("main .field-error").count(), f"{address}: no sentence beside a field"
        faults += await faults_of(page)
    assert not faults, "\n".join(faults)
