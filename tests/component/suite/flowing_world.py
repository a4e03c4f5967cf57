"""A centre and a district with a desk each, units that register, and a centre that carries their items upward."""

import re
import uuid
from dataclasses import dataclass
from functools import partial

import httpx2

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Person, Suite
from deploy.demo.stage import CENTRE, PLANS, copy_of, seed
from deploy.suite import LocalSuite
from services.registration.stores import Stores
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.edits import Edit, rewritten
from shared.clock import system_clock
from shared.contracts import types
from shared.contracts.items import ItemSource, LeftOut
from shared.forms.initiatives.model import DraftItem, RegistrationDraft

DISTRICT = "ubnd-tan-binh"
REGISTRATION = "/api/registration"
UNITS = ("khoa-1", "khoa-2")


@dataclass
class World:
    """The suite, its people, and a pair of campaigns that no other test uses."""

    suite: LocalSuite
    client: httpx2.AsyncClient
    people: dict[str, Person]
    own: str
    upper: str

    @property
    def stores(self) -> Stores:
        found: Stores = self.suite.apps["registration"].state.stores
        return found

    def submission(self, unit: str) -> str:
        return f"{self.own}.registration.{unit}"

    @property
    def carrier(self) -> str:
        return f"{self.upper}.registration.{CENTRE}"

    def path(self, ident: str) -> str:
        return f"{REGISTRATION}/submissions/{ident}"

    async def registered(self, unit: str, *contents: str) -> None:
        """The unit's Mẫu 1 delivered, and approved by the centre."""
        clerk, path = self.people[unit], self.path(self.submission(unit))
        await clerk.post(
            f"{REGISTRATION}/submissions", {"campaign": self.own, "form": "registration", "organisation": unit}
        )
        items = [
            {"id": f"{unit}-{n}-{self.own[-6:]}", "field": "organisation", "content": text, "expected": "Quý IV/2022"}
            for n, text in enumerate(contents, start=1)
        ]
        nil = [field["code"] for field in plan(CENTRE)["fields"] if field["code"] != "organisation"]
        await clerk.put(f"{path}/draft", {"items": items, "nil_fields": nil})
        await clerk.post(f"{path}/submit")
        await self.decide(CENTRE, self.submission(unit), "approve")
        await self.standing(unit, self.submission(unit), "approved")

    def item(self, unit: str, number: int = 1) -> str:
        return f"{unit}-{number}-{self.own[-6:]}"

    async def decide(self, desk: str, submission: str, outcome: str, reason: str = "", version: int = 1) -> None:
        reviewer = self.people[desk]
        case = f"/api/review/{desk}/cases/{desk}.{submission}"
        await reviewer.wait(
            case,
            lambda seen: seen["_status"] == 200 and seen["case"]["rounds"][-1]["version"] == version,
            f"version {version} before {desk}",
            allow=(404,),
        )
        await reviewer.post(f"{case}/decide", {"version": version, "outcome": outcome, "reason": reason})

    async def standing(self, account: str, submission: str, status: str) -> Json:
        return await self.people[account].wait(
            self.path(submission),
            lambda seen: [r["status"] for r in seen["submission"]["recipients"]] == [status],
            f"{submission} {status}",
        )

    async def above(self, unit: str, *wanted: tuple[str, str]) -> Json:
        """The unit's submission as soon as its items stand so further up: (item, status)."""

        def reached(seen: Json) -> bool:
            found = {(entry["item"], entry["status"]) for entry in seen["submission"]["upward"]}
            return found == set(wanted)

        return await self.people[unit].wait(self.path(self.submission(unit)), reached, f"{wanted} told to {unit}")

    async def carry(self, *items: DraftItem, left: tuple[LeftOut, ...] = ()) -> None:
        """The centre's consolidated form sent to the district."""
        centre = self.people["centre"]
        body = {"campaign": self.upper, "form": "registration", "organisation": CENTRE}
        await centre.post(f"{REGISTRATION}/submissions", body, allow=(409,))
        nil = tuple(field["code"] for field in plan(DISTRICT)["fields"] if field["code"] != "organisation")
        draft = RegistrationDraft(items=items, nil_fields=nil, left_out=left)
        await self.stores.submissions.update(self.carrier, partial(typed, draft=draft), cause=f"test:{uuid.uuid4()}")
        await centre.post(f"{self.path(self.carrier)}/submit")

    def source(self, unit: str, number: int = 1) -> ItemSource:
        return ItemSource(
            submission=self.submission(unit),
            organisation=unit,
            version=1,
            item=self.item(unit, number),
            field="organisation",
        )

    def row(self, content: str, *sources: ItemSource) -> DraftItem:
        return DraftItem(
            id=sources[0].item, field="organisation", content=content, expected="Quý IV/2022", sources=sources
        )

    async def told(self, account: str, kind: str, count: int) -> list[Json]:
        """The notifications of a kind in this campaign, as soon as there are so many."""
        seen = await self.people[account].wait(
            f"/api/notify/notifications?campaign={self.own}&size=100",
            lambda found: sum(one["kind"] == kind for one in found["items"]) >= count,
            f"{count} notifications {kind} for {account}",
        )
        found = [one for one in seen["items"] if one["kind"] == kind]
        assert len(found) == count, found
        return found

    async def page(self, account: str, path: str) -> str:
        person = self.people[account]
        answer = await self.client.get(path, headers={**person.headers, "Accept": "text/html"})
        assert answer.status_code == 200, answer.text
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def typed(record: SubmissionRecord, draft: RegistrationDraft) -> SubmissionChange:
    person = types.Person(account="tchc", name="TCHC", organisation=CENTRE)
    return rewritten(record, draft, Edit(person, system_clock()))


def plan(issuer: str) -> Json:
    found: Json = next(one for one in seed("campaigns")["campaigns"] if one["id"] == PLANS[issuer])
    return found


async def new_world(suite: LocalSuite, client: httpx2.AsyncClient) -> World:
    """The people signed in, and a campaign of each authority announced under ids of their own."""
    accounts = {unit: unit for unit in UNITS} | {
        "centre": "tchc",
        CENTRE: "tchc",
        DISTRICT: "noi-vu",
        "administrator": "quan-tri",
    }
    people = {name: await Suite(client).person(account, PRACTICE_PASSWORD) for name, account in accounts.items()}
    run = uuid.uuid4().hex[:6]
    upper = copy_of(plan(DISTRICT), f"quan-{run}", run) | {"parents": []}
    own = copy_of(plan(CENTRE), f"ttyt-{run}", run) | {"parents": [upper["id"]]}
    for body in (upper, own):
        await people["administrator"].post(f"{REGISTRATION}/campaigns", body)
        await people["administrator"].post(f"{REGISTRATION}/campaigns/{body['id']}/announce")
    return World(suite, client, people, own["id"], upper["id"])
