"""“Cộng số liệu đã gửi”: a month made of one's own weeks, a centre's of its units', whoever is missing named.

Each starts with a plan of its own: the survey of the sample data with weeks 25 and 26, whose month is June, and 27,
whose month is July; today is 12/5/2022.
"""

import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from shared.clock import move_clock
from shared.contracts.submissions import Decision, Outcome
from shared.identity import Actor, Role
from tests.component.registration.reports.world import REVIEWER
from tests.component.registration.restructuring.test_restructuring import DAY, Year, merger
from tests.component.registration.world import EVERYTHING, MORNING, World, definition_of, eventually, running, settings
from tests.unit.registration.examples import CENTRE, person

SURVEY, DEPARTMENT = "23-kh-ttyt-2022", "so-y-te"
UNITS = ("tyt-phuong-11", "tyt-phuong-12", "tyt-phuong-13")
FIRST, SECOND, THIRD = UNITS
JUNE, WEEKS = "2022-06", ("2022-W25", "2022-W26", "2022-W27")
ROWS, ANSWERS = ("services", "quality", "attitude"), ("satisfied", "neutral", "unsatisfied")
Table = dict[str, tuple[str, ...]]
"""What stands in the three columns of answers, by row."""


@pytest.fixture
async def year(amqp_url: str, mongo_url: str, tmp_path: Path) -> AsyncIterator[Year]:
    file = tmp_path / "clock"
    move_clock(file, MORNING)
    values = settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")
    async with running(values.model_copy(update={"clock_file": file})) as world:
        yield Year(world, file)


@pytest.fixture(scope="module")
async def world(amqp_url: str, mongo_url: str) -> AsyncIterator[World]:
    async with running(settings(amqp_url, mongo_url, f"test{uuid.uuid4().hex[:10]}")) as found:
        yield found


def periods(*codes: str) -> list[dict[str, Any]]:
    due = {"date": "2022-08-01", "inclusive": True, "wording": "hết ngày 01/8/2022"}
    return [{"code": code, "due": due} for code in codes]


async def announced(world: World, *only: str, **changes: Any) -> str:
    """The id of a survey that asks for the three weeks, for June and for its quarter, or `only` for some of that."""
    plan = definition_of((await world.get(EVERYTHING, f"/campaigns/{SURVEY}")).json())
    weekly, monthly = plan["forms"]
    forms = [
        {**weekly, "periods": periods(*WEEKS)},
        {**monthly, "periods": periods(JUNE)},
        {**monthly, "code": "quarterly", "name": "Quý", "repeat": "quarter", "periods": periods("2022-Q2")},
    ]
    asked = [form for form in forms if not only or form["code"] in only]
    body = {**plan, "id": f"khao-sat-{uuid.uuid4().hex[:8]}", "obliged": list(UNITS), "forms": asked} | changes
    made = await world.post(EVERYTHING, "/campaigns", body)
    assert made.status_code == 201, made.text
    assert (await world.post(EVERYTHING, f"/campaigns/{body['id']}/announce")).status_code == 200
    return str(body["id"])


def clerk(unit: str) -> Actor:
    return person(unit, Role.CLERK)


async def begun(world: World, plan: str, form: str, period: str, unit: str) -> str:
    wanted = {"campaign": plan, "form": form, "period": period, "organisation": unit}
    await world.post(clerk(unit), "/submissions", wanted)
    return f"{plan}.{form}.{period}.{unit}"


async def sent(world: World, plan: str, period: str, unit: str, satisfied: int, form: str = "weekly") -> str:
    """A table in which so many were satisfied with everything, one neutral, and nobody unsatisfied."""
    ident = await begun(world, plan, form, period, unit)
    cells = [{"column": c, "text": str(n)} for c, n in zip(ANSWERS, (satisfied, 1, 0), strict=True)]
    typed = {"table": [{"row": row, "answers": cells} for row in ROWS]}
    saved = await world.put(clerk(unit), f"/submissions/{ident}/draft", typed)
    assert saved.status_code == 200, saved.text
    answer = await world.post(clerk(unit), f"/submissions/{ident}/submit")
    assert answer.status_code == 200, answer.text
    return ident


async def gathered(world: World, ident: str, unit: str) -> dict[str, Any]:
    """The draft after the button was pressed."""
    pressed = await world.fill_in(clerk(unit), f"/dang-ky/{ident}/soan/cong", {"key": uuid.uuid4().hex})
    assert (pressed.status_code, pressed.headers["location"]) == (303, f"/dang-ky/{ident}/soan?xong=gathered")
    found: dict[str, Any] = (await world.get(clerk(unit), f"/submissions/{ident}")).json()["draft"]
    return found


def numbers(draft: dict[str, Any]) -> Table:
    table = {row["row"]: {one["column"]: one["text"] for one in row["answers"]} for row in draft["table"]}
    return {row: tuple(cells.get(answer, "") for answer in ANSWERS) for row, cells in table.items()}


