"""The figures that an item is counted in, by their names: the list behind a figure holds the items that have it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Self

from services.reporting.rows.model.answers import Higher, ItemStatus, RegisteredItem
from shared.contracts.submissions import UpwardStatus

BARE = "bare"
"""Done, and without figures: the outline asks for "dẫn chứng, số liệu cụ thể"."""


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


def figures_of(item: RegisteredItem) -> tuple[str, ...]:
    """Every figure that an item is counted in; one that was withdrawn only as that."""
    if item.status is ItemStatus.WITHDRAWN:
        return (item.status.value,)
    reported = item.reported
    names = () if reported is None else (reported.outcome.value, *((BARE,) if reported.bare else ()))
    return (item.status.value, *names, *upward_names(item.higher))


def upward_names(higher: Iterable[Higher]) -> tuple[str, ...]:
    """An item that reached a recipient by several ways is counted once in each of its figures."""
    names: set[str] = set()
    for campaign, organisation, status in higher:
        names.add(UpwardFigure(campaign, organisation, Standing(status.value)).name)
        if status not in NOT_CARRIED:
            names.add(UpwardFigure(campaign, organisation, Standing.CARRIED).name)
    return tuple(sorted(names))
