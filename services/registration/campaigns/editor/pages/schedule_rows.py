"""The schedule of a repeated form as inputs of its row: typed, read back, and its periods made as rows."""

from collections.abc import Mapping
from datetime import date

from services.registration.campaigns.editor.pages.period_rows import period_row
from services.registration.campaigns.model.deviations import Deviations, compared
from services.registration.campaigns.model.readings import Reading, readings
from services.registration.campaigns.model.schedule import Wordings, periods_of, schedule_of
from shared.contracts.campaigns import Campaign
from shared.errors import DomainError, refuse
from shared.language.period_names import period_name
from shared.language.recurrence import Repeat
from shared.language.schedule import Schedule
from shared.web.form_input import Row
from shared.web.readings import day, each, needed_day

COLUMNS = {"due": "wording", "opening": "opening", "window": "counting"}
"""In which column of a form's row each part of its schedule is typed; ``<column>_way`` has the reading chosen of it."""
WAY = "_way"
EMPTY_SCHEDULE = {
    **dict.fromkeys(("repeat", "first", "last"), ""),
    **{f"{column}{way}": "" for column in COLUMNS.values() for way in ("", WAY)},
    "opening": "từ ngày đầu tiên của kỳ báo cáo",
}


def schedule_row(repeat: Repeat | None, schedule: Schedule | None, year: int) -> Row:
    """The inputs of a schedule; of one that there is not yet those of its year."""
    if schedule is None:
        over = {"first": f"{year}-01-01", "last": f"{year}-12-31"}
        return {**EMPTY_SCHEDULE, **over, "repeat": repeat or ""}
    said = Wordings.of(schedule)
    words = {column: said.text(part) for part, column in COLUMNS.items()}
    ways = {f"{column}{WAY}": said.chosen.get(part, "") for part, column in COLUMNS.items()}
    days = {"first": schedule.first.isoformat(), "last": schedule.last.isoformat()}
    return {**EMPTY_SCHEDULE, **words, **ways, **days, "repeat": schedule.repeat.value}


def typed_schedule(row: Row, head: str, before: Schedule | None) -> Schedule | None:
    """The schedule as typed; None where no wording is. Raises DomainError for each input that cannot be read."""
    if not any(row.get(column, "").strip() for column in ("wording", "counting")):
        return None
    return needed_schedule(row, head, before)


def needed_schedule(row: Row, head: str, before: Schedule | None) -> Schedule:
    """As `typed_schedule`, of a form that must have one. Raises DomainError ``schedule_without_repeat``, too."""
    if row.get("repeat") not in set(Repeat):
        raise DomainError("schedule_without_repeat", field=f"{head}.repeat")
    first, last = each(("first", "last"), lambda name: needed_day(row.get(name, ""), f"{head}.{name}"))
    try:
        return schedule_of(Repeat(row["repeat"]), first, last, _wordings(row), before)
    except DomainError as error:
        refuse("input_invalid", [_at_input(fault, head) for fault in error.causes or (error,)])
        raise


def made_rows(schedule: Schedule) -> list[Row]:
    """The periods that a schedule makes."""
    return list(map(period_row, periods_of(schedule)))


def remade(schedule: Schedule, before: list[Row]) -> list[Row]:
    """The periods that a schedule makes, and those of `before` that it has none for, in the order of the calendar."""
    made = made_rows(schedule)
    there = {row["code"] for row in made}
    return sorted((*made, *(row for row in before if row["code"] not in there)), key=lambda row: row["code"])


def deviating_rows(schedule: Schedule, rows: list[Row]) -> Deviations:
    """Where the periods as typed are not as the schedule makes them."""
    there = {row.get("code", "").strip().upper(): {name: text.strip() for name, text in row.items()} for row in rows}
    made = {row["code"]: row for row in made_rows(schedule)}
    return compared(made, {code: {**row, "code": code} for code, row in there.items() if code})


def read_back(row: Row, campaign: Campaign) -> Mapping[str, tuple[Reading, ...]]:
    """By column how the wordings of a schedule are understood; several ways where they are doubtful."""
    if row.get("repeat") not in set(Repeat):
        return {}
    found = readings(Repeat(row["repeat"]), _first(row, campaign.year), _wordings(row))
    return {COLUMNS[part]: ways for part, ways in found.items()}


def called(code: str) -> str:
    """What people call a period; its code as it was typed, where it is none."""
    try:
        return period_name(code.strip().upper())
    except DomainError:
        return code


def _first(row: Row, year: int) -> date:
    """The first day as typed, or of the year, where none can be read or it is no day of these centuries."""
    try:
        first = day(row.get("first", ""), "first")
    except DomainError:
        first = None
    return first if first and 1900 <= first.year <= 2800 else date(year, 1, 1)


def _wordings(row: Row) -> Wordings:
    texts = {part: row.get(column, "") for part, column in COLUMNS.items()}
    return Wordings(**texts, chosen={part: row.get(f"{column}{WAY}", "") for part, column in COLUMNS.items()})


def _at_input(fault: DomainError, head: str) -> DomainError:
    part = fault.field or "last"
    return DomainError(fault.code, fault.kind, field=f"{head}.{COLUMNS.get(part, part)}", **fault.params)
