"""What a draft has from the plan that it was begun from and nobody has edited since.

A draft remembers a digest of each part that was taken over. A part is edited once its digest is another one, however it
came to be so; what the plan was begun from may change or go meanwhile.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from shared.contracts.campaigns import Campaign, CampaignDefinition, Inherited
from shared.record.record import digest

BASICS = ("title", "recipients", "basis", "criteria")
FORM = ("title", "caption", "due")
OTHERS = ("rounds", "obliged", "obliged_wording", "parents")
"""The parts that are looked over before a plan is announced; those of a form are named ``forms.<code>.<part>``.

Fields, columns and outlines are not among them: they are meant to stay the same.
"""
NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d|\s*/\s*[A-ZĐ]{2})")


@dataclass(frozen=True)
class InheritedPart:
    """A part that nobody has edited. `form`: the name of its form, if any. `years`: earlier ones that it names.

    `deviating`: as of `Inherited`.
    """

    part: str
    form: str = ""
    years: tuple[int, ...] = ()
    deviating: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """What it is, whichever form it is of: ``title``, ``forms.title``."""
        first, _, rest = self.part.partition(".")
        return f"{first}.{rest.rpartition('.')[2]}" if rest else first


def taken_over(
    begun: CampaignDefinition, fresh: CampaignDefinition, deviating: Mapping[str, tuple[str, ...]] = NOTHING
) -> tuple[Inherited, ...]:
    """The parts of a plan as it was begun that a blank one with the same number, year and issuer would not have.

    `deviating`: by the code of a form that of `Inherited`.
    """
    own, named = _parts(fresh), {f"forms.{code}.due": codes for code, codes in deviating.items()}
    return tuple(
        Inherited(part=part, digest=digest(value), deviating=named.get(part, ()))
        for part, value in _parts(begun).items()
        if own.get(part) != value
    )


def inherited(campaign: Campaign) -> list[InheritedPart]:
    """What was taken over and is still the same, in the order of the editor's pages."""
    parts, names = _parts(campaign), {form.code: form.name for form in campaign.forms}
    return [
        InheritedPart(one.part, _form_of(one.part, names), _earlier(parts[one.part], campaign.year), one.deviating)
        for one in campaign.inherited
        if one.part in parts and digest(parts[one.part]) == one.digest
    ]


def _parts(plan: CampaignDefinition) -> dict[str, Any]:
    """By its name each part that says something; values that a later version of the contracts adds change none."""
    dumped = plan.model_dump(mode="json", exclude_defaults=True)
    found = {name: dumped.get(name) for name in BASICS}
    for form in dumped["forms"]:
        due = [{name: period.get(name) for name in ("code", "opens_at", "due")} for period in form["periods"]]
        values = {"title": form["title"], "caption": form.get("caption"), "due": due}
        found |= {f"forms.{form['code']}.{name}": values[name] for name in FORM}
    found |= {name: dumped.get(name) for name in OTHERS}
    return {name: value for name, value in found.items() if value}


def _form_of(part: str, names: dict[str, str]) -> str:
    return names.get(part.split(".")[1], "") if part.startswith("forms.") else ""


def _earlier(value: object, year: int) -> tuple[int, ...]:
    """The years before the plan's own that a part names; those in numbers of documents are none."""
    return tuple(sorted({int(found) for text in _texts(value) for found in _YEAR.findall(text) if int(found) < year}))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name != "opens_at":  # in UTC, where a year begins on its last evening
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
