"""The main job of 2022, step by step: units register, the centre reviews, sends up to two authorities, figures add up.

Each run announces campaigns of its own, copied from the three plans, so it can be repeated beside people's work.
"""

from dataclasses import dataclass

from deploy.demo.client import Json
from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, RETURN_REASON, Stage, seed

DISTRICT_REASON = "Nội dung thu tiền điện tử: đề nghị bổ sung đơn vị phối hợp thực hiện."
NO_COUNTERPART = "steering"


@dataclass
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
        """The administrator announces copies of the three plans; the centre's answers with its warnings."""
        for authority in (DISTRICT, DEPARTMENT, CENTRE):
            await self.announce_plan(authority)

    async def unit_registers(self, item: Json) -> None:
        """A unit fills in Mẫu 1: its item, and an explicit nil in every other field."""
        unit = item["proposed_by"]
        await self.register(await self.person(unit), CENTRE, unit, [item])
        await self.after(f"registered {unit}")

    async def centre_decides(self, items: list[Json]) -> None:
        """The centre approves two units and returns the third with a reason. Nobody decides on his own unit."""
        for item in items[:-1]:
            await self.decide(CENTRE, item["proposed_by"], "approve")
        await self.decide(CENTRE, items[-1]["proposed_by"], "return", RETURN_REASON)

    async def unit_resubmits(self, items: list[Json]) -> None:
        """The returned unit reads the reason, changes its Mẫu 1 and sends version 2; the centre approves it."""
        await self.resubmit(items[-1])
        await self.decide(CENTRE, items[-1]["proposed_by"], "approve", version=2)

    async def centre_sends_up(self, items: list[Json]) -> None:
        """The centre submits its real items: all to the department; to the district those whose field it has."""
        clerk = await self.clerk_of(CENTRE)
        await self.register(clerk, DEPARTMENT, CENTRE, items)
        await self.after("sent to the department")
        await self.register(clerk, DISTRICT, CENTRE, [i for i in items if i["field"] != NO_COUNTERPART])
        await self.after("sent to the district")

    async def authorities_decide(self) -> None:
        """The department approves; the district returns one item with a reason and approves the other."""
        await self.decide(DEPARTMENT, CENTRE, "approve")
        outcomes = {"organisation": ("approve", ""), "public-finance": ("return", DISTRICT_REASON)}
        await self.decide(DISTRICT, CENTRE, "return", DISTRICT_REASON, by_field=outcomes)
