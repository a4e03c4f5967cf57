"""A clerk at the pages of a report, and registrations that the centre approved for it to report on."""

import uuid
from typing import Any

import httpx2

from shared.contracts.submissions import Decision, Outcome
from shared.contracts.types import Person
from shared.identity import Actor, Role
from tests.component.registration.pages import CENTRE, CODES, PLAN, inputs
from tests.component.registration.world import MORNING, World, eventually
from tests.unit.registration.examples import person

REVIEWER = Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE)
TEXTS = ("I", "II", "V.1", "V.2", "V.3")


async def registered(world: World, unit: str, *names: str, plan: str = PLAN) -> list[str]:
    """A registration in the first field, delivered; the ids of its items."""
    actor, ident = person(unit, Role.CLERK), f"{plan}.registration.{unit}"
    begun = await world.post(actor, "/submissions", {"campaign": plan, "form": "registration", "organisation": unit})
    assert begun.status_code == 201, begun.text
    rows: list[dict[str, Any]] = [
        {"id": uuid.uuid4().hex, "field": CODES[0], "content": name, "expected": "Năm 2022"} for name in names
    ]
    rows[:1] = [{**first, "parts": ["Một", "Hai"]} for first in rows[:1]]
    nil = CODES[1:] if rows else CODES
    saved = await world.put(actor, f"/submissions/{ident}/draft", {"items": rows, "nil_fields": nil})
    assert saved.status_code == 200, saved.text
    assert (await world.post(actor, f"/submissions/{ident}/submit")).status_code == 200
    return [known["id"] for known in rows]


async def approved(world: World, unit: str, *names: str) -> list[str]:
    """As `registered`, and approved by the centre."""
    items = await registered(world, unit, *names)
    await approve(world, f"{PLAN}.registration.{unit}", person(unit, Role.CLERK))
    return items


async def approve(world: World, ident: str, actor: Actor, organisation: str = CENTRE) -> None:
    decision = Decision(version=1, outcome=Outcome.APPROVE, decided_at=MORNING, decided_by=REVIEWER)
    await world.tell(organisation, ident, 3, "approved", decision)

    async def heard() -> bool:
        found = (await world.get(actor, f"/submissions/{ident}")).json()
        return any(r["status"] == "approved" for r in found["submission"]["recipients"])

    await eventually(heard, "the approval")


class Reporter:
    """A clerk at a report's pages and its API."""

    def __init__(self, world: World, unit: str, form: str = "completion", plan: str = PLAN) -> None:
        self.world, self.form, self.plan = world, form, plan
        self.actor = person(unit, Role.CLERK)
        self.ident = f"{plan}.{form}.{unit}"
        self.base = f"/dang-ky/{self.ident}"

    def beside(self, name: str) -> "Reporter":
        """A colleague of the same unit."""
        other = Reporter(self.world, self.actor.organisation, self.form, self.plan)
        other.actor = self.actor.model_copy(update={"account": name, "name": f"Đồng nghiệp {name}"})
        return other

    async def begin(self) -> httpx2.Response:
        fields = {"campaign": self.plan, "form": self.form, "organisation": self.actor.organisation}
        return await self.world.fill_in(self.actor, "/dang-ky", fields)

    async def see(self, path: str = "") -> httpx2.Response:
        return await self.world.browse(self.actor, self.base + path)

    async def shown(self, path: str) -> dict[str, str]:
        answer = await self.see(path)
        assert answer.status_code == 200, answer.text
        return inputs(answer.text)

    async def post(self, path: str, fields: dict[str, str]) -> httpx2.Response:
        return await self.world.fill_in(self.actor, self.base + path, fields)

    async def answer(self, item: str, **typed: str) -> httpx2.Response:
        """An item's page filled in and saved; `figures_0_name` is the input ``figures.0.name``."""
        fields = await self.shown(f"/soan/ket-qua/{item}")
        named = {name.replace("_", ".") if name.startswith("figures") else name: text for name, text in typed.items()}
        return await self.post(f"/soan/ket-qua/{item}", {**fields, "action": "save"} | named)

    async def write(self) -> None:
        """Every section that is written as a whole."""
        for place in (1, 2, 6, 7, 8):
            fields = await self.shown(f"/soan/de-cuong/{place}")
            sent = await self.post(f"/soan/de-cuong/{place}", {**fields, "text": f"Mục {place}"})
            assert sent.status_code == 303, sent.text

    async def send(self) -> httpx2.Response:
        return await self.post("/gui", await self.shown("/kiem-tra"))

    async def found(self) -> dict[str, Any]:
        answer: dict[str, Any] = (await self.world.get(self.actor, f"/submissions/{self.ident}")).json()
        return answer
