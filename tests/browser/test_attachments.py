"""A file of evidence at a report's item in a real browser: uploaded, downloaded and taken out, with scripts or not."""

from pathlib import Path

import httpx2
import pytest
from playwright.async_api import expect

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Suite
from tests.browser.accessible import assert_sound
from tests.browser.people import BOTH_WAYS, Device, People
from tests.browser.review_cases import Campaign, new_campaign
from tests.browser.test_correction import approved
from tests.unit.registration.reports.file_examples import HTML, png

pytestmark = pytest.mark.timeout(300)
UNIT = "khoa-4"


async def begun(campaign: Campaign) -> str:
    """The address of the one item in the unit's Mẫu 2."""
    async with httpx2.AsyncClient(base_url=campaign.url, timeout=30) as client:
        clerk = await Suite(client).person(UNIT, PRACTICE_PASSWORD)
        body = {"campaign": campaign.id, "form": "completion", "organisation": UNIT}
        made = await clerk.post("/api/registration/submissions", body)
        ident = made["submission"]["id"]
        found = await clerk.get(f"/api/registration/submissions/{ident}/report")
        return f"/dang-ky/{ident}/soan/ket-qua/{found['basis'][0]['id']}"


@BOTH_WAYS
async def test_a_file_goes_up_and_comes_down(people: People, device: Device, tmp_path: Path) -> None:
    campaign = await new_campaign(people.url)
    await approved(campaign, UNIT, "Quản lý nhân lực")
    good, wrong = tmp_path / "Ảnh chụp.png", tmp_path / "giả.png"
    good.write_bytes(png(padding=2_000_000))
    wrong.write_bytes(HTML)
    page = await people.page(UNIT, device)
    await page.goto(await begun(campaign))

    await page.check("#outcome-done")
    await page.fill("#result", "Đã dùng ở mọi khoa")
    await page.set_input_files("#file", wrong)
    await page.get_by_role("button", name="Lưu và tải tệp lên").click()
    await expect(page.locator("#file-loi")).to_contain_text("Tệp “giả.png” không phải PDF")
    await expect(page.locator("#result")).to_have_value("Đã dùng ở mọi khoa")
    await assert_sound(page, device)

    await page.set_input_files("#file", good)
    await page.get_by_role("button", name="Lưu và tải tệp lên").click()
    await expect(page.locator("main")).to_contain_text("Đã tải tệp lên")
    await expect(page.locator("#result")).to_have_value("Đã dùng ở mọi khoa")
    await assert_sound(page, device)
    async with page.expect_download() as started:
        await page.get_by_role("link", name="Ảnh chụp.png").click()
    download = await started.value
    assert download.suggested_filename == "Ảnh chụp.png"
    saved = tmp_path / "saved"
    await download.save_as(saved)
    assert saved.read_bytes() == good.read_bytes()

    await page.get_by_role("button", name="Lưu và bỏ tệp").click()
    await expect(page.locator("main")).to_contain_text("Đã bỏ tệp khỏi bản nháp")
    await expect(page.get_by_role("link", name="Ảnh chụp.png")).to_have_count(0)
