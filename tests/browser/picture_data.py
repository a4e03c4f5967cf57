"""What the pictures show: the job of 2022 done on the three real plans, and more units beside those of the story."""

import asyncio

import httpx2

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Person, Suite
from deploy.demo.screen import Screen
from deploy.demo.stage import CENTRE, PLANS, copy_of, seed
from deploy.demo.story import Story
from tests.browser.picture_year import OFFERED, go_on, send_up

PLAN = PLANS[CENTRE]
DRAFT = "71-kh-ttyt-2023"
DRAFTING, RETURNED = "tyt-phuong-2", "khoa-2"
WAITING = {
    "tyt-phuong-1": "Hướng dẫn người dân khai báo y tế bằng mã QR ngay tại trạm.",
    "tyt-phuong-3": "Trả kết quả xét nghiệm qua tin nhắn, người dân không phải trở lại trạm.",
    "tyt-phuong-4": "Niêm yết thủ tục bằng tranh minh họa tại nơi tiếp nhận.",
    "tyt-phuong-13": "Đặt lịch tiêm chủng qua điện thoại, mỗi khung giờ không quá mười người.",
    "khoa-1": "Rút thời gian chờ khám còn 20 phút bằng bảng gọi số điện tử.",
    RETURNED: "Quản lý vật tư tiêu hao bằng bảng tính dùng chung.",
}
REASON = "Đề nghị nêu rõ ai thực hiện và mốc hoàn thành từng việc."


class PlansThemselves(Story):
    """The story on the plans that are there from the start, instead of copies of them."""

    def campaign(self, authority: str) -> str:
        return PLANS[authority]

    async def announce(self) -> None:
        """Announced by the first start."""

    async def centre_sends_up(self, items: list[Json]) -> None:
        await send_up(await self.clerk_of(CENTRE))


async def prepare(url: str) -> None:
    """Fills a fresh suite. Raises DemoError when an answer is not what it must be."""
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        suite = Suite(client)
        await PlansThemselves(suite, Screen(lambda _: None), "", PRACTICE_PASSWORD).play()
        for unit, content in (WAITING | OFFERED).items():
            await _send(suite, unit, content)
        for unit in OFFERED:
            await _decide(suite, unit, "approve", "", "approved")
        await _decide(suite, RETURNED, "return", REASON, "returned")
        clerk = await suite.person(DRAFTING, PRACTICE_PASSWORD)
        draft = _form("Hẹn giờ khám thai qua điện thoại để người dân không phải chờ.")
        await _write(clerk, DRAFTING, {"items": draft["items"], "nil_fields": draft["nil_fields"][:2]})
        await _draft_campaign(await suite.person("quan-tri", PRACTICE_PASSWORD))
        await go_on(suite)


def submission(unit: str, authority: str = CENTRE) -> str:
    return f"{PLANS[authority]}.registration.{unit}"


def _form(content: str) -> Json:
    """One item among the procedures, nothing in the other fields."""
    plan = next(plan for plan in seed("campaigns")["campaigns"] if plan["id"] == PLAN)
    item = {"field": "procedures", "content": content, "parts": [], "expected": "Quý IV/2022", "note": ""}
    return {"items": [item], "nil_fields": [f["code"] for f in plan["fields"] if f["code"] != "procedures"]}


async def _write(clerk: Person, unit: str, form: Json) -> None:
    await clerk.post("/api/registration/submissions", {"campaign": PLAN, "form": "registration", "organisation": unit})
    await clerk.put(f"/api/registration/submissions/{submission(unit)}/draft", form)


async def _send(suite: Suite, unit: str, content: str) -> None:
    clerk = await suite.person(unit, PRACTICE_PASSWORD)
    await _write(clerk, unit, _form(content))
    await clerk.post(f"/api/registration/submissions/{submission(unit)}/submit")
    reviewer = await suite.person("tchc", PRACTICE_PASSWORD)
    case = f"/api/review/{CENTRE}/cases/{CENTRE}.{submission(unit)}"
    await reviewer.wait(case, lambda seen: seen["_status"] == 200, f"the case of {unit}", allow=(404,))


async def _decide(suite: Suite, unit: str, outcome: str, reason: str, status: str) -> None:
    """The centre decides on the unit's Mẫu 1; waits until the unit knows."""
    reviewer, clerk = await asyncio.gather(
        suite.person("tchc", PRACTICE_PASSWORD), suite.person(unit, PRACTICE_PASSWORD)
    )
    decision = {"version": 1, "outcome": outcome, "reason": reason, "items": []}
    await reviewer.post(f"/api/review/{CENTRE}/cases/{CENTRE}.{submission(unit)}/decide", decision)
    await clerk.wait(
        f"/api/registration/submissions/{submission(unit)}",
        lambda seen: [one["status"] for one in seen["submission"]["recipients"]] == [status],
        f"{unit} to hear that it is {status}",
    )


async def _draft_campaign(administrator: Person) -> None:
    """A plan that is written and not yet announced; its deadline falls after those above it."""
    definition = next(plan for plan in seed("campaigns")["campaigns"] if plan["id"] == PLAN)
    body = copy_of(definition, DRAFT, "")
    body |= {"title": definition["title"], "number": "71/KH-TTYT", "parents": definition["parents"]}
    await administrator.post("/api/registration/campaigns", body)
