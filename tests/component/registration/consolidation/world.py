"""Three plans of a test's own, units that registered under the centre's, and the clerk who consolidates them."""

import itertools
from typing import Any

import httpx2

from shared.contracts.submissions import Outcome
from shared.identity import Role
from tests.component.registration.submissions.test_submissions import decision, mau_1
from tests.component.registration.world import EVERYTHING, World, definition_of, eventually
from tests.unit.registration.examples import CENTRE, person

PLANS = {"own": "70-kh-ttyt-2022", "district": "124-kh-ubnd-2022", "department": "2958-kh-syt-2022"}
UNITS = ("khoa-4", "khoa-5", "khoa-6")
CLERK = person(CENTRE, Role.CLERK)
NUMBERS = itertools.count(1)


def item(ident: str, field: str, content: str = "") -> dict[str, Any]:
    return {"id": ident, "field": field, "content": content or f"Nội dung {ident}", "expected": "Quý IV/2022"}


class Consolidating:
    """The centre's clerk at one consolidation."""

    def __init__(self, world: World) -> None:
        number = next(NUMBERS)
        self.world = world
        self.mark = f"t{number}"
        self.plans = {name: f"{ident}-{number}" for name, ident in PLANS.items()}
        self.ident = f"{self.plans['own']}.{CENTRE}"
        self.base = f"/consolidations/{self.ident}"
        self.pages = f"/tong-hop/{self.ident}"
        self.keys = itertools.count(1)

    @property
    def district(self) -> str:
        return self.plans["district"]

    @property
    def department(self) -> str:
        return self.plans["department"]

    def id(self, name: str) -> str:
        """An item's id: items of one test are no other test's."""
        return f"{self.mark}-{name}"

    def carrier(self, plan: str) -> str:
        return f"{plan}.registration.{CENTRE}"

    def registration(self, unit: str) -> str:
        return f"{self.plans['own']}.registration.{unit}"

    async def announce(self) -> None:
        for name in ("district", "department", "own"):
            plan = (await self.world.get(EVERYTHING, f"/campaigns/{PLANS[name]}")).json()
            copied = definition_of(plan)
            copied["id"] = self.plans[name]
            copied["parents"] = [self.district, self.department] if name == "own" else []
            if name == "own":
                copied["obliged"] = list(UNITS)
            made = await self.world.post(EVERYTHING, "/campaigns", copied)
            assert made.status_code == 201, made.text
            assert (await self.world.post(EVERYTHING, f"/campaigns/{copied['id']}/announce")).status_code == 200

    async def register(self, unit: str, *items: dict[str, Any]) -> None:
        """A unit's registration, sent."""
        actor = person(unit, Role.CLERK)
        body = {"campaign": self.plans["own"], "form": "registration", "organisation": unit}
        await self.world.post(actor, "/submissions", body)
        path = f"/submissions/{self.registration(unit)}"
        named = [{**row, "id": self.id(row["id"])} for row in items]
        saved = await self.world.put(actor, f"{path}/draft", mau_1(*named))
        assert saved.status_code == 200, saved.text
        sent = await self.world.post(actor, f"{path}/submit")
        assert sent.status_code == 200, sent.text

    async def decide(self, unit: str, sequence: int, kind: str, *decisions: Any) -> None:
        """The centre's reviewers decide, and registration has heard it."""
        ident = self.registration(unit)
        await self.world.tell(CENTRE, ident, sequence, kind, *decisions)

        async def look() -> bool:
            found = (await self.world.get(EVERYTHING, f"/submissions/{ident}")).json()["submission"]
            return [place["status"] for place in found["recipients"]] == [kind]

        await eventually(look, f"{ident} {kind}")

    async def approve(self, unit: str, *items: dict[str, Any]) -> None:
        await self.register(unit, *items)
        await self.decide(unit, 1, "approved", decision(1, Outcome.APPROVE))

    async def begin(self) -> dict[str, Any]:
        body = {"campaign": self.plans["own"], "organisation": CENTRE}
        made = await self.world.post(CLERK, "/consolidations", body)
        assert made.status_code == 201, made.text
        return dict(made.json())

    async def seen(self) -> dict[str, Any]:
        return dict((await self.world.get(CLERK, self.base)).json())

    async def post(self, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        return await self.world.post(CLERK, f"{self.base}/{path}", body, **headers)

    async def done(self, path: str, body: Any = None) -> dict[str, Any]:
        answer = await self.post(path, body)
        assert answer.status_code in {200, 201}, answer.text
        return dict(answer.json())

    async def settle(self, *choices: dict[str, Any]) -> httpx2.Response:
        return await self.world.put(CLERK, f"{self.base}/crosswalk/{self.district}", {"choices": list(choices)})

    async def sent(self, plan: str) -> dict[str, Any]:
        """The newest delivered content of a target's submission."""
        found = (await self.world.get(CLERK, f"/submissions/{self.carrier(plan)}")).json()
        return dict(found["submission"]["versions"][-1]["content"])


def target(seen: dict[str, Any], plan: str) -> dict[str, Any]:
    return next(one for one in seen["targets"] if one["campaign"] == plan)


def line_ids(seen: dict[str, Any]) -> list[str]:
    return [line["id"] for line in seen["consolidation"]["lines"]]
