"""The editor's page of the forms that are asked for, and until when, in the words of a plan."""

from typing import Any

from services.registration.campaigns.editor.pages.section import EditorSection, Values, Written
from services.registration.campaigns.model.deadlines import deadline, meaning
from services.registration.context import Context
from shared.contracts.campaigns import Campaign, FormKind
from shared.errors import DomainError
from shared.sheets.official_forms import official_forms
from shared.web.form_input import FormInput
from shared.web.readings import clock_parts, each, moment


class Forms(EditorSection):
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
            name = f"forms.{kind.value}.due"
            try:
                readings[kind.value] = meaning(deadline(inputs.value(name), field=name))
            except DomainError:
                continue
        return {"kinds": list(FormKind), "readings": readings}


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


def _form_anchor(path: str, kinds: list[str]) -> str:
    parts = path.split(".")
    if len(parts) < 2 or not parts[1].isdigit() or int(parts[1]) >= len(kinds):
        return path
    last = {"due": "due", "opens_at": "opens_date"}.get(parts[-1], parts[2] if len(parts) > 2 else "on")
    return f"forms.{kinds[int(parts[1])]}.{'on' if last == 'kind' else last}"
