"""The periods of a form as rows of inputs, and back."""

from services.registration.campaigns.editor.pages.section import Values
from services.registration.campaigns.model.deadlines import deadline
from shared.contracts.forms import Form, Period
from shared.errors import DomainError
from shared.web.form_input import FormInput, Row
from shared.web.readings import clock_parts, day, each, moment

OPENING = {"opens_date": "", "opens_time": ""}
EMPTY_PERIOD = {"code": "", "due": "", **OPENING, "window_first": "", "window_last": ""}


def periods_list(key: str) -> str:
    """The list of the periods of the form in the row of this key."""
    return f"{key}_periods"


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


def once(row: Row, head: str, before: Form | None) -> Values:
    """The period of a form that is sent once; the days that it counts have no inputs and stay."""
    window = before.periods[0].window if before and not before.repeat else None
    return {**_due(row, head), "window": window}


def typed_periods(inputs: FormInput, name: str) -> list[Values]:
    """The periods of a list in the order of the calendar. Raises DomainError for each input that cannot be read."""
    return each(places(inputs, name), lambda place: _period(inputs.rows_of(name)[place], f"{name}.{place}"))


def places(inputs: FormInput, name: str) -> list[int]:
    """The rows of periods in the order of their codes, which is that of the calendar."""
    return sorted(inputs.filled(name), key=lambda place: _code(inputs.rows_of(name)[place]))


def _period(row: Row, head: str) -> Values:
    first, last = (day(row.get(f"window_{end}", ""), f"{head}.window_{end}") for end in ("first", "last"))
    if (first is None) != (last is None):
        raise DomainError("date_missing", field=f"{head}.window_{'last' if first else 'first'}")
    return {**_due(row, head), "code": _code(row), "window": {"first": first, "last": last} if first else None}


def _due(row: Row, head: str) -> Values:
    opening = FormInput({f"{head}.{name}": row.get(name, "") for name in OPENING})
    opens = moment(opening, f"{head}.opens")
    return {"opens_at": opens, "due": deadline(row.get("due", ""), field=f"{head}.due")}


def _code(row: Row) -> str:
    return row.get("code", "").strip().upper()
