"""A random administration: levels, campaigns with their own fields, and people who do whatever they may do.

Every command goes through the public API; a refusal is an answer like any other, a failure of the service is not.
"""

import uuid
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx2

from deploy.suite import LocalSuite
from shared.clock import system_clock
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.identity import EVERYWHERE, Actor, Grant, Role, Signer
from shared.rules.ids import submission_id
from tests.harness import PRIVATE_KEY
from tests.property.wire import Wire

DESKS = tuple(f"co-quan-{number}" for number in range(1, 9))
FIELDS = ("steering", "institutions", "procedures", "organisation", "civil-service", "public-finance")
ADMINISTRATOR = Actor(
    account="quan-tri",
    name="Quản trị",
    organisation=DESKS[0],
    grants=(Grant(role=Role.ADMINISTRATOR, organisation=EVERYWHERE),),
)
Json = dict[str, Any]


def clerk(organisation: str) -> Actor:
    return _person(f"vt-{organisation}", organisation, Role.CLERK)


def reviewer(organisation: str) -> Actor:
    return _person(f"td-{organisation}", organisation, Role.REVIEWER)


def _person(account: str, organisation: str, role: Role) -> Actor:
    grant = Grant(role=role, organisation=organisation)
    return Actor(account=account[:64], name=account, organisation=organisation, grants=(grant,))


