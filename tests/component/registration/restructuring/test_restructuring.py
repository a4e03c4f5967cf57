"""Restructurings on a real database and broker: carried out on their day, step by step, and once."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.registration.restructuring.commands.job import Restructurer
from services.registration.restructuring.model.definition import NewOrganisation
from services.registration.stores import Stores
from shared.clock import move_clock
from shared.contracts.submissions import Decision, Outcome
from shared.forms.initiatives.model import drafted
from shared.identity import Role
from shared.observability import Metrics
from shared.record.record import Change, Entry, Nothing
from shared.runtime.runtime import Runtime
from tests.component.registration.world import EVERYTHING, MORNING, World, eventually, running, settings
from tests.unit.registration.examples import NOW, person

CENTRE, PLAN = "ttyt-tan-binh", "70-kh-ttyt-2022"
DAY = datetime.fromisoformat("2022-07-01T00:00:30+07:00")
ITEM = {"field": "steering", "content": "Tuyên truyền", "expected": "Năm 2022"}
REST = ["institutions", "procedures", "organisation", "civil-service", "public-finance"]
NEW = {"id": "tyt-moi", "name": "Trạm Y tế mới", "short_name": "TYT mới", "kind": "station", "parents": [CENTRE]}


def merger(*places: str, successor: dict[str, Any] | str = NEW, on: str = "2022-07-01", **more: Any) -> dict[str, Any]:
    heir = successor if isinstance(successor, str) else successor["id"]
    return {
        "kind": "merge",
        "on": on,
        "basis": "12/QĐ-UBND",
        "reason": "Sắp xếp trạm y tế",
        "predecessors": list(places),
        "successors": [successor] if isinstance(successor, str) else [],
        "new": [] if isinstance(successor, str) else [successor],
        "heirs": [{"organisation": place, "successor": heir} for place in places],
        **more,
    }


class Year:
    """A service whose clock can be moved."""

    def __init__(self, world: World, file: Path) -> None:
        self.world = world
        self._file = file

    def go_to(self, moment: datetime) -> None:
        move_clock(self._file, moment)

    async def order(self, body: dict[str, Any], **headers: str) -> dict[str, Any]:
        answer = await self.world.post(EVERYTHING, "/restructurings", body, **headers)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def done(self, ident: str) -> dict[str, Any]:
        async def look() -> Any:
            found = (await self.world.get(EVERYTHING, f"/restructurings/{ident}")).json()
            return found if found["status"] == "applied" else None

        found: dict[str, Any] = await eventually(look, f"restructuring {ident} carried out")
        return found

    async def typed(self, place: str, content: str, *, send: bool) -> str:
        """A registration of a station, typed and perhaps sent."""
        clerk, ident = person(place, Role.CLERK), f"{PLAN}.registration.{place}"
        start = {"campaign": PLAN, "form": "registration", "organisation": place}
        assert (await self.world.post(clerk, "/submissions", start)).status_code == 201
        draft = {"items": [{**ITEM, "content": content}], "nil_fields": REST}
        saved = await self.world.put(clerk, f"/submissions/{ident}/draft", draft)
        assert saved.status_code == 200, saved.text
        if send:
            assert (await self.world.post(clerk, f"/submissions/{ident}/submit")).status_code == 200
        return ident


@pytest.fixture
async def year(amqp_url: str, mongo_url: str, tmp_path: Path) -> AsyncIterator[Year]:
    file = tmp_path / "clock"
    move_clock(file, MORNING)
    values = settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")
    async with running(values.model_copy(update={"clock_file": file})) as world:
        yield Year(world, file)


async def test_a_merger_is_carried_out_on_its_day(year: Year) -> None:
    world = year.world
    await year.typed("tyt-phuong-1", "Của trạm 1", send=False)
    await year.typed("tyt-phuong-2", "Của trạm 2", send=False)
    sent = await year.typed("tyt-phuong-3", "Của trạm 3", send=True)
    places = ("tyt-phuong-1", "tyt-phuong-2", "tyt-phuong-3")
    key = {"Idempotency-Key": uuid.uuid4().hex}
    ordered = await year.order(merger(*places), **key)
    assert (await year.order(merger(*places), **key))["id"] == ordered["id"]
    assert (ordered["status"], ordered["moved"]) == ("planned", [])
    assert (await world.get(EVERYTHING, "/organisations/tyt-moi")).status_code == 404
    overlapping = await world.post(EVERYTHING, "/restructurings", merger("tyt-phuong-1", successor="tyt-phuong-4"))
    assert (overlapping.status_code, overlapping.json()["code"]) == (409, "restructuring_overlaps")

    year.go_to(DAY)
    done = await year.done(ordered["id"])
    forms = {(one["organisation"], one["form"], one["successor"]) for one in done["moved"]}
    assert ("tyt-phuong-1", "registration", "tyt-moi") in forms
    assert ("tyt-phuong-3", "registration", "tyt-moi") not in forms
    assert ("tyt-phuong-3", "completion", "tyt-moi") in forms
    old = (await world.get(EVERYTHING, "/organisations/tyt-phuong-1")).json()
    assert (old["dissolved"], old["successors"][0]["organisation"]) == ("2022-07-01", "tyt-moi")
    assert [link["until"] for link in old["parents"]] == ["2022-07-01"] * len(old["parents"])
    assert ("campaign.amended", CENTRE) in await world.heard(PLAN, "campaign.amended")
    heir = person("tyt-moi", Role.CLERK)
    mine = (await world.get(heir, f"/submissions/{PLAN}.registration.tyt-moi")).json()
    assert [item["content"] for item in mine["draft"]["items"]] == ["Của trạm 1", "Của trạm 2"]
    past = await world.get(heir, f"/submissions/{sent}")
    assert past.status_code == 200
    assert sent in [row["id"] for row in (await world.get(heir, "/submissions")).json()["items"]]
    assert (await world.get(person("tyt-phuong-9", Role.CLERK), f"/submissions/{sent}")).status_code == 404
    refused = await world.post(
        person("tyt-phuong-1", Role.CLERK), f"/submissions/{PLAN}.registration.tyt-phuong-1/submit"
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "obligation_moved")
    assert refused.json()["params"]["successor"] == "tyt-moi"
    before = (await world.get(EVERYTHING, "/organisations/tyt-phuong-1")).json()["short_name"]
    shown = await world.fill_in(
        person("tyt-phuong-1", Role.CLERK), f"/dang-ky/{PLAN}.registration.tyt-phuong-1/gui", {"key": "gui"}
    )
    assert shown.status_code == 409
    for said in (refused.json()["title"], shown.text):
        assert f"“{before}” trong kế hoạch 70/KH-TTYT đã chuyển cho đơn vị “TYT mới”" in said
    home = await world.browse(heir, "/")
    assert "70/KH-TTYT" in home.text
    assert "70/KH-TTYT" not in (await world.browse(person("tyt-phuong-1", Role.CLERK), "/")).text


async def test_what_is_returned_to_who_is_no_more_goes_to_the_heir(year: Year) -> None:
    world = year.world
    sent = await year.typed("tyt-phuong-5", "Của trạm 5", send=True)
    await world.tell(CENTRE, sent, 1, "unseen", None)
    ordered = await year.order(merger("tyt-phuong-5", successor="tyt-phuong-6", on="2022-05-12"))
    done = await year.done(ordered["id"])
    assert "registration" not in {one["form"] for one in done["moved"]}
    back = Decision(
        version=1,
        outcome=Outcome.RETURN,
        reason="Nêu rõ tiến độ",
        decided_at=NOW,
        decided_by=person(CENTRE).acting_for(CENTRE),
    )
    await world.tell(CENTRE, sent, 2, "returned", back)

    async def look() -> Any:
        transfers = (await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json()["transfers"]
        return [one for one in transfers if (one["organisation"], one["form"]) == ("tyt-phuong-5", "registration")]

    assert [one["successor"] for one in await eventually(look, "the returned form passed on")] == ["tyt-phuong-6"]
    heir = person("tyt-phuong-6", Role.CLERK)

    async def handed() -> Any:
        answer = await world.get(heir, f"/submissions/{PLAN}.registration.tyt-phuong-6")
        return answer.json() if answer.status_code == 200 else None

    mine = await eventually(handed, "the draft handed over")
    assert [item["content"] for item in mine["draft"]["items"]] == ["Của trạm 5"]


async def test_the_units_below_follow_the_choice_and_a_circle_is_refused(year: Year) -> None:
    world = year.world
    below = [o["id"] for o in (await world.get(EVERYTHING, "/organisations", parent=CENTRE, size=100)).json()["items"]]
    new = {**NEW, "id": "ttyt-khu-vuc", "parents": ["so-y-te"]}
    moves = [{"organisation": unit, "parent": CENTRE, "to": "ttyt-khu-vuc"} for unit in below]
    body = {
        **merger(CENTRE, successor=new),
        "kind": "split",
        "new": [new, {**new, "id": "ttyt-thu-hai"}],
        "heirs": [{"organisation": CENTRE, "successor": "ttyt-khu-vuc"}],
    }
    missing = await world.post(EVERYTHING, "/restructurings", body)
    assert missing.status_code == 422
    assert {fault["code"] for fault in missing.json()["errors"]} == {"restructuring_move_missing"}
    circle = {"kind": "dissolve", "on": "2022-07-01", "basis": "1/QĐ", "predecessors": ["ubnd-tan-binh"]}
    under = {"organisation": CENTRE, "parent": "ubnd-tan-binh", "to": below[0]}
    gone = {**circle, "heirs": [{"organisation": "ubnd-tan-binh", "successor": None}], "moves": [under]}
    refused = await world.post(EVERYTHING, "/restructurings", gone)
    assert (refused.status_code, refused.json()["code"]) == (422, "parent_cycle")
    ordered = await year.order({**body, "moves": moves})
    year.go_to(DAY)
    await year.done(ordered["id"])
    unit = (await world.get(EVERYTHING, f"/organisations/{below[0]}")).json()
    assert [link["organisation"] for link in unit["parents"] if link["until"] is None] == ["ttyt-khu-vuc"]


async def test_only_an_administrator_of_all_that_is_named_orders_one(year: Year) -> None:
    local = person("tyt-phuong-1", Role.ADMINISTRATOR)
    body = merger("tyt-phuong-1", successor="tyt-phuong-2")
    refused = await year.world.post(local, "/restructurings", body)
    assert (refused.status_code, refused.json()["code"]) == (403, "administrator_scope")
    assert (await year.world.post(person(CENTRE, Role.ADMINISTRATOR), "/restructurings", body)).status_code == 201


async def test_who_administers_an_organisation_called_all_administers_no_more_than_that(year: Year) -> None:
    """One that was made before the id was refused here, too."""
    world, local = year.world, person(CENTRE, Role.ADMINISTRATOR)
    order = merger("tyt-phuong-1", "tyt-phuong-2", successor={**NEW, "id": "all"})
    refused = await world.post(local, "/restructurings", order)
    assert ("organisation_id_reserved", "new.0.id") in {(e["code"], e["field"]) for e in refused.json()["errors"]}
    everywhere = NewOrganisation.model_validate({**NEW, "id": "all"}).begun(MORNING.date())
    change = Change(everywhere, Nothing(), Entry("created"))
    await world.stores.organisations.create("all", change, cause="test")
    grant = {"role": "administrator", "organisation": "all"}
    account = {"id": "them", "name": "Thêm", "organisation": CENTRE, "grants": [grant]}
    answer = await world.post(local, "/accounts", account)
    assert (answer.status_code, answer.json()["code"]) == (403, "administrator_scope")


async def test_a_cancelled_order_is_never_carried_out(year: Year) -> None:
    ordered = await year.order(merger("tyt-phuong-1", successor="tyt-phuong-2"))
    path = f"/restructurings/{ordered['id']}"
    cancelled = await year.world.post(EVERYTHING, f"{path}/cancel", {"reason": "Nhập nhầm"})
    assert cancelled.json()["status"] == "cancelled"
    later = await year.order(merger("tyt-phuong-1", successor="tyt-phuong-3", on="2022-07-02"))
    year.go_to(datetime.fromisoformat("2022-07-03T08:00:00+07:00"))
    await year.done(later["id"])
    assert (await year.world.get(EVERYTHING, path)).json()["status"] == "cancelled"
    station = (await year.world.get(EVERYTHING, "/organisations/tyt-phuong-1")).json()
    assert [one["organisation"] for one in station["successors"]] == ["tyt-phuong-3"]


async def test_a_job_that_is_killed_at_any_step_does_everything_once(
    amqp_url: str, mongo_url: str, tmp_path: Path
) -> None:
    """The job's own steps, interrupted ever later, by two of them at once; no process of its own runs beside them."""
    file = tmp_path / "clock"
    move_clock(file, MORNING)
    values = settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}").model_copy(update={"clock_file": file})
    async with running(values) as world:
        year = Year(world, file)
        for place in ("tyt-phuong-1", "tyt-phuong-2"):
            await year.typed(place, f"Của {place}", send=False)
        ordered = await year.order(merger("tyt-phuong-1", "tyt-phuong-2"))
    move_clock(file, DAY)
    stores = Stores(Runtime("registration", values, Metrics()))
    try:
        await interrupted(stores, ordered["id"])
        await done_once(stores)
    finally:
        stores.database.client.close()


async def interrupted(stores: Stores, ident: str) -> None:
    """Two jobs at a time, each time for a little longer, until the order is carried out."""
    for turn in range(1, 400):
        jobs = [asyncio.create_task(Restructurer(stores).carry_out()) for _ in range(2)]
        await asyncio.wait(jobs, timeout=turn * 0.002)
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)
        if (await stores.restructurings.load(ident)).public.status == "applied":
            return
    raise AssertionError("never carried out")


async def done_once(stores: Stores) -> None:
    campaign = await stores.campaigns.load(PLAN)
    assert [entry["action"] for entry in campaign.history].count("transferred") == 1
    moved = [(one.organisation, one.form) for one in campaign.public.transfers]
    assert len(moved) == len(set(moved)) == 2 * len(campaign.public.forms)
    heir = await stores.submissions.load(f"{PLAN}.registration.tyt-moi")
    assert [entry["action"] for entry in heir.history] == ["inherited:tyt-phuong-1", "inherited:tyt-phuong-2"]
    assert len(drafted(heir.private.draft).items) == 2
    for place in ("tyt-phuong-1", "tyt-phuong-2"):
        history = [entry["action"] for entry in (await stores.organisations.load(place)).history]
        assert history == ["created", "dissolved"]
