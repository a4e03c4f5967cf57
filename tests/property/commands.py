"""What happens to items in a year: consolidated, reported on, corrected, withdrawn; and to organisations."""

from collections.abc import Awaitable, Callable
from typing import Any

from services.registration.restructuring.commands.job import Restructurer
from shared.contracts.forms import FormPeriod
from shared.rules.ids import submission_id
from tests.property.world import ADMINISTRATOR, Json, World, clerk, reviewer

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


def _nowhere(line: str) -> Json:
    return {"line": line, "field": None, "reason": "Không có lĩnh vực tương ứng"}


async def report(world: World, organisation: str, authority: str, form: str) -> None:
    """Starts from what is known, answers every item one way or another, and sends."""
    actor, campaign = clerk(organisation), world.campaign(authority)
    ident = submission_id(campaign, FormPeriod(form), organisation)
    path = f"{API}/submissions/{ident}"
    await world.call(
        actor, "POST", f"{API}/submissions", {"campaign": campaign, "form": form, "organisation": organisation}
    )
    basis = await world.call(actor, "GET", f"{path}/report")
    seen = await world.call(actor, "POST", f"{path}/prefill")
    if basis is None or seen is None:
        return
    draft = seen["draft"]
    draft["results"] = [_result(world, item["id"]) for item in basis["basis"]]
    await world.call(actor, "PUT", f"{path}/draft", draft)
    await world.call(actor, "POST", f"{path}/submit")


def _result(world: World, item: str) -> Json:
    outcome = world.random.choice(("done", "not_done", "given_up"))
    answers: dict[str, Json] = {
        "done": {"done_on": "tháng 5/2022", "result": "Đã áp dụng"},
        "not_done": {"reason": "Thiếu kinh phí", "new_expected": "Quý I/2023", "forecast": "Sẽ áp dụng"},
        "given_up": {"reason": "Không còn phù hợp"},
    }
    return {"item": item, "outcome": outcome, **answers[outcome]}


async def correct(world: World, organisation: str, authority: str) -> None:
    """The unit asks to correct what was approved, then sends it otherwise."""
    ident = submission_id(world.campaign(authority), FormPeriod("registration"), organisation)
    asked = await world.call(clerk(organisation), "POST", f"{API}/submissions/{ident}/correct", {"reason": "Ghi nhầm"})
    if asked is not None and world.random.random() < 0.8:
        await world.register(organisation, authority)


async def ask_correction(world: World, authority: str) -> None:
    """The authority asks for it, on whichever approved case."""
    actor, path = reviewer(authority), f"/api/review/{authority}/cases"
    listed = await world.call(actor, "GET", f"{path}?status=approved&size=50")
    mine = [case for case in (listed or {}).get("items", []) if case["campaign"] in world.campaigns]
    if mine:
        case = world.random.choice(mine)
        body = {"version": case["rounds"][-1]["version"], "reason": "Đề nghị rà soát"}
        await world.call(actor, "POST", f"{path}/{case['id']}/ask-correction", body)


async def revoke_correction(world: World, authority: str) -> None:
    """The authority takes it back, whether or not the unit has heard of it or answered it."""
    actor, path = reviewer(authority), f"/api/review/{authority}/cases"
    listed = await world.call(actor, "GET", f"{path}?status=approved&size=50")
    asked = [case for case in (listed or {}).get("items", []) if case["correction"]]
    mine = [case for case in asked if case["campaign"] in world.campaigns]
    if mine:
        await world.call(
            actor, "POST", f"{path}/{world.random.choice(mine)['id']}/revoke-correction", {"reason": "Nhầm hồ sơ"}
        )


async def withdraw_item(world: World, organisation: str, authority: str) -> None:
    ident = submission_id(world.campaign(authority), FormPeriod("registration"), organisation)
    known = await world.stored(ident)
    if known is None or known.latest is None or not known.latest.content.items:
        return
    item = world.random.choice(known.latest.content.items).id
    path = f"{API}/submissions/{ident}/items/{item}"
    await world.call(clerk(organisation), "GET", f"{path}/consequences")
    await world.call(clerk(organisation), "POST", f"{path}/withdraw", {"reason": "Không thực hiện nữa"})


async def extend(world: World, organisation: str, authority: str) -> None:
    body = {"organisation": organisation, "form": "registration", "due": "20/5/2030", "reason": "Thiên tai"}
    await world.call(ADMINISTRATOR, "POST", f"{API}/campaigns/{world.campaign(authority)}/extensions", body)


async def close_and_reopen(world: World, authority: str) -> None:
    campaign = world.campaign(authority)
    await world.call(ADMINISTRATOR, "POST", f"{API}/campaigns/{campaign}/close")
    if world.random.random() < 0.9:
        await world.call(ADMINISTRATOR, "POST", f"{API}/campaigns/{campaign}/reopen", {"reason": "Bổ sung"})


async def restructure(world: World) -> None:
    """Units are merged, split, renamed or dissolved today; their open obligations go to whom is named."""
    random = world.random
    kind = random.choice(("merge", "split", "rename", "dissolve"))
    count = 2 if kind == "merge" and len(world.units) > 1 else 1
    gone = random.sample(world.units, count)
    new = [f"don-vi-moi-{world.done}-{n}-{world.run}" for n in range({"merge": 1, "split": 2}.get(kind, 0))]
    body: dict[str, Any] = {
        "kind": kind,
        "on": "2022-05-12",
        "basis": "15/QĐ-UBND",
        "predecessors": gone,
        "new": [{"id": n, "name": f"Đơn vị {n}", "short_name": n, "kind": "unit"} for n in new],
        "heirs": [{"organisation": unit, "successor": random.choice([*new, None])} for unit in gone],
    }
    if kind == "rename":
        body |= {"heirs": [], "renamed": {"name": f"Tên mới {gone[0]}", "short_name": "Tên mới"}}
    if await world.call(ADMINISTRATOR, "POST", f"{API}/restructurings", body) is None:
        return
    await Restructurer(world.suite.apps["registration"].state.stores).carry_out()
    for successor in new:
        parents = {parent for unit in gone for parent in world.above[unit]}
        world.levels[0].append(successor)
        world.above[successor] = sorted(parents)


COMMANDS: dict[Callable[[World, str, str], Awaitable[None]], float] = {
    lambda world, unit, authority: world.register(unit, authority): 6,
    lambda world, _, authority: world.decide(authority): 8,
    lambda world, _, authority: consolidate(world, authority): 4,
    lambda world, unit, authority: report(world, unit, authority, "interim"): 2,
    lambda world, unit, authority: report(world, unit, authority, "completion"): 3,
    lambda world, unit, authority: world.withdraw(unit, authority): 1,
    correct: 2,
    lambda world, _, authority: ask_correction(world, authority): 1,
    lambda world, _, authority: revoke_correction(world, authority): 1,
    withdraw_item: 1,
    extend: 1,
    lambda world, _, authority: close_and_reopen(world, authority): 0.3,
    lambda world, *_: restructure(world): 0.7,
}
"""What may happen, and how often beside the others."""


async def anything(world: World) -> None:
    """One command of anybody."""
    organisation = world.random.choice(list(world.above))
    authority = world.random.choice(world.above[organisation])
    command = world.random.choices(list(COMMANDS), list(COMMANDS.values()))[0]
    await command(world, organisation, authority)
