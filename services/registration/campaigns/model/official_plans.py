"""The official templates of plans, as data in the folder ``official_plans`` of this room."""

from pathlib import Path
from typing import Any

import yaml

from services.registration.campaigns.model.schedule import Wordings, periods_of, schedule_of
from services.registration.campaigns.model.template import PlanTemplate
from shared.language.recurrence import Repeat

FOLDER = Path(__file__).parents[1] / "official_plans"


def official_plans(folder: Path = FOLDER) -> tuple[PlanTemplate, ...]:
    """Every template, file by file.

    Raises pydantic.ValidationError for one that does not fit its contract, and DomainError for the wording of a
    schedule that is not understood in exactly one way.
    """
    read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.yaml"))]
    return tuple(PlanTemplate.model_validate(_with_periods(one)) for content in read for one in content["templates"])


def _with_periods(template: dict[str, Any]) -> dict[str, Any]:
    """A repeated form names no periods: they follow from its schedule, which is given in words."""
    return {**template, "forms": [_scheduled(form) if "schedule" in form else form for form in template["forms"]]}


def _scheduled(form: dict[str, Any]) -> dict[str, Any]:
    words = dict(form["schedule"])
    schedule = schedule_of(Repeat(form["repeat"]), words.pop("first"), words.pop("last"), Wordings(**words))
    return {**form, "schedule": schedule, "periods": periods_of(schedule)}
