"""The closing tables: what reporting says, held against the documents."""

from pathlib import Path

from deploy.demo.client import DemoError, Json
from deploy.demo.screen import Screen
from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, PLANS, REVIEWERS, Stage, read_yaml

NAMES = {CENTRE: "TTYT", DEPARTMENT: "Sở Y tế", DISTRICT: "UBND quận"}
UNITS = {
    "expected": "Đơn vị phải đăng ký",
    "received": "Đã nhận",
    "on_time": "  đúng hạn",
    "late": "  trễ hạn",
    "missing": "Chưa gửi",
}


async def check(stage: Stage) -> None:
    """Waits for the figures and prints them. Raises DemoError when anything does not add up."""
    faults = [
        f"{plan}: {stage.screen.warnings.get(plan)} deadline warnings instead of {wanted['deadline_warnings']}"
        for plan, wanted in _expected().items()
        if stage.screen.warnings.get(plan) != wanted["deadline_warnings"]
    ]
    summaries = {authority: await _summary(stage, authority) for authority in PLANS}
    for authority, summary in summaries.items():
        faults += _faults(authority, summary)
    _print(stage.screen, summaries)
    if faults:
        raise DemoError("; ".join(faults))


def _expected() -> Json:
    return read_yaml(Path(__file__).with_name("expected.yaml"))


async def _summary(stage: Stage, authority: str) -> Json:
    reader = await stage.person(REVIEWERS[authority])
    path = f"/api/reporting/campaigns/{stage.campaign(authority)}/summary?recipient={authority}&form=registration"
    return await reader.wait(
        path,
        lambda seen: seen["_status"] == 200 and not _faults(authority, seen),
        f"figures of {authority}",
        allow=(404,),
    )


def _faults(authority: str, summary: Json) -> list[str]:
    plan = PLANS[authority]
    wanted = _expected()[plan]
    if summary["_status"] != 200:
        return [f"{plan}: no summary yet"]
    units, fields, totals = summary["organisations"], summary["fields"], summary["totals"]
    found = {row["code"]: row["registered"] for row in fields}
    checks = {
        f"registered by field is {found}": found == wanted["registered"],
        f"expected is {units['expected']}": units["expected"] == wanted["expected"],
        f"received is {units['received']}": units["received"] == wanted["received"],
        f"buckets {units} do not add up": units["on_time"] + units["late"] + units["missing"] == units["expected"],
        f"total {totals['registered']} is not the sum": totals["registered"] == sum(found.values()),
        "states do not add up": all(
            row["registered"] == row["approved"] + row["returned"] + row["rejected"] + row["awaiting"]
            for row in [*fields, totals]
        ),
        f"final states are {totals}": all(totals[name] == number for name, number in wanted["states"].items()),
    }
    return [f"{plan}: {fault}" for fault, holds in checks.items() if not holds]


def _print(screen: Screen, summaries: dict[str, Json]) -> None:
    def row(label: str, *cells: object) -> None:
        screen.line(f"{label[:60]:<62}" + "".join(f"{cell:>11}" for cell in cells))

    shown = [summaries[authority] for authority in NAMES]
    titles: dict[str, str] = {}
    for summary in shown:
        for field in summary["fields"]:
            titles.setdefault(field["code"], field["name"])
    registered = [{field["code"]: field["registered"] for field in summary["fields"]} for summary in shown]
    screen.line()
    screen.line("Số lượng đăng ký theo lĩnh vực và nơi nhận")
    row("", *NAMES.values())
    for code, title in titles.items():
        row(title, *(fields.get(code, "·") for fields in registered))
    row("Cộng", *(summary["totals"]["registered"] for summary in shown))
    for key, label in UNITS.items():
        row(label, *(summary["organisations"][key] for summary in shown))
