"""An item as it is found: the row that it is in, what it says, what a report tells of it, where it stands above."""

from typing import NamedTuple, Self

from pydantic import BaseModel

from services.reporting.rows.model.row import RowItem
from services.reporting.rows.model.scope import ListedRow
from shared.contracts.items import Result
from shared.contracts.submissions import Upward, UpwardStatus
from shared.contracts.types import Instant
from shared.sheets.fields import FieldHeading

ItemKey = tuple[str, int, str]
"""A submission, the number of a version of it (which never changes) and an item's id."""


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


class ItemWording(NamedTuple):
    """What an item says; `expected` is the wording of its completion period.

    `result` is what a report says of it, `upward` what became of it further up.
    """

    content: str
    parts: tuple[str, ...]
    expected: str
    note: str
    result: Result | None
    upward: tuple[Upward, ...]


class ItemInRow(NamedTuple):
    """An item by its place in a row."""

    whose: ListedRow
    place: int
    text: ItemWording
    heading: FieldHeading
    upward: list[HigherView]

    @property
    def item(self) -> RowItem:
        return self.whose.row.items[self.place]


def item_key(row: ListedRow, place: int) -> ItemKey:
    """Where the item's text is found."""
    assert row.row.submission is not None
    assert row.row.version is not None
    return row.row.submission, row.row.version, row.row.items[place].item
