"""The editor's page of what the tables and outlines of the forms ask for."""

from dataclasses import replace
from typing import Any

from services.registration.campaigns.editor.pages.section import EditorSection, Values, Written
from services.registration.context import Context
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.forms.kind import Layout as Official
from shared.forms.registry import kinds
from shared.language.vietnamese import proposed_code
from shared.web.form_input import FormInput, Row, shown_rows

LISTS = {"columns": {"title": "", "code": ""}, "outline": {"number": "", "title": "", "guidance": ""}}
"""The lists of a form, each with what a row is added as; named by the form's code and its own."""


class Layout(EditorSection):
    """The columns of the table and the outline of the report, of every form that is asked for."""

    def shown(self, campaign: Campaign) -> FormInput:
        return FormInput(rows={name: rows for form in campaign.forms for name, rows in _rows(form, form).items()})

    def acted(self, inputs: FormInput, campaign: Campaign, verb: str, argument: str) -> FormInput:
        """A row's button, or ``official`` with a form: its rows become those of the official form."""
        chosen = campaign.form(argument)
        if verb == "official" and chosen:
            return replace(inputs, rows={**inputs.rows, **_rows(chosen, official(chosen))})
        empty = {_list(form, name): row for form in campaign.forms for name, row in LISTS.items()}
        return inputs.acted(empty, verb, argument)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """A column that stands for nothing of the kind's own gets a code of its heading."""
        forms: list[Values] = []
        for form in campaign.forms:
            columns, outline = (inputs.kept(_list(form, name)) for name in LISTS)
            typed = {"columns": [_column(row, form) for row in columns], "outline": [_part(row) for row in outline]}
            forms.append({**dict(form), **typed})
        return Written({"forms": forms}, lambda path: _anchor(path, campaign, inputs))

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """What a column of each form may stand for: what the kind's own columns do."""
        return {"own_columns": {f.code: [(c.code, c.title) for c in official(f).columns] for f in campaign.forms}}


def official(form: Form) -> Official:
    """What a form of the kind begins with; nothing of a kind that this process does not know."""
    kind = kinds().get(form.kind)
    return kind.layout(form) if kind else Official()


def _list(form: Form, name: str) -> str:
    return f"{form.code}_{name}"


def _rows(form: Form, layout: Form | Official) -> dict[str, list[Row]]:
    return {_list(form, name): shown_rows(getattr(layout, name)) for name in LISTS}


def _column(row: Row, form: Form) -> Values:
    """What the page does not show of a column stays."""
    title = " ".join(row.get("title", "").split())
    code = row.get("code", "").strip() or proposed_code(title)
    before = next((dict(column) for column in form.columns if column.code == code), {})
    return {**before, "title": title, "code": code}


def _part(row: Row) -> Values:
    texts = {name: row.get(name, "") for name in LISTS["outline"]}
    return {**texts, "title": " ".join(texts["title"].split()), "per_item": bool(row.get("per_item"))}


def _anchor(path: str, campaign: Campaign, inputs: FormInput) -> str:
    """``forms.1.columns.2.title`` is the title in the row of what was typed from which that column was made."""
    parts = path.split(".")
    if len(parts) < 5 or not (parts[1].isdigit() and parts[3].isdigit()):
        return path
    name = f"{campaign.forms[int(parts[1])].code}_{parts[2]}"
    return f"{name}.{inputs.filled(name)[int(parts[3])]}.{parts[4]}"
