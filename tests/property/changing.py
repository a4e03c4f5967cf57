"""What changes around forms: the columns of an announced plan, later deadlines, organisations themselves."""

from typing import Any

from services.registration.restructuring.commands.job import Restructurer
from shared.contracts.campaigns import Campaign, CampaignDefinition, CampaignStatus
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import RecipientStatus
from shared.rules.ids import submission_id
from shared.rules.obligations import asked_of
from tests.property.columns import amended
from tests.property.forms import added_columns
from tests.property.sending import any_asked
from tests.property.world import ADMINISTRATOR, World

CAMPAIGNS = "/api/registration/campaigns"
SENT = frozenset(RecipientStatus) - {RecipientStatus.RETURNED, RecipientStatus.WITHDRAWN}


async def amend(world: World, authority: str) -> None:
    """An administrator adds, renames, orders or retires a column of an announced plan, or makes it confidential."""
    plan = await world.plan(world.campaign(authority))
    form = world.random.choice(plan.forms)
    added = added_columns(form)
    columns = (*(one for one in form.columns if one not in added), *amended(world.random, added))
    written = form.model_copy(update={"columns": columns})
    forms = [written if one.code == form.code else one for one in plan.forms]
    definition = CampaignDefinition.model_validate(
        {name: getattr(plan, name) for name in CampaignDefinition.model_fields} | {"forms": forms}
    )
    await world.call(ADMINISTRATOR, "PUT", f"{CAMPAIGNS}/{plan.id}", definition.model_dump(mode="json"))


async def extend(world: World, organisation: str, authority: str) -> None:
    asked = await any_asked(world, authority)
    body = {"form": asked.form, "period": asked.period, "due": "20/5/2030", "reason": "Thiên tai"}
    path = f"{CAMPAIGNS}/{world.campaign(authority)}/extensions"
    await world.call(ADMINISTRATOR, "POST", path, {"organisation": organisation, **body})


async def close_and_reopen(world: World, authority: str) -> None:
    campaign = world.campaign(authority)
    await world.call(ADMINISTRATOR, "POST", f"{CAMPAIGNS}/{campaign}/close")
    if world.random.random() < 0.9:
        await world.call(ADMINISTRATOR, "POST", f"{CAMPAIGNS}/{campaign}/reopen", {"reason": "Bổ sung"})


async def restructure(world: World) -> None:
    """Units are merged, split, renamed or dissolved today; their open obligations go to whom is named."""
    random = world.random
    kind = random.choice(("merge", "split", "rename", "dissolve"))
    count = 2 if kind == "merge" and len(world.units) > 1 else 1
    gone = random.sample(world.units, count)
    new = [f"don-vi-moi-{world.done}-{n}-{world.run}" for n in range({"merge": 1, "split": 2}.get(kind, 0))]
    heirs: dict[str, str | None] = {unit: random.choice([*new, None]) for unit in gone}
    body: dict[str, Any] = {
        "kind": kind,
        "on": "2022-05-12",
        "basis": "15/QĐ-UBND",
        "predecessors": gone,
        "new": [{"id": n, "name": f"Đơn vị {n}", "short_name": n, "kind": "unit"} for n in new],
        "heirs": [{"organisation": unit, "successor": heir} for unit, heir in heirs.items()],
    }
    if kind == "rename":
        body |= {"heirs": [], "renamed": {"name": f"Tên mới {gone[0]}", "short_name": "Tên mới"}}
        heirs = {}
    if await world.call(ADMINISTRATOR, "POST", "/api/registration/restructurings", body) is None:
        return
    wanted = {campaign: await _passed_on(world, await world.plan(campaign), heirs) for campaign in world.campaigns}
    await Restructurer(world.suite.apps["registration"].state.stores).carry_out()
    for campaign, asked in wanted.items():
        assert asked_now(await world.plan(campaign)) == asked, f"obligations of {campaign} were lost or made"
    for successor in new:
        parents = {parent for unit in gone for parent in world.above[unit]}
        world.levels[0].append(successor)
        world.above[successor] = sorted(parents)


def asked_now(plan: Campaign) -> dict[FormPeriod, frozenset[str]]:
    """Who is asked, period by period."""
    return {form.asked_in(period): frozenset(asked_of(plan, form.asked_in(period))) for form, period in plan.asked}


async def _passed_on(world: World, plan: Campaign, heirs: dict[str, str | None]) -> dict[FormPeriod, frozenset[str]]:
    """Who must be asked after a restructuring: heirs in the place of those who had not sent it; nobody else."""
    found = asked_now(plan)
    if plan.status is CampaignStatus.CLOSED:
        return found
    for asked, organisations in found.items():
        moving = [one for one in organisations if one in heirs and not await _is_sent(world, plan, asked, one)]
        followed = {heir for one in moving if (heir := heirs[one])}
        found[asked] = (organisations - set(moving)) | followed
    return found


async def _is_sent(world: World, plan: Campaign, asked: FormPeriod, organisation: str) -> bool:
    """With every recipient, and not returned or taken back."""
    known = await world.stored(submission_id(plan.id, asked, organisation))
    states = {one.organisation: one.status for one in known.recipients} if known else {}
    return all(states.get(recipient) in SENT for recipient in plan.recipients)
