"""A stage on which days pass: the clock of the suite is moved, and what is seen is held against what must be."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from deploy.demo.client import Json, Person, must
from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, Stage, read_yaml, seed
from shared.clock import move_clock
from shared.language.vietnamese import VIETNAM

AUTHORITIES = (DISTRICT, DEPARTMENT)
EXPECTED = read_yaml(Path(__file__).with_name("expected.yaml"))
"""What must be seen."""


@dataclass
class Calendar(Stage):
    """One played year. `clock`: the file that the suite's clock reads. `items`: item ids by their field in Mẫu 1."""

    clock: Path = field(kw_only=True)
    items: dict[str, str] = field(default_factory=dict)

    def day(self, moment: str, what: str) -> None:
        """Time goes on to a moment of Việt Nam's clock, such as ``13/05/2022 09:30``."""
        move_clock(self.clock, datetime.strptime(moment, "%d/%m/%Y %H:%M").replace(tzinfo=VIETNAM))
        self.screen.line()
        self.screen.line(f"── {moment}  {what}")

    async def approved_above(self, authority: str, form: str) -> None:
        """An authority approves what the centre sent; every unit behind one of its items hears of it."""
        await self.decide(authority, CENTRE, "approve", form=form)
        for item in seed("items")["items"]:
            await self.told_further_down(item["proposed_by"], authority, form)

    async def told_further_down(self, unit: str, authority: str, form: str) -> None:
        """A unit behind a consolidated item sees the decision: in its timeline, its standing and a notification."""
        clerk, path = await self.clerk_of(unit), self.form_path(CENTRE, unit)
        wanted = {"organisation": authority, "form": form, "status": "approved"}
        async with self.screen.step(clerk.name, f"biết {self.name(authority)} đã duyệt nội dung của mình") as step:
            seen = await clerk.wait(
                path,
                lambda seen: any(wanted.items() <= entry.items() for entry in seen["submission"]["upward"]),
                f"{unit} to see what {authority} decided on its item",
            )
            history = await clerk.get(f"{path}/history")
            lines = [e for e in history["items"] if (e["action"], e["recipient"]) == ("upward_approved", authority)]
            decided = [e for e in seen["submission"]["upward"] if e["organisation"] == authority]
            must(f"decisions of {authority} in the timeline of {unit}", len(lines), len(decided))
            step.events.append("submission.settled")
        await self.notified(clerk, unit, CENTRE, "upward", reviewer=authority, status="approved", form=form)

    async def refused(self, person: Person, path: str, body: Json, code: str) -> None:
        """A command that must be refused, for a reason that must be this one."""
        answer = await person.post(path, body, allow=(403, 409, 422))
        must("refusal", answer.get("code"), code)
        self.screen.line(f"      ⛔ {answer['title']}")
