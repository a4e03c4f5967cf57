"""The editor's pages about forms: which are asked for and until when, and what they ask."""

from dataclasses import replace

from services.registration.campaigns.model.deadlines import deadline
from shared.contracts.campaigns import Campaign, Form, FormKind
from shared.errors import DomainError
from shared.language.codes import proposed_code
from shared.refusals import refuse
from shared.sheets.official_forms import OfficialForm, official_forms
from shared.web.form_input import FormInput, Row, Values, Written
from shared.web.readings import clock_parts, moment

EMPTY_COLUMN = {"title": "", "code": ""}
EMPTY_PART = {"number": "", "title": "", "guidance": ""}
Places = dict[str, list[int]]


class Forms:
    """Which forms are asked for, and until when, in the words of a plan."""

    def shown(self, campaign: Campaign) -> FormInput:
        values: dict[str, str] = {}
        for form in campaign.forms:
            head = f"forms.{form.kind.value}"
            on, at = clock_parts(form.period.opens_at)
            values |= {
                f"{head}.on": "on",
                f"{head}.title": form.title,
                f"{head}.caption": form.caption,
                f"{head}.due": form.period.due.wording,
                f"{head}.opens_date": on,
                f"{head}.opens_time": at,
            }
        return FormInput(values)

    def acted(self, inputs: FormInput, verb: str, argument: str) -> FormInput:
        return inputs

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        chosen = [kind for kind in FormKind if inputs.on(f"forms.{kind.value}.on")]
        forms, faults = [], []
        for kind in chosen:
            try:
                forms.append(_form(inputs, campaign, kind))
            except DomainError as error:
                faults.append(error)
        refuse("input_invalid", faults)
        order = [form.kind for form in campaign.forms]
        forms.sort(key=lambda form: order.index(form["kind"]) if form["kind"] in order else len(order))
        kinds = [form["kind"].value for form in forms]
        return Written({"forms": forms}, lambda path: _form_anchor(path, kinds))


class Layout:
    """The columns of the table and the outline of the report, of every form that is asked for."""

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
        name, _, place = argument.partition(".")
        return inputs.acted(name, verb, place, EMPTY_PART if name.endswith("_outline") else EMPTY_COLUMN)

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


def _form(inputs: FormInput, campaign: Campaign, kind: FormKind) -> Values:
    """A form as typed; columns and outline stay what they were, in a new form they are those of the official one."""
    head = f"forms.{kind.value}"
    layout = campaign.form(kind) or official_forms()[kind]
    return {
        "kind": kind,
        "title": " ".join(inputs.value(f"{head}.title").split()),
        "caption": inputs.value(f"{head}.caption"),
        "period": {
            "opens_at": moment(inputs, f"{head}.opens"),
            "due": deadline(inputs.value(f"{head}.due"), field=f"{head}.due"),
        },
        "columns": layout.columns,
        "outline": layout.outline,
    }


def _rows(kind: FormKind, layout: Form | OfficialForm) -> dict[str, list[Row]]:
    return {
        f"{kind.value}_columns": [{"title": column.title, "code": column.code} for column in layout.columns],
        f"{kind.value}_outline": [
            {
                "number": part.number,
                "title": part.title,
                "guidance": part.guidance,
                "per_item": "on" if part.per_item else "",
            }
            for part in layout.outline
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


def _form_anchor(path: str, kinds: list[str]) -> str:
    parts = path.split(".")
    if len(parts) < 2 or not parts[1].isdigit() or int(parts[1]) >= len(kinds):
        return path
    last = {"due": "due", "opens_at": "opens_date"}.get(parts[-1], parts[2] if len(parts) > 2 else "on")
    return f"forms.{kinds[int(parts[1])]}.{'on' if last == 'kind' else last}"


def _layout_anchor(path: str, kinds: list[str], places: Places) -> str:
    """``forms.1.columns.2.title`` is the title in the row of what was typed from which that column was made."""
    parts = path.split(".")
    if len(parts) < 5 or not (parts[1].isdigit() and parts[3].isdigit()):
        return path
    name = f"{kinds[int(parts[1])]}_{parts[2]}"
    return f"{name}.{places[name][int(parts[3])]}.{parts[4]}"
