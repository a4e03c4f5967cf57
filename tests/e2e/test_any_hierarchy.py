"""The same code at any number of levels and superior bodies: registration, the desks and the figures on real servers.

A structure is data: each organisation with its superior bodies. Every body that has units below it runs a campaign
for them; each campaign feeds those of its issuer's own superior bodies.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from shared.clock import system_clock
from shared.identity import Actor, Grant, Role, Signer
from shared.language.deadlines import Deadline
from tests.harness import PRIVATE_KEY, running_suite, settings

Structure = Mapping[str, tuple[str, ...]]
API = "/api/registration"
SIGNER = Signer(PRIVATE_KEY)
FIELDS = [{"code": "procedures", "number": 1, "name": "Cải cách thủ tục hành chính"}]
MAU_1 = {"code": "registration", "kind": "initiatives", "name": "Mẫu 1 - Đăng ký", "title": "Mẫu 1"}

STRUCTURES: dict[str, Structure] = {
    "two levels": {"so": (), "don-vi": ("so",)},
    "three levels": {"so": (), "ttyt": ("so",), "tram": ("ttyt",), "khoa": ("ttyt",)},
    "five levels": {"bo": (), "tinh": ("bo",), "so": ("tinh",), "ttyt": ("so",), "tram": ("ttyt",)},
    "three superior bodies": {"so-a": (), "so-b": (), "so-c": (), "ttyt": ("so-a", "so-b", "so-c")},
}
"""From the top down."""

DISTRICTS: Structure = {
    "tinh": (),
    "so-y-te": ("tinh",),
    "quan": ("tinh",),
    "ttyt-quan": ("so-y-te", "quan"),
    "phuong-1": ("quan",),
    "tram-1": ("ttyt-quan",),
}
TWO_TIERS: Structure = {
    "tinh": (),
    "so-y-te": ("tinh",),
    "phuong-1": ("tinh",),
    "ttyt-quan": ("so-y-te",),
    "tram-1": ("phuong-1",),
}
"""What became of the districts on 1 July 2025: the ward's station under the ward, the centre for an area."""
REFORM = [
    {
        "kind": "rename",
        "on": "2025-07-01",
        "basis": "1/QĐ-UBND",
        "predecessors": ["ttyt-quan"],
        "renamed": {"name": "Trung tâm Y tế khu vực", "short_name": "TTYT khu vực"},
        "moves": [{"organisation": "tram-1", "parent": "ttyt-quan", "to": "phuong-1"}],
    },
    {
        "kind": "dissolve",
        "on": "2025-07-01",
        "basis": "2/QĐ-UBND",
        "predecessors": ["quan"],
        "heirs": [{"organisation": "quan", "successor": None}],
        "moves": [
            {"organisation": "ttyt-quan", "parent": "quan", "to": None},
            {"organisation": "phuong-1", "parent": "quan", "to": "tinh"},
        ],
    },
]


def actor(place: str, role: Role) -> Actor:
    return Actor(
        account=f"{place}-1", name="Văn phòng", organisation=place, grants=(Grant(role=role, organisation=place),)
    )


ADMINISTRATOR = Actor(
    account="quan-tri",
    name="Quản trị",
    organisation="all-1",
    grants=(Grant(role=Role.ADMINISTRATOR, organisation="all"),),
)


