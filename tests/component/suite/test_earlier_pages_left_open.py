"""Pages that stood open while the suite was renewed are sent: what they say is kept, or refused in words."""

import itertools
from collections.abc import AsyncIterator

import httpx2
import pytest_asyncio

from shared.clock import system_clock
from shared.identity import Signer
from tests.component.suite.earlier_forms import DATA, FORMS
from tests.component.suite.earlier_people import (
    ACTORS,
    ADMINISTRATOR,
    API,
    NEXT,
    OWN,
    clerk,
    come_up,
    draft_of,
    stands,
    submission,
)
from tests.component.suite.upgraded import Json, Upgraded
from tests.harness import PRIVATE_KEY

OPEN: dict[str, Json] = {page["action"]: page for page in DATA["open"]}
"""The forms of those pages, by where they lead, as they stood."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def upgraded(amqp_url: str, mongo_url: str) -> AsyncIterator[Upgraded]:
    async with come_up(amqp_url, mongo_url) as suite:
        yield suite


async def sent(upgraded: Upgraded, to: str, **typed: str) -> httpx2.Response:
    """What follows when a person changes some inputs of the page and sends it."""
    page = OPEN[to]
    token = Signer(PRIVATE_KEY).sign(ACTORS[page["actor"]], system_clock())
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/html"}
    return await upgraded.client.post(to, data=dict(page["fields"]) | typed, headers=headers)


async def accepted(upgraded: Upgraded, to: str, **typed: str) -> None:
    answer = await sent(upgraded, to, **typed)
    assert answer.status_code == 303, answer.text


async def forms_of(upgraded: Upgraded) -> list[Json]:
    """Those of the plan that is still a draft."""
    found: list[Json] = (await upgraded.do(ADMINISTRATOR, "GET", f"{API}/campaigns/{NEXT}"))["forms"]
    return found


async def test_what_clerks_typed_is_kept(upgraded: Upgraded) -> None:
    await accepted(upgraded, "/dang-ky")
    assert await draft_of(upgraded, "completion", "khoa-8")
    page = f"/dang-ky/{OWN}.registration.khoa-45/soan/noi-dung/giuong-benh"
    await accepted(upgraded, page, content="Bảng giường bệnh trực tuyến")
    draft = await draft_of(upgraded, "registration", "khoa-45")
    assert [row["content"] for row in draft["items"]] == ["Bảng giường bệnh trực tuyến"]
    await accepted(upgraded, f"/dang-ky/{OWN}.registration.khoa-7/soan/con-lai")
    assert len((await draft_of(upgraded, "registration", "khoa-7"))["nil_fields"]) == 6
    report = f"/dang-ky/{OWN}.completion.khoa-2/soan"
    await accepted(upgraded, f"{report}/ket-qua/kho-thuoc", result="Mỗi ngày 150 đơn")
    await accepted(upgraded, f"{report}/de-cuong/6", text="Viên chức hài lòng.")
    draft = await draft_of(upgraded, "completion", "khoa-2")
    (result,) = (one for one in draft["results"] if one["item"] == "kho-thuoc")
    assert result["result"] == "Mỗi ngày 150 đơn"
    assert [one["name"] for one in result["figures"]] == ["lượt hẹn", "tỷ lệ"]
    assert {one["section"]: one["text"] for one in draft["passages"]}["V.1"] == "Viên chức hài lòng."
    await accepted(upgraded, f"/dang-ky/{OWN}.registration.khoa-2/dinh-chinh/thoi")
    seen = await upgraded.do(clerk("khoa-2"), "GET", submission("registration", "khoa-2"))
    assert seen["submission"]["recipients"][0]["correction"] is None


async def test_what_others_chose_is_done(upgraded: Upgraded) -> None:
    await accepted(upgraded, f"/phong-trao/{OWN}/gia-han", due="30/11/2022", reason="Chờ số liệu", action="grant")
    plan = await upgraded.do(ADMINISTRATOR, "GET", f"{API}/campaigns/{OWN}")
    assert ("khoa-6", "completion", None) in {(e["organisation"], e["form"], e["period"]) for e in plan["extensions"]}
    case = f"ttyt-tan-binh.{OWN}.completion.khoa-1"
    await accepted(upgraded, f"/tham-dinh/ttyt-tan-binh/{case}/quyet-dinh", outcome="approve")
    await stands(upgraded, "completion", "khoa-1", "approved")


async def test_a_plan_loses_no_form(upgraded: Upgraded) -> None:
    """The inputs of its forms and columns are called otherwise now, so those pages are shown anew."""
    before = await forms_of(upgraded)
    assert [form["code"] for form in before] == list(FORMS)
    words = {
        "bieu-mau": [form["name"] for form in before],
        "cot-va-de-cuong": [column["title"] for form in before for column in form["columns"]],
    }
    for page, action in itertools.product(words, ("", "check:", "next")):
        answer = await sent(upgraded, f"/phong-trao/{NEXT}/sua/{page}", action=action)
        assert answer.status_code == 409
        assert "Trang này được mở từ trước khi hệ thống được nâng cấp" in answer.text
        assert all(f'value="{word}"' in answer.text for word in words[page])
        assert await forms_of(upgraded) == before
