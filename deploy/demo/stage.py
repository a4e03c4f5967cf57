"""What the people of a story do in all of them: plans announced, forms sent, cases decided, decisions heard."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from deploy.demo.client import DemoError, Json, Person, Suite
from deploy.demo.screen import Screen, Step
from shared.contracts.campaigns import FormKind
from shared.contracts.submissions import Outcome
from shared.rules.decisions import DECIDED_AS
from shared.rules.ids import case_id, submission_id

SEED = Path(__file__).parent.parent / "seed"
CENTRE, DISTRICT, DEPARTMENT = "ttyt-tan-binh", "ubnd-tan-binh", "so-y-te"
PLANS = {DISTRICT: "124-kh-ubnd-2022", DEPARTMENT: "2958-kh-syt-2022", CENTRE: "70-kh-ttyt-2022"}
# The centre's reviewing office is itself one of its units: on that unit's forms the board decides.
OWN_UNIT, BOARD = "phong-to-chuc-hanh-chinh", "giam-doc"
REVIEWERS = {CENTRE: "tchc", DISTRICT: "noi-vu", DEPARTMENT: "tccb"}
FORMS = {"registration": "Mẫu 1", "interim": "Báo cáo sơ kết", "completion": "Mẫu 2"}
RETURN_REASON = "Đề nghị nêu rõ các dịch vụ y tế công được thu tiền điện tử và ghi lại thời gian hoàn thành."
RESUBMITTED_NOTE = "Áp dụng tại các phòng khám của Trung tâm."
DECISIONS = {"approve": "duyệt", "return": "trả lại bổ sung", "reject": "không duyệt"}
ANSWERS = {"approve": "duyệt", "return": "trả lại"}
API = "/api/registration"

Hook = Callable[[str], Awaitable[None]]
ByField = dict[str, tuple[str, str]]
"""Outcome and reason of single items, by their field."""


async def no_hook(step: str) -> None:
    """Nothing happens between the steps."""


@dataclass
class Stage:
    """One run. `after` is called with each finished step's name (the fault tests kill there)."""

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

    def submission(self, authority: str, organisation: str, form: str = "registration") -> str:
        return submission_id(self.campaign(authority), FormKind(form), organisation)

    def case(self, authority: str, organisation: str, form: str = "registration") -> str:
        return case_id(authority, self.submission(authority, organisation, form))

    async def person(self, account: str) -> Person:
        if account not in self.people:
            self.people[account] = await self.suite.person(account, self.password)
        return self.people[account]

    async def clerk_of(self, organisation: str) -> Person:
        """Who sends the organisation's forms."""
        return await self.person("tchc" if organisation == CENTRE else organisation)

    async def reviewer_of(self, authority: str, organisation: str) -> Person:
        """Who decides on the organisation's forms: nobody on those of his own unit."""
        return await self.person(BOARD if organisation == OWN_UNIT else REVIEWERS[authority])

    async def announce_plan(self, authority: str) -> list[Json]:
        """The administrator announces a copy of the plan; the warnings are of its deadlines."""
        administrator = await self.person("quan-tri")
        definition = next(c for c in seed("campaigns")["campaigns"] if c["id"] == PLANS[authority])
        body = copy_of(definition, self.campaign(authority), self.run)
        path = f"{API}/campaigns/{body['id']}"
        async with self.screen.step("Quản trị", f"phát động {definition['number']}") as step:
            await administrator.post(f"{API}/campaigns", body, allow=(409,))
            answer = await administrator.post(f"{path}/announce", allow=(409,))
            if answer["_status"] == 409:
                answer = await administrator.get(f"{path}/warnings")
            warnings: list[Json] = answer["warnings"]
            step.event("campaign.announced")
            step.note(f"{len(warnings)} cảnh báo thời hạn")
        self.screen.warnings[PLANS[authority]] = len(warnings)
        for warning in warnings:
            self.screen.line(
                f"      ! {warning['parent_number']}: {warning['due']['wording']} (cấp trên: "
                f"{warning['parent_due']['wording']})"
            )
        await self.after(f"announced {authority}")
        return warnings

    async def register(self, clerk: Person, authority: str, organisation: str, items: list[Json]) -> None:
        """Mẫu 1 filled in and sent, until its case is there and the reviewers were told."""
        path = await self.begin(clerk, authority, organisation, "registration")
        await clerk.put(f"{path}/draft", await self.content(self.campaign(authority), items))
        action = f"gửi Mẫu 1 ({len(items)} nội dung) tới {self.name(authority)}"
        async with self.screen.step(clerk.name, action) as step:
            await self.submit(clerk, authority, organisation, "registration", step)
        await self.notified(await self.person(REVIEWERS[authority]), authority, authority, "case-opened")

    async def begin(self, clerk: Person, authority: str, organisation: str, form: str) -> str:
        """An empty form, or the one that was begun; the path of its submission."""
        body = {"campaign": self.campaign(authority), "form": form, "organisation": organisation}
        await clerk.post(f"{API}/submissions", body, allow=(409,))
        return f"{API}/submissions/{self.submission(authority, organisation, form)}"

    async def submit(self, clerk: Person, authority: str, organisation: str, form: str, step: Step) -> Json:
        """The draft sent, until its case is there. The submission, as the clerk sees it."""
        sent = await clerk.post(f"{API}/submissions/{self.submission(authority, organisation, form)}/submit")
        step.event("submission.submitted")
        accepted = step.seconds
        await self.arrived(authority, organisation, form)
        step.event("case.opened")
        step.note(f"hồ sơ tới nơi sau {(step.seconds - accepted) * 1000:.0f} ms")
        submission: Json = sent["submission"]
        return submission

    async def arrived(self, authority: str, organisation: str, form: str) -> None:
        """Waits until the case is with its reviewers."""
        reviewer = await self.person(REVIEWERS[authority])
        await reviewer.wait(
            f"/api/review/{authority}/cases/{self.case(authority, organisation, form)}",
            lambda seen: seen["_status"] == 200,
            f"the case of {organisation} at {authority}",
            allow=(404,),
        )

    async def content(self, campaign: str, items: list[Json], known: Json | None = None) -> Json:
        """A draft's body. `known` keeps the ids of items that were delivered before."""
        administrator = await self.person("quan-tri")
        plan = await administrator.get(f"{API}/campaigns/{campaign}")
        filled = {item["field"] for item in items}
        ids = {i["field"]: {"id": i["id"]} for i in (known["draft"]["items"] if known and known["draft"] else [])}
        names = ("field", "content", "parts", "expected", "note")
        return {
            "items": [
                {name: item[name] for name in names if name in item} | ids.get(item["field"], {}) for item in items
            ],
            "nil_fields": [field["code"] for field in plan["fields"] if field["code"] not in filled],
        }

    async def decide(
        self,
        authority: str,
        organisation: str,
        outcome: str,
        reason: str = "",
        *,
        form: str = "registration",
        version: int = 1,
        by_field: ByField | None = None,
    ) -> None:
        """Waits for the version, looks at it, decides; then the submitter hears of it."""
        reviewer = await self.reviewer_of(authority, organisation)
        path = f"/api/review/{authority}/cases/{self.case(authority, organisation, form)}"
        seen = await reviewer.wait(
            path,
            lambda s: s["_status"] == 200 and s["case"]["rounds"][-1]["version"] == version,
            f"version {version} of {organisation} at {authority}",
            allow=(404,),
        )
        what = "hồ sơ" if form == "registration" else FORMS[form]
        action = f"{DECISIONS[outcome]} {what} của {self.name(organisation)}"
        async with self.screen.step(reviewer.name, action) as step:
            await reviewer.post(f"{path}/view")
            items = [
                {"item": item["id"], "outcome": by_field[item["field"]][0], "reason": by_field[item["field"]][1]}
                for item in seen["case"]["rounds"][-1]["content"]["items"]
                if by_field and item["field"] in by_field
            ]
            body = {"version": version, "outcome": outcome, "reason": reason, "items": items}
            await reviewer.post(f"{path}/decide", body)
            step.event(f"case.{DECIDED_AS[Outcome(outcome)]}")
            if reason:
                step.note(reason)
        await self.after(f"{authority} decided on {organisation}")
        await self.answered(authority, organisation, outcome, form)

    async def resubmit(self, item: Json) -> None:
        """The returned unit sends version 2."""
        unit = item["proposed_by"]
        clerk = await self.person(unit)
        path = f"{API}/submissions/{self.submission(CENTRE, unit)}"
        seen = await clerk.get(path)
        reasons = [d["reason"] for r in seen["submission"]["recipients"] for d in r["decisions"]]
        if RETURN_REASON not in reasons:
            raise DemoError(f"{unit} does not see why it was returned: {reasons}")
        async with self.screen.step(clerk.name, "bổ sung và gửi lại") as step:
            changed = {**item, "note": RESUBMITTED_NOTE}
            body = await self.content(self.campaign(CENTRE), [changed], known=seen)
            await clerk.put(f"{path}/draft", body)
            await clerk.post(f"{path}/submit")
            step.event("submission.submitted")
            step.note("bản thứ 2")
        await self.after(f"resubmitted {unit}")

    async def answered(self, authority: str, organisation: str, outcome: str, form: str) -> None:
        """The submitter sees the decision and is notified."""
        clerk, status = await self.clerk_of(organisation), DECIDED_AS[Outcome(outcome)]
        async with self.screen.step(clerk.name, f"được {self.name(authority)} {ANSWERS[outcome]}") as step:
            await clerk.wait(
                f"{API}/submissions/{self.submission(authority, organisation, form)}",
                lambda s: [r["status"] for r in s["submission"]["recipients"]] == [status],
                f"{organisation} to see {status}",
            )
            step.event("submission.settled")
        await self.notified(clerk, organisation, authority, f"decision-{outcome}", form=form)

    async def notified(
        self, person: Person, organisation: str, authority: str, kind: str, **facts: str
    ) -> list[dict[str, Any]]:
        """The notification is there and its mail went out. `facts`: of which ones is spoken."""
        path = f"/api/notify/notifications?organisation={organisation}&campaign={self.campaign(authority)}&size=100"

        def found(answer: Json) -> list[dict[str, Any]]:
            return [
                n
                for n in answer["items"]
                if n["kind"] == kind and facts.items() <= n["facts"].items() and _mailed(n) in {"sent", "none"}
            ]

        seen = await person.wait(path, lambda answer: bool(found(answer)), f"notification {kind} to {organisation}")
        for notification in found(seen):
            if self.screen.first_time(notification["id"]):
                mail = "đã gửi thư" if _mailed(notification) == "sent" else "không gửi thư"
                self.screen.line(f"      ✉ {self.name(organisation)}: {notification['text']} ({mail})")
        return found(seen)


def _mailed(notification: Json) -> str:
    mail = notification["mail"]
    return str(mail["status"]) if isinstance(mail, dict) else str(mail)


def seed(name: str) -> Json:
    return read_yaml(SEED / f"{name}.yaml")


@lru_cache
def read_yaml(file: Path) -> Json:
    loaded: Json = yaml.safe_load(file.read_text(encoding="utf-8"))
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