class Structured:
    """A suite, spoken to by whoever may."""

    def __init__(self, client: httpx2.AsyncClient) -> None:
        self._client = client

    async def ask(self, who: Actor, method: str, path: str, body: Any = None) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {SIGNER.sign(who, system_clock())}"}
        return await self._client.request(method, path, json=body, headers=headers)

    async def done(self, who: Actor, method: str, path: str, body: Any = None) -> Any:
        answer = await self.ask(who, method, path, body)
        assert answer.is_success, f"{method} {path}: {answer.text}"
        return answer.json()

    async def until(self, who: Actor, path: str, fits: Callable[[Any], bool]) -> Any:
        """What is answered as soon as it fits."""

        async def look() -> Any:
            answer = await self.ask(who, "GET", path)
            return answer.json() if answer.is_success and fits(answer.json()) else None

        return await eventually(look, path)

    async def found(self, structure: Structure, since: str = "2000-01-01") -> None:
        for place, parents in structure.items():
            links = [{"organisation": parent, "since": since} for parent in parents]
            body = {"name": f"Đơn vị {place}", "short_name": place, "kind": "body", "parents": links}
            await self.done(ADMINISTRATOR, "PUT", f"{API}/organisations/{place}", body)

    async def announce(self, structure: Structure) -> None:
        """A campaign of every body for the units right below it, from the top down."""
        due = Deadline.parse("trước ngày 01/01/2090").model_dump(mode="json")
        for place in issuers(structure):
            body = {
                "id": f"plan-{place}",
                "number": f"1/KH-{place.upper()}",
                "title": "Phong trào thi đua cải cách hành chính",
                "year": 2026,
                "issuer": place,
                "recipients": [place],
                "dates": [],
                "parents": [f"plan-{parent}" for parent in structure[place]],
                "fields": FIELDS,
                "forms": [{**MAU_1, "periods": [{"due": due}]}],
                "obliged": [unit for unit, parents in structure.items() if place in parents],
            }
            await self.done(ADMINISTRATOR, "POST", f"{API}/campaigns", body)
            await self.done(ADMINISTRATOR, "POST", f"{API}/campaigns/plan-{place}/announce")

    async def register(self, unit: str, authority: str) -> None:
        """The unit sends its Mẫu 1, the authority's desk approves it, and the unit hears of it."""
        clerk, ident = actor(unit, Role.CLERK), f"plan-{authority}.registration.{unit}"
        start = {"campaign": f"plan-{authority}", "form": "registration", "organisation": unit}
        await self.done(clerk, "POST", f"{API}/submissions", start)
        item = {"field": "procedures", "content": f"Giải pháp của {unit}", "expected": "Năm 2026"}
        await self.done(clerk, "PUT", f"{API}/submissions/{ident}/draft", {"items": [item]})
        await self.done(clerk, "POST", f"{API}/submissions/{ident}/submit")
        desk, case = actor(authority, Role.REVIEWER), f"/api/review/{authority}/cases/{authority}.{ident}"
        await self.until(desk, case, lambda _: True)
        await self.done(desk, "POST", f"{case}/decide", {"version": 1, "outcome": "approve", "reason": "", "items": []})
        await self.until(
            clerk,
            f"{API}/submissions/{ident}",
            lambda found: [r["status"] for r in found["submission"]["recipients"]] == ["approved"],
        )

    async def figures(self, authority: str, units: int) -> None:
        """Every unit below is expected once, and its answer is there."""
        path = f"/api/reporting/campaigns/plan-{authority}/summary?recipient={authority}&form=registration"
        leader = actor(authority, Role.LEADER)
        summary = await self.until(leader, path, lambda found: found["totals"]["approved"] == units)
        organisations = summary["organisations"]
        assert (organisations["expected"], organisations["received"]) == (units, units)
        assert summary["rates"]["received"] == 1

    async def play(self, structure: Structure) -> None:
        """A whole round, from the lowest units to the top."""
        await self.announce(structure)
        for unit, parents in reversed(list(structure.items())):
            for parent in parents:
                await self.register(unit, parent)
        for place in issuers(structure):
            await self.figures(place, sum(place in parents for parents in structure.values()))


def issuers(structure: Structure) -> list[str]:
    """The bodies that have somebody below them, from the top down."""
    return [place for place in structure if any(place in parents for parents in structure.values())]


async def eventually(look: Callable[[], Awaitable[Any]], what: str) -> Any:
    try:
        async with asyncio.timeout(60):
            while not (found := await look()):
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise AssertionError(f"not seen within 60 s: {what}") from None
    return found


@asynccontextmanager
async def structured(amqp_url: str, mongo_url: str, desks: list[str]) -> AsyncIterator[Structured]:
    values = settings(amqp_url, mongo_url, seed_folder=None, organisations=tuple(desks))
    async with running_suite(values) as (_, client):
        yield Structured(client)


@pytest.mark.parametrize("structure", STRUCTURES.values(), ids=STRUCTURES.keys())
async def test_every_level_registers_and_decides(amqp_url: str, mongo_url: str, structure: Structure) -> None:
    async with structured(amqp_url, mongo_url, issuers(structure)) as suite:
        await suite.found(structure)
        await suite.play(structure)


async def test_the_two_tiers_since_july_2025(amqp_url: str, mongo_url: str) -> None:
    """The districts of before are restructured by the two decisions of the day; then the same round is played."""
    async with structured(amqp_url, mongo_url, issuers(TWO_TIERS)) as suite:
        await suite.found(DISTRICTS)
        for order in REFORM:
            ordered = await suite.done(ADMINISTRATOR, "POST", f"{API}/restructurings", order)
            path = f"{API}/restructurings/{ordered['id']}"
            await suite.until(ADMINISTRATOR, path, lambda found: found["status"] == "applied")
        for place, parents in TWO_TIERS.items():
            found = await suite.done(ADMINISTRATOR, "GET", f"{API}/organisations/{place}")
            assert tuple(link["organisation"] for link in found["parents"] if link["until"] is None) == parents
        centre = await suite.done(ADMINISTRATOR, "GET", f"{API}/organisations/ttyt-quan")
        assert (centre["name"], centre["former_names"][0]["name"]) == ("Trung tâm Y tế khu vực", "Đơn vị ttyt-quan")
        await suite.play(TWO_TIERS)
