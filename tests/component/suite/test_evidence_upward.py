"""Files of evidence travel upward: a unit uploads one, and the authorities above its centre open it at their cases."""

import uuid
from io import BytesIO

import httpx2
import pytest

from deploy.demo import PRACTICE_PASSWORD
from deploy.demo.client import Json, Suite
from deploy.demo.stage import CENTRE, DEPARTMENT, DISTRICT, PLANS, REVIEWERS, copy_of
from deploy.suite import LocalSuite
from shared.clock import system_clock
from shared.identity import Actor, Role, Signer
from shared.record.audit import verify
from tests.component.suite.flowing_world import REGISTRATION, World, plan
from tests.harness import PRIVATE_KEY
from tests.unit.registration.examples import person
from tests.unit.registration.reports.file_examples import png

UNIT = "khoa-1"
AUTHORITIES = (DISTRICT, DEPARTMENT)
CONTENT = png(padding=2 * 1_048_576)
SECTIONS = ("I", "II", "V.1", "V.2", "V.3")


@pytest.fixture
async def world(running: tuple[LocalSuite, httpx2.AsyncClient]) -> World:
    """The three plans, announced under ids of their own."""
    suite, client = running
    accounts = {UNIT: UNIT, "centre": REVIEWERS[CENTRE], "administrator": "quan-tri", **REVIEWERS}
    people = {name: await Suite(client).person(account, PRACTICE_PASSWORD) for name, account in accounts.items()}
    run = uuid.uuid4().hex[:6]
    for authority in (*AUTHORITIES, CENTRE):
        body = copy_of(plan(authority), f"{PLANS[authority]}-{run}", run)
        await people["administrator"].post(f"{REGISTRATION}/campaigns", body)
        await people["administrator"].post(f"{REGISTRATION}/campaigns/{body['id']}/announce")
    return World(suite, client, people, f"{PLANS[CENTRE]}-{run}", f"{PLANS[DISTRICT]}-{run}")


async def test_both_authorities_open_what_a_unit_uploaded(world: World, mongo_url: str) -> None:
    await world.registered(UNIT, "Quản lý nhân lực bằng AppSheet")
    file = await unit_reports(world)
    for authority in AUTHORITIES:
        assert (await opened(world, authority, file["id"])).status_code == 404, "it is the centre's matter so far"

    await consolidated(world)
    for authority in AUTHORITIES:
        report = await centre_reports(world, authority)
        (result,) = report["submission"]["versions"][-1]["content"]["results"]
        assert result["attachments"] == [file]
        found = await opened(world, authority, file["id"])
        assert (found.status_code, found.content == CONTENT) == (200, True)
        page = await case_page(world, authority, report["submission"]["id"])
        assert f'href="/tep/{file["id"]}"' in page
        assert file["name"] in page

    strangers = (person("ubnd-tphcm", Role.REVIEWER), person("khoa-2", Role.CLERK))
    for stranger in strangers:
        found = await world.client.get(f"{REGISTRATION}/attachments/{file['id']}", headers=signed(stranger))
        assert found.status_code == 404
    audit = await verify(mongo_url, world.stores.database.name.removesuffix("_registration"))
    assert audit.faults == []
    assert audit.total("files") == 3, "named by the unit's report and by both of the centre's"


async def unit_reports(world: World) -> Json:
    """The unit's Mẫu 2 with a file, delivered; the file."""
    clerk, path = world.people[UNIT], world.path(await begun(world, world.own, UNIT))
    uploaded = await world.client.post(
        f"{path}/attachments",
        headers=clerk.headers,
        params={"item": world.item(UNIT)},
        files={"file": ("Ảnh chụp.png", BytesIO(CONTENT), "image/png")},
    )
    assert uploaded.status_code == 201, uploaded.text
    result = {"item": world.item(UNIT), "outcome": "done", "done_on": "Quý II/2022", "result": "Đã dùng"}
    await clerk.put(f"{path}/draft", {"results": [result], "passages": passages()})
    await clerk.post(f"{path}/submit")
    return dict(uploaded.json())


async def consolidated(world: World) -> None:
    """What the unit registered, sent to both authorities by the centre."""
    clerk, path = world.people["centre"], f"{REGISTRATION}/consolidations"
    await clerk.post(path, {"campaign": world.own, "organisation": CENTRE})
    await clerk.post(f"{path}/{world.own}.{CENTRE}/take", {"items": []})
    sent = await clerk.post(
        f"{path}/{world.own}.{CENTRE}/send", {"campaigns": [upper(world, authority) for authority in AUTHORITIES]}
    )
    assert sent["refused"] == []


async def centre_reports(world: World, authority: str) -> Json:
    """The centre's Mẫu 2, made of what the unit reported and delivered to the authority."""
    clerk, path = world.people["centre"], world.path(await begun(world, upper(world, authority), CENTRE))
    draft = (await clerk.post(f"{path}/prefill"))["draft"]
    await clerk.put(f"{path}/draft", {"results": draft["results"], "passages": passages()})
    return await clerk.post(f"{path}/submit")


async def begun(world: World, campaign: str, organisation: str) -> str:
    """The id of an empty Mẫu 2."""
    clerk = world.people["centre" if organisation == CENTRE else organisation]
    body = {"campaign": campaign, "form": "completion", "organisation": organisation}
    await clerk.post(f"{REGISTRATION}/submissions", body)
    return f"{campaign}.completion.{organisation}"


async def opened(world: World, authority: str, file: str) -> httpx2.Response:
    headers = world.people[authority].headers
    return await world.client.get(f"{REGISTRATION}/attachments/{file}", headers=headers)


async def case_page(world: World, authority: str, submission: str) -> str:
    """The reviewer's page of the report as soon as it has arrived."""
    reviewer, case = world.people[authority], f"{authority}.{submission}"
    await reviewer.wait(
        f"/api/review/{authority}/cases/{case}", lambda seen: seen["_status"] == 200, "the case", allow=(404,)
    )
    headers = {**reviewer.headers, "Accept": "text/html"}
    page = await world.client.get(f"/tham-dinh/{authority}/{case}", headers=headers)
    assert page.status_code == 200, page.text
    return page.text


def upper(world: World, authority: str) -> str:
    return f"{PLANS[authority]}-{world.own[-6:]}"


def passages() -> list[Json]:
    return [{"section": number, "text": "Không có"} for number in SECTIONS]


def signed(actor: Actor) -> dict[str, str]:
    return {"Authorization": f"Bearer {Signer(PRIVATE_KEY).sign(actor, system_clock())}"}
