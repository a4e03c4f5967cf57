"""May: the survey of 23/KH-TTYT, sent week by week; the leader sees what falls in its week and who is missing."""

from pathlib import Path

from deploy.demo.client import Json, must
from deploy.demo.stage import API, BOARD, CENTRE, REVIEWERS, copy_of, read_yaml, seed
from deploy.demo.year.calendar import EXPECTED, Calendar
from shared.contracts.forms import FormPeriod
from shared.language.period_names import period_name
from shared.rules.ids import case_id, submission_id

PLAN, FORM = "23-kh-ttyt-2022", "weekly"
ANSWERED: Json = read_yaml(Path(__file__).with_name("survey.yaml"))
WEEKS: dict[str, dict[str, list[list[int]]]] = ANSWERED["weeks"]
WANTED = EXPECTED["survey"]
"""What the leader must see in each week."""
HINT, HINTED = "shortcomings", "services"
Row = tuple[str, ...]


async def announce(year: Calendar) -> None:
    """The plan of 22/02/2022, asking for the weeks of May."""
    year.day("11/05/2022 15:00", "Trung tâm đưa khảo sát của Kế hoạch 23/KH-TTYT (22/02/2022) vào hệ thống")
    administrator, path = await year.person("quan-tri"), f"{API}/campaigns/{_campaign(year)}"
    definition = next(plan for plan in seed("campaigns")["campaigns"] if plan["id"] == PLAN)
    async with year.screen.step("Quản trị", f"phát động {definition['number']}, mỗi tuần một kỳ") as step:
        body = copy_of(definition, _campaign(year), year.run)
        weekly = next(form for form in body["forms"] if form["code"] == FORM)
        asked = [period for period in weekly["periods"] if period["code"] in WEEKS]
        await administrator.post(f"{API}/campaigns", {**body, "forms": [{**weekly, "periods": asked}]}, allow=(409,))
        await administrator.post(f"{path}/announce", allow=(409,))
        step.events.append("campaign.announced")
        step.notes.append(f"{len(asked)} tuần, {len(body['obliged'])} đơn vị")
    await year.after("announced the survey")


async def first_week(year: Calendar) -> None:
    year.day("16/05/2022 08:00", "Khảo sát tuần 19")
    await _week(year, "2022-W19")


async def later_weeks(year: Calendar) -> None:
    """A unit misses a week; in the next one a share falls."""
    for moment, week in (("23/05/2022 08:00", "2022-W20"), ("30/05/2022 08:00", "2022-W21")):
        year.day(moment, f"Khảo sát {period_name(week)}")
        await _week(year, week)


async def _week(year: Calendar, week: str) -> None:
    for unit, counts in WEEKS[week].items():
        await _send(year, unit, week, counts)
    await year.after(f"surveyed {week}")
    leader, wanted = await year.person(BOARD), WANTED[week]
    path = f"/api/reporting/campaigns/{_campaign(year)}"
    asked = f"recipient={CENTRE}&form={FORM}&period={week}"

    def heard(seen: Json) -> bool:
        return bool(seen["_status"] == 200 and seen["organisations"]["received"] == len(WEEKS[week]))

    async with year.screen.step(leader.name, f"xem số liệu cộng của {period_name(week)}") as step:
        seen = await leader.wait(f"{path}/summary?{asked}", heard, f"figures of {week}", allow=(404,))
        falling = [row["title"] for row in seen["numbers"]["rows"] if row["cells"]["share"]["falls"]]
        must(f"what falls in {week}", falling, wanted["falls"])
        missing = (await leader.get(f"{path}/organisations?{asked}&bucket=missing&size=100"))["items"]
        must(f"who is missing in {week}", [row["organisation"] for row in missing], wanted["missing"])
        step.notes.append(f"tỷ lệ hài lòng {seen['numbers']['whole']['share']['text']}")
        step.notes += [f"⚠ giảm: {title}" for title in falling]
        step.notes += [f"⚠ chưa gửi: {year.name(row['organisation'])}" for row in missing]


async def _send(year: Calendar, unit: str, week: str, counts: list[list[int]]) -> None:
    """A unit's week, until its case is there."""
    clerk, asked = await year.clerk_of(unit), FormPeriod(FORM, week)
    ident = submission_id(_campaign(year), asked, unit)
    path, reviewer = f"{API}/submissions/{ident}", await year.person(REVIEWERS[CENTRE])
    async with year.screen.step(clerk.name, f"gửi số liệu {period_name(week)}") as step:
        body = {"campaign": _campaign(year), "form": FORM, "period": week, "organisation": unit}
        await clerk.post(f"{API}/submissions", body, allow=(409,))
        form = next(f for f in (await clerk.get(f"{API}/campaigns/{_campaign(year)}"))["forms"] if f["code"] == FORM)
        await clerk.put(f"{path}/draft", {"table": _table(form, counts)})
        version = (await clerk.post(f"{path}/submit"))["submission"]["versions"][-1]
        must(f"late in {week}", version["late"], False)
        step.events.append("submission.submitted")
        where = f"/api/review/{CENTRE}/cases/{case_id(CENTRE, ident)}"
        await reviewer.wait(where, lambda seen: seen["_status"] == 200, f"the case of {ident}", allow=(404,))
        step.events.append("case.opened")


def _table(form: Json, counts: list[list[int]]) -> list[Json]:
    typed = [column["code"] for column in form["columns"] if column["type"] == "integer"]
    rows = []
    for row, numbers in zip(form["rows"], counts, strict=True):
        answers = [{"column": code, "text": str(number)} for code, number in zip(typed, numbers, strict=True)]
        complained = row["code"] == HINTED and numbers[-1] * 10 >= sum(numbers)
        answers += [{"column": HINT, "text": ANSWERED["reason"]}] if complained else []
        rows.append({"row": row["code"], "answers": answers})
    return rows


async def weeks(year: Calendar) -> tuple[Row, ...]:
    """The centre's figures from week to week, and of the month; what fell is marked."""
    reader = await year.person(BOARD)
    path = f"/api/reporting/campaigns/{_campaign(year)}/periods?recipient={CENTRE}&form={FORM}"
    seen = await reader.get(path)
    titles = [column["title"] for column in seen["columns"]]
    lines: list[Row] = [("Kỳ", *titles, "Đã gửi", "Chưa gửi")]
    for line in seen["periods"]:
        if line["total_of"] in {None, "month"}:
            cells = [_said(line["numbers"][column["code"]]) for column in seen["columns"]]
            lines.append((line["name"], *cells, str(line["received"]), str(line["missing"])))
    return tuple(lines)


def _said(cell: Json) -> str:
    return f"{cell['text']} (giảm {cell['change']})" if cell["falls"] else str(cell["text"])


def _campaign(year: Calendar) -> str:
    return f"{PLAN}-{year.run}"