@dataclass
class World:
    """One administration. `above` names the superior bodies of each organisation, `campaign_of` what each announced."""

    suite: LocalSuite
    client: httpx2.AsyncClient
    wire: Wire
    random: Random
    run: str = field(default_factory=lambda: uuid.uuid4().hex[:6])
    levels: list[list[str]] = field(default_factory=list)
    above: dict[str, list[str]] = field(default_factory=dict)
    campaigns: list[str] = field(default_factory=list)
    refused: int = 0
    done: int = 0

    # --- asking ---------------------------------------------------------------------------------------------------

    async def call(self, actor: Actor, method: str, path: str, body: Json | None = None) -> Json | None:
        """The answer of a command; None when it was refused with a reason."""
        token = Signer(PRIVATE_KEY).sign(actor, system_clock())
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}
        answer = await self.client.request(method, path, json=body, headers=headers)
        assert answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        if answer.status_code >= 400:
            assert answer.json()["title"], f"{method} {path} was refused without a reason"
            self.refused += 1
            return None
        self.done += 1
        found: Json = answer.json()
        return found

    @property
    def units(self) -> list[str]:
        return self.levels[0]

    def campaign(self, authority: str) -> str:
        return f"ke-hoach-{authority}-{self.run}"

    async def stored(self, ident: str) -> Submission | None:
        record = await self.suite.apps["registration"].state.stores.submissions.get(ident)
        return record.public if record else None

    async def plan(self, campaign: str) -> Campaign:
        found: Campaign = (await self.suite.apps["registration"].state.stores.campaigns.load(campaign)).public
        return found

    async def delivered(self, form: str = "registration") -> list[Submission]:
        """This administration's submissions of a form that were delivered at least once."""
        query = {"public.campaign": {"$in": self.campaigns}, "public.form": form}
        found = await self.suite.apps["registration"].state.stores.submissions.find(query)
        return [record.public for record in found if record.public.versions]

    # --- making ---------------------------------------------------------------------------------------------------

    async def build(self) -> None:
        """One to four levels of authorities above two to four units; each body has one to three parents."""
        random = self.random
        pool = random.sample(DESKS, len(DESKS))
        self.levels = [[f"don-vi-{number}-{self.run}" for number in range(random.randint(2, 4))]]
        for left in reversed(range(random.randint(1, 4))):  # each level above needs one desk at least
            self.levels.append([pool.pop() for _ in range(random.randint(1, min(3, len(pool) - left)))])
        for lower, upper in zip(self.levels, self.levels[1:], strict=False):
            for organisation in lower:
                self.above[organisation] = random.sample(upper, random.randint(1, len(upper)))
        stores = self.suite.apps["registration"].state.stores
        for organisation in [o for level in reversed(self.levels) for o in level]:
            if await stores.organisations.get(organisation) is None:
                await self.call(
                    ADMINISTRATOR, "PUT", f"/api/registration/organisations/{organisation}", _body(organisation)
                )
        for level in reversed(self.levels[1:]):
            for authority in level:
                await self._announce(authority)

    async def _announce(self, authority: str) -> None:
        obliged = [o for o, parents in self.above.items() if authority in parents]
        if not obliged:
            return
        parents = [self.campaign(p) for p in self.above.get(authority, []) if self.campaign(p) in self.campaigns]
        body = self._definition(authority, obliged, parents)
        assert await self.call(ADMINISTRATOR, "POST", "/api/registration/campaigns", body)
        assert await self.call(ADMINISTRATOR, "POST", f"/api/registration/campaigns/{body['id']}/announce")
        self.campaigns.append(body["id"])

    def _definition(self, authority: str, obliged: list[str], parents: list[str]) -> Json:
        codes = self.random.sample(FIELDS, self.random.randint(2, len(FIELDS)))
        outline = [{"number": "I", "title": "Đặc điểm"}, {"number": "IV", "title": "Kết quả", "per_item": True}]
        report = {"kind": "results", "answers": "registration", "outline": outline}
        return {
            "id": self.campaign(authority),
            "number": f"{self.random.randint(1, 300)}/KH",
            "title": f"Phong trào của {authority}",
            "year": 2022,
            "issuer": authority,
            "recipients": [authority],
            "dates": [{"date": "2022-05-06", "place": "Đầu văn bản"}],
            "parents": parents,
            "fields": [{"code": code, "number": n, "name": code} for n, code in enumerate(codes, start=1)],
            "forms": [
                {"code": code, "title": code, "periods": [{"due": self._deadline()}], **rest}
                for code, rest in (
                    ("registration", {"kind": "initiatives", "name": "Mẫu 1"}),
                    ("interim", {**report, "name": "Báo cáo sơ kết", "interim": True}),
                    ("completion", {**report, "name": "Mẫu 2"}),
                )
            ],
            "obliged": obliged,
        }

    def _deadline(self) -> Json:
        """Before or after the day on which all of this happens."""
        day = f"2022-05-{self.random.choice(('07', '12', '20'))}"
        return {"date": day, "inclusive": False, "wording": f"trước ngày {day}"}

    # --- doing ----------------------------------------------------------------------------------------------------

    def items(self, fields: list[str], number: int) -> list[Json]:
        return [
            {
                "field": self.random.choice(fields),
                "content": f"Giải pháp {uuid.uuid4().hex[:8]}",
                "parts": [],
                "expected": self.random.choice(("Năm 2022", "Quý IV/2022", "tháng 6/2022")),
                "note": "",
            }
            for _ in range(number)
        ]

    async def register(self, organisation: str, authority: str) -> None:
        """Types a Mẫu 1 anew or changes it a little, and sends it."""
        campaign = self.campaign(authority)
        fields = [known.code for known in (await self.plan(campaign)).fields]
        ident = submission_id(campaign, FormPeriod("registration"), organisation)
        path = f"/api/registration/submissions/{ident}"
        actor, known = clerk(organisation), await self.stored(ident)
        if known is None:
            body = {"campaign": campaign, "form": "registration", "organisation": organisation}
            await self.call(actor, "POST", "/api/registration/submissions", body)
        items: list[Json] = []
        if known is not None and known.latest is not None:
            kept = [item for item in known.latest.content.items if self.random.random() < 0.8]
            items = [
                {"id": i.id, "field": i.field, "content": i.content, "expected": i.expected.text, "note": i.note}
                for i in kept
            ]
        items += self.items(fields, self.random.randint(0 if items else 1, 2))
        filled = {item["field"] for item in items}
        draft: Json = {"items": items, "nil_fields": [code for code in fields if code not in filled]}
        await self.call(actor, "PUT", f"{path}/draft", draft)
        await self.call(actor, "POST", f"{path}/submit")

    async def decide(self, authority: str) -> None:
        """A reviewer decides on whichever case lies there."""
        actor, path = reviewer(authority), f"/api/review/{authority}/cases"
        listed = await self.call(actor, "GET", f"{path}?size=50")
        mine = [c for c in (listed or {}).get("items", []) if c["campaign"] in self.campaigns]
        if not mine:
            return
        case = self.random.choice(mine)
        if self.random.random() < 0.3:
            await self.call(actor, "POST", f"{path}/{case['id']}/view")
        outcome = self.random.choices(("approve", "return", "reject"), (6, 2, 1))[0]
        round_ = case["rounds"][-1]
        items = [
            {"item": item["id"], "outcome": self.random.choice(("approve", "reject")), "reason": "Lý do riêng"}
            for item in round_["content"]["items"]
            if self.random.random() < 0.2
        ]
        body = {"version": round_["version"], "outcome": outcome, "reason": "Lý do", "items": items}
        await self.call(actor, "POST", f"{path}/{case['id']}/decide", body)

    async def withdraw(self, organisation: str, authority: str) -> None:
        ident = submission_id(self.campaign(authority), FormPeriod("registration"), organisation)
        await self.call(
            clerk(organisation), "POST", f"/api/registration/submissions/{ident}/withdraw", {"reason": "Gửi nhầm"}
        )


def _body(ident: str) -> Json:
    organisation = Organisation(id=ident, name=f"Đơn vị {ident}", short_name=ident, kind="unit")
    body: Json = organisation.model_dump(mode="json", exclude={"former_names", "successors"})
    return body
