"""Cases before the centre's desk for one test: a campaign of its own, to which units have just sent their Mẫu 1."""

import uuid
from dataclasses import dataclass

import httpx2

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Suite
from deploy.demo.stage import CENTRE, PLANS, copy_of, seed

DESK = f"/tham-dinh/{CENTRE}"
FIELD = "organisation"


@dataclass(frozen=True)
class Campaign:
    """A campaign of one test, on the suite at `url`."""

    id: str
    url: str

    @property
    def queue(self) -> str:
        return f"{DESK}?campaign={self.id}"

    def submission(self, unit: str) -> str:
        return f"{self.id}.registration.{unit}"

    def case(self, unit: str) -> str:
        return f"{CENTRE}.{self.submission(unit)}"

    def page(self, unit: str) -> str:
        return f"{DESK}/{self.case(unit)}"

    async def deliver(self, unit: str, *contents: str) -> None:
        """Sends the unit's Mẫu 1 with these contents, and waits until the desk has that version."""
        async with httpx2.AsyncClient(base_url=self.url, timeout=30) as client:
            suite = Suite(client)
            clerk = await suite.person(unit, PRACTICE_PASSWORD)
            reviewer = await suite.person("tchc", PRACTICE_PASSWORD)
            body = {"campaign": self.id, "form": "registration", "organisation": unit}
            await clerk.post("/api/registration/submissions", body, allow=(409,))
            path = f"/api/registration/submissions/{self.submission(unit)}"
            seen = await clerk.get(path)
            known = [item["id"] for item in (seen["draft"] or {"items": []})["items"]]
            await clerk.put(f"{path}/draft", _draft(contents, known))
            await clerk.post(f"{path}/submit")
            number = len(seen["submission"]["versions"]) + 1
            await reviewer.wait(
                f"/api/review/{CENTRE}/cases/{self.case(unit)}",
                lambda s: s["_status"] == 200 and s["case"]["rounds"][-1]["version"] == number,
                f"version {number} of {unit}",
                allow=(404,),
            )

    async def status(self, unit: str) -> str:
        """Where the case stands for the desk."""
        return str((await self._case(unit))["case"]["status"])

    async def decision(self, unit: str) -> Json:
        """The decision on the newest version."""
        found: Json = (await self._case(unit))["case"]["rounds"][-1]["decision"]
        return found

    async def heard(self, unit: str, status: str) -> None:
        """Waits until the unit knows the decision."""
        async with httpx2.AsyncClient(base_url=self.url, timeout=30) as client:
            clerk = await Suite(client).person(unit, PRACTICE_PASSWORD)
            await clerk.wait(
                f"/api/registration/submissions/{self.submission(unit)}",
                lambda seen: [r["status"] for r in seen["submission"]["recipients"]] == [status],
                f"{unit} to hear {status}",
            )

    async def _case(self, unit: str) -> Json:
        async with httpx2.AsyncClient(base_url=self.url, timeout=30) as client:
            reviewer = await Suite(client).person("tchc", PRACTICE_PASSWORD)
            return await reviewer.get(f"/api/review/{CENTRE}/cases/{self.case(unit)}")


async def new_campaign(url: str) -> Campaign:
    """The centre's plan announced once more, under an id of its own."""
    run = uuid.uuid4().hex[:6]
    definition = next(plan for plan in seed("campaigns")["campaigns"] if plan["id"] == PLANS[CENTRE])
    body = copy_of(definition, f"tham-dinh-{run}", run) | {"parents": []}
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        administrator = await Suite(client).person("quan-tri", PRACTICE_PASSWORD)
        await administrator.post("/api/registration/campaigns", body)
        await administrator.post(f"/api/registration/campaigns/{body['id']}/announce")
    return Campaign(body["id"], url)


def _draft(contents: tuple[str, ...], known: list[str]) -> Json:
    plan = next(plan for plan in seed("campaigns")["campaigns"] if plan["id"] == PLANS[CENTRE])
    items = [
        {
            **({"id": known[place]} if place < len(known) else {}),
            "field": FIELD,
            "content": content,
            "parts": [],
            "expected": "Quý IV/2022",
            "note": "",
        }
        for place, content in enumerate(contents)
    ]
    return {"items": items, "nil_fields": [f["code"] for f in plan["fields"] if f["code"] != FIELD]}
