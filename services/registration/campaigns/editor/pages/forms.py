"""The editor's page of the forms: which are asked for, once or repeated, and until when, in the words of a plan."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from services.registration.campaigns.editor.pages.demand_rows import demands_list, joined, without
from services.registration.campaigns.editor.pages.form_rows import (
    EMPTY_FORM,
    NEW,
    added,
    key_of,
    lists_of,
    shown_forms,
)
from services.registration.campaigns.editor.pages.period_rows import period_row, periods_list
from services.registration.campaigns.editor.pages.schedule_rows import (
    called,
    deviating_rows,
    made_rows,
    needed_schedule,
    read_back,
    remade,
    typed_schedule,
)
from services.registration.campaigns.editor.pages.section import EditorSection, Written
from services.registration.campaigns.editor.pages.typed_forms import form_of, input_of
from services.registration.campaigns.model.deadlines import deadline, meaning
from services.registration.campaigns.model.deviations import Deviations
from services.registration.campaigns.model.inheritance import inherited
from services.registration.campaigns.model.schedule import fits
from services.registration.context import Context
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.errors import DomainError
from shared.forms.registry import kinds
from shared.language.recurrence import Repeat
from shared.web.form_input import FormInput, Row
from shared.web.readings import each


class Forms(EditorSection):
    """The forms in their order, each a row; the periods of a repeated one are rows of a list of its own."""

    def shown(self, campaign: Campaign) -> FormInput:
        return shown_forms(campaign)

    def acted(self, inputs: FormInput, campaign: Campaign, verb: str, argument: str) -> FormInput:
        """A row's button; ``kind`` adds a form of a kind, ``make`` makes the periods of the form in a row anew,
        ``drop`` takes one of those chosen out of a quota's row (``<list>.<place>.exceptions.<id>``). The list that was
        arranged is ``opened`` on the page that follows.

        Raises DomainError for a schedule that cannot be read; ``check`` for everything that cannot be.
        """
        inputs = _joined(inputs)
        rows = inputs.rows_of("forms")
        if verb == "check":
            self.written(inputs, campaign)
            return inputs
        if verb == "kind" and argument in kinds():
            return _with(inputs, "forms", [*rows, added(rows, argument, campaign.year)])
        if verb == "make" and argument.isdigit() and int(argument) < len(rows):
            return _made(inputs, campaign, int(argument))
        if verb == "drop":
            name, place, chosen = (*argument.split(".", 2), "", "")[:3]
            return _with(inputs, name, _dropped(inputs.rows_of(name), place, chosen)) if chosen else inputs
        arranged = inputs.acted({"forms": EMPTY_FORM, **lists_of(rows)}, verb, argument)
        return arranged.given(opened=argument.partition(".")[0])

    def written(self, inputs: FormInput, campaign: Campaign) -> Written:
        rows = inputs.rows_of("forms")
        forms = each(range(len(rows)), lambda place: form_of(inputs, campaign, place))
        return Written({"forms": forms}, lambda path: input_of(path, inputs))

    def outdated(self, inputs: FormInput) -> bool:
        """The version before named its inputs by kind (``forms.registration.due``): read as rows they are no form."""
        return not inputs.rows_of("forms") and any(name.startswith("forms.") for name in inputs.values)

    async def choices(self, context: Context, campaign: Campaign, inputs: FormInput) -> dict[str, Any]:
        """The kinds, the forms that may be answered, who may be an exception, and what the deadlines mean, as far as
        they are understood."""
        rows = inputs.rows_of("forms")
        obliged = await context.stores.organisations.several(campaign.obliged)
        units = {unit: obliged[unit].public for unit in campaign.obliged if unit in obliged}
        return {
            "kinds": kinds(),
            "repeats": list(Repeat),
            "new": NEW,
            "answerable": [(f.code, f.name) for f in campaign.forms if f.kind in kinds() and kinds()[f.kind].carries],
            "units": {unit: organisation.short_name for unit, organisation in units.items()},
            "unit_kinds": list(dict.fromkeys(organisation.kind for organisation in units.values())),
            "readings": dict(_readings(inputs)),
            "understood": {f"forms.{place}": read_back(row, campaign) for place, row in enumerate(rows)},
            "deviations": {f"forms.{n}": _deviations(inputs, row, campaign) for n, row in enumerate(rows)},
            "called": called,
            "made_anew": {one.part.split(".")[1]: one.deviating for one in inherited(campaign) if one.deviating},
        }


def _with(inputs: FormInput, name: str, rows: list[Row]) -> FormInput:
    return replace(inputs, rows={**inputs.rows, name: rows})


def _joined(inputs: FormInput) -> FormInput:
    """What was chosen last in the quotas has joined what was chosen before."""
    quotas = {demands_list(key_of(row), "quotas") for row in inputs.rows_of("forms")}
    joining = {name: list(map(joined, rows)) for name, rows in inputs.rows.items() if name in quotas}
    return replace(inputs, rows=inputs.rows | joining)


def _dropped(rows: list[Row], place: str, chosen: str) -> list[Row]:
    return [without(row, chosen) if str(number) == place else row for number, row in enumerate(rows)]


def _made(inputs: FormInput, campaign: Campaign, place: int) -> FormInput:
    """The periods of the form in a row made anew. Of an announced plan the saved ones that the schedule lacks stay,
    for they may have been delivered for: whoever does not want them takes them out."""
    row = inputs.rows_of("forms")[place]
    before = campaign.form(key_of(row))
    schedule = needed_schedule(row, f"forms.{place}", before.schedule if before else None)
    announced = campaign.status is not CampaignStatus.DRAFT
    saved = before.periods if before and announced else ()
    kept = [period_row(period) for period in saved if fits(period.code, schedule.repeat)]
    name = periods_list(key_of(row))
    return _with(inputs, name, remade(schedule, kept) if kept else made_rows(schedule)).given(opened=name)


def _deviations(inputs: FormInput, row: Row, campaign: Campaign) -> Deviations:
    """Where the periods are not as the schedule makes them; nothing while it cannot be read."""
    before = campaign.form(key_of(row))
    rows = inputs.rows_of(periods_list(key_of(row)))
    if not row.get("repeat") or not rows:
        return Deviations()
    with suppress(DomainError):
        schedule = typed_schedule(row, "forms", before.schedule if before else None)
        return deviating_rows(schedule, rows) if schedule else Deviations()
    return Deviations()


def _readings(inputs: FormInput) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """By the name of the input of each deadline: its last moment."""
    for name in ("forms", *(periods_list(key_of(row)) for row in inputs.rows_of("forms"))):
        for place, row in enumerate(inputs.rows_of(name)):
            with suppress(DomainError):
                yield f"{name}.{place}.due", meaning(deadline(row.get("due", ""), field="due"))
