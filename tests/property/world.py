"""A random administration: levels, campaigns with their own fields, and people who do whatever they may do.

Every command goes through the public API; a refusal is an answer like any other, a failure of the service is not.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx2

from deploy.suite import LocalSuite
from shared.clock import system_clock
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.forms.registry import kinds
from shared.identity import EVERYWHERE, Actor, Grant, Role, Signer
from tests.harness import PRIVATE_KEY
from tests.property.forms import OUTLINE, body, once, random_form, random_forms, repeated
from tests.property.papers import Paper
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
    """One administration. `run` is in all its ids, the same for the same seed. `above` names the superior bodies of
    each organisation. `forms`: what all plans ask for, each in periods of its own. `papers`: every delivered version as
    it was found when it was sent."""

    suite: LocalSuite
    client: httpx2.AsyncClient
    wire: Wire
    random: Random
    run: str
    levels: list[list[str]] = field(default_factory=list)
    above: dict[str, list[str]] = field(default_factory=dict)
    campaigns: list[str] = field(default_factory=list)
    forms: tuple[Form, ...] = ()
    papers: dict[tuple[str, int], Paper] = field(default_factory=dict)
    refused: int = 0
    done: int = 0

    # --- asking ---------------------------------------------------------------------------------------------------

    async def call(self, actor: Actor, method: str, path: str, body: Json | None = None) -> Json | None:
        """The answer of a command; None when it was refused with a reason."""
        answer = await self.client.request(method, path, json=body, headers=self._headers(actor))
        assert answer.status_code < 500, f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        if answer.status_code >= 400:
            assert answer.json()["title"], f"{method} {path} was refused without a reason"
            self.refused += 1
            return None
        self.done += 1
        found: Json = answer.json()
        return found

    async def read(self, actor: Actor, path: str) -> str:
        """A list or a file as it is sent."""
        answer = await self.client.get(path, headers=self._headers(actor))
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.text

    def _headers(self, actor: Actor) -> dict[str, str]:
        token = Signer(PRIVATE_KEY).sign(actor, system_clock())
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": uuid.uuid4().hex}

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

    async def delivered(self) -> list[Submission]:
        """This administration's submissions that were delivered at least once."""
        query = {"public.campaign": {"$in": self.campaigns}, "public.versions.0": {"$exists": True}}
        return [record.public for record in await self.suite.apps["registration"].state.stores.submissions.find(query)]

    async def keep_papers(self) -> None:
        """What was delivered since the last look is kept as it is."""
        submissions = self.suite.apps["registration"].state.stores.submissions
        query = {"public.campaign": {"$in": self.campaigns}}
        for one in await submissions.parts(query, {"public.versions.number": 1}):
            numbers = [version["number"] for version in one["public"].get("versions", ())]
            if any((one["_id"], number) not in self.papers for number in numbers):
                found = (await submissions.load(one["_id"])).public
                plan = await self.plan(found.campaign)
                for version in found.versions:
                    self.papers.setdefault((found.id, version.number), Paper.of(version, found.asked, plan))

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
        self.forms = random_forms(random)
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
            "forms": [body(form) for form in (*self._year(), *map(self._own, self.forms))],
            "obliged": obliged,
        }

    def _year(self) -> Iterator[Form]:
        """What every plan asks for once: Mẫu 1, which is consolidated, and two reports on it."""
        registration = random_form(self.random, "registration", kinds()["initiatives"])
        yield once(self.random, registration.model_copy(update={"quotas": ()}))
        for code in ("interim", "completion"):
            report = random_form(self.random, code, kinds()["results"], [registration])
            yield once(self.random, report.model_copy(update={"outline": OUTLINE, "interim": code == "interim"}))

    def _own(self, form: Form) -> Form:
        """A form in the periods of one plan: those of another may be longer."""
        return repeated(self.random, form) if self.random.random() < 0.6 else form


def _body(ident: str) -> Json:
    organisation = Organisation(id=ident, name=f"Đơn vị {ident}", short_name=ident, kind="unit")
    body: Json = organisation.model_dump(mode="json", exclude={"former_names", "successors"})
    return body
