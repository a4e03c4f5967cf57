"""The editor's page of what the tables and outlines of the forms ask for."""

from dataclasses import replace
from typing import Any

from services.registration.campaigns.editor.pages.column_rows import codes_of, columns_list, typed_places
from services.registration.campaigns.editor.pages.layout_lists import (
    EMPTY_PART,
    empty,
    lists_of,
    official_lists,
    opened,
    outline_list,
    own_columns,
    rows_list,
    with_column,
    with_row,
)
from services.registration.campaigns.editor.pages.section import Ahead, EditorSection, Values, Written
from services.registration.campaigns.editor.pages.typed_columns import TypedColumns
from services.registration.campaigns.model.shape_changes import shape_changes
from services.registration.campaigns.records import form_uses
from services.registration.context import Context
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.contracts.columns import Calculation, ColumnType
from shared.contracts.forms import Form
from shared.forms.registry import kinds
from shared.web.form_input import FormInput, Row


class Layout(EditorSection):
    """The columns of the table, its rows and the outline of the report, of every form that is asked for."""

    def shown(self, campaign: Campaign) -> FormInput:
        return FormInput(rows={name: rows for form in campaign.forms for name, rows in lists_of(form).items()})

    def acted(self, inputs: FormInput, campaign: Campaign, verb: str, argument: str) -> FormInput:
        """A row's button; ``column`` adds one of the type that is chosen for a form, ``row`` a row of its table,
        ``retype`` shows a column as its type is chosen now; ``official`` with a form: its columns and outline become
        those of the official form."""
        chosen = campaign.form(argument)
        if verb == "official" and chosen:
            return replace(inputs, rows={**inputs.rows, **official_lists(chosen)})
        if verb == "column" and chosen:
            return with_column(inputs, chosen)
        if verb == "row" and chosen:
            return with_row(inputs, chosen)
        return opened(inputs.acted(empty(inputs, campaign), verb, argument), campaign, argument)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """Raises DomainError for what cannot be read."""
        forms: list[Values] = []
        for form in campaign.forms:
            outline = [_part(row) for row in inputs.kept(outline_list(form.code))]
            typed = {"columns": _columns(inputs, form).values(), "rows": _rows(inputs, form), "outline": outline}
            forms.append({**dict(form), **typed})
        return Written({"forms": forms}, lambda path: _anchor(path, campaign, inputs))

    def outdated(self, inputs: FormInput) -> bool:
        """The version before gave its columns no key: read as rows they would all be new ones."""
        listed = (rows for name, rows in inputs.rows.items() if name.endswith(columns_list("")))
        return any("key" not in row for rows in listed for row in rows)

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """What each form's columns may be, and what units have made of the form so far."""
        return {
            "kinds": kinds(),
            "types": list(ColumnType),
            "calculations": list(Calculation),
            "official": {form.code: own_columns(form) for form in campaign.forms},
            "uses": await form_uses(context.stores, campaign),
        }

    async def ahead(self, context: Context, before: Campaign, after: CampaignDefinition) -> Ahead | None:
        """What becomes of the forms of an announced plan, for those who fill them in."""
        changes = shape_changes(before, after)
        return Ahead("_shape_changes.html", {"forms": changes}) if changes else None


def _columns(inputs: FormInput, form: Form) -> TypedColumns:
    return TypedColumns(inputs, form.code, {column.code: column for column in form.columns}, own_columns(form))


def _rows(inputs: FormInput, form: Form) -> list[Values]:
    name = rows_list(form.code)
    typed = [inputs.rows_of(name)[place] for place in typed_places(inputs, name)]
    return [
        {
            "code": code,
            "title": " ".join(row.get("title", "").split()),
            "help": row.get("help", ""),
            "retired": bool(row.get("retired")),
        }
        for row, code in zip(typed, codes_of(typed), strict=True)
    ]


def _part(row: Row) -> Values:
    texts = {name: row.get(name, "") for name in EMPTY_PART}
    return {**texts, "title": " ".join(texts["title"].split()), "per_item": bool(row.get("per_item"))}


def _anchor(path: str, campaign: Campaign, inputs: FormInput) -> str:
    """``forms.1.columns.2.title`` is the title in the row of what was typed from which that column was made."""
    name, place, what, *parts = (*path.split("."), "", "", "")
    if name != "forms" or not place.isdigit() or int(place) >= len(campaign.forms):
        return path
    form = campaign.forms[int(place)]
    if what == "columns":
        return _columns(inputs, form).input_of(parts)
    listed = f"{form.code}_{what}"
    places = typed_places(inputs, listed) if what == "rows" else inputs.filled(listed)
    if not parts[0].isdigit() or int(parts[0]) >= len(places):
        return listed
    return f"{listed}.{places[int(parts[0])]}.{'title' if parts[1] == 'code' else parts[1]}"
