"""The fields of a campaign in the order of its forms."""

from collections.abc import Iterable
from typing import NamedTuple

from shared.contracts.campaigns import Campaign


class FieldHeading(NamedTuple):
    """A field in the campaign's own order and numbering; `number` None: an amendment took it out of the plan."""

    code: str
    number: int | None
    name: str

    @property
    def title(self) -> str:
        return field_title(self.number, self.name)


def field_title(number: int | None, name: str) -> str:
    """A field as forms write it: "1. Công tác ..."; a field outside the plan has no number."""
    return name if number is None else f"{number}. {name}"


def field_headings(campaign: Campaign | None, codes: Iterable[str]) -> list[FieldHeading]:
    """The plan's fields, then those of the codes that it has no longer, in their order; None: the plan is not known."""
    fields = campaign.fields if campaign else ()
    known = {field.code: FieldHeading(field.code, field.number, field.name) for field in fields}
    return list({code: known.get(code) or FieldHeading(code, None, code) for code in (*known, *codes)}.values())
