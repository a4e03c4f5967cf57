"""The main job of 2022, step by step: units register, the centre reviews, sends up to two authorities, figures add up.

Each run announces campaigns of its own, copied from the three plans, so it can be repeated beside people's work.
"""

from collections.abc import Iterable
from pathlib import Path

from deploy.demo.client import Json, must
from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, PLANS, RETURN_REASON, REVIEWERS, Stage, read_yaml, seed

DISTRICT_REASON = "Nội dung thu tiền điện tử: đề nghị bổ sung đơn vị phối hợp thực hiện."
NO_COUNTERPART = "steering"
EXPECTED = read_yaml(Path(__file__).with_name("expected.yaml"))
STATES = ("approved", "returned", "rejected", "awaiting")
NAMES = {CENTRE: "TTYT", DEPARTMENT: "Sở Y tế", DISTRICT: "UBND quận"}
UNITS = {
    "expected": "Đơn vị phải đăng ký",
    "received": "Đã nhận",
    "on_time": "  đúng hạn",
    "late": "  trễ hạn",
    "missing": "Chưa gửi",
}


class Story(Stage):
    """One run of the main job."""

    async def play(self) -> None:
        """The whole job, in order."""
        items = seed("items")["items"]
        await self.announce()
        for item in items:
            await self.unit_registers(item)
        await self.centre_decides(items)
        await self.unit_resubmits(items)
        await self.centre_sends_up(items)
        await self.authorities_decide()

    async def announce(self) -> None:
        """The administrator announces copies of the three plans; the centre's has the warnings of the documents."""
        for authority, plan in PLANS.items():
            warnings = await self.announce_plan(authority)
            must(f"deadline warnings of {plan}", len(warnings), EXPECTED[plan]["deadline_warnings"])

    async def centre_decides(self, items: list[Json]) -> None:
        """The centre approves two units and returns the third with a reason. Nobody decides on his own unit."""
        for item in items[:-1]:
            await self.decide(CENTRE, item["proposed_by"], "approve")
        await self.decide(CENTRE, items[-1]["proposed_by"], "return", RETURN_REASON)

    async def unit_resubmits(self, items: list[Json]) -> None:
        """The returned unit reads the reason, changes its Mẫu 1 and sends version 2; the centre approves it."""
        await self.resubmit(items[-1]["proposed_by"])
        await self.decide(CENTRE, items[-1]["proposed_by"], "approve", version=2)

    async def centre_sends_up(self, items: list[Json]) -> None:
        """The centre submits its real items: all to the department; to the district those whose field it has."""
        await self.register(DEPARTMENT, CENTRE, items)
        await self.register(DISTRICT, CENTRE, [i for i in items if i["field"] != NO_COUNTERPART])

    async def authorities_decide(self) -> None:
        """The department approves; the district returns one item with a reason and approves the other."""
        await self.decide(DEPARTMENT, CENTRE, "approve")
        outcomes = {
            "organisation": {"outcome": "approve", "reason": ""},
            "public-finance": {"outcome": "return", "reason": DISTRICT_REASON},
        }
        await self.decide(DISTRICT, CENTRE, "return", DISTRICT_REASON, by_field=outcomes)

    async def show_figures(self) -> None:
        """Prints what reporting says as soon as the documents say it, too. Raises DemoError when it stays another."""
        summaries = [await self._summary(authority) for authority in NAMES]
        self.screen.line()
        self.screen.line("Số lượng đăng ký theo lĩnh vực và nơi nhận")
        self._row("", NAMES.values())
        registered = [{field["code"]: field["registered"] for field in summary["fields"]} for summary in summaries]
        titles = {field["code"]: field["name"] for summary in summaries for field in summary["fields"]}
        for code, title in titles.items():
            self._row(title, (fields.get(code, "·") for fields in registered))
        self._row("Cộng", (summary["totals"]["registered"] for summary in summaries))
        for key, label in UNITS.items():
            self._row(label, (summary["organisations"][key] for summary in summaries))

    async def _summary(self, authority: str) -> Json:
        def documented(seen: Json) -> bool:
            return seen["_status"] == 200 and adds_up(seen, EXPECTED[PLANS[authority]])

        reader = await self.person(REVIEWERS[authority])
        path = f"/api/reporting/campaigns/{self.campaign(authority)}/summary?recipient={authority}&form=registration"
        return await reader.wait(path, documented, f"figures of {authority}", allow=(404,))

    def _row(self, label: str, cells: Iterable[object]) -> None:
        self.screen.line(f"{label[:60]:<62}" + "".join(f"{cell:>11}" for cell in cells))


def adds_up(summary: Json, wanted: Json) -> bool:
    """Whether the figures are those of the documents, and their parts make their sums."""
    units, fields, totals = summary["organisations"], summary["fields"], summary["totals"]
    return (
        {row["code"]: row["registered"] for row in fields} == wanted["registered"]
        and totals["registered"] == sum(wanted["registered"].values())
        and all(totals[state] == number for state, number in wanted["states"].items())
        and all(row["registered"] == sum(row[state] for state in STATES) for row in [*fields, totals])
        and all(units[bucket] == wanted[bucket] for bucket in ("expected", "received"))
        and units["expected"] == units["on_time"] + units["late"] + units["missing"]
    )
