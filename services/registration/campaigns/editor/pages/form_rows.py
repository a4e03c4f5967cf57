"""A form of a campaign and its periods as rows of inputs.

A form's row goes by a key: its code, or for one that is not saved yet a name that no code can have. What hangs on it
in other lists is named by it, so that it stays with it when the rows are put in another order.
"""

from services.registration.campaigns.model.schedule import Wordings, periods_of, readings
from shared.contracts.forms import Form, Period
from shared.errors import DomainError
from shared.language.recurrence import Repeat
from shared.web.form_input import Row
from shared.web.readings import clock_parts, needed_day

NEW = "new_"
"""What the key of a form that is not saved yet begins with; no code has an underscore."""
OPENING = {"opens_date": "", "opens_time": ""}
WINDOW = {"window_first": "", "window_last": ""}
EMPTY_PERIOD = {"code": "", "due": "", **OPENING, **WINDOW}
_TEXTS = dict.fromkeys(("key", "code", "kind", "name", "title", "caption", "answers", "interim", "optional"), "")
_SCHEDULE = {
    **dict.fromkeys(("repeat", "first", "last", "wording", "counting"), ""),
    "opening": "từ ngày đầu tiên của kỳ báo cáo",
}
EMPTY_FORM = {**_TEXTS, **_SCHEDULE, "due": "", **OPENING}
COLUMNS = {"due": "wording", "opening": "opening", "window": "counting", "last": "last"}
"""In which column of a form's row each part of its schedule is typed."""


def key_of(row: Row) -> str:
    return row.get("key", "")


def periods_list(key: str) -> str:
    """The list of a form's periods."""
    return f"{key}_periods"


def form_row(form: Form) -> Row:
    once = {} if form.repeat else period_row(form.periods[0])
    return {
        **EMPTY_FORM,
        **{name: text for name, text in once.items() if name in EMPTY_FORM},
        **{name: getattr(form, name) for name in ("code", "kind", "name", "title", "caption")},
        "key": form.code,
        "answers": form.answers or "",
        "repeat": form.repeat or "",
        **{name: "on" if getattr(form, name) else "" for name in ("interim", "optional")},
    }


def period_row(period: Period) -> Row:
    opens_date, opens_time = clock_parts(period.opens_at)
    window = period.window
    return {
        "code": period.code or "",
        "due": period.due.wording,
        "opens_date": opens_date,
        "opens_time": opens_time,
        "window_first": window.first.isoformat() if window else "",
        "window_last": window.last.isoformat() if window else "",
    }


def made_rows(row: Row, head: str) -> list[Row]:
    """The periods that a form's schedule makes. Raises DomainError, naming the input, for one that cannot be read."""
    if row.get("repeat") not in set(Repeat):
        raise DomainError("schedule_without_repeat", field=f"{head}.repeat")
    first, last = (needed_day(row.get(name, ""), f"{head}.{name}") for name in ("first", "last"))
    try:
        return list(map(period_row, periods_of(Repeat(row["repeat"]), first, last, _wordings(row))))
    except DomainError as error:
        column = COLUMNS.get(error.field or "", "repeat")
        raise DomainError(error.code, error.kind, field=f"{head}.{column}", **error.params) from error


def doubts(row: Row) -> dict[str, tuple[str, ...]]:
    """By the column of each doubtful wording of a schedule the ways in which it may be meant."""
    if row.get("repeat") not in set(Repeat):
        return {}
    return {COLUMNS[part]: ways for part, ways in readings(Repeat(row["repeat"]), _wordings(row)).items()}


def _wordings(row: Row) -> Wordings:
    return Wordings(row.get("wording", ""), row.get("opening", ""), row.get("counting", ""))
