"""How rows are read: of which campaign's form and recipient, one by one or equal ones counted together."""

from datetime import datetime
from typing import NamedTuple

from services.reporting.rows.model.answers import ItemStatus
from services.reporting.rows.model.row import ObligationRow, Waiting
from shared.contracts.campaigns import FormKind


class Scope(NamedTuple):
    """A campaign's form as a recipient has it."""

    campaign: str
    form: FormKind
    recipient: str


class ListedRow(NamedTuple):
    """A row with whose it is. `now`: how the organisation, or who took its place, is called today, if otherwise."""

    id: str
    organisation: str
    name: str
    obliged: bool
    row: ObligationRow
    now: str | None = None

    @property
    def registered(self) -> int:
        """How many items it has that count."""
        return sum(item.status is not ItemStatus.WITHDRAWN for item in self.row.items)


class RowGroup(NamedTuple):
    """How many rows are alike, and since when the longest waiting of them waits."""

    obliged: bool
    counts: bool
    late: bool | None
    waiting: Waiting | None
    shape: tuple[str, ...]
    number: int
    oldest: datetime | None = None
