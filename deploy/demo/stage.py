"""What the people of a story do in all of them: plans announced, forms sent, cases decided, decisions heard."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml
from pydantic_core import to_jsonable_python

from deploy.demo.client import DemoError, Json, Person, Suite
from deploy.demo.screen import Screen
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Outcome
from shared.rules.decisions import DECIDED_AS
from shared.rules.ids import case_id, submission_id

SEED = Path(__file__).parent.parent / "seed"
CENTRE, DISTRICT, DEPARTMENT = "ttyt-tan-binh", "ubnd-tan-binh", "so-y-te"
PLANS = {DISTRICT: "124-kh-ubnd-2022", DEPARTMENT: "2958-kh-syt-2022", CENTRE: "70-kh-ttyt-2022"}
# The centre's reviewing office is itself one of its units. Nobody decides on the forms of his own: the board does.
OWN_UNIT, BOARD = "phong-to-chuc-hanh-chinh", "giam-doc"
REVIEWERS = {CENTRE: "tchc", DISTRICT: "noi-vu", DEPARTMENT: "tccb"}
FORMS = {"registration": "Mẫu 1", "interim": "Báo cáo sơ kết", "completion": "Mẫu 2"}
RETURN_REASON = "Đề nghị nêu rõ các dịch vụ y tế công được thu tiền điện tử và ghi lại thời gian hoàn thành."
RESUBMITTED_NOTE = "Áp dụng tại các phòng khám của Trung tâm."
DECISIONS = {"approve": "duyệt", "return": "trả lại bổ sung", "reject": "không duyệt"}
ANSWERS = {"approve": "duyệt", "return": "trả lại"}
API = "/api/registration"

Hook = Callable[[str], Awaitable[None]]


async def no_hook(step: str) -> None:
    """Nothing happens between the steps."""


@dataclass
class Stage:
    """One run. `after` is called with each finished step's name (the fault tests kill there).

    `shown`: the notifications that the screen has told of.
    """

    suite: Suite
    screen: Screen
    run: str
    password: str
    after: Hook = no_hook
    people: dict[str, Person] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)

    def name(self, organisation: str) -> str:
        """As people call it."""
        return str(next(o["short_name"] for o in seed("organisations")["organisations"] if o["id"] == organisation))

    def campaign(self, authority: str) -> str:
        return f"{PLANS[authority]}-{self.run}"

    def submission(self, authority: str, organisation: str, form: str = "registration") -> str:
        return submission_id(self.campaign(authority), FormPeriod(form), organisation)

    def form_path(self, authority: str, organisation: str, form: str = "registration") -> str:
        return f"{API}/submissions/{self.submission(authority, organisation, form)}"

    def case_path(self, authority: str, organisation: str, form: str = "registration") -> str:
        return f"/api/review/{authority}/cases/{case_id(authority, self.submission(authority, organisation, form))}"

    async def person(self, account: str) -> Person:
        if account not in self.people:
            self.people[account] = await self.suite.person(account, self.password)
        return self.people[account]

    async def clerk_of(self, organisation: str) -> Person:
        """Who sends the organisation's forms."""
        return await self.person("tchc" if organisation == CENTRE else organisation)

    async def announce_plan(self, authority: str) -> list[Json]:
        """The administrator announces a copy of the plan; the warnings are of its deadlines."""
        administrator = await self.person("quan-tri")
        definition = next(c for c in seed("campaigns")["campaigns"] if c["id"] == PLANS[authority])
        path = f"{API}/campaigns/{self.campaign(authority)}"
        async with self.screen.step("Quản trị", f"phát động {definition['number']}") as step:
            body = copy_of(definition, self.campaign(authority), self.run)
            await administrator.post(f"{API}/campaigns", body, allow=(409,))
            await administrator.post(f"{path}/announce", allow=(409,))
            warnings: list[Json] = (await administrator.get(f"{path}/warnings"))["warnings"]
            step.events.append("campaign.announced")
            step.notes.append(f"{len(warnings)} cảnh báo thời hạn")
        for warning in warnings:
            wording, above = warning["due"]["wording"], warning["parent_due"]["wording"]
            self.screen.line(f"      ! {warning['parent_number']}: {wording} (cấp trên: {above})")
        await self.after(f"announced {authority}")
        return warnings

    async def register(self, authority: str, organisation: str, items: list[Json]) -> None:
        """Mẫu 1 filled in, with a nil in every field without an item, and sent until the reviewers were told."""
        clerk, filled = await self.clerk_of(organisation), {item["field"] for item in items}
        path = await self.begin(authority, organisation, "registration")
        plan = await clerk.get(f"{API}/campaigns/{self.campaign(authority)}")
        body = {
            "items": [{name: text for name, text in item.items() if name != "proposed_by"} for item in items],
            "nil_fields": [field["code"] for field in plan["fields"] if field["code"] not in filled],
        }
        await clerk.put(f"{path}/draft", body)
        await self.submit(authority, organisation, "registration", f"Mẫu 1 ({len(items)} nội dung)")
        await self.notified(await self.person(REVIEWERS[authority]), authority, authority, "case-opened")
        await self.after(f"{organisation} registered at {authority}")

    async def unit_registers(self, item: Json) -> None:
        """A unit fills in Mẫu 1: its item, and an explicit nil in every other field."""
        await self.register(CENTRE, item["proposed_by"], [item])

    async def begin(self, authority: str, organisation: str, form: str) -> str:
        """An empty form, or the one that was begun; its path."""
        body = {"campaign": self.campaign(authority), "form": form, "organisation": organisation}
        await (await self.clerk_of(organisation)).post(f"{API}/submissions", body, allow=(409,))
        return self.form_path(authority, organisation, form)

    async def submit(self, authority: str, organisation: str, form: str, called: str) -> Json:
        """The draft sent, until its case is there. The submission, as the clerk sees it."""
        clerk = await self.clerk_of(organisation)
        async with self.screen.step(clerk.name, f"gửi {called} tới {self.name(authority)}") as step:
            sent = await clerk.post(f"{self.form_path(authority, organisation, form)}/submit")
            step.events.append("submission.submitted")
            accepted = step.seconds
            await self.arrived(authority, organisation, form)
            step.events.append("case.opened")
            step.notes.append(f"hồ sơ tới nơi sau {(step.seconds - accepted) * 1000:.0f} ms")
        submission: Json = sent["submission"]
        return submission

    async def arrived(self, authority: str, organisation: str, form: str = "registration") -> None:
        """Waits until the case is with its reviewers."""
        reviewer, path = await self.person(REVIEWERS[authority]), self.case_path(authority, organisation, form)
        what = f"the case of {organisation} at {authority}"
        await reviewer.wait(path, lambda seen: seen["_status"] == 200, what, allow=(404,))

    async def decide(
        self,
        authority: str,
        organisation: str,
        outcome: str,
        reason: str = "",
        *,
        form: str = "registration",
        version: int = 1,
        by_field: dict[str, Json] | None = None,
    ) -> None:
        """Waits for the version, looks at it, decides; then the submitter hears of it.

        `by_field`: outcome and reason of single items.
        """
        reviewer = await self.person(BOARD if organisation == OWN_UNIT else REVIEWERS[authority])
        path = self.case_path(authority, organisation, form)
        seen = await reviewer.wait(
            path,
            lambda s: s["_status"] == 200 and s["case"]["rounds"][-1]["version"] == version,
            f"version {version} of {organisation} at {authority}",
            allow=(404,),
        )
        single = by_field or {}
        items = seen["case"]["rounds"][-1]["content"]["items"]
        decided = [{"item": item["id"], **single[item["field"]]} for item in items if item["field"] in single]
        what = "hồ sơ" if form == "registration" else FORMS[form]
        action = f"{DECISIONS[outcome]} {what} của {self.name(organisation)}"
        async with self.screen.step(reviewer.name, action) as step:
            await reviewer.post(f"{path}/view")
            body = {"version": version, "outcome": outcome, "reason": reason, "items": decided}
            await reviewer.post(f"{path}/decide", body)
            step.events.append(f"case.{DECIDED_AS[Outcome(outcome)]}")
            if reason:
                step.notes.append(reason)
        await self.after(f"{authority} decided on {organisation}")
        await self.answered(authority, organisation, outcome, form)

    async def resubmit(self, unit: str) -> None:
        """The returned unit sends version 2."""
        clerk, path = await self.clerk_of(unit), self.form_path(CENTRE, unit)
        seen = await clerk.get(path)
        reasons = [d["reason"] for r in seen["submission"]["recipients"] for d in r["decisions"]]
        if RETURN_REASON not in reasons:
            raise DemoError(f"{unit} does not see why it was returned: {reasons}")
        async with self.screen.step(clerk.name, "bổ sung và gửi lại") as step:
            items = [{**item, "note": RESUBMITTED_NOTE} for item in seen["draft"]["items"]]
            await clerk.put(f"{path}/draft", {**seen["draft"], "items": items})
            await clerk.post(f"{path}/submit")
            step.events.append("submission.submitted")
            step.notes.append("bản thứ 2")
        await self.after(f"resubmitted {unit}")

    async def answered(self, authority: str, organisation: str, outcome: str, form: str) -> None:
        """The submitter sees the decision and is notified."""
        clerk, status = await self.clerk_of(organisation), DECIDED_AS[Outcome(outcome)]
        async with self.screen.step(clerk.name, f"được {self.name(authority)} {ANSWERS[outcome]}") as step:
            await clerk.wait(
                self.form_path(authority, organisation, form),
                lambda s: [r["status"] for r in s["submission"]["recipients"]] == [status],
                f"{organisation} to see {status}",
            )
            step.events.append("submission.settled")
        await self.notified(clerk, organisation, authority, f"decision-{outcome}", form=form)

    async def notified(self, person: Person, organisation: str, authority: str, kind: str, **facts: str) -> None:
        """The notification is there and its mail went out. `facts`: of which ones is spoken."""
        path = f"/api/notify/notifications?organisation={organisation}&campaign={self.campaign(authority)}&size=100"

        def found(answer: Json) -> list[Json]:
            those = [n for n in answer["items"] if n["kind"] == kind and facts.items() <= n["facts"].items()]
            return [n for n in those if n["mail"] in {"sent", "none"}]

        what = f"notification {kind} to {organisation}"
        for notification in found(await person.wait(path, lambda answer: bool(found(answer)), what)):
            if notification["id"] not in self.shown:
                self.shown.add(notification["id"])
                mail = "đã gửi thư" if notification["mail"] == "sent" else "không gửi thư"
                self.screen.line(f"      ✉ {self.name(organisation)}: {notification['text']} ({mail})")


def seed(name: str) -> Json:
    return read_yaml(SEED / f"{name}.yaml")


@lru_cache
def read_yaml(file: Path) -> Json:
    loaded: Json = yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return loaded


def copy_of(definition: Json, ident: str, run: str) -> Json:
    """A plan's definition under the ids of this run, its dates as JSON carries them."""
    body = {name: value for name, value in definition.items() if name not in {"announce", "announced_at"}}
    body |= {"id": ident, "title": f"[Chạy thử {run}] {definition['title']}"[:300]}
    body["parents"] = [f"{parent}-{run}" for parent in definition.get("parents", [])]
    plain: Json = to_jsonable_python(body)
    return plain
