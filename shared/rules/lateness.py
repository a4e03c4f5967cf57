"""Lateness (ADR 9): measured against the form's own deadline, kept for good, with a later one told beside it."""

from datetime import datetime
from typing import NamedTuple, Protocol

from shared.language.deadlines import Deadline


class Delivery(Protocol):
    """A version, or the round of a case that it opened. `late` was found when it was delivered."""

    @property
    def delivered_at(self) -> datetime: ...
    @property
    def late(self) -> bool: ...


class Lateness(NamedTuple):
    """How a delivery, or a moment at which there is none, stands to a form's deadline.

    `late`: after the form's own deadline. `extension`: the later deadline that is told beside it, and `within`
    whether a late one was in time for that.
    """

    late: bool
    extension: Deadline | None
    within: bool

    @property
    def overdue(self) -> bool:
        """After whichever deadline came last."""
        return self.late and not self.within


def lateness(sent: Delivery | None, own: Deadline | None, extension: Deadline | None, now: datetime) -> Lateness: ...
