"""The forms of a campaign as they are typed in rows, and where the input of each of their parts is."""

from collections.abc import Callable
from typing import Any

from services.registration.campaigns.editor.pages.demand_rows import CHOSEN, demands_list, kept, typed_demands
from services.registration.campaigns.editor.pages.form_rows import EMPTY_FORM, MARKS, NEW, key_of
from services.registration.campaigns.editor.pages.period_rows import once, periods_list, places, typed_periods
from services.registration.campaigns.editor.pages.schedule_rows import typed_schedule
from services.registration.campaigns.editor.pages.section import Values
from services.registration.campaigns.model.schedule import periods_of
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.errors import DomainError
from shared.forms.registry import kinds
from shared.language.vietnamese import proposed_code
from shared.web.form_input import FormInput, Row
from shared.web.readings import each

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
        **{mark: bool(row.get(mark)) for mark in MARKS},
        **typed_demands(inputs, key),
        **(_repeated(inputs, row, head, before) if row.get("repeat") else _once(row, head, before)),
    }
    return {**dict(before), **typed} if before else {**_official(typed), **typed}


def _official(typed: Values) -> Values:
    """The columns and the outline that a form of the kind begins with."""
    kind = kinds().get(typed["kind"])
    return dict(kind.layout(Form.model_construct(**typed))) if kind else {}


def _once(row: Row, head: str, before: Form | None) -> Values:
    return {"schedule": None, "periods": [once(row, head, before)]}


def _repeated(inputs: FormInput, row: Row, head: str, before: Form | None) -> Values:
    """The schedule and the periods as they were typed; where there are none yet, those that the schedule makes."""
    name = periods_list(key_of(row))
    known = before.schedule if before else None
    reading: list[Callable[[], Any]] = [lambda: typed_schedule(row, head, known)]
    reading += [lambda: typed_periods(inputs, name)] if inputs.filled(name) else []
    schedule, *typed = each(reading, lambda read: read())
    periods = typed[0] if typed else periods_of(schedule) if schedule else ()
    if not periods:
        raise DomainError("form_without_periods", field=f"{head}.repeat")
    return {"schedule": schedule, "periods": periods}


def input_of(path: str, inputs: FormInput) -> str:
    """The input in which a part of the definition is typed: ``forms.1.periods.0.due`` may be that of another list."""
    rows, (name, place, *parts) = inputs.rows_of("forms"), [*path.split("."), ""]
    if name != "forms" or not place.isdigit() or int(place) >= len(rows):
        return path
    row, head, part = rows[int(place)], f"forms.{place}", parts[0]
    if part == "periods":
        return _input_of_period(parts[1:-1], row, head, inputs)
    if part in {"quotas", "files"}:
        return _input_of_demand(demands_list(key_of(row), part), parts[1:-1], head, inputs)
    if part == "schedule":
        return f"{head}.repeat"
    hidden = part not in EMPTY_FORM or part == "kind" or (part == "code" and not key_of(row).startswith(NEW))
    return f"{head}.{'name' if hidden else part}"


def _input_of_period(parts: list[str], row: Row, head: str, inputs: FormInput) -> str:
    number, what, within = (*parts, "", "", "")[:3]
    column = f"window_{within or 'first'}" if what == "window" else PLACES.get(what, what)
    if not row.get("repeat"):
        return f"{head}.{column if what in PLACES else 'repeat'}"
    name = periods_list(key_of(row))
    found = places(inputs, name)
    if not number.isdigit() or int(number) >= len(found):
        return f"{head}.repeat"
    return f"{name}.{found[int(number)]}.{column}"


def _input_of_demand(name: str, parts: list[str], head: str, inputs: FormInput) -> str:
    number, what = (*parts, "", "")[:2]
    found = kept(inputs, name)
    if not number.isdigit() or int(number) >= len(found):
        return f"{head}.name"
    return f"{name}.{found[int(number)]}.{'title' if what == 'code' else CHOSEN.get(what, what)}"
