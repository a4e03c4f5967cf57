"""The editor's pages of the forms: which are asked for and until when, and what their tables and outlines ask for."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from services.registration.campaigns.editor.pages.section import EditorSection, Values, Written
from services.registration.campaigns.model.deadlines import deadline, meaning
from services.registration.context import Context
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormKind
from shared.errors import DomainError
from shared.language.vietnamese import proposed_code
from shared.sheets.official_forms import OfficialForm, official_forms
from shared.web.form_input import FormInput, Row, shown_rows
from shared.web.readings import clock_parts, each, moment

LISTS = {"columns": {"title": "", "code": ""}, "outline": {"number": "", "title": "", "guidance": ""}}
"""The lists of a form, each with what a row is added as."""
EMPTY = {f"{kind.value}_{name}": row for kind in FormKind for name, row in LISTS.items()}


class Forms(EditorSection):
    """Which forms are asked for, and until when, in the words of a plan."""

    def shown(self, campaign: Campaign) -> FormInput:
        values: dict[str, str] = {}
        for form in campaign.forms:
            head = f"forms.{form.kind.value}"
            values |= {f"{head}.on": "on", f"{head}.title": form.title, f"{head}.caption": form.caption}
            values[f"{head}.due"] = form.period.due.wording
            values[f"{head}.opens_date"], values[f"{head}.opens_time"] = clock_parts(form.period.opens_at)
        return FormInput(values)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        chosen = [kind for kind in FormKind if inputs.on(f"forms.{kind.value}.on")]
        forms = each(chosen, lambda kind: _form(inputs, campaign, kind))
        order = [form.kind for form in campaign.forms]
        forms.sort(key=lambda form: order.index(form["kind"]) if form["kind"] in order else len(order))
        kinds = [form["kind"].value for form in forms]
        return Written({"forms": forms}, lambda path: _form_anchor(path, kinds))

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """The kinds, and what the deadlines mean, as far as they are understood."""
        readings = {}
        for kind in FormKind:
            with suppress(DomainError):
                readings[kind.value] = meaning(deadline(inputs.value(f"forms.{kind.value}.due"), field="due"))
        return {"kinds": list(FormKind), "readings": readings}


class Layout(EditorSection):
    """The columns of the table and the outline of the report, of every form that is asked for."""

    empty = EMPTY

    def shown(self, campaign: Campaign) -> FormInput:
        lists = [_rows(form.kind, form) for form in campaign.forms]
        return FormInput(rows={name: rows for form in lists for name, rows in form.items()})

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput:
        """A row's button, or ``official`` with a kind: its rows become those of the official form."""
        for kind, form in official_forms().items():
            if (verb, argument) == ("official", kind.value):
                return replace(inputs, rows={**inputs.rows, **_rows(kind, form)})
        return super().acted(inputs, verb, argument)

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        """Columns without a chosen meaning get a code of their heading."""
        forms: list[Values] = []
        for form in campaign.forms:
            columns, outline = (inputs.kept(f"{form.kind.value}_{name}") for name in LISTS)
            lists = {"columns": [_column(row) for row in columns], "outline": [_part(row) for row in outline]}
            forms.append({**dict(form), **lists})
        kinds = [form.kind.value for form in campaign.forms]
        return Written({"forms": forms}, lambda path: _layout_anchor(path, kinds, inputs))

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """What a column may stand for: what those of the official forms do, each once, in their order."""
        columns = (column for form in official_forms().values() for column in form.columns)
        return {"column_codes": list(dict.fromkeys(column.code for column in columns))}


def _form(inputs: FormInput, campaign: Campaign, kind: FormKind) -> Values:
    """A form as typed; columns and outline stay what they were, in a new form they are those of the official one."""
    head = f"forms.{kind.value}"
    layout = campaign.form(kind) or official_forms()[kind]
    opens = moment(inputs, f"{head}.opens")
    due = deadline(inputs.value(f"{head}.due"), field=f"{head}.due")
    return {
        "kind": kind,
        "title": " ".join(inputs.value(f"{head}.title").split()),
        "caption": inputs.value(f"{head}.caption"),
        "period": {"opens_at": opens, "due": due},
        "columns": layout.columns,
        "outline": layout.outline,
    }


def _form_anchor(path: str, kinds: list[str]) -> str:
    parts = path.split(".")
    if len(parts) < 2 or not parts[1].isdigit() or int(parts[1]) >= len(kinds):
        return path
    last = {"due": "due", "opens_at": "opens_date"}.get(parts[-1], parts[2] if len(parts) > 2 else "on")
    return f"forms.{kinds[int(parts[1])]}.{'on' if last == 'kind' else last}"


def _rows(kind: FormKind, layout: Form | OfficialForm) -> dict[str, list[Row]]:
    return {f"{kind.value}_{name}": shown_rows(getattr(layout, name)) for name in LISTS}


def _column(row: Row) -> Values:
    title = " ".join(row.get("title", "").split())
    return {"title": title, "code": row.get("code", "").strip() or proposed_code(title)}


def _part(row: Row) -> Values:
    texts = {name: row.get(name, "") for name in LISTS["outline"]}
    return {**texts, "title": " ".join(texts["title"].split()), "per_item": bool(row.get("per_item"))}


def _layout_anchor(path: str, kinds: list[str], inputs: FormInput) -> str:
    """``forms.1.columns.2.title`` is the title in the row of what was typed from which that column was made."""
    parts = path.split(".")
    if len(parts) < 5 or not (parts[1].isdigit() and parts[3].isdigit()):
        return path
    name = f"{kinds[int(parts[1])]}_{parts[2]}"
    return f"{name}.{inputs.filled(name)[int(parts[3])]}.{parts[4]}"
