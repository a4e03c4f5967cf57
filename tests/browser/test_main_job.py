"""The whole main job as five people with a mouse: announced, registered, decided at three levels, counted."""

import asyncio
import re
import uuid
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.async_api import Locator, Page, expect

from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, PLANS
from tests.browser.mouse import PATIENCE_SECONDS, arrive, follow, go, press
from tests.browser.people import BOTH_WAYS, Device, People

pytestmark = pytest.mark.timeout(300)
CENTRE_NAME = "Trung tâm Y tế quận Tân Bình"
LETTERS = {DISTRICT: "KH-UBND", DEPARTMENT: "KH-SYT", CENTRE: "KH-TTYT"}
ORGANISATION, FINANCE = "Cải cách tổ chức bộ máy hành chính nhà nước", "Cải cách tài chính công"
STAFF = "Quản lý nhân lực bằng phần mềm AppSheet"
PAYMENT = "Thu tiền và thanh toán điện tử"
WHY = "Đề nghị nêu rõ các dịch vụ được thu tiền điện tử"
# The three units: an item approved, an item returned, nothing in any field.
APPROVED, RETURNED, NIL = 13, 14, 15
FIELDS = ("steering", "institutions", "procedures", "organisation", "civil-service", "public-finance")


@dataclass(frozen=True)
class Plan:
    """One of the three campaigns of a run: what people call it, and its id in addresses."""

    number: str
    id: str


@dataclass(frozen=True)
class Job:
    """Who takes part, and on what device."""

    people: People
    device: Device

    async def person(self, account: str) -> Page:
        """A signed-in person before the first page."""
        page = await self.people.page(account, self.device)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Việc cần làm")
        return page


async def draft(page: Page, authority: str, run: int) -> Plan:
    """A campaign from the authority's template, as a draft."""
    number = f"{run}/{LETTERS[authority]}"
    await go(page, "Quản trị")
    await press(page, "Tạo kế hoạch mới")
    await page.check(f"input[name=source][value='{PLANS[authority]}']")
    await page.get_by_label("Số kế hoạch mới").fill(number)
    await page.get_by_label(re.compile("^Năm mới")).fill("2022")
    await page.get_by_label("Đơn vị ban hành").select_option(authority)
    await press(page, "Tạo dự thảo")
    await expect(page.get_by_role("status")).to_contain_text("Đã tạo")
    return Plan(number, urlsplit(page.url).path.split("/")[2])


async def announce(page: Page) -> None:
    """From the preview on."""
    await press(page, "Sang bước phát động")
    await press(page, "Phát động")
    await expect(page.get_by_role("status")).to_contain_text("Đã phát động")


async def announce_all(job: Job) -> dict[str, Plan]:
    """The plans of the two authorities, and the centre's below them, whose deadline comes too late for both."""
    page, run, plans = await job.person("quan-tri"), uuid.uuid4().int % 1_000_000, {}
    for authority in (DISTRICT, DEPARTMENT):
        plans[authority] = await draft(page, authority, run)
        await press(page, "Xem trước")
        await announce(page)
    plans[CENTRE] = await draft(page, CENTRE, run)
    await follow(page.locator("main nav").get_by_role("link", name="Phong trào cấp trên"))
    for authority in (DISTRICT, DEPARTMENT):
        await page.uncheck(f"#parent-{PLANS[authority]}")
        await page.check(f"#parent-{plans[authority].id}")
    await press(page, "Lưu và xem trước")
    for authority in (DISTRICT, DEPARTMENT):
        await expect(page.locator("main .alert-warning")).to_contain_text(plans[authority].number)
    await announce(page)
    return plans


def task(page: Page, plan: Plan) -> Locator:
    """The form of this plan that can be filled in, among all that wait for the person."""
    return page.locator("main .task", has_text=f", {plan.number}, ")


async def register(page: Page, plan: Plan, field: str = "", content: str = "") -> None:
    """Mẫu 1 from the list of tasks to the receipt: one item or none, and nil in every other field."""
    await follow(task(page, plan).get_by_role("button", name="Bắt đầu"))
    if field:
        await follow(page.locator("main .field", has_text=field).get_by_role("link", name="Có đăng ký"))
        await page.fill("#content", content)
        await page.fill("#expected", "Quý IV/2022")
        await press(page, "Lưu nội dung")
        await press(page, "Xong lĩnh vực này")
    await press(page, "Các lĩnh vực còn lại: không có nội dung")
    await press(page, "Đúng, không có nội dung")
    await press(page, "Gửi đăng ký")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Đã ghi nhận bản đăng ký")


async def decide(page: Page, plan: Plan, unit: str, outcome: str, reason: str = "") -> None:
    """Finds the case among those of its campaign, and decides."""
    await go(page, "Thẩm định")
    await arrive(page.locator("#campaign option", has_text=plan.number))
    await page.get_by_text("Tìm, lọc và sắp xếp").click()
    await page.locator("#campaign").select_option(label=plan.number)
    await press(page, "Lọc")
    case = page.locator("main").get_by_role("link", name=unit, exact=True)
    await arrive(case)
    await follow(case)
    await page.get_by_label(outcome, exact=True).first.check()
    await page.locator("#reason").fill(reason)
    await press(page, "Ghi quyết định")
    await expect(page.get_by_role("status").first).to_contain_text(f"Đã ghi: {outcome}")


