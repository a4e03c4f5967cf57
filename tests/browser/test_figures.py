import os

from tests.browser.accessible import assert_sound
from tests.browser.people import BOTH_WAYS, Device, People
from tests.browser.survey_world import announced
from tests.browser.test_clerk import press

SHOTS = "/tmp/shots"
os.makedirs(SHOTS, exist_ok=True)


async def shot(page, name, device):
    await page.screenshot(path=f"{SHOTS}/{name}-{device}.png", full_page=True)


@BOTH_WAYS
async def test_explore(people: People, suite_url: str, device: Device) -> None:
    survey = await announced(
        suite_url,
        ["khoa-3", "khoa-9"],
        {"weekly": {"2022-W18": "2022-05-09", "2022-W19": "2022-05-16"}, "monthly": {"2022-05": "2022-06-06"}},
    )
    page = await people.page("khoa-9", device)
    await shot(page, "work", device)
    task = page.locator("main .task", has_text=f"{survey.number}").first
    print(await page.locator("main .task").all_inner_texts())
    async with page.expect_navigation():
        await task.get_by_role("button", name="Bắt đầu").click()
    await shot(page, "editor", device)
    await page.fill("#o-services-answers-satisfied", "mười")
    await page.fill("#o-services-answers-neutral", "3")
    await page.fill("#o-services-answers-unsatisfied", "1")
    await press(page, "Lưu và kiểm tra")
    await shot(page, "check-fault", device)
    await page.goto(page.url.replace("kiem-tra", "soan"))
    await shot(page, "editor-doubt", device)
    await page.goto(page.url.replace("soan", "kiem-tra"))
    try:
        await assert_sound(page, device)
    except AssertionError as e:
        print(e)
    await page.goto(page.url.replace("kiem-tra", "soan"))
    for row in ("services", "quality", "attitude"):
        for n, a in enumerate(("satisfied", "neutral", "unsatisfied")):
            await page.fill(f"#o-{row}-answers-{a}", str(30 - 10 * n))
    async with page.expect_navigation():
        await page.get_by_role("button", name="Lưu", exact=True).click()
    await shot(page, "saved", device)
    try:
        await assert_sound(page, device)
    except AssertionError as e:
        print(e)
    await press(page, "Lưu và kiểm tra")
    await shot(page, "check", device)
    await press(page, "Gửi số liệu")
    await shot(page, "receipt", device)
