"""Sums are those of the rows, whatever happens in whatever order, on real RabbitMQ and MongoDB."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI

from services.reporting.app import create
from services.reporting.rows.commands import Keeper
from services.reporting.rows.model.row import Scope
from services.reporting.rows.model.tally import Tally, scopes_of
from services.reporting.rows.records.tallies import mark, refresh, tallies
from services.reporting.stores import Library
from shared.contracts.campaigns import Campaign, Transfer
from shared.contracts.events import Event
from shared.contracts.submissions import Outcome, RecipientStatus, Submission, SubmissionStatus
from shared.observability import Metrics
from shared.rules.ids import row_id
from shared.runtime.member import keeping
from tests.reporting_samples import DEPARTMENT, MAU_1, START, decision, submission, version
from tests.reporting_survey import (
    LAST,
    PLAN,
    SURVEY,
    THIS,
    WEEKS,
    asked,
    costing,
    plan,
    registered,
    submissions,
    surveyed,
    table,
    told,
)
from tests.reporting_world import FIRM, HOSPITAL, STATION_2, STATION_10, World, event, running_world


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running_world(amqp_url, mongo_url) as running:
        yield running


async def from_rows(library: Library, scope: Scope) -> dict[str, Any]:
    """The plain way: what the rows of a scope say, added up one by one."""
    found = library.rows.find({f"public.{name}": value for name, value in scope.stored.items()})
    rows = [row["public"] async for row in found]
    parts: dict[str, Any] = {"expected": sum(row["obliged"] for row in rows)}
    for name, obliged in (("obliged", True), ("voluntary", False)):
        counting = [row for row in rows if row["counts"] and row["obliged"] is obliged]
        sums = dict[str, Decimal]()
        for row in counting:
            sums |= {key: sums.get(key, Decimal(0)) + Decimal(value) for key, value in row["numbers"].items()}
        parts[name] = {"organisations": len(counting), "numbers": sums}
    return parts


async def agree(library: Library, campaign: Campaign) -> dict[Scope, Tally]:
    """Asserts that every sum is that of the rows; the sums."""
    found = await tallies(library, list(scopes_of(campaign)))
    for scope, tally in found.items():
        shown = tally.model_dump(mode="python")
        assert shown == await from_rows(library, scope), scope
    return found


def any_life(rng: random.Random, organisation: str, code: str) -> list[Submission]:
    """A submission's states one after the other: sent, decided, corrected, taken back, sent again."""
    tables = [table({"thai-do": (rng.randrange(9), 9), "cho-doi": (rng.randrange(9), 9)}) for _ in range(2)]
    first, second = version(tables[0]), version(tables[1], 2)
    ways: Sequence[dict[str, Any]] = (
        {},
        {"decisions": {DEPARTMENT: [decision(1, rng.choice(list(Outcome)), "Lý do")]}},
        {
            "status": SubmissionStatus.WITHDRAWN,
            "states": {DEPARTMENT: RecipientStatus.WITHDRAWN},
            "withdrawn_at": START,
        },
    )
    states = [submission(organisation, first, ident=PLAN.id, asked=asked(code), **way) for way in ways]
    states += [submission(organisation, first, second, ident=PLAN.id, asked=asked(code), **ways[1])]
    return rng.sample(states, rng.randint(1, len(states)))


def lives(rng: random.Random, start: int) -> list[Event]:
    return [
        event("submission.settled", state, sequence)
        for organisation in (STATION_2, STATION_10, HOSPITAL, FIRM)
        for code in (LAST, THIS)
        for sequence, state in enumerate(any_life(rng, organisation, code), start)
    ]


def a_year(rng: random.Random) -> Iterator[list[Event]]:
    """Lives of submissions while a plan changes whom it obliges and passes obligations on; then more of lives."""
    passed = Transfer(
        organisation=STATION_2,
        form=SURVEY,
        periods=(THIS,),
        successor=FIRM,
        on=START.date(),
        restructuring="sap-xep-1",
        reason="Sáp nhập",
    )
    plans = (PLAN, plan(STATION_2, HOSPITAL, FIRM), PLAN.model_copy(update={"transfers": (passed,)}))
    amended = [event("campaign.amended", one, sequence) for sequence, one in enumerate(plans, start=1)]
    for events in (lives(rng, 1) + amended, lives(rng, 11)):
        yield rng.sample(events * 2, 2 * len(events))


@asynccontextmanager
async def another(app: FastAPI) -> AsyncIterator[FastAPI]:
    """A second process of the service, on the same database and queue."""
    twin = create(app.state.runtime.settings, Metrics())
    async with twin.router.lifespan_context(twin):
        yield twin


@asynccontextmanager
async def being_read(apps: Sequence[FastAPI]) -> AsyncIterator[None]:
    """Every process adds up again and again."""
    done = asyncio.Event()

    async def reads(app: FastAPI) -> None:
        while not done.is_set():
            await tallies(app.state.library, list(scopes_of(PLAN)))

    readers = [asyncio.create_task(reads(app)) for app in apps]
    yield
    done.set()
    await asyncio.gather(*readers)


