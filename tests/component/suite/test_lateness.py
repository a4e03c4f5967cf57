"""What every page, list, file and mail says of lateness, side by side: where they disagree today, they go on to.

ADR 15 lists the disagreements. The issue that mends them changes this table.
"""

import csv
import io
import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import httpx2
import pytest

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Person, Suite, wait_until
from deploy.demo.stage import CENTRE, PLANS, copy_of, seed
from shared.clock import move_clock
from tests.harness import running_suite, settings

REGISTRATION = "/api/registration"
EARLY, LATE, LATER = "2022-05-12T08:00:00+07:00", "2022-05-13T11:00:00+07:00", "2022-05-15T09:00:00+07:00"
"""A day before the plan's deadline of 10:00 13/5; an hour after it; after the first of two extensions."""
ON_TIME, TOO_LATE, WITHIN, MISSED, AFTERWARDS = (f"tyt-phuong-{n}" for n in range(1, 6))
SENT_BACK, CORRECTED, SILENT, ALLOWED = (f"tyt-phuong-{n}" for n in range(6, 10))
UNITS = (ON_TIME, TOO_LATE, WITHIN, MISSED, AFTERWARDS, SENT_BACK, CORRECTED, SILENT, ALLOWED)
SAID = re.compile(
    "Cần gửi|Đã quá hạn|trễ so với hạn gốc, trong hạn gia hạn|quá hạn gốc|[Tt]rễ hạn|[Đđ]úng hạn|quá hạn|chưa đến hạn"
    "|trễ \\d+ ngày|trong thời gian được gia hạn|[Gg]ia hạn(?=:)|được gia hạn|Đã quá thời hạn|đính chính"
)

TOLD = {
    ON_TIME: {
        "home": "",
        "plan": "đúng hạn",
        "page": "trễ hạn",
        "receipt": "đúng hạn",
        "version": "",
        "check": "Đã quá thời hạn, trễ hạn",
        "queue": "",
        "case": "",
        "inbox": "",
        "figures": "Đúng hạn",
        "list": "Đúng hạn",
        "file": "Đúng hạn|Không|",
    },
    TOO_LATE: {
        "home": "",
        "plan": "trễ hạn",
        "page": "trễ hạn, trễ hạn, trễ hạn, trễ hạn",
        "receipt": "trễ hạn",
        "version": "trễ hạn",
        "check": "Đã quá thời hạn, trễ hạn",
        "queue": "trễ hạn",
        "case": "trễ hạn",
        "inbox": "trễ hạn",
        "figures": "trễ hạn",
        "list": "Trễ hạn",
        "file": "Trễ hạn|Có|",
    },
    WITHIN: {
        "home": "",
        "plan": "trễ so với hạn gốc, trong hạn gia hạn, Gia hạn",
        "page": "trễ hạn, trong thời gian được gia hạn, trễ hạn, trễ hạn, trễ hạn",
        "receipt": "trễ hạn, trong thời gian được gia hạn",
        "version": "trễ hạn",
        "check": "Đã quá thời hạn, được gia hạn, trễ hạn, được gia hạn",
        "queue": "trễ hạn",
        "case": "trễ hạn, được gia hạn",
        "inbox": "trễ hạn",
        "figures": "trễ hạn, được gia hạn",
        "list": "Trễ hạn, được gia hạn",
        "file": "Trễ hạn|Có|hết ngày 20/5/2022",
    },
    MISSED: {
        "home": "",
        "plan": "trễ hạn, Gia hạn",
        "page": "trễ hạn, trễ hạn, trễ hạn, trễ hạn",
        "receipt": "trễ hạn",
        "version": "trễ hạn",
        "check": "Đã quá thời hạn, trễ hạn",
        "queue": "trễ hạn",
        "case": "trễ hạn, được gia hạn",
        "inbox": "trễ hạn",
        "figures": "trễ hạn, được gia hạn",
        "list": "Trễ hạn, được gia hạn",
        "file": "Trễ hạn|Có|hết ngày 14/5/2022",
    },
    AFTERWARDS: {
        "home": "",
        "plan": "trễ hạn, Gia hạn",
        "page": "trễ hạn, trễ hạn, trễ hạn, trễ hạn",
        "receipt": "trễ hạn",
        "version": "trễ hạn",
        "check": "Đã quá thời hạn, được gia hạn, trễ hạn, được gia hạn",
        "queue": "trễ hạn",
        "case": "trễ hạn, được gia hạn",
        "inbox": "trễ hạn",
        "figures": "trễ hạn, được gia hạn",
        "list": "Trễ hạn, được gia hạn",
        "file": "Trễ hạn|Có|hết ngày 20/5/2022",
    },
    SENT_BACK: {
        "home": "",
        "plan": "trễ hạn",
        "page": "trễ hạn, trễ hạn, trễ hạn, trễ hạn",
        "receipt": "trễ hạn",
        "version": "",
        "check": "Đã quá thời hạn, trễ hạn",
        "queue": "trễ hạn",
        "case": "trễ hạn",
        "inbox": "trễ hạn",
        "figures": "Đúng hạn",
        "list": "Đúng hạn",
        "file": "Đúng hạn|Không|",
    },
    CORRECTED: {
        "home": "",
        "plan": "trễ hạn",
        "page": "đính chính, đính chính, đính chính",
        "receipt": "trễ hạn",
        "version": "",
        "check": "Đã quá thời hạn, trễ hạn",
        "queue": "trễ hạn",
        "case": "trễ hạn, đính chính",
        "inbox": "trễ hạn",
        "figures": "Đúng hạn",
        "list": "Đúng hạn",
        "file": "Đúng hạn|Không|",
    },
    SILENT: {
        "home": "Đã quá hạn, trễ 2 ngày",
        "plan": "quá hạn gốc",
        "figures": "quá hạn",
        "list": "",
        "file": "Chưa gửi||",
    },
    ALLOWED: {
        "home": "Cần gửi, gia hạn",
        "plan": "quá hạn gốc, Gia hạn",
        "figures": "quá hạn, được gia hạn",
        "list": "được gia hạn",
        "file": "Chưa gửi||hết ngày 20/5/2022",
    },
}
"""By face: home and plan's list of units, submission, receipt, first version, the check before sending; the centre's
queue, case and notification; the figures' page, list and file."""


