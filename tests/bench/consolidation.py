"""``python -m tests.bench.consolidation``: 1,000 items of 300 units consolidated for two authorities; server time."""

import asyncio
import logging
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx2
import structlog

from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, PLANS, copy_of, seed
from deploy.suite import LocalSuite
from services.registration.submissions.model.draft import SubmissionPrivate
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.forms import FormPeriod
from shared.contracts.items import Item
from shared.contracts.submissions import (
    Decision,
    Outcome,
    Recipient,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    Version,
)
from shared.forms.initiatives.model import Registration, RegistrationDraft
from shared.language.periods import CompletionPeriod
from shared.record.record import Change, Entry, Nothing
from shared.rules.ids import submission_id
from tests.bench.filling import CLERK, START, unit
from tests.bench.pages import sign_in, started

UNITS, ITEMS = 300, 1_000
LIMIT = 2.0
PAGES = ("", "/kiem-tra", f"/doi-chieu/{PLANS[DISTRICT]}-bench")
API = "/api/registration/consolidations"
PLAN = {place: f"{ident}-bench" for place, ident in PLANS.items()}


def campaign(authority: str, obliged: list[str]) -> Campaign:
    """A copy of one of the three plans of 2022, announced; the centre's feeds both others."""
    definition = next(one for one in seed("campaigns")["campaigns"] if one["id"] == PLANS[authority])
    return Campaign.model_validate(
        {
            **copy_of(definition, "bench", PLAN[authority]),
            "id": PLAN[authority],
            "parents": [PLAN[DISTRICT], PLAN[DEPARTMENT]] if authority == CENTRE else [],
            "obliged": obliged,
            "status": CampaignStatus.ANNOUNCED,
            "announced_at": START,
        }
    )


def registration(number: int, plan: Campaign) -> Submission:
    """A unit's approved registration: three or four items, in fields that vary."""
    own = range(number, ITEMS, UNITS)
    items = tuple(
        Item(
            id=f"bench-{place}",
            field=plan.fields[place % len(plan.fields)].code,
            content=f"Giải pháp số {place} về cải cách hành chính của đơn vị số {number}, có nội dung dài như thật",
            parts=("Niêm yết thủ tục tại nơi tiếp nhận", "Hướng dẫn người dân nộp hồ sơ trực tuyến"),
            expected=CompletionPeriod.parse("Quý IV/2022"),
        )
        for place in own
    )
    version = Version(
        number=1,
        content=Registration(items=items),
        recipients=(CENTRE,),
        delivered_at=START,
        delivered_by=CLERK,
        late=False,
    )
    approved = Decision(version=1, outcome=Outcome.APPROVE, decided_at=START, decided_by=CLERK)
    return Submission(
        id=submission_id(plan.id, FormPeriod("registration"), unit(number)),
        organisation=unit(number),
        campaign=plan.id,
        form="registration",
        status=SubmissionStatus.DELIVERED,
        versions=(version,),
        recipients=(Recipient(organisation=CENTRE, status=RecipientStatus.APPROVED, version=1, decisions=(approved,)),),
    )


async def fill(suite: LocalSuite) -> None:
    stores = suite.apps["registration"].state.stores
    plans = {place: campaign(place, [CENTRE]) for place in (DISTRICT, DEPARTMENT)}
    plans[CENTRE] = campaign(CENTRE, [unit(number) for number in range(UNITS)])
    for plan in plans.values():
        await stores.campaigns.create(plan.id, Change(plan, Nothing(), Entry("created")), cause="bench")
    for number in range(UNITS):
        content = registration(number, plans[CENTRE])
        change = Change(content, SubmissionPrivate(draft=RegistrationDraft()), Entry("created"))
        await stores.submissions.create(content.id, change, cause="bench")


class Clerk:
    """Does one step after the other, and notes how long each took: by the clock, and of the processor."""

    def __init__(self, client: httpx2.AsyncClient, token: str) -> None:
        self._client = client
        self._headers = {"authorization": f"Bearer {token}", "accept": "text/html"}
        self.taken: dict[str, tuple[float, float]] = {}

    async def do(self, name: str, method: str, path: str, body: Any = None) -> Any:
        began, busy = time.perf_counter(), time.process_time()
        answer = await self._client.request(method, path, headers=self._headers, json=body)
        self.taken[name] = time.perf_counter() - began, time.process_time() - busy
        if answer.status_code >= 400:
            raise SystemExit(f"{path}: {answer.status_code} {answer.text[:500]}")
        return answer.json() if path.startswith("/api/") else None


async def consolidate(clerk: Clerk) -> None:
    ident = f"{PLAN[CENTRE]}.{CENTRE}"
    await clerk.do("begin", "POST", API, {"campaign": PLAN[CENTRE], "organisation": CENTRE})
    seen = await clerk.do("take all", "POST", f"{API}/{ident}/take", {})
    (open_lines,) = (t["unsettled"] for t in seen["targets"] if t["unsettled"])
    choices = [{"line": line, "field": "e-government", "reason": ""} for line in open_lines]
    await clerk.do("settle the crosswalk", "PUT", f"{API}/{ident}/crosswalk/{PLAN[DISTRICT]}", {"choices": choices})
    await clerk.do("project", "GET", f"{API}/{ident}")
    for page in (*PAGES, *PAGES):  # the second time counts: the first compiles the template
        await clerk.do(f"page {page or '/'}", "GET", f"/tong-hop/{ident}{page}")
    targets = [PLAN[DISTRICT], PLAN[DEPARTMENT]]
    outcome = await clerk.do("send to both", "POST", f"{API}/{ident}/send", {"campaigns": targets})
    if len(outcome["sent"]) != 2:
        raise SystemExit(f"not sent: {outcome['refused']}")


async def bench(folder: Path) -> None:
    async with started(folder) as (suite, visitor):
        await fill(suite)
        clerk = Clerk(visitor.client, await sign_in(visitor.client, "tchc"))
        await consolidate(clerk)
    for name, (seconds, busy) in clerk.taken.items():
        print(f"  {name:32} {seconds * 1000:8.0f} ms   ({busy * 1000:.0f} ms of the processor)")
    steps = [taken for name, taken in clerk.taken.items() if not name.startswith("page")]
    total, busy = (sum(column) for column in zip(*steps, strict=True))
    print(f"consolidating {ITEMS} items of {UNITS} units {total:6.2f} s    (limit {LIMIT:.0f}; processor {busy:.2f} s)")


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="sangkien-bench-") as name:
        asyncio.run(bench(Path(name)))


if __name__ == "__main__":
    main()
