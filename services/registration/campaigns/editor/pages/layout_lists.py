"""The lists of inputs that stand for what a form's table and outline ask for, and what their buttons make of them."""

from collections.abc import Mapping
from dataclasses import replace

from services.registration.campaigns.editor.pages.column_rows import (
    EMPTY_CHOICE,
    EMPTY_COLUMN,
    EMPTY_OPERAND,
    choices_list,
    column_lists,
    column_row,
    columns_list,
    new_key,
    operands_list,
)
from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column, ColumnType
from shared.contracts.forms import Form
from shared.forms.registry import kinds
from shared.forms.values import Layout as Official
from shared.web.form_input import FormInput, Row, shown_rows

EMPTY_PART = {"number": "", "title": "", "guidance": ""}
EMPTY_ROW = {"key": "", "title": "", "help": "", "retired": ""}
OWN = "own."
"""Goes before the code where one of the kind's own columns is added, and not one of a type."""


def outline_list(form: str) -> str:
    return f"{form}_outline"


def rows_list(form: str) -> str:
    return f"{form}_rows"


def official(form: Form) -> Official:
    """What a form of the kind begins with; nothing of a kind that this process does not know."""
    kind = kinds().get(form.kind)
    return kind.layout(form) if kind else Official()


def own_columns(form: Form) -> Mapping[str, Column]:
    """The columns that the form's kind fills by itself, by code."""
    return {column.code: column for column in official(form).columns}


def lists_of(form: Form) -> dict[str, list[Row]]:
    """The lists of a form as it is saved."""
    rows = shown_rows(form.rows)
    for row in rows:
        row["key"] = row.pop("code")
    return {**_asked(form, form), rows_list(form.code): rows}


def official_lists(form: Form) -> dict[str, list[Row]]:
    """Its columns and its outline as they are in the official form."""
    return _asked(form, official(form))


def _asked(form: Form, layout: Form | Official) -> dict[str, list[Row]]:
    columns = column_lists(form.code, layout.columns, own_columns(form))
    return {**columns, outline_list(form.code): shown_rows(layout.outline)}


def empty(inputs: FormInput, campaign: Campaign) -> dict[str, Row]:
    """What is added to each list."""
    found = dict[str, Row]()
    for form in campaign.forms:
        found |= {columns_list(form.code): EMPTY_COLUMN, outline_list(form.code): EMPTY_PART}
        found[rows_list(form.code)] = EMPTY_ROW
        for key in (row.get("key", "") for row in inputs.rows_of(columns_list(form.code))):
            found |= {choices_list(form.code, key): EMPTY_CHOICE, operands_list(form.code, key): EMPTY_OPERAND}
    return found


def with_column(inputs: FormInput, form: Form) -> FormInput:
    """One more column as it was chosen: of a type, or one of the kind's own."""
    name, own, chosen = columns_list(form.code), own_columns(form), inputs.value(f"{form.code}_type")
    if (code := chosen.removeprefix(OWN)) in own and chosen.startswith(OWN):
        return _with(inputs, name, column_row(own[code], own))
    known = chosen if chosen in set(ColumnType) else ColumnType.TEXT.value
    return _with(inputs, name, {**EMPTY_COLUMN, "key": new_key(inputs.rows_of(name)), "type": known, "open": "on"})


def with_row(inputs: FormInput, form: Form) -> FormInput:
    name = rows_list(form.code)
    return _with(inputs, name, {**EMPTY_ROW, "key": new_key(inputs.rows_of(name))})


def _with(inputs: FormInput, name: str, row: Row) -> FormInput:
    return replace(inputs, rows={**inputs.rows, name: [*inputs.rows_of(name), row]})


def opened(inputs: FormInput, campaign: Campaign, argument: str) -> FormInput:
    """The column whose own lists, or type, a button changed stays open."""
    changed = {argument, argument.partition(".")[0]}
    rows = dict(inputs.rows)
    for form in campaign.forms:
        name = columns_list(form.code)
        for place, row in enumerate(inputs.rows_of(name)):
            key = row.get("key", "")
            if changed & {f"{name}.{place}", choices_list(form.code, key), operands_list(form.code, key)}:
                rows[name] = [{**other, "open": "on"} if other is row else other for other in rows[name]]
    return replace(inputs, rows=rows)
