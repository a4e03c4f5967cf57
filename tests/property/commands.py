"""What may happen in a year: forms are sent, decided, consolidated, corrected, withdrawn; plans and units change."""

from collections.abc import Awaitable, Callable

from tests.property.changing import amend, close_and_reopen, extend, restructure
from tests.property.deciding import ask_correction, decide, look, revoke_correction
from tests.property.sending import correct, gather, report, send, withdraw, withdraw_item
from tests.property.world import Json, World, clerk

API = "/api/registration"


async def consolidate(world: World, authority: str) -> None:
    """Takes, merges, gives back and leaves out some of the offers, answers the crosswalk, and sends to some targets."""
    random, actor = world.random, clerk(authority)
    ident = f"{world.campaign(authority)}.{authority}"
    path = f"{API}/consolidations/{ident}"
    body = {"campaign": world.campaign(authority), "organisation": authority}
    await world.call(actor, "POST", f"{API}/consolidations", body)
    seen = await world.call(actor, "POST", f"{path}/take", {})
    if seen is None:
        return
    lines = [line["id"] for line in seen["consolidation"]["lines"]]
    if len(lines) > 1 and random.random() < 0.3:
        seen = await world.call(actor, "POST", f"{path}/merge", {"lines": random.sample(lines, 2)}) or seen
        lines = [line["id"] for line in seen["consolidation"]["lines"]]
    if lines and random.random() < 0.2:
        seen = await world.call(actor, "POST", f"{path}/give-back", {"lines": [random.choice(lines)]}) or seen
        lines = [line["id"] for line in seen["consolidation"]["lines"]]
    if lines and random.random() < 0.2:
        leave = {"lines": [random.choice(lines)], "reason": "Chưa phù hợp"}
        seen = await world.call(actor, "POST", f"{path}/leave-out", leave) or seen
    for target in seen["targets"]:
        codes = [known["code"] for known in target["fields"]]
        choices = [
            {"line": line, "field": random.choice(codes)} if random.random() < 0.8 else _nowhere(line)
            for line in target["unsettled"]
        ]
        if choices:
            await world.call(actor, "PUT", f"{path}/crosswalk/{target['campaign']}", {"choices": choices})
    targets = [target["campaign"] for target in seen["targets"]]
    if targets:
        chosen = random.sample(targets, random.randint(1, len(targets)))
        await world.call(actor, "POST", f"{path}/send", {"campaigns": chosen})


async def in_the_middle(world: World, command: Callable[[World, str], Awaitable[None]]) -> None:
    """A command of an organisation that has a plan of its own and reports to others."""
    middle = [one for one in world.above if world.campaign(one) in world.campaigns]
    if middle:
        await command(world, world.random.choice(middle))


def _nowhere(line: str) -> Json:
    return {"line": line, "field": None, "reason": "Không có lĩnh vực tương ứng"}


COMMANDS: dict[Callable[[World, str, str], Awaitable[None]], float] = {
    send: 9,
    lambda world, _, authority: decide(world, authority): 8,
    lambda world, *_: in_the_middle(world, consolidate): 4,
    lambda world, unit, authority: report(world, unit, authority, "interim"): 1,
    lambda world, unit, authority: report(world, unit, authority, "completion"): 2,
    lambda world, *_: in_the_middle(world, gather): 3,
    withdraw: 1,
    correct: 2,
    lambda world, _, authority: look(world, authority): 2,
    lambda world, _, authority: ask_correction(world, authority): 1,
    lambda world, _, authority: revoke_correction(world, authority): 1,
    withdraw_item: 1,
    lambda world, _, authority: amend(world, authority): 2,
    extend: 1,
    lambda world, _, authority: close_and_reopen(world, authority): 0.3,
    lambda world, *_: restructure(world): 0.9,
}
"""What may happen, and how often beside the others."""


async def anything(world: World) -> None:
    """One command of anybody."""
    organisation = world.random.choice(list(world.above))
    authority = world.random.choice(world.above[organisation])
    command = world.random.choices(list(COMMANDS), list(COMMANDS.values()))[0]
    await command(world, organisation, authority)
