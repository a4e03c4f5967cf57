"""Every page that five people can reach: accessible, not wider than a telephone, from this origin alone."""

import pytest

from tests.browser.accessible import assert_accessible, assert_well_formed
from tests.browser.crawl import reachable
from tests.browser.people import DESK, PHONE, People

PEOPLE = ["tyt-phuong-1", "phong-tai-chinh-ke-toan", "tchc", "noi-vu", "quan-tri"]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("account", PEOPLE)
async def test_no_page_is_closed_to_anybody(people: People, account: str) -> None:
    page = await people.page(account, PHONE)
    faults, opened = [], 0
    async for address, status in reachable(page):
        opened += 1
        if status != 200:
            faults.append(f"{address}: {status}, a dead link")
            continue
        for check in (assert_well_formed, assert_accessible):
            try:
                await check(page)
            except AssertionError as fault:
                faults.append(str(fault))
    assert not faults, "\n".join(faults)
    assert opened >= 5
    assert people.foreign == []


async def test_the_sign_in_is_open_to_everybody(people: People) -> None:
    for device in (PHONE, DESK):
        page = await people.page(None, device)
        await assert_well_formed(page)
        await assert_accessible(page)


async def test_pages_fit_a_desk_too(people: People) -> None:
    page = await people.page("tchc", DESK)
    for address in ("/", "/phong-trao", "/tham-dinh/ttyt-tan-binh", "/bao-cao", "/thong-bao", "/phien/mat-khau"):
        await page.goto(address)
        await assert_well_formed(page)
        await assert_accessible(page)