@dataclass
class Story:
    """A plan of the centre's own, and its people."""

    client: httpx2.AsyncClient
    clock: Path
    people: dict[str, Person] = field(default_factory=dict)
    campaign: str = ""

    def submission(self, unit: str) -> str:
        return f"{self.campaign}.registration.{unit}"

    async def begin(self) -> None:
        accounts = {unit: unit for unit in UNITS} | {"centre": "tchc", "administrator": "quan-tri"}
        for name, account in accounts.items():
            self.people[name] = await Suite(self.client).person(account, PRACTICE_PASSWORD)
        plan = next(one for one in seed("campaigns")["campaigns"] if one["id"] == PLANS[CENTRE])
        body = copy_of(plan, f"tre-{uuid.uuid4().hex[:6]}", "tre") | {"parents": [], "obliged": list(UNITS)}
        self.campaign = body["id"]
        await self.people["administrator"].post(f"{REGISTRATION}/campaigns", body)
        await self.people["administrator"].post(f"{REGISTRATION}/campaigns/{self.campaign}/announce")

    async def send(self, unit: str, text: str = "Thu tiền điện tử") -> None:
        clerk, path = self.people[unit], f"{REGISTRATION}/submissions/{self.submission(unit)}"
        wanted = {"campaign": self.campaign, "form": "registration", "organisation": unit}
        await clerk.post(f"{REGISTRATION}/submissions", wanted, allow=(409,))
        plan = next(one for one in seed("campaigns")["campaigns"] if one["id"] == PLANS[CENTRE])
        items = [{"id": f"{unit}-{self.campaign}", "field": "organisation", "content": text, "expected": "Năm 2022"}]
        nil = [one["code"] for one in plan["fields"] if one["code"] != "organisation"]
        await clerk.put(f"{path}/draft", {"items": items, "nil_fields": nil})
        sent = await clerk.post(f"{path}/submit")
        number = sent["submission"]["versions"][-1]["number"]
        await self.people["centre"].wait(
            self.case(unit), lambda seen: self._round(seen) == number, f"{unit} at the centre", allow=(404,)
        )

    async def decide(self, unit: str, outcome: str, reason: str = "") -> None:
        verdict = {"version": 1, "outcome": outcome, "reason": reason}
        await self.people["centre"].post(f"{self.case(unit)}/decide", verdict)
        await self.people[unit].wait(
            f"{REGISTRATION}/submissions/{self.submission(unit)}",
            lambda seen: seen["submission"]["recipients"][0]["status"] in {"returned", "approved"},
            f"{unit} hears",
        )

    async def extend(self, unit: str, due: str) -> None:
        wanted = {"organisation": unit, "form": "registration", "due": due, "reason": "Thiếu người", "action": "grant"}
        path = f"/phong-trao/{self.campaign}/gia-han"
        answer = await self.client.post(
            path, data={**wanted, "key": uuid.uuid4().hex}, headers=self.headers("administrator")
        )
        assert answer.status_code == 303, answer.text

    def case(self, unit: str) -> str:
        return f"/api/review/{CENTRE}/cases/{CENTRE}.{self.submission(unit)}"

    @staticmethod
    def _round(seen: Json) -> int:
        return int(seen["case"]["rounds"][-1]["version"]) if seen["_status"] == 200 else 0

    async def page(self, account: str, path: str) -> str:
        answer = await self.client.get(path, headers=self.headers(account))
        assert answer.status_code == 200, answer.text
        return answer.text

    def headers(self, account: str) -> dict[str, str]:
        return {**self.people[account].headers, "Accept": "text/html"}

    def move(self, moment: str) -> None:
        move_clock(self.clock, datetime.fromisoformat(moment))

    async def told(self, unit: str) -> dict[str, str]:
        """What each face says of a unit's lateness, in its words and their order."""
        submission, name = self.submission(unit), f"Phường {unit.rpartition('-')[2]}"
        begun = unit not in {SILENT, ALLOWED}
        base = f"/dang-ky/{submission}"
        pages = {
            "home": cards(await self.page(unit, "/"), f"/phong-trao/{self.campaign}"),
            "plan": row(await self.page("administrator", f"/phong-trao/{self.campaign}"), name),
            "figures": row(await self.page("centre", f"/bao-cao/{self.campaign}?size=100"), name),
            "list": row(await self.page("centre", f"/bao-cao/{self.campaign}/don-vi?bucket=expected&size=100"), name),
        }
        if begun:
            pages |= {
                "check": alert(await self.page(unit, f"{base}/kiem-tra")),
                "page": await self.page(unit, base),
                "receipt": section(await self.page(unit, f"{base}/bien-nhan")),
                "version": await self.page(unit, f"{base}/ban/1"),
                "case": await self.page("centre", f"/tham-dinh/{CENTRE}/{CENTRE}.{submission}"),
                "queue": item(
                    await self.page("centre", f"/tham-dinh/{CENTRE}?view=all&campaign={self.campaign}"), name
                ),
                "inbox": await self.inbox(submission),
            }
        return {face: ", ".join(SAID.findall(text)) for face, text in pages.items()} | {"file": await self.line(name)}

    async def inbox(self, submission: str) -> str:
        """What the reviewers were told of the newest version."""
        path = f"/api/notify/notifications?campaign={self.campaign}&size=100"
        seen = (await self.people["centre"].get(path))["items"]
        return str(
            next(one["text"] for one in seen if one["kind"] == "case-opened" and one["path"].endswith(submission))
        )

    async def line(self, name: str) -> str:
        path = f"/api/reporting/campaigns/{self.campaign}/organisations.csv?bucket=expected"
        answer = await self.client.get(path, headers=self.headers("centre"))
        assert answer.status_code == 200, answer.text
        found = next(one for one in csv.reader(io.StringIO(answer.text)) if re.search(rf"{name}\b", ",".join(one)))
        return "|".join((found[1], found[4], found[5]))


