"""The editor's page of what forms ask for: the columns of the table, the outline of the report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from services.registration.campaigns.editor.pages.section import EditorSection, Values, Written
from services.registration.context import Context
from shared.contracts.campaigns import Campaign, Form, FormKind
from shared.language.vietnamese import proposed_code
from shared.sheets.official_forms import OfficialForm, official_forms
from shared.web.form_input import FormInput, Row, shown_rows

Places = dict[str, list[int]]


class Layout(EditorSection):
    """The columns of the table and the outline of the report, of every form that is asked for."""

    empty: ClassVar[Mapping[str, Row]] = {
        **{f"{kind.value}_columns": {"title": "", "code": ""} for kind in FormKind},
        **{f"{kind.value}_outline": {"number": "", "title": "", "guidance": ""} for kind in FormKind},
    }

    def shown(self, campaign: Campaign) -> FormInput:
        rows: dict[str, list[Row]] = {}
        for form in campaign.forms:
            rows |= _rows(form.kind, form)
        return FormInput(rows=rows)

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput:
        """A row's button, or ``official`` with a kind: its rows become those of the official form."""
        if verb == "official":
            kind = next((kind for kind in FormKind if kind.value == argument), None)
            return replace(inputs, rows={**inputs.rows, **_rows(kind, official_forms()[kind])}) if kind else inputs
        return super().acted(inputs, verb, argument)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """Columns without a chosen meaning get a code of their heading."""
        forms: list[Values] = []
        places: Places = {}
        for form in campaign.forms:
            columns, outline = f"{form.kind.value}_columns", f"{form.kind.value}_outline"
            places |= {name: inputs.filled(name) for name in (columns, outline)}
            kept = {name: [inputs.rows_of(name)[place] for place in places[name]] for name in (columns, outline)}
            forms.append(
                {
                    **dict(form),
                    "columns": [_column(row) for row in kept[columns]],
                    "outline": [_part(row) for row in kept[outline]],
                }
            )
        kinds = [form.kind.value for form in campaign.forms]
        return Written({"forms": forms}, lambda path: _layout_anchor(path, kinds, places))

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """What a column may stand for: what those of the official forms do, each once, in their order."""
        columns = (column for form in official_forms().values() for column in form.columns)
        return {"column_codes": list(dict.fromkeys(column.code for column in columns))}


def _rows(kind: FormKind, layout: Form | OfficialForm) -> dict[str, list[Row]]:
    return {
        f"{kind.value}_columns": shown_rows(layout.columns),
        f"{kind.value}_outline": [
            {**row, "per_item": "on" if part.per_item else ""}
            for row, part in zip(shown_rows(layout.outline), layout.outline, strict=True)
        ],
    }


def _column(row: Row) -> Values:
    title = " ".join(row.get("title", "").split())
    return {"title": title, "code": row.get("code", "").strip() or proposed_code(title)}


def _part(row: Row) -> Values:
    return {
        "number": row.get("number", ""),
        "title": " ".join(row.get("title", "").split()),
        "per_item": bool(row.get("per_item")),
        "guidance": row.get("guidance", ""),
    }


def _layout_anchor(path: str, kinds: list[str], places: Places) -> str:
    """``forms.1.columns.2.title`` is the title in the row of what was typed from which that column was made."""
    parts = path.split(".")
    if len(parts) < 5 or not (parts[1].isdigit() and parts[3].isdigit()):
        return path
    name = f"{kinds[int(parts[1])]}_{parts[2]}"
    return f"{name}.{places[name][int(parts[3])]}.{parts[4]}"
