"""The main job of 2022, step by step: units register, the centre reviews, sends up to two authorities, figures add up.

Each run announces campaigns of its own, copied from the three plans, so it can be repeated beside people's work.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from deploy.demo.client import DemoError, Json, Person, Suite
from deploy.demo.screen import Screen

SEED = Path(__file__).parent.parent / "seed"
CENTRE, DISTRICT, DEPARTMENT = "ttyt-tan-binh", "ubnd-tan-binh", "so-y-te"
PLANS = {DISTRICT: "124-kh-ubnd-2022", DEPARTMENT: "2958-kh-syt-2022", CENTRE: "70-kh-ttyt-2022"}
# The centre's reviewing office is itself one of its units: on that unit's Mẫu 1 the board decides.
OWN_UNIT, BOARD = "phong-to-chuc-hanh-chinh", "giam-doc"
REVIEWERS = {CENTRE: "tchc", DISTRICT: "noi-vu", DEPARTMENT: "tccb"}
RETURN_REASON = "Đề nghị nêu rõ các dịch vụ y tế công được thu tiền điện tử và ghi lại thời gian hoàn thành."
DISTRICT_REASON = "Nội dung thu tiền điện tử: đề nghị bổ sung đơn vị phối hợp thực hiện."
NO_COUNTERPART = "steering"
HEARD = {"approved": "duyệt", "returned": "trả lại"}

Hook = Callable[[str], Awaitable[None]]


async def no_hook(step: str) -> None:
    """Nothing happens between the steps."""


@dataclass
class Story:
    """One run of the main job. `after` is called with each finished step's name (the fault tests kill there)."""

    suite: Suite
    screen: Screen
    run: str
    password: str
    after: Hook = no_hook
    people: dict[str, Person] = field(default_factory=dict)

    def name(self, organisation: str) -> str:
        """As people call it."""
        return str(next(o["short_name"] for o in seed("organisations")["organisations"] if o["id"] == organisation))

    def campaign(self, authority: str) -> str:
        return f"{PLANS[authority]}-{self.run}"

    def submission(self, authority: str, organisation: str) -> str:
        return f"{self.campaign(authority)}.registration.{organisation}"

    def case(self, authority: str, organisation: str) -> str:
        return f"{authority}.{self.submission(authority, organisation)}"

    async def person(self, account: str) -> Person:
        if account not in self.people:
            self.people[account] = await self.suite.person(account, self.password)
        return self.people[account]

    async def play(self) -> None:
        """The whole job, in order."""
        items = seed("items")["items"]
        await self.announce()
        for item in items:
            await self.unit_registers(item)
        await self.centre_decides(items)
        await self.unit_resubmits(items)
        await self.centre_sends_up(items)
        await self.department_decides()
        await self.district_decides()

    async def announce(self) -> None:
        """The administrator announces copies of the three plans; the centre's answers with its warnings."""
        administrator = await self.person("quan-tri")
        for authority in (DISTRICT, DEPARTMENT, CENTRE):
            definition = next(c for c in seed("campaigns")["campaigns"] if c["id"] == PLANS[authority])
            body = copy_of(definition, self.campaign(authority), self.run)
            async with self.screen.step("Quản trị", f"phát động {definition['number']}") as step:
                await administrator.post("/api/registration/campaigns", body, allow=(409,))
                answer = await administrator.post(f"/api/registration/campaigns/{body['id']}/announce", allow=(409,))
                if answer["_status"] == 409:
                    answer = await administrator.get(f"/api/registration/campaigns/{body['id']}/warnings")
                warnings = answer["warnings"]
                step.event("campaign.announced")
                step.note(f"{len(warnings)} cảnh báo thời hạn")
            self.screen.warnings[PLANS[authority]] = len(warnings)
            for warning in warnings:
                self.screen.line(
                    f"      ! {warning['parent_number']}: {warning['due']['wording']} (cấp trên: "
                    f"{warning['parent_due']['wording']})"
                )
            await self.after(f"announced {authority}")

    async def unit_registers(self, item: Json) -> None:
        """A unit fills in Mẫu 1: its item, and an explicit nil in every other field."""
        unit = item["proposed_by"]
        await self._register(unit, CENTRE, unit, [item])
        await self.after(f"registered {unit}")

    async def centre_decides(self, items: list[Json]) -> None:
        """The centre approves two units and returns the third with a reason. Nobody decides on his own unit."""
        for item in items:
            returned = item is items[-1]
            reviewer = await self.person(BOARD if item["proposed_by"] == OWN_UNIT else REVIEWERS[CENTRE])
            await self._decide(
                reviewer,
                CENTRE,
                item["proposed_by"],
                version=1,
                outcome="return" if returned else "approve",
                reason=RETURN_REASON if returned else "",
            )
            await self._heard(CENTRE, item["proposed_by"], "returned" if returned else "approved")

    async def unit_resubmits(self, items: list[Json]) -> None:
        """The returned unit reads the reason, changes its Mẫu 1 and sends version 2; the centre approves it."""
        item = items[-1]
        unit = item["proposed_by"]
        clerk = await self.person(unit)
        path = f"/api/registration/submissions/{self.submission(CENTRE, unit)}"
        seen = await clerk.get(path)
        reasons = [d["reason"] for r in seen["submission"]["recipients"] for d in r["decisions"]]
        if RETURN_REASON not in reasons:
            raise DemoError(f"{unit} does not see why it was returned: {reasons}")
        async with self.screen.step(clerk.name, "bổ sung và gửi lại") as step:
            changed = {**item, "note": "Áp dụng tại các phòng khám của Trung tâm."}
            body = await self._content(self.campaign(CENTRE), [changed], known=seen)
            await clerk.put(f"{path}/draft", body)
            await clerk.post(f"{path}/submit")
            step.event("submission.submitted")
            step.note("bản thứ 2")
        await self.after(f"resubmitted {unit}")
        await self._decide(await self.person("tchc"), CENTRE, unit, version=2, outcome="approve", reason="")
        await self._heard(CENTRE, unit, "approved")

    async def centre_sends_up(self, items: list[Json]) -> None:
        """The centre submits its real items: all to the department; to the district those whose field it has."""
        await self._register("tchc", DEPARTMENT, CENTRE, items)
        await self.after("sent to the department")
        await self._register("tchc", DISTRICT, CENTRE, [i for i in items if i["field"] != NO_COUNTERPART])
        await self.after("sent to the district")

    async def department_decides(self) -> None:
        reviewer = await self.person("tccb")
        await self._decide(reviewer, DEPARTMENT, CENTRE, version=1, outcome="approve", reason="")
        await self._heard(DEPARTMENT, CENTRE, "approved")

    async def district_decides(self) -> None:
        """The district returns one item with a reason and approves the other."""
        reviewer = await self.person("noi-vu")
        outcomes = {"organisation": ("approve", ""), "public-finance": ("return", DISTRICT_REASON)}
        await self._decide(
            reviewer, DISTRICT, CENTRE, version=1, outcome="return", reason=DISTRICT_REASON, by_field=outcomes
        )
        await self._heard(DISTRICT, CENTRE, "returned")

    async def _register(self, account: str, authority: str, organisation: str, items: list[Json]) -> None:
        clerk = await self.person(account)
        reviewer = await self.person(REVIEWERS[authority])
        campaign, ident = self.campaign(authority), self.submission(authority, organisation)
        async with self.screen.step(
            clerk.name, f"gửi Mẫu 1 ({len(items)} nội dung) tới {self.name(authority)}"
        ) as step:
            await clerk.post(
                "/api/registration/submissions",
                {"campaign": campaign, "form": "registration", "organisation": organisation},
                allow=(409,),
            )
            path = f"/api/registration/submissions/{ident}"
            await clerk.put(f"{path}/draft", await self._content(campaign, items))
            await clerk.post(f"{path}/submit")
            step.event("submission.submitted")
            accepted = step.seconds
            await reviewer.wait(
                f"/api/review/{authority}/cases/{self.case(authority, organisation)}",
                lambda seen: seen["_status"] == 200,
                f"the case of {organisation} at {authority}",
                allow=(404,),
            )
            step.event("case.opened")
            step.note(f"hồ sơ tới nơi sau {(step.seconds - accepted) * 1000:.0f} ms")
        await self._notified(reviewer, authority, authority, "case-opened")

    async def _content(self, campaign: str, items: list[Json], known: Json | None = None) -> Json:
        """A draft's body. `known` keeps the ids of items that were delivered before."""
        administrator = await self.person("quan-tri")
        plan = await administrator.get(f"/api/registration/campaigns/{campaign}")
        codes = [f["code"] for f in plan.get("campaign", plan)["fields"]]
        filled = {item["field"] for item in items}
        ids = {i["field"]: i["id"] for i in (known["draft"]["items"] if known and known["draft"] else [])}
        return {
            "items": [
                {
                    **({"id": ids[item["field"]]} if item["field"] in ids else {}),
                    "field": item["field"],
                    "content": item["content"],
                    "parts": item.get("parts", []),
                    "expected": item["expected"],
                    "note": item.get("note", ""),
                }
                for item in items
            ],
            "nil_fields": [code for code in codes if code not in filled],
        }

    async def _decide(
        self,
        reviewer: Person,
        authority: str,
        organisation: str,
        *,
        version: int,
        outcome: str,
        reason: str,
        by_field: dict[str, tuple[str, str]] | None = None,
    ) -> None:
        """Waits for the version, looks at it, decides."""
        path = f"/api/review/{authority}/cases/{self.case(authority, organisation)}"
        seen = await reviewer.wait(
            path,
            lambda s: s["_status"] == 200 and s["case"]["rounds"][-1]["version"] == version,
            f"version {version} of {organisation} at {authority}",
            allow=(404,),
        )
        words = {"approve": "duyệt", "return": "trả lại bổ sung", "reject": "không duyệt"}
        async with self.screen.step(reviewer.name, f"{words[outcome]} hồ sơ của {self.name(organisation)}") as step:
            await reviewer.post(f"{path}/view")
            items = [
                {"item": item["id"], "outcome": by_field[item["field"]][0], "reason": by_field[item["field"]][1]}
                for item in seen["case"]["rounds"][-1]["content"]["items"]
                if by_field and item["field"] in by_field
            ]
            body = {"version": version, "outcome": outcome, "reason": reason, "items": items}
            await reviewer.post(f"{path}/decide", body)
            step.event(f"case.{ {'approve': 'approved', 'return': 'returned', 'reject': 'rejected'}[outcome] }")
            if reason:
                step.note(reason)
        await self.after(f"{authority} decided on {organisation}")

    async def _heard(self, authority: str, organisation: str, status: str) -> None:
        """The submitter sees the decision and is notified."""
        account = "tchc" if organisation == CENTRE else organisation
        clerk = await self.person(account)
        async with self.screen.step(clerk.name, f"được {self.name(authority)} {HEARD[status]}") as step:
            await clerk.wait(
                f"/api/registration/submissions/{self.submission(authority, organisation)}",
                lambda s: [r["status"] for r in s["submission"]["recipients"]] == [status],
                f"{organisation} to see {status}",
            )
            step.event("submission.settled")
        kind = {"approved": "decision-approve", "returned": "decision-return"}[status]
        await self._notified(clerk, organisation, authority, kind)

    async def _notified(self, person: Person, organisation: str, authority: str, kind: str) -> None:
        """The notification is there and its mail went out."""
        path = f"/api/notify/notifications?organisation={organisation}&campaign={self.campaign(authority)}&size=100"

        def found(answer: Json) -> list[dict[str, Any]]:
            return [n for n in answer["items"] if n["kind"] == kind and _mailed(n) in {"sent", "none"}]

        seen = await person.wait(path, lambda answer: bool(found(answer)), f"notification {kind} to {organisation}")
        for notification in found(seen):
            if self.screen.first_time(notification["id"]):
                mail = "đã gửi thư" if _mailed(notification) == "sent" else "không gửi thư"
                self.screen.line(f"      ✉ {self.name(organisation)}: {notification['text']} ({mail})")


def _mailed(notification: Json) -> str:
    mail = notification["mail"]
    return str(mail["status"]) if isinstance(mail, dict) else str(mail)


@lru_cache
def seed(name: str) -> Json:
    loaded: Json = yaml.safe_load((SEED / f"{name}.yaml").read_text(encoding="utf-8"))
    return loaded


def copy_of(definition: Json, ident: str, run: str) -> Json:
    """A plan's definition under the ids of this run."""
    body = {name: value for name, value in definition.items() if name not in {"announce", "announced_at"}}
    body |= {"id": ident, "title": f"[Chạy thử {run}] {definition['title']}"[:300]}
    body["parents"] = [f"{parent}-{run}" for parent in definition.get("parents", [])]
    plain: Json = _plain(body)
    return plain


def _plain(value: Any) -> Any:
    """YAML's dates and times as the strings that JSON carries."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
