"""A new plan: blank, from an official template, or from a plan that exists, its own dates moved by choice."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from services.registration.campaigns.model.deviations import deviations
from services.registration.campaigns.model.schedule import periods_of
from services.registration.campaigns.model.years import moved_periods, moved_round, moved_schedule, retitled
from shared.contracts.campaigns import CampaignDefinition, CampaignRound, Field
from shared.contracts.columns import Column
from shared.contracts.forms import Form, Quota
from shared.contracts.types import Contract, Line, Slug
from shared.language.vietnamese import proposed_code

_NAMES_A_DOCUMENT = re.compile(r"\d\s*/\s*[A-ZĐ]{2}")


class PlanTemplate(Contract):
    """An official plan, or a sample, to start from: what it asks for, and nothing that names a real body or document.

    `about`: what it is and from which document it was taken. `kinds`: of the organisations that announce such plans.
    `year`: of its dates and its title, which always move to the year of the new plan.
    """

    code: Slug
    name: Line
    about: Line
    sample: bool = False
    kinds: tuple[Slug, ...]
    year: int
    title: Line
    fields: tuple[Field, ...] = ()
    forms: tuple[Form, ...]
    rounds: tuple[CampaignRound, ...] = ()


@dataclass(frozen=True)
class NewPlan:
    """What is new of the campaign. An empty `title` stays that of what it is begun from.

    `shift`: the plan's own dates move by the years between the two.
    """

    number: str
    year: int
    issuer: str
    title: str = ""
    shift: bool = False


def blank(wanted: NewPlan) -> CampaignDefinition:
    """A draft that asks for nothing yet; without a title it goes by its number."""
    return CampaignDefinition(
        id=proposed_code(f"{wanted.number} {wanted.year}") or f"ke-hoach-{wanted.year}",
        number=wanted.number,
        title=wanted.title or wanted.number,
        year=wanted.year,
        issuer=wanted.issuer,
        recipients=(wanted.issuer,),
        dates=(),
        fields=(),
        forms=(),
        obliged=(),
    )


def from_template(template: PlanTemplate, wanted: NewPlan, below: tuple[str, ...]) -> CampaignDefinition:
    """What the template asks for, of the issuer's own units (`below`)."""
    return _obliging(_asking(template, replace(wanted, shift=True)), below)


def from_plan(
    source: CampaignDefinition,
    wanted: NewPlan,
    *,
    organisations: Collection[str],
    below: tuple[str, ...],
    campaigns: Collection[str],
) -> CampaignDefinition:
    """The source as a draft of the issuer.

    `organisations` and `campaigns` are those that exist: others are left out. `below` are the issuer's own units,
    obliged where none of the source's is left. What names the source as a document (its dates, its signature, captions
    with a number) is not taken over. Of another body's plan only what it asks for is: no căn cứ, no criteria, no
    recipients, no units and no plans above.
    """
    begun = _asking(source, wanted)
    if begun.issuer != source.issuer:
        return _obliging(begun, below)
    recipients = tuple(place for place in source.recipients if place in organisations)
    parents = (_of_year(parent, source.year, wanted.year) for parent in source.parents)
    own = {
        "recipients": recipients or begun.recipients,
        "basis": source.basis,
        "parents": tuple(parent for parent in parents if parent in campaigns),
        "obliged_wording": source.obliged_wording,
        "criteria": source.criteria,
    }
    obliged = tuple(unit for unit in source.obliged if unit in organisations) or below
    return _obliging(begun.model_copy(update=own), obliged)


def _obliging(plan: CampaignDefinition, obliged: tuple[str, ...]) -> CampaignDefinition:
    """The plan for these organisations: who need not answer is no exception from a quota."""

    def fitting(quota: Quota) -> Quota:
        kept = tuple(unit for unit in quota.exceptions if unit in obliged)
        return quota.model_copy(update={"exceptions": kept})

    forms = [form.model_copy(update={"quotas": tuple(map(fitting, form.quotas))}) for form in plan.forms]
    return plan.model_copy(update={"forms": tuple(forms), "obliged": obliged})


def _asking(source: CampaignDefinition | PlanTemplate, wanted: NewPlan) -> CampaignDefinition:
    """A draft that asks for what the source does: its title, fields, forms and rounds, in the year of the new one."""
    years = wanted.year - source.year if wanted.shift else 0
    shape = {
        "fields": source.fields,
        "forms": tuple(_form(form, source.year, years) for form in source.forms),
        "rounds": tuple(moved_round(turn, years) for turn in source.rounds),
    }
    title = wanted.title or retitled(source.title, source.year, years)
    return blank(replace(wanted, title=title)).model_copy(update=shape)


def made_anew(source: CampaignDefinition, wanted: NewPlan) -> dict[str, tuple[str, ...]]:
    """By the form the periods of the source that were not as its schedule made them: a moved plan's periods are."""
    moves = wanted.shift and wanted.year != source.year
    return {form.code: codes for form in source.forms if moves and (codes := deviations(form).codes)}


def _form(form: Form, year: int, years: int) -> Form:
    """The form as it is asked for now: of a new plan nothing was delivered in an earlier shape."""
    schedule = moved_schedule(form.schedule, years) if form.schedule else None
    return form.model_copy(
        update={
            "schedule": schedule,
            "periods": periods_of(schedule) if schedule and years else moved_periods(form.periods, years),
            "title": retitled(form.title, year, years),
            "caption": "" if _NAMES_A_DOCUMENT.search(form.caption) else form.caption,
            "columns": _asked(form.columns),
            "former_columns": (),
            "rows": tuple(row for row in form.rows if not row.retired),
            "former_rows": (),
        }
    )


def _asked(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Without those that were retired, but for what another one is computed from."""
    counted = {code for column in columns if column.formula and not column.retired for code in column.formula.of}
    return tuple(column for column in columns if not column.retired or column.code in counted)


def _of_year(campaign: str, year: int, wanted: int) -> str:
    """The id that a plan of the same number has in another year; an id ends with its year."""
    return re.sub(rf"-{year}$", f"-{wanted}", campaign)
