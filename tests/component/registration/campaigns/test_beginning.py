"""A new plan begun blank, from an official template, from an own plan and from another body's, in the browser's way."""

import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest

from shared.identity import Role
from tests.component.registration.pages import inputs
from tests.component.registration.world import EVERYTHING, World, definition_of, running, settings
from tests.unit.registration.examples import person

CENTRE, DISTRICT, PLAN = "ttyt-tan-binh", "ubnd-tan-binh", "70-kh-ttyt-2022"
TITLE = {"title": "Kế hoạch mới"}


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


async def begun(world: World, source: str, year: int = 2023, **typed: str) -> dict[str, Any]:
    """The draft that the page leads to."""
    shown = inputs((await world.browse(EVERYTHING, "/phong-trao/moi")).text)
    number = f"{uuid.uuid4().int % 1_000_000}/KH"
    fields = {**shown, "source": source, "number": number, "year": str(year), "issuer": CENTRE, "shift": "on", **typed}
    answer = await world.fill_in(EVERYTHING, "/phong-trao/moi", fields)
    assert answer.status_code == 303, answer.text
    ident = answer.headers["location"].split("/")[2]
    found: dict[str, Any] = (await world.get(EVERYTHING, f"/campaigns/{ident}")).json()
    assert (found["status"], found["number"], found["year"]) == ("draft", number, year)
    return found


def parts(draft: Mapping[str, Any]) -> set[str]:
    return {part["part"].split(".")[-1] for part in draft["inherited"]}


async def below(world: World) -> set[str]:
    found = (await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json()["obliged"]
    return set(found)


async def test_a_blank_plan_asks_for_nothing_and_inherits_nothing(world: World) -> None:
    draft = await begun(world, ":trong", title="Kế hoạch mới")
    assert (draft["title"], draft["issuer"], draft["recipients"]) == ("Kế hoạch mới", CENTRE, [CENTRE])
    assert not any(draft[name] for name in ("forms", "fields", "obliged", "basis", "inherited"))


async def test_a_template_is_asked_of_the_issuers_own_units_with_its_schedules(world: World) -> None:
    draft = await begun(world, ":mau:satisfaction-2022", 2026)
    assert set(draft["obliged"]) >= {"khoa-1", "tyt-phuong-1"}
    weekly, monthly = draft["forms"]
    assert (weekly["schedule"]["first"], weekly["schedule"]["last"]) == ("2026-01-01", "2026-12-31")
    assert [len(form["periods"]) for form in (weekly, monthly)] == [53, 12]
    assert "due" in parts(draft)


async def test_an_own_plan_gives_all_that_is_no_document_of_its_own(world: World) -> None:
    source = (await world.get(EVERYTHING, f"/campaigns/{PLAN}")).json()
    draft = await begun(world, PLAN)
    assert (draft["obliged"], draft["basis"], draft["criteria"]) == (
        source["obliged"],
        source["basis"],
        source["criteria"],
    )
    assert (draft["dates"], draft["signed_at"]) == ([], None)
    assert {"title", "due", "basis", "obliged"} <= parts(draft)


async def test_of_another_bodys_plan_only_what_it_asks_for_is_taken(world: World) -> None:
    draft = await begun(world, "124-kh-ubnd-2022")
    assert (draft["recipients"], draft["basis"], draft["criteria"]) == ([CENTRE], [], [])
    assert set(draft["obliged"]) == await below(world), "the issuer's own units"
    assert [form["code"] for form in draft["forms"]] == ["registration", "interim", "completion"]
    own = await begun(world, "124-kh-ubnd-2022", issuer=DISTRICT)
    assert own["basis"]


async def test_who_administers_nothing_begins_nothing(world: World) -> None:
    shown = inputs((await world.browse(EVERYTHING, "/phong-trao/moi")).text)
    clerk = person("tyt-phuong-1", Role.CLERK)
    assert (await world.browse(clerk, "/phong-trao/moi")).status_code == 403
    fields = {**shown, **TITLE, "source": ":trong", "number": "1/KH", "year": "2023", "issuer": CENTRE}
    assert (await world.fill_in(clerk, "/phong-trao/moi", fields)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"source": "khong-co"}, "source"),
        ({"source": ":trong", "issuer": "", **TITLE}, "issuer"),
        ({"source": ":trong"}, "title"),
        ({"source": PLAN, "year": "sang năm"}, "year"),
        ({"source": PLAN, "number": " "}, "number"),
    ],
)
async def test_what_is_missing_is_told_beside_its_input_and_what_was_typed_stays(
    world: World, typed: dict[str, str], field: str
) -> None:
    shown = inputs((await world.browse(EVERYTHING, "/phong-trao/moi")).text)
    fields = {**shown, "number": "số 8/KH", "year": "2024", "issuer": CENTRE, **typed}
    answer = await world.fill_in(EVERYTHING, "/phong-trao/moi", fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    kept = inputs(answer.text)
    assert all(kept[name] == fields[name] for name in ("number", "year"))


async def test_periods_that_were_changed_by_hand_are_named_in_the_plan_of_the_next_year(world: World) -> None:
    draft = await begun(world, ":mau:satisfaction-2022", 2022)
    body = definition_of(draft)
    body["forms"][1]["periods"][2]["due"] = {"date": "2022-04-15", "inclusive": True, "wording": "hết ngày 15/4/2022"}
    assert (await world.put(EVERYTHING, f"/campaigns/{draft['id']}", body)).status_code == 200
    later = await begun(world, draft["id"])
    named = {part["part"]: part["deviating"] for part in later["inherited"] if "deviating" in part}
    assert named == {"forms.monthly.due": ["2022-03"]}
    assert later["forms"][1]["periods"][2]["due"]["date"] == "2023-04-03"
    page = (await world.browse(EVERYTHING, f"/phong-trao/{later['id']}/phat-dong")).text
    assert "ở kế hoạch cũ có kỳ khác lịch: <span>Tháng 3/2022</span>" in page
