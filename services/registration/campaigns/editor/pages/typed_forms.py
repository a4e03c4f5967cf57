"""The forms of a campaign as they are typed in rows, and where the input of each of their parts is."""

from services.registration.campaigns.editor.pages.form_rows import EMPTY_FORM, NEW, OPENING, key_of, periods_list
from services.registration.campaigns.editor.pages.section import Values
from services.registration.campaigns.model.deadlines import deadline
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.errors import DomainError
from shared.forms.registry import kinds
from shared.language.vietnamese import proposed_code
from shared.web.form_input import FormInput, Row
from shared.web.readings import day, each, moment

PLACES = {"opens_at": "opens_date", "due": "due"}
"""Where what a period says is typed, besides its code and its window."""


def form_of(inputs: FormInput, campaign: Campaign, place: int) -> Values:
    """A form as typed; what its row does not show stays, in a new form columns and outline are the official ones."""
    row, head = inputs.rows_of("forms")[place], f"forms.{place}"
    key, before = key_of(row), campaign.form(key_of(row))
    name, title = (" ".join(row.get(part, "").split()) for part in ("name", "title"))
    typed = {
        "code": row.get("code", "").strip() or proposed_code(name) if key.startswith(NEW) else key,
        "kind": before.kind if before else row.get("kind", ""),
        "name": name,
        "title": title or name,
        "caption": row.get("caption", ""),
        "repeat": row.get("repeat") or None,
        "answers": row.get("answers") or None,
        **{part: bool(row.get(part)) for part in ("interim", "optional")},
        "periods": _periods(inputs, key, head) if row.get("repeat") else [_once(row, head, before)],
    }
    return {**dict(before), **typed} if before else {**_official(typed), **typed}


def _official(typed: Values) -> Values:
    """The columns and the outline that a form of the kind begins with."""
    kind = kinds().get(typed["kind"])
    return dict(kind.layout(Form.model_construct(**typed))) if kind else {}


def _once(row: Row, head: str, before: Form | None) -> Values:
    """The period of a form that is sent once; the days that it counts have no inputs and stay."""
    window = before.periods[0].window if before and not before.repeat else None
    return {**_due(row, head), "window": window}


def _periods(inputs: FormInput, key: str, head: str) -> list[Values]:
    name = periods_list(key)
    if not (places := _places(inputs, name)):
        raise DomainError("form_without_periods", field=f"{head}.repeat")
    return each(places, lambda place: _period(inputs.rows_of(name)[place], f"{name}.{place}"))


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


def _places(inputs: FormInput, name: str) -> list[int]:
    """The rows of periods in the order of their codes, which is that of the calendar."""
    return sorted(inputs.filled(name), key=lambda place: _code(inputs.rows_of(name)[place]))


def input_of(path: str, inputs: FormInput) -> str:
    """The input in which a part of the definition is typed: ``forms.1.periods.0.due`` may be that of another list."""
    rows, (name, place, *parts) = inputs.rows_of("forms"), [*path.split("."), ""]
    if name != "forms" or not place.isdigit() or int(place) >= len(rows):
        return path
    row, head, part = rows[int(place)], f"forms.{place}", parts[0]
    if part == "periods":
        return _input_of_period(parts[1:-1], row, head, inputs)
    hidden = part not in EMPTY_FORM or part == "kind" or (part == "code" and not key_of(row).startswith(NEW))
    return f"{head}.{'name' if hidden else part}"


def _input_of_period(parts: list[str], row: Row, head: str, inputs: FormInput) -> str:
    number, what, within = (*parts, "", "", "")[:3]
    column = f"window_{within or 'first'}" if what == "window" else PLACES.get(what, what)
    if not row.get("repeat"):
        return f"{head}.{column if what in PLACES else 'repeat'}"
    name = periods_list(key_of(row))
    places = _places(inputs, name)
    if not number.isdigit() or int(number) >= len(places):
        return f"{head}.repeat"
    return f"{name}.{places[int(number)]}.{column}"