def everywhere(*cells: str) -> Table:
    return dict.fromkeys(ROWS, cells)


async def test_a_month_is_made_of_the_weeks_whose_thursday_it_has(world: World) -> None:
    plan = await announced(world)
    for week, satisfied in zip(WEEKS, (10, 1_230, 7), strict=True):
        await sent(world, plan, week, FIRST, satisfied)

    draft = await gathered(world, await begun(world, plan, "monthly", JUNE, FIRST), FIRST)

    assert numbers(draft) == everywhere("1.240", "2", "0")
    assert draft["missing"] == []


async def test_a_week_that_was_not_sent_is_named_and_what_was_typed_beside_stays(world: World) -> None:
    plan = await announced(world)
    await sent(world, plan, WEEKS[0], FIRST, 10)
    ident = await begun(world, plan, "monthly", JUNE, FIRST)
    said = [{"column": "satisfied", "text": "999"}, {"column": "shortcomings", "text": "Chờ lâu"}]
    typed = {"table": [{"row": "quality", "answers": said}], "remark": "Bố trí thêm bàn khám"}
    assert (await world.put(clerk(FIRST), f"/submissions/{ident}/draft", typed)).status_code == 200

    draft = await gathered(world, ident, FIRST)

    assert numbers(draft) == everywhere("10", "1", "0")
    assert draft["missing"] == ["Tuần 26/2022 (27/6 - 03/7)"]
    quality = next(row for row in draft["table"] if row["row"] == "quality")
    assert {"column": "shortcomings", "text": "Chờ lâu"} in quality["answers"]
    assert draft["remark"] == "Bố trí thêm bàn khám"
    page = (await world.browse(clerk(FIRST), f"/dang-ky/{ident}/soan")).text
    assert "Tuần 26/2022 (27/6 - 03/7)" in page.partition("chưa có của:")[2].partition("</div>")[0]


async def test_a_quarter_is_made_of_months_and_not_of_their_weeks_once_more(world: World) -> None:
    plan = await announced(world)
    await sent(world, plan, WEEKS[0], FIRST, 10)
    await sent(world, plan, JUNE, FIRST, 500, form="monthly")

    draft = await gathered(world, await begun(world, plan, "quarterly", "2022-Q2", FIRST), FIRST)

    assert (numbers(draft), draft["missing"]) == (everywhere("500", "1", "0"), [])


async def test_nobody_is_offered_to_add_up_where_there_is_nothing_below(world: World) -> None:
    plan = await announced(world)
    for form, period, offered in (("weekly", WEEKS[0], False), ("monthly", JUNE, True)):
        ident = await begun(world, plan, form, period, FIRST)
        page = (await world.browse(clerk(FIRST), f"/dang-ky/{ident}/soan")).text
        assert ("Cộng số liệu đã gửi" in page) is offered


async def test_a_centres_month_is_made_of_its_units_months_and_theirs_of_their_weeks(world: World) -> None:
    """Two levels; a unit that answered nil is not missing, one that sent nothing is."""
    above = await announced(world, "monthly", issuer=DEPARTMENT, recipients=[DEPARTMENT], obliged=[CENTRE])
    plan = await announced(world, parents=[above])
    for week, satisfied in zip(WEEKS, (30, 12, 1_000), strict=True):
        await sent(world, plan, week, FIRST, satisfied)
    month = await begun(world, plan, "monthly", JUNE, FIRST)
    await gathered(world, month, FIRST)
    assert (await world.post(clerk(FIRST), f"/submissions/{month}/submit")).status_code == 200
    nil = await begun(world, plan, "monthly", JUNE, SECOND)
    await world.put(clerk(SECOND), f"/submissions/{nil}/draft", {"nil": True, "reason": "Không tiếp dân"})
    assert (await world.post(clerk(SECOND), f"/submissions/{nil}/submit")).status_code == 200

    draft = await gathered(world, await begun(world, above, "monthly", JUNE, CENTRE), CENTRE)

    assert numbers(draft) == everywhere("42", "2", "0")
    assert draft["missing"] == ["TYT Phường 13, Tháng 6/2022"]


async def test_a_centre_that_sends_weeks_itself_adds_up_those_and_not_its_units_once_more(world: World) -> None:
    above = await announced(world, issuer=DEPARTMENT, recipients=[DEPARTMENT], obliged=[CENTRE])
    plan = await announced(world, parents=[above])
    await sent(world, plan, JUNE, FIRST, 900, form="monthly")
    await sent(world, plan, WEEKS[0], FIRST, 10)
    await sent(world, plan, WEEKS[0], SECOND, 20)
    week = await begun(world, above, "weekly", WEEKS[0], CENTRE)
    draft = await gathered(world, week, CENTRE)
    assert (numbers(draft), draft["missing"]) == (
        everywhere("30", "2", "0"),
        ["TYT Phường 13, Tuần 25/2022 (20/6 - 26/6)"],
    )
    assert (await world.post(clerk(CENTRE), f"/submissions/{week}/submit")).status_code == 200

    draft = await gathered(world, await begun(world, above, "monthly", JUNE, CENTRE), CENTRE)

    assert (numbers(draft), draft["missing"]) == (everywhere("30", "2", "0"), ["Tuần 26/2022 (27/6 - 03/7)"])


