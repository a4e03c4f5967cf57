"""One row for each obligation (organisation, campaign, form, period, recipient): what figures and lists are read from.

A row has three parts, each a pure function of one record's newest version and written apart from the others: what
the submission counts for (see `row_of`), whether the campaign obliges the organisation, and the organisation's name.
So the rows are the same whatever the order in which the records were heard of.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Self

from pydantic import Field

from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import RecipientStatus
from shared.contracts.types import Contract, Instant, Key, Slug

NOT_SENT = "not_sent"
ONCE = ""
"""The period, in rows, of a form that is sent once. An index has null in two places, so it would give no order."""
WITHDRAWN = RecipientStatus.WITHDRAWN.value


class ItemStatus(StrEnum):
    """What became of a registered item, in the order in which it is shown."""

    APPROVED = "approved"
    RETURNED = "returned"
    REJECTED = "rejected"
    AWAITING = "awaiting"
    WITHDRAWN = "withdrawn"  # by its organisation, after delivery: listed, and counted as registered no longer


class Waiting(StrEnum):
    """Where a submission is stuck: not opened yet, opened and not decided, returned and not sent again."""

    UNSEEN = "unseen"
    VIEWED = "viewed"
    RETURNED = "returned"


class RowItem(Contract):
    """A registered item of the version that counts, without its text, and what the recipient made of it.

    `figures`: what it is counted in beside that, see `Kind.counted`. `upward`: the figures of higher recipients that it
    is counted in.
    """

    item: Slug
    field: Slug
    status: ItemStatus
    reason: str
    figures: tuple[str, ...] = ()
    upward: tuple[str, ...] = ()


class ObligationRow(Contract):
    """What a submission counts for with one recipient; the defaults are of an organisation that sent nothing.

    `counts`: an answer stands. `delivered_at` and `late` are of its first delivery that stands: a resubmission after a
    return does not make an organisation late that was in time, nor one in time that was late (see `row_of`).
    `version` is the one whose items count: while a correction is reviewed, an older one than the newest. `since` is
    the moment from which it waits. `numbers` is what adds up of what was neither rejected nor withdrawn (see
    `Kind.numbers`). `shape` has its figures as "field figure number", in one order, so that equal answers are counted
    in one go.
    """

    submission: Key | None = None
    state: str = NOT_SENT
    place: int = 0
    counts: bool = False
    version: int | None = None
    delivered_at: Instant | None = None
    late: bool | None = None
    waiting: Waiting | None = None
    since: Instant | None = None
    items: tuple[RowItem, ...] = ()
    nil_fields: tuple[Slug, ...] = ()
    numbers: dict[str, Decimal] = Field(default_factory=dict)
    shape: tuple[str, ...] = ()

    @property
    def registered(self) -> int:
        """How many items it has that count."""
        return sum(item.status is not ItemStatus.WITHDRAWN for item in self.items)


class ListedRow(ObligationRow):
    """A row with whose it is. `now`: how the organisation, or who took its place, is called today, if otherwise."""

    organisation: str
    name: str
    obliged: bool
    now: str | None = None


class Scope(NamedTuple):
    """Of which rows figures and lists are: a campaign's form in a period, as a recipient has it."""

    campaign: str
    form: str
    period: str | None
    recipient: str

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The scope whose parts are stored so."""
        return cls(stored["campaign"], stored["form"], stored["period"] or None, stored["recipient"])

    @property
    def asked(self) -> FormPeriod:
        return FormPeriod(self.form, self.period)

    @property
    def id(self) -> str:
        """One tally a scope."""
        return f"{self.campaign}.{self.asked}.{self.recipient}"

    @property
    def stored(self) -> dict[str, str]:
        """Its parts as its rows have them."""
        return {**self._asdict(), "period": self.period or ONCE}


class RowGroup(Contract):
    """How many rows are alike, and since when the longest waiting of them waits."""

    obliged: bool
    counts: bool
    late: bool | None = None
    waiting: Waiting | None = None
    shape: tuple[str, ...] = ()
    number: int
    oldest: datetime | None = None
