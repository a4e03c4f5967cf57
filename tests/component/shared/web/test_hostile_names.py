"""Offices and accounts with names that would run, break a page or turn its writing: only text wherever links lead."""

import html
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx2
import pytest

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Person, Suite
from deploy.suite import LocalSuite
from tests.component.hostile import HOST, HOSTILE, TURN, browser, faults
from tests.harness import running_suite, settings

PLAN, UNIT, CENTRE, ACCOUNT = "70-kh-ttyt-2022", "khoa-3", "ttyt-tan-binh", "khoa-3-la"
NAME = (HOSTILE + "W" * 300)[:300]
SUBMISSION = f"{PLAN}.registration.{UNIT}"
CASE = f"{CENTRE}.{SUBMISSION}"
LIMIT = 60
STARTS = {
    ACCOUNT: ("/", f"/dang-ky/{SUBMISSION}", f"/dang-ky/{SUBMISSION}/bien-nhan", "/thong-bao", "/don-vi"),
    "tchc": (
        f"/tham-dinh/{CENTRE}?view=all",
        f"/tham-dinh/{CENTRE}/{CASE}",
        f"/tham-dinh/{CENTRE}/thay-the",
        f"/dang-ky/{SUBMISSION}",
        "/thong-bao",
    ),
    "giam-doc": tuple(
        f"/bao-cao/{PLAN}{page}?recipient={CENTRE}" for page in ("", "/don-vi", "/sang-kien", "/ton-dong", "/tra-loi")
    ),
    "quan-tri": (
        f"/don-vi/{UNIT}",
        f"/don-vi/{UNIT}/sua",
        f"/tai-khoan?don-vi={UNIT}",
        f"/tai-khoan/{ACCOUNT}",
        f"/tai-khoan/{ACCOUNT}/sua",
        f"/tai-khoan/{ACCOUNT}/cap-lai",
        f"/phong-trao/{PLAN}",
        f"/phong-trao/{PLAN}/gia-han?don-vi={UNIT}",
        f"/dang-ky/{SUBMISSION}",
    ),
}


@pytest.fixture(scope="module")
async def running(amqp_url: str, mongo_url: str) -> AsyncIterator[tuple[LocalSuite, httpx2.AsyncClient]]:
    async with running_suite(settings(amqp_url, mongo_url)) as found:
        await name_hostile(Suite(found[1]))
        yield found


async def name_hostile(suite: Suite) -> None:
    """Names a unit, an office and an account; that account sends a Mẫu 1, which is returned."""
    administrator = await suite.person("quan-tri", PRACTICE_PASSWORD)
    for organisation, change in (
        (UNIT, {"name": TURN + NAME, "short_name": NAME + TURN}),
        (CENTRE, {"reviewing_office": f"{HOSTILE}{TURN}"}),
    ):
        path = f"/api/registration/organisations/{organisation}"
        known = _plain(await administrator.get(path))
        await administrator.put(path, known | change)
    grants = [{"role": "clerk", "organisation": UNIT}]
    account = {"id": ACCOUNT, "name": TURN + NAME, "organisation": UNIT, "grants": grants}
    issued = await administrator.post("/api/registration/accounts", account)
    clerk = await suite.person(ACCOUNT, issued["password"])
    await clerk.post("/api/registration/me/password", {"current": issued["password"], "new": PRACTICE_PASSWORD})
    await _send_and_return(
        await suite.person(ACCOUNT, PRACTICE_PASSWORD), await suite.person("tchc", PRACTICE_PASSWORD)
    )
    figures = (
        f"/api/reporting/campaigns/{PLAN}/organisations?recipient={CENTRE}&form=registration&bucket=expected&size=100"
    )
    await (await suite.person("giam-doc", PRACTICE_PASSWORD)).wait(figures, _named, "the new name among the figures")
    notices = f"/api/notify/notifications?organisation={CENTRE}&size=100"
    await (await suite.person("tchc", PRACTICE_PASSWORD)).wait(notices, _named, "the new name among the notifications")


async def _send_and_return(clerk: Person, reviewer: Person) -> None:
    await clerk.post("/api/registration/submissions", {"campaign": PLAN, "form": "registration", "organisation": UNIT})
    plan = await clerk.get(f"/api/registration/campaigns/{PLAN}")
    codes = [field["code"] for field in plan.get("campaign", plan)["fields"]]
    item = {"field": codes[0], "content": "Nội dung", "parts": [], "expected": "Quý IV/2022", "note": ""}
    path = f"/api/registration/submissions/{SUBMISSION}"
    await clerk.put(f"{path}/draft", {"items": [item], "nil_fields": codes[1:]})
    await clerk.post(f"{path}/submit")
    case = f"/api/review/{CENTRE}/cases/{CASE}"
    await reviewer.wait(case, lambda seen: seen["_status"] == 200, "the case", allow=(404,))
    await reviewer.post(f"{case}/decide", {"version": 1, "outcome": "return", "reason": "Thiếu", "items": []})
    await clerk.wait(path, lambda seen: seen["submission"]["recipients"][0]["status"] == "returned", "the decision")


def _plain(answer: Json) -> Json:
    return {name: value for name, value in answer.items() if not name.startswith("_")}


def _named(seen: Json) -> bool:
    return any(HOSTILE in str(value) for row in seen["items"] for value in row.values())


def shape(address: str) -> str:
    """Pages that differ only in an id or in a filter's value count as one."""
    parts = urlsplit(address)
    path = "/".join(re.sub(r"[^/]*[0-9.][^/]*|khoa-.*|phong-.+", "*", segment) for segment in parts.path.split("/"))
    return f"{path}?{sorted(parse_qs(parts.query))}"


@pytest.mark.timeout(180)
@pytest.mark.parametrize("account", STARTS)
async def test_a_hostile_name_is_only_text_wherever_links_lead(running: Any, account: str) -> None:
    waiting, seen, showing, wrong = list(STARTS[account]), set[str](), 0, []
    async with browser(running, account) as client:
        for _ in range(LIMIT):
            if not waiting:
                break
            address = waiting.pop(0)
            answer = await client.get(address, follow_redirects=True)
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            wrong += [f"{address}: {fault}" for fault in faults(answer.text)]
            if answer.status_code != 200:
                wrong.append(f"{address}: {answer.status_code}")
            showing += html.escape(HOSTILE[:25], quote=False) in answer.text
            for link in re.findall(r'<a [^>]*href="([^"#]+)', answer.text):
                target = urljoin(address, html.unescape(link))
                if urlsplit(urljoin(HOST, target)).netloc == urlsplit(HOST).netloc and shape(target) not in seen:
                    seen.add(shape(target))
                    waiting.append(target)
    assert not wrong, "\n".join(wrong)
    assert showing >= len(STARTS[account]) - 1, "the name was not there to be seen"


async def test_what_turns_the_writing_is_not_kept(running: Any) -> None:
    administrator = await Suite(running[1]).person("quan-tri", PRACTICE_PASSWORD)
    unit = await administrator.get(f"/api/registration/organisations/{UNIT}")
    assert (unit["name"], unit["short_name"]) == (NAME, NAME)
