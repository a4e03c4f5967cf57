"""The closing tables: what reporting says, held against the documents."""

from deploy.demo.client import DemoError, Json, Person
from deploy.demo.expected import DEADLINE_WARNINGS, EXPECTED_UNITS, RECEIVED_UNITS, REGISTERED
from deploy.demo.screen import Screen
from deploy.demo.story import CENTRE, DEPARTMENT, DISTRICT, PLANS, REVIEWERS, Story

FINAL = {CENTRE: {"approved": 3}, DEPARTMENT: {"approved": 3}, DISTRICT: {"approved": 1, "returned": 1}}


async def check(story: Story, screen: Screen) -> list[str]:
    """Waits for the figures, prints them and returns what does not add up (nothing, when all is well)."""
    faults = [
        f"{plan}: {screen.warnings.get(plan)} deadline warnings instead of {number}"
        for plan, number in DEADLINE_WARNINGS.items()
        if screen.warnings.get(plan) != number
    ]
    summaries = {authority: await _summary(story, authority) for authority in PLANS}
    for authority, summary in summaries.items():
        faults += _faults(authority, summary)
    _print(screen, summaries)
    return faults


async def _summary(story: Story, authority: str) -> Json:
    reader: Person = await story.person(REVIEWERS[authority])
    path = f"/api/reporting/campaigns/{story.campaign(authority)}/summary?recipient={authority}&form=registration"
    return await reader.wait(
        path,
        lambda seen: seen["_status"] == 200 and not _faults(authority, seen),
        f"figures of {authority}",
        allow=(404,),
    )


def _faults(authority: str, summary: Json) -> list[str]:
    plan = PLANS[authority]
    if summary["_status"] != 200:
        return [f"{plan}: no summary yet"]
    units, fields, totals = summary["organisations"], summary["fields"], summary["totals"]
    found = {row["code"]: row["registered"] for row in fields}
    checks = {
        f"registered by field is {found}": found == REGISTERED[plan],
        f"expected is {units['expected']}": units["expected"] == EXPECTED_UNITS[plan],
        f"received is {units['received']}": units["received"] == RECEIVED_UNITS[plan],
        f"buckets {units} do not add up": units["on_time"] + units["late"] + units["missing"] == units["expected"],
        f"total {totals['registered']} is not the sum": totals["registered"] == sum(found.values()),
        "states do not add up": all(
            row["registered"] == row["approved"] + row["returned"] + row["rejected"] + row["awaiting"]
            for row in [*fields, totals]
        ),
        f"final states are {totals}": all(totals[name] == number for name, number in FINAL[authority].items()),
    }
    return [f"{plan}: {fault}" for fault, holds in checks.items() if not holds]


def _print(screen: Screen, summaries: dict[str, Json]) -> None:
    names = {CENTRE: "TTYT", DEPARTMENT: "Sở Y tế", DISTRICT: "UBND quận"}
    codes = [*REGISTERED[PLANS[CENTRE]], "e-government"]
    titles = {row["code"]: row["name"] for s in summaries.values() for row in s["fields"]}
    screen.line()
    screen.line("Số lượng đăng ký theo lĩnh vực và nơi nhận")
    screen.line(f"{'':<62}" + "".join(f"{names[a]:>11}" for a in names))
    for code in codes:
        cells = []
        for authority in names:
            row = next((r for r in summaries[authority]["fields"] if r["code"] == code), None)
            cells.append(f"{row['registered'] if row else '·':>11}")
        screen.line(f"{titles[code][:60]:<62}" + "".join(cells))
    screen.line(f"{'Cộng':<62}" + "".join(f"{summaries[a]['totals']['registered']:>11}" for a in names))
    for label, key in (
        ("Đơn vị phải đăng ký", "expected"),
        ("Đã nhận", "received"),
        ("  đúng hạn", "on_time"),
        ("  trễ hạn", "late"),
        ("Chưa gửi", "missing"),
    ):
        screen.line(f"{label:<62}" + "".join(f"{summaries[a]['organisations'][key]:>11}" for a in names))


def require(faults: list[str]) -> None:
    """Raises DemoError when anything does not add up."""
    if faults:
        raise DemoError("; ".join(faults))
