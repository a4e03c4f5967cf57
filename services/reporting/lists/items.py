"""Items as people and programs are shown them: what they say, what a report tells of them, where they stand."""

from typing import Any, Self

from pydantic import BaseModel

from services.reporting.rows.model.answers import ItemStatus
from services.reporting.rows.records import ListedRow
from services.reporting.stores import ItemText
from shared.contracts.items import Result, ResultOutcome
from shared.contracts.submissions import Upward, UpwardStatus
from shared.contracts.types import Instant
from shared.sheets.fields import FieldHeading


class HigherView(BaseModel):
    """Where an item stands with a higher recipient that it was carried to; ``reason`` is of the decision there."""

    campaign: str
    recipient: str
    name: str
    status: UpwardStatus
    reason: str
    decided_at: Instant | None

    @classmethod
    def of(cls, entry: Upward, name: str) -> Self:
        return cls(
            campaign=entry.campaign,
            recipient=entry.organisation,
            name=name,
            status=entry.status,
            reason=entry.reason,
            decided_at=entry.decided_at,
        )


class ItemRow(BaseModel):
    """A registered item, whose it is and what became of it; ``reason`` is the recipient's.

    ``upward``: where it stands with those that the recipient carried it to.
    """

    organisation: str
    name: str
    now: str | None = None
    submission: str
    version: int
    item: str
    field: str
    field_number: int | None
    field_name: str
    content: str
    parts: list[str]
    expected: str
    note: str
    status: ItemStatus
    reason: str
    upward: list[HigherView]


class ResultRow(ItemRow):
    """An item of a report, and what the report says became of it: ``result`` has why, when and the figures.

    ``without_figures``: it is done, and no figures show it.
    """

    outcome: ResultOutcome
    without_figures: bool
    result: Result | None


def item_row(found: ListedRow, place: int, text: ItemText, heading: FieldHeading, upward: list[HigherView]) -> ItemRow:
    return ItemRow(**_item(found, place, text, heading, upward))


def result_row(
    found: ListedRow, place: int, text: ItemText, heading: FieldHeading, upward: list[HigherView]
) -> ResultRow:
    item = found.row.items[place]
    outcome = item.outcome or ResultOutcome.NOT_DONE
    common = _item(found, place, text, heading, upward)
    return ResultRow(**common, outcome=outcome, without_figures=item.bare, result=text.result)


def _item(
    found: ListedRow, place: int, text: ItemText, heading: FieldHeading, upward: list[HigherView]
) -> dict[str, Any]:
    item = found.row.items[place]
    return {
        "organisation": found.organisation,
        "name": found.name,
        "now": found.now,
        "submission": found.row.submission or "",
        "version": found.row.version or 0,
        "item": item.item,
        "field": heading.code,
        "field_number": heading.number,
        "field_name": heading.name,
        "content": text.content,
        "parts": list(text.parts),
        "expected": text.expected,
        "note": text.note,
        "status": item.status,
        "reason": item.reason,
        "upward": upward,
    }
