"""The items of a case in the order of the campaign's fields, beside an earlier version's."""

from dataclasses import dataclass

from services.review.cases.model.delivered import DeliveredRound
from services.review.cases.model.differences import Comparison, compare
from shared.contracts.campaigns import Campaign
from shared.sheets.fields import field_headings


@dataclass(frozen=True)
class FieldRows:
    """One field of the form with its items, beside an earlier version's where there is one.

    `nil_now` and `nil_before` (the same where there is no earlier version): answered with "-"; without items and
    nil: left blank.
    """

    name: str
    items: tuple[Comparison, ...]
    nil_now: bool
    nil_before: bool

    @property
    def is_empty(self) -> bool:
        """Nothing stands here, and nothing did in the version beside it."""
        return not self.items and self.nil_now == self.nil_before


def field_rows(now: DeliveredRound, before: DeliveredRound | None, campaign: Campaign | None) -> list[FieldRows]:
    """The content in the order of the campaign's fields; a field that the campaign does not name comes last."""
    items = compare(before.content if before else None, now.content)
    nil_before = (before or now).content.nil_fields
    headings = field_headings(campaign, [*(item.field for item in items), *now.content.nil_fields, *nil_before])
    return [
        FieldRows(
            heading.name,
            tuple(item for item in items if item.field == heading.code),
            heading.code in now.content.nil_fields,
            heading.code in nil_before,
        )
        for heading in headings
    ]
