"""A target that demands files, reasons and items of the organisation that consolidates, on real servers."""

import uuid
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import httpx2
import pytest

from shared.identity import Role
from tests.component.registration.consolidation.test_pages import post, see
from tests.component.registration.consolidation.world import CLERK, Consolidating, item, target
from tests.component.registration.pages import inputs
from tests.component.registration.world import EVERYTHING, World, definition_of, running, settings
from tests.unit.registration.examples import DEPARTMENT, person
from tests.unit.registration.reports.file_examples import HTML, PDF

DEMANDS = {
    "files": [{"code": "ke-hoach", "title": "Kế hoạch của đơn vị"}],
    "explain_nil": True,
    "quotas": [
        {"kinds": ["centre"], "at_least": 1, "demanded": True, "wording": "ít nhất 01"},
        {"at_least": 9, "wording": "phấn đấu 09"},
    ],
}


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


@pytest.fixture
async def desk(world: World) -> Consolidating:
    """The department wants its Mẫu 1 with a plan, a reason for each nil, and one item of a centre."""
    found = Consolidating(world)
    await found.announce()
    path = f"/campaigns/{found.department}"
    plan = definition_of((await world.get(EVERYTHING, path)).json())
    first, *others = plan["forms"]
    amended = await world.put(EVERYTHING, path, {**plan, "forms": [first | DEMANDS, *others]})
    assert amended.status_code == 200, amended.text
    await found.approve("khoa-4", item("a", "steering"))
    await found.begin()
    return found


async def upload(desk: Consolidating, name: str, body: bytes) -> httpx2.Response:
    return await desk.world.client.post(
        f"{desk.pages}/tep/{desk.department}/demanded.ke-hoach",
        headers=desk.world.headers(CLERK, {"Accept": "text/html"}),
        files={"demanded.ke-hoach": (name, BytesIO(body), "text/html")},
    )


def problems(seen: dict[str, Any], plan: str) -> list[str]:
    return [problem["code"] for problem in target(seen, plan)["problems"]]


async def test_nothing_goes_to_the_target_without_what_it_demands(desk: Consolidating) -> None:
    assert problems(await desk.seen(), desk.department)[-2:] == ["demanded_file_missing", "quota_demanded_few"]
    await desk.done("take", {})
    seen = await desk.seen()
    assert problems(seen, desk.department) == ["nil_reason_missing"] * 5 + ["demanded_file_missing"]
    assert [one["wording"] for one in target(seen, desk.department)["advice"]] == ["phấn đấu 09"]
    assert problems(seen, desk.district) == ["crosswalk_open"]

    page = await see(desk, "/kiem-tra")
    assert "Chưa có tệp “Kế hoạch của đơn vị” mà kế hoạch yêu cầu gửi kèm." in page
    assert f'href="{desk.pages}/kiem-tra#{desk.department}-demanded-ke-hoach"' in page
    assert f'href="{desk.pages}/kiem-tra#{desk.department}-reason-procedures"' in page
    assert "phấn đấu 09" in page
    refused = await upload(desk, "a.html", HTML)
    assert refused.status_code == 422
    assert f'href="#{desk.department}-demanded-ke-hoach"' in refused.text
    assert "Tệp “a.html” không phải PDF" in refused.text
    put = await upload(desk, "KH.pdf", PDF)
    assert put.headers["location"].endswith(f"?xong=file_added#{desk.department}-demanded-ke-hoach"), put.text

    fields = {name: "Chưa có" for name in inputs(page) if name.startswith("reason.")}
    assert len(fields) == 5
    saved = await post(desk, f"/ly-do/{desk.department}", fields)
    assert saved.headers["location"].endswith(f"?xong=saved#{desk.department}-ly-do")
    long = await post(desk, f"/ly-do/{desk.department}", {"reason.procedures": "x" * 10_001})
    assert (long.status_code, inputs(long.text)["reason.procedures"]) == (422, "x" * 10_001)
    assert f'href="#{desk.department}-reason-procedures"' in long.text
    assert problems(await desk.seen(), desk.department) == []

    sent = await desk.done("send", {"campaigns": [desk.department]})
    assert sent["refused"] == [], sent
    content = await desk.sent(desk.department)
    assert content["nil_reasons"].keys() == {name.removeprefix("reason.") for name in fields}
    (named,) = content["demanded"]
    assert (named["demand"], named["attachment"]["name"]) == ("ke-hoach", "KH.pdf")
    assert not target(await desk.seen(), desk.department)["unsent"]
    reviewer = person(DEPARTMENT, Role.REVIEWER)
    assert (await desk.world.get(reviewer, f"/attachments/{named['attachment']['id']}")).content == PDF

    gone = await post(desk, f"/tep/{desk.department}/demanded.ke-hoach/{named['attachment']['id']}/bo", {})
    assert gone.headers["location"].endswith(f"?xong=file_removed#{desk.department}-demanded-ke-hoach")
    assert problems(await desk.seen(), desk.department) == ["demanded_file_missing"]
    assert (await desk.world.get(reviewer, f"/attachments/{named['attachment']['id']}")).content == PDF


async def test_by_the_api_files_and_reasons_come_before_the_sending(desk: Consolidating) -> None:
    await desk.done("take", {})
    begun = await desk.done(f"targets/{desk.department}/begin")
    assert begun == {"submission": desk.carrier(desk.department)} == await desk.done(f"targets/{desk.department}/begin")
    path = f"/nil-reasons/{desk.department}"
    nil = target(await desk.seen(), desk.department)["nil_fields"]
    explained = await desk.world.put(CLERK, desk.base + path, {"reasons": dict.fromkeys(nil, "Chưa có")})
    assert explained.status_code == 200
    unknown = await desk.world.put(CLERK, desk.base + path, {"reasons": {"khong-co": "x"}})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "field_unknown")
    put = await desk.world.client.post(
        f"/api/registration/submissions/{begun['submission']}/attachments",
        headers=desk.world.headers(CLERK, {}),
        params={"place": "demanded.ke-hoach"},
        files={"file": ("KH.pdf", BytesIO(PDF), "text/html")},
    )
    assert put.status_code == 201, put.text
    assert (await desk.done("send", {"campaigns": [desk.department]}))["refused"] == []
    again = await desk.world.client.post(
        f"/api/registration/submissions/{begun['submission']}/attachments",
        headers=desk.world.headers(CLERK, {}),
        params={"place": "items.a.answers.c"},
        files={"file": ("KH.pdf", BytesIO(PDF), "text/html")},
    )
    assert again.status_code == 404, "only what the form demands beside it comes to a draft that is not typed"
