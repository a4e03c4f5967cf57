"""The figures that an item is counted in, by their names: the list behind a figure holds the items that have it."""

from enum import StrEnum
from typing import NamedTuple, Self

from services.reporting.rows.model.row import ItemStatus, RowItem
from shared.contracts.submissions import Upward, UpwardStatus


class Standing(StrEnum):
    """How an item may stand with a higher recipient. `carried`: sent there and neither taken back nor left out."""

    CARRIED = "carried"
    SENT = "sent"
    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LEFT_OUT = "left_out"


NOT_CARRIED = {UpwardStatus.WITHDRAWN, UpwardStatus.LEFT_OUT}


class UpwardFigure(NamedTuple):
    """A figure of a campaign's recipient further up."""

    campaign: str
    organisation: str
    standing: Standing

    @property
    def name(self) -> str:
        return f"{self.campaign}:{self.organisation}:{self.standing.value}"

    @classmethod
    def read(cls, name: str) -> Self | None:
        """The figure of that name; None when it is none of these."""
        parts = name.split(":")
        return cls(parts[0], parts[1], Standing(parts[2])) if len(parts) == len(cls._fields) else None


UPWARD_PATTERN = rf"^[a-z0-9-]+:[a-z0-9-]+:({'|'.join(Standing)})$"


def upward_names(entry: Upward) -> set[str]:
    """The names of the figures that an item is counted in which stands so with a higher recipient."""
    carried = set() if entry.status in NOT_CARRIED else {Standing.CARRIED}
    standings = {Standing(entry.status.value), *carried}
    return {UpwardFigure(entry.campaign, entry.organisation, standing).name for standing in standings}


def figures_of(item: RowItem) -> tuple[str, ...]:
    """Every figure that an item is counted in; one that was withdrawn only as that."""
    if item.status is ItemStatus.WITHDRAWN:
        return (item.status.value,)
    return (item.status.value, *item.figures, *item.upward)