async def heard(app: FastAPI, one: Event) -> None:
    """What the service does when it hears of something, as its application wires it."""
    keeper: Keeper = app.state.keeper
    library: Library = app.state.library
    if one.type.startswith("campaign"):
        await keeper.campaign(Campaign.read(one.data), one)
    else:
        await keeping(library.submissions, keeper.submission)(Submission.read(one.data), one)


@pytest.mark.parametrize("seed", range(4))
async def test_sums_are_those_of_the_rows_in_any_order_with_two_processes_and_kills(
    amqp_url: str, mongo_url: str, seed: int
) -> None:
    """Each event is heard twice and more, by either process, some of it until a kill; others read all the while."""
    rng = random.Random(seed)
    async with running_world(amqp_url, mongo_url) as world, another(world.app) as twin:
        apps = (world.app, twin)

        async def hears(app: FastAPI, mine: Sequence[Event]) -> None:
            for one in mine:
                killed = asyncio.create_task(heard(app, one))
                await asyncio.wait([killed], timeout=rng.choice([0, 0.001, 0.003, 5]))
                killed.cancel()
                await asyncio.gather(killed, return_exceptions=True)
                await heard(app, one)

        for events in a_year(rng):
            async with being_read(apps):
                await asyncio.gather(*(hears(app, events[place::3]) for place, app in enumerate((*apps, world.app))))
            sums = [await agree(app.state.library, PLAN) for app in apps]
            assert sums[0] == sums[1]
        stored = await world.library.tallies.find({"scope.form": SURVEY, "stale": False}).to_list(None)
        assert len(stored) == len(WEEKS)


async def test_what_is_written_while_others_add_up_is_not_lost(world: World) -> None:
    """Whenever in the midst of adding up it comes: the sum of before is not taken for one that holds it."""
    mine = plan(STATION_2, ident="vua-ghi-vua-cong-2022")
    library, rng, scopes = world.library, random.Random(7), list(scopes_of(mine))
    scope = Scope(mine.id, SURVEY, WEEKS[0], DEPARTMENT)
    row = {"_id": row_id(mine.id, scope.asked, STATION_2, DEPARTMENT)}
    sent = surveyed(STATION_2, WEEKS[0], (1, 100), ident=mine.id)
    await world.tell(event("campaign.announced", mine), event("submission.submitted", sent))
    for number in range(150):
        await mark(library, scopes)
        reader = asyncio.create_task(tallies(library, scopes))
        await asyncio.sleep(rng.random() * 0.006)
        await library.rows.update_one(row, {"$set": {"public.numbers": {"thai-do/hai-long": str(number)}}})
        await mark(library, [scope])
        await reader
        assert (await tallies(library, [scope]))[scope].obliged.numbers == {"thai-do/hai-long": number}


async def test_what_is_written_is_added_up_in_the_background(world: World, database_prefix: str) -> None:
    """Once nothing was written between two looks; and making the rows again makes all sums stale."""
    apart = {"database_prefix": database_prefix}
    app = create(world.app.state.runtime.settings.model_copy(update=apart), Metrics())  # its own job does not run
    library: Library = app.state.library
    moved = surveyed(STATION_2, THIS, (8, 10), (20, 20))

    async def stale() -> set[str]:
        return {one["_id"] async for one in library.tallies.find({"stale": True})}

    for one in told(PLAN, submissions()):
        if not one.type.startswith("organisation"):
            await heard(app, one)
    everything = {scope.id for scope in scopes_of(PLAN)}
    seen = await refresh(library, {})
    assert await stale() == seen.keys() == everything
    await heard(app, event("submission.submitted", moved))
    await refresh(library, seen)
    assert await stale() == {Scope(PLAN.id, *moved.asked, DEPARTMENT).id}
    before = await agree(library, PLAN)
    assert await stale() == set()

    await app.state.keeper.rebuild()

    assert await stale() == everything
    assert await agree(library, PLAN) == before


async def test_a_form_whose_first_number_column_comes_later_is_added_up(world: World) -> None:
    """What was delivered before the plan asked for a number was written when nothing added up."""
    ident = "them-cot-2022"
    before = plan(STATION_2, ident=ident)
    bare = before.model_copy(update={"forms": (before.forms[0].model_copy(update={"columns": ()}),)})
    scope = Scope(ident, *MAU_1, DEPARTMENT)
    await world.tell(event("campaign.announced", bare))
    await world.tell(event("submission.submitted", registered(STATION_2, costing("i1", "steering", 5), ident=ident)))
    assert await world.library.tallies.find_one({"_id": scope.id}) is None
    await world.tell(event("campaign.amended", before, 2))
    found = (await tallies(world.library, [scope]))[scope]
    assert found.obliged.numbers["steering/kinh-phi"] == 5
