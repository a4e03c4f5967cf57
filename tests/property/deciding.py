"""What a reviewing organisation does with what lies on its desk."""

from tests.property.world import Json, World, reviewer

API = "/api/review"


async def decide(world: World, authority: str) -> None:
    """A reviewer decides on whichever case lies there."""
    random, actor, path = world.random, reviewer(authority), f"{API}/{authority}/cases"
    listed = await world.call(actor, "GET", f"{path}?size=50")
    mine = [c for c in (listed or {}).get("items", []) if c["campaign"] in world.campaigns]
    if not mine:
        return
    case = random.choice(mine)
    if random.random() < 0.3:
        await world.call(actor, "POST", f"{path}/{case['id']}/view")
    outcome = random.choices(("approve", "return", "reject"), (6, 2, 1))[0]
    round_ = case["rounds"][-1]
    items: list[Json] = [
        {"item": item["id"], "outcome": random.choice(("approve", "reject")), "reason": "Lý do riêng"}
        for item in round_["content"]["items"]
        if random.random() < 0.2
    ]
    body = {"version": round_["version"], "outcome": outcome, "reason": "Lý do", "items": items}
    await world.call(actor, "POST", f"{path}/{case['id']}/decide", body)


async def look(world: World, authority: str) -> None:
    """A leader looks at the figures of a form, before everything was heard."""
    forms = (await world.plan(world.campaign(authority))).forms
    form = world.random.choice(forms)
    code = world.random.choice(form.periods).code
    query = f"recipient={authority}&form={form.code}" + (f"&period={code}" if code else "")
    path = f"/api/reporting/campaigns/{world.campaign(authority)}/summary?{query}"
    await world.call(reviewer(authority), "GET", path)


async def ask_correction(world: World, authority: str) -> None:
    """The authority asks for it, on whichever approved case."""
    actor, path = reviewer(authority), f"{API}/{authority}/cases"
    listed = await world.call(actor, "GET", f"{path}?status=approved&size=50")
    mine = [case for case in (listed or {}).get("items", []) if case["campaign"] in world.campaigns]
    if mine:
        case = world.random.choice(mine)
        body = {"version": case["rounds"][-1]["version"], "reason": "Đề nghị rà soát"}
        await world.call(actor, "POST", f"{path}/{case['id']}/ask-correction", body)


async def revoke_correction(world: World, authority: str) -> None:
    """The authority takes it back, whether or not the unit has heard of it or answered it."""
    actor, path = reviewer(authority), f"{API}/{authority}/cases"
    listed = await world.call(actor, "GET", f"{path}?status=approved&size=50")
    asked = [case for case in (listed or {}).get("items", []) if case["correction"]]
    mine = [case for case in asked if case["campaign"] in world.campaigns]
    if mine:
        await world.call(
            actor, "POST", f"{path}/{world.random.choice(mine)['id']}/revoke-correction", {"reason": "Nhầm hồ sơ"}
        )
