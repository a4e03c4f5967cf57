"""The official templates of plans, as data in the folder ``official_plans`` of this room."""

from pathlib import Path
from typing import Any

import yaml

from services.registration.campaigns.model.recurring import periods_of
from services.registration.campaigns.model.template import PlanTemplate
from shared.language.recurrence import Repeat

FOLDER = Path(__file__).parents[1] / "official_plans"


def official_plans(folder: Path = FOLDER) -> tuple[PlanTemplate, ...]:
    """Every template, file by file. Raises pydantic.ValidationError for one that does not fit its contract."""
    read = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.yaml"))]
    return tuple(PlanTemplate.model_validate(_with_periods(one)) for content in read for one in content["templates"])


def _with_periods(template: dict[str, Any]) -> dict[str, Any]:
    """A repeated form names no periods: they follow from its year."""
    forms = [
        {**form, "periods": periods_of(Repeat(form["repeat"]), template["year"])} if "repeat" in form else form
        for form in template["forms"]
    ]
    return {**template, "forms": forms}
