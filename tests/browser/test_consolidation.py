"""The centre's clerk consolidates in a real browser: the crosswalk's question for the district, then both are sent."""

import httpx2
import pytest
from playwright.async_api import expect

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Suite
from deploy.demo.screen import Screen
from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, seed
from deploy.demo.story import Story
from tests.browser.accessible import assert_sound
from tests.browser.people import BOTH_WAYS, Device, People
from tests.browser.test_clerk import press

STEERING = "Giải pháp nâng cao chất lượng tuyên truyền"


async def approved(url: str, run: str) -> Story:
    """The three plans announced again, and the three real items of 2022 approved at the centre."""
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        story = Story(Suite(client), Screen(lambda _: None), run, PRACTICE_PASSWORD)
        items = seed("items")["items"]
        await story.announce()
        for item in items:
            await story.unit_registers(item)
        await story.centre_decides(items)
        await story.unit_resubmits(items)
    return story


@pytest.mark.timeout(240)
@BOTH_WAYS
async def test_consolidation_with_the_question_for_steering(people: People, suite_url: str, device: Device) -> None:
    story = await approved(suite_url, f"th-{device.width}-{int(device.javascript)}")
    base = f"/tong-hop/{story.campaign(CENTRE)}.{CENTRE}"
    page = await people.page("tchc", device)
    await page.locator("main a", has_text="Kế hoạch").filter(has_text="70/KH-TTYT").first.wait_for()
    await page.goto("/tong-hop")
    await assert_sound(page, device)
    begin = page.locator(f"form:has(input[value='{story.campaign(CENTRE)}']) button")
    await begin.click()
    await expect(page.locator("h1")).to_contain_text("Tổng hợp")
    await assert_sound(page, device)

    await press(page, "Đưa tất cả vào bảng")
    main = page.locator("main")
    await expect(main).to_contain_text("1 dòng chưa chọn lĩnh vực")
    await assert_sound(page, device)
    line = page.locator("li.item").filter(has_text="AppSheet").filter(has=page.locator("input[type=checkbox]"))
    await line.locator("a", has_text="Sửa").click()
    await assert_sound(page, device)
    await page.fill("#note", "Áp dụng toàn Trung tâm")
    await press(page, "Lưu dòng")
    await expect(main).to_contain_text("Áp dụng toàn Trung tâm")

    await line.get_by_role("button", name="Đưa ra khỏi bảng").click()
    await expect(main).to_contain_text("câu chữ đã sửa trong bảng vẫn được giữ")
    await assert_sound(page, device)
    await press(page, "Đưa tất cả vào bảng")
    await expect(main).to_contain_text("Áp dụng toàn Trung tâm")

    await page.goto(f"{base}/kiem-tra")
    await expect(main).to_contain_text("không có lĩnh vực tương ứng")
    await expect(main.get_by_role("button", name="Gửi theo kế hoạch 124")).to_have_count(0)
    await assert_sound(page, device)
    await main.locator(".alert-danger a").first.click()
    await expect(main).to_contain_text(STEERING)
    await assert_sound(page, device)
    select = page.locator("select[name^='linh-vuc.']")
    await select.select_option("-")
    await press(page, "Lưu lựa chọn")
    await expect(page.locator(".error-summary")).to_contain_text("phải ghi lý do")
    await assert_sound(page, device)
    await page.locator("select[name^='linh-vuc.']").select_option("e-government")
    await press(page, "Lưu lựa chọn")
    await expect(main).to_contain_text("Đã lưu lựa chọn lĩnh vực")
    await assert_sound(page, device)

    await press(page, "Kiểm tra và gửi")
    papers = page.locator("article.paper")
    await expect(papers.nth(0)).to_contain_text("6. Xây dựng và phát triển chính quyền điện tử")
    await expect(papers.nth(0)).to_contain_text("3. Cải cách tổ chức bộ máy")
    await expect(papers.nth(1)).to_contain_text("1. Công tác chỉ đạo, điều hành")
    await expect(papers.nth(1)).to_contain_text("4. Cải cách tổ chức bộ máy")
    await expect(papers.nth(0)).not_to_contain_text("Công tác chỉ đạo, điều hành")
    await assert_sound(page, device)
    await press(page, "Gửi cùng lúc 2 nơi")
    await expect(main).to_contain_text("Đã gửi")
    await expect(main.get_by_text("đã gửi, chưa có gì mới")).to_have_count(2)
    await assert_sound(page, device)
    for authority in (DISTRICT, DEPARTMENT):
        await page.goto(f"/dang-ky/{story.submission(authority, CENTRE)}/soan")
        assert page.url.endswith(base)