async def hear(page: Page, plan: Plan, reason: str) -> None:
    """The clerk finds the form among the tasks again, with the reason."""
    await go(page, "Việc cần làm")
    returned = task(page, plan).get_by_role("link", name="Xem lý do và bổ sung")
    await arrive(returned)
    await follow(returned)
    await expect(page.locator("main")).to_contain_text(reason)


OF_MAU_1 = ("form", "registration")


def expected() -> dict[str, int]:
    """The leader's figures, by what distinguishes the address of each number's list."""
    figures = {"bucket=expected": 28, "bucket=received": 3, "bucket=on_time": 3, "bucket=late": 0, "bucket=missing": 25}
    figures |= {"waiting=unseen": 0, "waiting=viewed": 0, "waiting=returned": 1}
    reported = ("", "&outcome=done", "&outcome=not_done", "&outcome=given_up")
    figures |= dict.fromkeys((f"form=completion{name}" for name in reported), 0)  # the year in a line: nobody has yet
    zero = {"": 0, "status=approved": 0, "status=returned": 0, "status=rejected": 0, "status=awaiting": 0}
    zero |= {"reply=unanswered": 0}
    for code in FIELDS:
        own = zero | {"reply=nil": 3}
        if code == "organisation":
            own |= {"": 1, "status=approved": 1, "reply=nil": 2}
        if code == "public-finance":
            own |= {"": 1, "status=returned": 1, "reply=nil": 2}
        figures |= {f"field={code}&{name}".rstrip("&"): number for name, number in own.items()}
    return figures | zero | {"": 2, "status=approved": 1, "status=returned": 1, "reply=nil": 16}


def distinction(address: str) -> str:
    """What distinguishes a list's address from those of the other numbers on the page."""
    given = [one for one in parse_qsl(urlsplit(address).query) if one[0] != "recipient" and one != OF_MAU_1]
    return "&".join(f"{name}={value}" for name, value in given)


async def figures(page: Page) -> list[tuple[str, int]]:
    """All numbers of the page, in its order; a few stand there twice."""
    numbers = await page.locator("a.number").evaluate_all(
        "found => found.map((one) => [one.getAttribute('href'), one.innerText])"
    )
    return [(distinction(address), int(text)) for address, text in numbers]


async def open_figures(page: Page, plan: Plan) -> None:
    """From the list of campaigns to the one of this run, on whatever page of the list it stands."""
    await go(page, "Số liệu")
    link = page.locator(f"main a[href^='/bao-cao/{plan.id}?'][href*='form=registration']")
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not await link.count():
            further = page.get_by_role("link", name="Trang sau")
            await (follow(further) if await further.count() else go(page, "Số liệu"))
    await follow(link)


async def every_number_leads_to_its_list(page: Page) -> None:
    """Each that counts something is followed; of the fields' numbers those of what was registered."""
    for place, (which, number) in enumerate(await figures(page)):
        if number == 0 or (which.startswith("field=") and "reply=" in which):
            continue
        await follow(page.locator("a.number").nth(place))
        assert distinction(page.url) == which
        assert await page.locator("main strong").first.inner_text() == str(number), which
        await page.go_back(wait_until="domcontentloaded")


@BOTH_WAYS
async def test_from_the_template_to_the_figures(people: People, device: Device) -> None:
    job = Job(people, device)
    plans = await announce_all(job)
    own = plans[CENTRE]

    clerks = {unit: await job.person(f"tyt-phuong-{unit}") for unit in (APPROVED, RETURNED, NIL)}
    await register(clerks[APPROVED], own, ORGANISATION, STAFF)
    await register(clerks[RETURNED], own, FINANCE, PAYMENT)
    await register(clerks[NIL], own)

    office = await job.person("tchc")
    await decide(office, own, f"Trạm Y tế Phường {APPROVED}", "Duyệt")
    await decide(office, own, f"Trạm Y tế Phường {RETURNED}", "Trả lại bổ sung", WHY)
    await decide(office, own, f"Trạm Y tế Phường {NIL}", "Duyệt")
    await hear(clerks[RETURNED], own, WHY)

    for authority in (DISTRICT, DEPARTMENT):
        await go(office, "Việc cần làm")
        await register(office, plans[authority], ORGANISATION, STAFF)
    await decide(await job.person("tccb"), plans[DEPARTMENT], CENTRE_NAME, "Duyệt")
    await decide(await job.person("noi-vu"), plans[DISTRICT], CENTRE_NAME, "Trả lại bổ sung", WHY)
    await hear(office, plans[DISTRICT], WHY)

    leader = await job.person("giam-doc")
    await open_figures(leader, own)
    upward = leader.get_by_role("table", name="gửi tổng hợp lên").get_by_role("row")
    for authority, state in ((DEPARTMENT, "Đã duyệt"), (DISTRICT, "Trả lại bổ sung")):
        await arrive(upward.filter(has_text=f"{plans[authority].number}: Mẫu 1 - Đăng ký").filter(has_text=state))
    await arrive(leader.locator("a.number[href*='waiting=returned']", has_text=re.compile("^1$")))
    await arrive(leader.locator("tfoot a.number[href*='status=approved']", has_text=re.compile("^1$")))
    assert set(await figures(leader)) == set(expected().items())
    await every_number_leads_to_its_list(leader)
    assert people.foreign == []
