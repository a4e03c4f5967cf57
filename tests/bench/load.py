"""A load of submissions through the chain: registration, broker, review, until the case can be read."""

import asyncio
import time
import uuid
from dataclasses import dataclass

import httpx2

from deploy.demo.client import Json, Person, Suite
from deploy.demo.stage import CENTRE

GRANTS = 50  # an account may have no more
FIELDS = ("steering", "institutions", "procedures", "organisation", "civil-service", "public-finance")


@dataclass
class Result:
    """Seconds: the whole load, and from each submit's answer to its case being readable."""

    total: float
    visible: list[float]

    def percentile(self, share: float) -> float:
        return sorted(self.visible)[min(len(self.visible) - 1, int(len(self.visible) * share))]


async def prepare(suite: Suite, administrator: Person, plan: Json, units: int) -> tuple[str, dict[str, Person]]:
    """A campaign of its own that obliges `units` new organisations, and a clerk for each of them."""
    run = uuid.uuid4().hex[:6]
    names = [f"bench-{run}-{number}" for number in range(units)]
    for name in names:
        await administrator.put(
            f"/api/registration/organisations/{name}",
            {
                "id": name,
                "name": f"Đơn vị {name}",
                "short_name": name,
                "kind": "station",
                "parents": [{"organisation": CENTRE, "since": "2022-01-01"}],
            },
        )
    clerks: dict[str, Person] = {}
    for start in range(0, units, GRANTS):
        share = names[start : start + GRANTS]
        account = f"bench-{run}-{start}"
        created = await administrator.post(
            "/api/registration/accounts",
            {
                "id": account,
                "name": "Đo tải",
                "organisation": share[0],
                "grants": [{"role": "clerk", "organisation": name} for name in share],
            },
        )
        clerk = await suite.person(account, created["password"])
        clerks |= dict.fromkeys(share, clerk)
    campaign = f"bench-{run}"
    await administrator.post("/api/registration/campaigns", {**plan, "id": campaign, "parents": [], "obliged": names})
    await administrator.post(f"/api/registration/campaigns/{campaign}/announce")
    return campaign, clerks


async def submit_all(campaign: str, clerks: dict[str, Person], reviewer: Person, at_once: int) -> Result:
    """Each unit registers one item; `at_once` units at a time."""
    slots, visible = asyncio.Semaphore(at_once), []

    async def one(unit: str, clerk: Person) -> None:
        async with slots:
            ident = f"{campaign}.registration.{unit}"
            await clerk.post(
                "/api/registration/submissions",
                {"campaign": campaign, "form": "registration", "organisation": unit},
            )
            item = {"field": FIELDS[0], "content": f"Nội dung của {unit}", "expected": "Quý IV/2022"}
            draft = {"items": [item], "nil_fields": list(FIELDS[1:])}
            await clerk.put(f"/api/registration/submissions/{ident}/draft", draft)
            await clerk.post(f"/api/registration/submissions/{ident}/submit")
            answered = time.perf_counter()
            path = f"/api/review/{CENTRE}/cases/{CENTRE}.{ident}"
            await reviewer.wait(path, lambda seen: seen["_status"] == 200, f"case of {unit}", allow=(404,))
            visible.append(time.perf_counter() - answered)

    started = time.perf_counter()
    await asyncio.gather(*(one(unit, clerk) for unit, clerk in clerks.items()))
    return Result(time.perf_counter() - started, visible)


def client(url: str) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(base_url=url, timeout=60)
