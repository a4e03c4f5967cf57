"""A form of a campaign as a row of inputs.

A form's row goes by a key: its code, or for one that is not saved yet a name that no code can have. What hangs on it
in other lists is named by it, so that it stays with it when the rows are put in another order.
"""

from services.registration.campaigns.editor.pages.demand_rows import EMPTY, demand_rows, demands_list
from services.registration.campaigns.editor.pages.period_rows import EMPTY_PERIOD, OPENING, period_row, periods_list
from services.registration.campaigns.editor.pages.schedule_rows import EMPTY_SCHEDULE, schedule_row
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.forms.registry import kinds
from shared.web.form_input import FormInput, Row

NEW = "new_"
"""What the key of a form that is not saved yet begins with; no code has an underscore."""
MARKS = ("interim", "optional", "explain_nil")
_TEXTS = dict.fromkeys(("key", "code", "kind", "name", "title", "caption", "answers", *MARKS), "")
EMPTY_FORM = {**_TEXTS, **EMPTY_SCHEDULE, "due": "", **OPENING}


def key_of(row: Row) -> str:
    return row.get("key", "")


def shown_forms(campaign: Campaign) -> FormInput:
    """The forms of a campaign, with the rows that hang on each."""
    rows = {"forms": [_form_row(form, campaign.year) for form in campaign.forms]}
    for form in campaign.forms:
        rows |= demand_rows(form)
        rows |= {periods_list(form.code): list(map(period_row, form.periods))} if form.repeat else {}
    return FormInput(rows=rows)


def lists_of(rows: list[Row]) -> dict[str, Row]:
    """The lists that hang on the forms of these rows, each with what a row is added as."""
    found = {periods_list(key_of(row)): EMPTY_PERIOD for row in rows}
    return found | {demands_list(key_of(row), name): empty for row in rows for name, empty in EMPTY.items()}


def added(rows: list[Row], kind: str, year: int) -> Row:
    """A new form of a kind; one that answers another begins with the first of those."""
    known, taken = kinds(), {key_of(row) for row in rows}
    key = next(f"{NEW}{number}" for number in range(len(rows) + 1) if f"{NEW}{number}" not in taken)
    carrying = (key_of(row) for row in rows if row["kind"] in known and known[row["kind"]].carries)
    answers = next((code for code in carrying if not code.startswith(NEW)), "") if known[kind].answers else ""
    return {**EMPTY_FORM, **schedule_row(None, None, year), "key": key, "kind": kind, "answers": answers}


def _form_row(form: Form, year: int) -> Row:
    once = {} if form.repeat else period_row(form.periods[0])
    return {
        **EMPTY_FORM,
        **{name: text for name, text in once.items() if name in EMPTY_FORM},
        **schedule_row(form.repeat, form.schedule, year),
        **{name: getattr(form, name) for name in ("code", "kind", "name", "title", "caption")},
        "key": form.code,
        "answers": form.answers or "",
        **{name: "on" if getattr(form, name) else "" for name in MARKS},
    }
