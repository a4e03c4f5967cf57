"""The editor's page of the forms: which are asked for, once or repeated, and until when, in the words of a plan."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from services.registration.campaigns.editor.pages.form_rows import (
    EMPTY_FORM,
    EMPTY_PERIOD,
    NEW,
    doubts,
    form_row,
    key_of,
    made_rows,
    period_row,
    periods_list,
)
from services.registration.campaigns.editor.pages.section import EditorSection, Written
from services.registration.campaigns.editor.pages.typed_forms import form_of, input_of
from services.registration.campaigns.model.deadlines import deadline, meaning
from services.registration.context import Context
from shared.contracts.campaigns import Campaign
from shared.errors import DomainError
from shared.forms.registry import kinds
from shared.language.recurrence import Repeat
from shared.web.form_input import FormInput, Row
from shared.web.readings import each


class Forms(EditorSection):
    """The forms in their order, each a row; the periods of a repeated one are rows of a list of its own."""

    def shown(self, campaign: Campaign) -> FormInput:
        periods = {
            periods_list(form.code): list(map(period_row, form.periods)) for form in campaign.forms if form.repeat
        }
        return FormInput(rows={"forms": list(map(form_row, campaign.forms)), **periods})

    def acted(self, inputs: FormInput, campaign: Campaign, verb: str, argument: str) -> FormInput:
        """A row's button; ``kind`` adds a form of a kind, ``make`` makes the periods of the form in a row, ``say`` puts
        one of its readings (``0.wording.1``) in the place of a doubtful wording.

        Raises DomainError for a schedule that cannot be read.
        """
        rows = inputs.rows_of("forms")
        if verb == "kind" and argument in kinds():
            return replace(inputs, rows={**inputs.rows, "forms": [*rows, _added(rows, argument)]})
        if verb == "make" and argument.isdigit() and int(argument) < len(rows):
            row, head = rows[int(argument)], f"forms.{argument}"
            return replace(inputs, rows={**inputs.rows, periods_list(key_of(row)): made_rows(row, head)})
        if verb == "say":
            return replace(inputs, rows={**inputs.rows, "forms": _said(rows, argument)})
        lists = {periods_list(key_of(row)): EMPTY_PERIOD for row in rows}
        return inputs.acted({"forms": EMPTY_FORM, **lists}, verb, argument)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        rows = inputs.rows_of("forms")
        forms = each(range(len(rows)), lambda place: form_of(inputs, campaign, place))
        return Written({"forms": forms}, lambda path: input_of(path, inputs))

    def outdated(self, inputs: FormInput) -> bool:
        """The version before named its inputs by kind (``forms.registration.due``): read as rows they are no form."""
        return not inputs.rows_of("forms") and any(name.startswith("forms.") for name in inputs.values)

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """The kinds, the forms that may be answered, and what the deadlines mean, as far as they are understood."""
        return {
            "kinds": kinds(),
            "repeats": list(Repeat),
            "new": NEW,
            "answerable": [(f.code, f.name) for f in campaign.forms if f.kind in kinds() and kinds()[f.kind].carries],
            "readings": dict(_readings(inputs)),
            "doubts": {f"forms.{place}": doubts(row) for place, row in enumerate(inputs.rows_of("forms"))},
        }


def _added(rows: list[Row], kind: str) -> Row:
    """A new form; one that answers another begins with the first of those."""
    known, taken = kinds(), {key_of(row) for row in rows}
    key = next(f"{NEW}{number}" for number in range(len(rows) + 1) if f"{NEW}{number}" not in taken)
    carrying = (key_of(row) for row in rows if row["kind"] in known and known[row["kind"]].carries)
    answers = next((code for code in carrying if not code.startswith(NEW)), "") if known[kind].answers else ""
    return {**EMPTY_FORM, "key": key, "kind": kind, "answers": answers}


def _said(rows: list[Row], argument: str) -> list[Row]:
    """The rows with a doubtful wording said in the words of one of its readings."""
    place, column, number = (*argument.split("."), "", "")[:3]
    row = rows[int(place)] if place.isdigit() and int(place) < len(rows) else {}
    ways = doubts(row).get(column, ())
    if not number.isdigit() or int(number) >= len(ways):
        return rows
    return [{**other, column: ways[int(number)]} if other is row else other for other in rows]


def _readings(inputs: FormInput) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """By the name of the input of each deadline: its last moment."""
    for name in ("forms", *(periods_list(key_of(row)) for row in inputs.rows_of("forms"))):
        for place, row in enumerate(inputs.rows_of(name)):
            with suppress(DomainError):
                yield f"{name}.{place}.due", meaning(deadline(row.get("due", ""), field="due"))