def cards(page: str, link: str) -> str:
    """The card of a plan's Mẫu 1 on the home page, with the heading that it stands under."""
    for group in re.findall(r"<section class=.tasks.*?</section>", page, re.DOTALL):
        for card in group.split('<li class="task">')[1:]:
            if f'href="{link}"' in card and "Mẫu 2" not in card:
                return str(re.findall(r"<h2.*?</h2>", group, re.DOTALL)[0]) + str(card)
    return ""


def row(page: str, name: str) -> str:
    return next((one for one in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if re.search(rf"{name}\b", one)), "")


def item(page: str, name: str) -> str:
    found = re.findall(r"<li class=.list-group-item.*?</li>", page, re.DOTALL)
    return str(next(one for one in found if re.search(rf"{name}\b", one)))


def section(page: str) -> str:
    return str(re.findall(r"<section.*?</section>", page, re.DOTALL)[0])


def alert(page: str) -> str:
    return " ".join(re.findall(r"<div class=.alert.*?</div>|<p>Thời hạn.*?</p>", page, re.DOTALL))


@pytest.fixture
async def story(amqp_url: str, mongo_url: str, tmp_path: Path) -> AsyncIterator[Story]:
    clock = tmp_path / "clock"
    move_clock(clock, datetime.fromisoformat(EARLY))
    values = settings(amqp_url, mongo_url, organisations=(CENTRE,), clock_file=clock)
    async with running_suite(values) as (_, client):
        yield Story(client, clock)


async def test_what_is_told_of_lateness(story: Story) -> None:
    await story.begin()
    for unit in (ON_TIME, SENT_BACK, CORRECTED):
        await story.send(unit)
    story.move(LATE)
    await story.decide(SENT_BACK, "return", "Nêu rõ")
    await story.decide(CORRECTED, "approve")
    path = f"{REGISTRATION}/submissions/{story.submission(CORRECTED)}"
    await story.people[CORRECTED].post(f"{path}/correct", {"reason": "Đổi tên"})
    for unit in (WITHIN, ALLOWED):
        await story.extend(unit, "hết ngày 20/5/2022")
    await story.extend(MISSED, "hết ngày 14/5/2022")
    for unit in (TOO_LATE, WITHIN, AFTERWARDS, SENT_BACK, CORRECTED):
        await story.send(unit, "Thu tiền điện tử tại phòng khám")
    await story.extend(AFTERWARDS, "hết ngày 20/5/2022")
    story.move(LATER)
    await story.send(MISSED)
    for unit, expected in TOLD.items():
        seen = await wait_until(partial(story.told, unit), expected.__eq__, f"{unit} told to everybody", 20)
        assert seen == expected