async def test_what_was_taken_back_is_not_added_up(world: World) -> None:
    plan = await announced(world)
    await sent(world, plan, WEEKS[0], FIRST, 10)
    back = await sent(world, plan, WEEKS[1], FIRST, 20)
    reason = {"reason": "Nhầm tuần"}
    assert (await world.post(clerk(FIRST), f"/submissions/{back}/withdraw", reason)).status_code == 200

    draft = await gathered(world, await begun(world, plan, "monthly", JUNE, FIRST), FIRST)

    assert (numbers(draft), draft["missing"]) == (everywhere("10", "1", "0"), ["Tuần 26/2022 (27/6 - 03/7)"])


async def test_what_only_some_have_to_say_is_added_up_and_nobody_else_is_missing(world: World) -> None:
    """The units' form is optional ("nếu có"), the centre's is not."""
    above = await announced(world, "monthly", issuer=DEPARTMENT, recipients=[DEPARTMENT], obliged=[CENTRE])
    asked = definition_of((await world.get(EVERYTHING, f"/campaigns/{above}")).json())["forms"]
    plan = await announced(world, parents=[above], forms=[{**asked[0], "optional": True}])
    await sent(world, plan, JUNE, FIRST, 40, form="monthly")

    draft = await gathered(world, await begun(world, above, "monthly", JUNE, CENTRE), CENTRE)

    assert (numbers(draft), draft["missing"]) == (everywhere("40", "1", "0"), [])


async def test_what_was_rejected_is_not_added_up(world: World) -> None:
    plan = await announced(world)
    await sent(world, plan, WEEKS[0], FIRST, 10)
    ident = await sent(world, plan, WEEKS[1], FIRST, 20)
    decision = Decision(version=1, outcome=Outcome.REJECT, reason="Sai", decided_at=MORNING, decided_by=REVIEWER)
    await world.tell(CENTRE, ident, 3, "rejected", decision)

    async def heard() -> bool:
        found = (await world.get(clerk(FIRST), f"/submissions/{ident}")).json()
        return any(one["status"] == "rejected" for one in found["submission"]["recipients"])

    await eventually(heard, "the rejection")
    draft = await gathered(world, await begun(world, plan, "monthly", JUNE, FIRST), FIRST)

    assert (numbers(draft), draft["missing"]) == (everywhere("10", "1", "0"), ["Tuần 26/2022 (27/6 - 03/7)"])


async def test_an_heir_adds_up_what_those_whom_it_followed_had_sent(year: Year) -> None:
    """Two stations merge on 01/7: one sent both weeks of June by then, the other the first of them."""
    world = year.world
    plan = await announced(world)
    await sent(world, plan, WEEKS[0], FIRST, 10)
    await sent(world, plan, WEEKS[1], FIRST, 20)
    await sent(world, plan, WEEKS[0], SECOND, 300)
    ordered = await year.order(merger(FIRST, SECOND))
    year.go_to(DAY)
    await year.done(ordered["id"])

    draft = await gathered(world, await begun(world, plan, "monthly", JUNE, "tyt-moi"), "tyt-moi")

    assert numbers(draft) == everywhere("330", "3", "0")
    assert draft["missing"] == ["Tuần 26/2022 (27/6 - 03/7)"]
    await sent(world, plan, WEEKS[1], "tyt-moi", 1)
    draft = await gathered(world, f"{plan}.monthly.{JUNE}.tyt-moi", "tyt-moi")
    assert (numbers(draft), draft["missing"]) == (everywhere("331", "4", "0"), [])


async def test_a_centre_adds_up_dissolved_units_and_their_heirs_each_once(year: Year) -> None:
    world = year.world
    above = await announced(world, "monthly", issuer=DEPARTMENT, recipients=[DEPARTMENT], obliged=[CENTRE])
    plan = await announced(world, parents=[above])
    await sent(world, plan, JUNE, FIRST, 10, form="monthly")
    ordered = await year.order(merger(FIRST, SECOND))
    year.go_to(DAY)
    await year.done(ordered["id"])
    await sent(world, plan, JUNE, "tyt-moi", 200, form="monthly")

    draft = await gathered(world, await begun(world, above, "monthly", JUNE, CENTRE), CENTRE)

    assert numbers(draft) == everywhere("210", "2", "0")
    assert draft["missing"] == ["TYT Phường 13, Tháng 6/2022"]
