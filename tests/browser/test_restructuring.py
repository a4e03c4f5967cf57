"""Two stations merge: ordered by mouse, what will change is seen and confirmed, and then it is done."""

import uuid

import httpx2
import pytest
from playwright.async_api import expect

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Suite
from deploy.demo.stage import CENTRE, PLANS, copy_of, seed
from tests.browser.accessible import assert_sound_at_every_width
from tests.browser.mouse import arrive, follow, go, press
from tests.browser.people import DESK, People

pytestmark = pytest.mark.timeout(240)
GONE, HEIR = ("tram-giai-the", "Trạm giải thể"), ("tram-tiep-nhan", "Trạm tiếp nhận")


async def two_stations(url: str) -> None:
    """Organisations and a campaign that no other test uses: those of the seed stay as they are."""
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        administrator = await Suite(client).person("quan-tri", PRACTICE_PASSWORD)
        for ident, name in (GONE, HEIR):
            body = {
                "name": name,
                "short_name": name,
                "kind": "health-station",
                "parents": [{"organisation": CENTRE, "since": "2020-01-01"}],
            }
            await administrator.put(f"/api/registration/organisations/{ident}", {"id": ident, **body})
        definition = next(plan for plan in seed("campaigns")["campaigns"] if plan["id"] == PLANS[CENTRE])
        run = uuid.uuid4().hex[:6]
        campaign = copy_of(definition, f"sap-xep-{run}", run) | {"parents": [], "obliged": [GONE[0], HEIR[0]]}
        await administrator.post("/api/registration/campaigns", campaign)
        await administrator.post(f"/api/registration/campaigns/{campaign['id']}/announce")


async def test_a_merger_from_the_order_to_what_became_of_it(people: People, suite_url: str) -> None:
    await two_stations(suite_url)
    page = await people.page("quan-tri", DESK)
    main = page.locator("main")
    await go(page, "Quản trị")
    await press(page, "Sắp xếp tổ chức")
    await expect(main).to_contain_text("Chưa có việc sắp xếp nào")
    await press(page, "Lập việc sắp xếp mới")
    await page.select_option("#kind", "rename")
    await expect(page.locator("#renamed-name")).to_be_visible()
    await page.select_option("#kind", "merge")
    await expect(page.locator("#renamed-name")).to_be_hidden()
    await page.fill("#basis", "Quyết định số 812/QĐ-UBND")
    await page.fill("#predecessors-0-organisation", GONE[0])
    await page.fill("#successors-0-organisation", HEIR[0])
    preview, confirm = main.locator(".confirm-bar button[value=check]"), main.locator(".confirm-bar button[value=plan]")
    await follow(preview)
    await expect(page.locator(".error-summary")).to_contain_text("Hãy chọn ai nhận các việc chưa gửi")
    await assert_sound_at_every_width(page)
    await expect(confirm).to_have_count(0)

    await page.locator("select[name^='heir:']").select_option(HEIR[0])
    await follow(preview)
    await expect(page.get_by_role("region", name="Những gì sẽ thay đổi")).to_contain_text(GONE[1])
    await assert_sound_at_every_width(page)
    await follow(confirm)
    await expect(page.locator("h1")).to_contain_text("Sáp nhập")
    await arrive(page.get_by_role("heading", name="Việc đã chuyển"))
    await expect(main).to_contain_text(f"{GONE[1]} → {HEIR[1]}")
    await assert_sound_at_every_width(page)

    await press(page, "Sắp xếp tổ chức")
    await expect(main).to_contain_text("812/QĐ-UBND")
    await assert_sound_at_every_width(page)
