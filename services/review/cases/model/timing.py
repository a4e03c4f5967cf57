"""A desk's own clock: until when it should have decided on what it was sent."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.language.vietnamese import VIETNAM
from shared.language.worktime import is_working_day
from shared.rules.counterparts import counterpart
from shared.rules.obligations import Obligation

REVIEW_DAYS = 5
"""Working days for a decision where no superior body sets a limit."""
SOON_DAYS = 2
"""A case is due soon when its limit lies within this many working days."""


@dataclass(frozen=True)
class Timing:
    """What the clock goes by for one form of a campaign in one period.

    `upward`: the instants up to which the desk's organisation must send its own consolidated form to its superior
    bodies. `review_days`: working days for a decision where there is no such instant ahead.
    """

    upward: tuple[dt.datetime, ...] = ()
    review_days: int = REVIEW_DAYS

    def due_at(self, delivered_at: dt.datetime) -> dt.datetime:
        """Until when a version that was delivered at an instant should be decided on.

        The earliest deadline upward that was still ahead at the delivery. One that had passed before can no longer be
        met by deciding (the centre's plan of 2022 is dated after its parents' deadlines): then, as without a superior
        body, the last instant of the `review_days`-th working day after the day of delivery.
        """
        ahead = [instant for instant in self.upward if instant > delivered_at]
        return min(ahead) if ahead else end_of_working_day(delivered_at, self.review_days)


def timing_of(
    organisation: str, campaign: Campaign | None, asked: FormPeriod, parents: Iterable[Campaign], review_days: int
) -> Timing:
    """The clock of a desk for a form of a campaign in a period; of the campaign nothing may have been heard yet.

    `parents` are the superior bodies' campaigns as far as the desk knows them, with an extension that was granted to
    it; of the others a warning about the deadline graph may still tell the deadline.
    """
    if campaign is None:
        return Timing(review_days=review_days)
    known = {parent.id: parent for parent in parents if parent.id in campaign.parents}
    warnings = [w for w in campaign.warnings if (w.form, w.period) == asked and w.parent not in known]
    deadlines = [warning.parent_due for warning in warnings]
    form, period = campaign.form(asked.form), campaign.period(asked)
    if form and period:
        wanted = ((parent, counterpart(parent, form, period)) for parent in known.values())
        deadlines += [Obligation(parent, *found, organisation).due for parent, found in wanted if found]
    return Timing(tuple(sorted(deadline.boundary for deadline in deadlines)), review_days)


def soon_after(now: dt.datetime) -> dt.datetime:
    return end_of_working_day(now, SOON_DAYS)


def end_of_working_day(start: dt.datetime, days: int) -> dt.datetime:
    """The end, in UTC, of the `days`-th working day after the day of `start`, by Vietnam's calendar."""
    day = start.astimezone(VIETNAM).date()
    while days:
        day += dt.timedelta(days=1)
        days -= is_working_day(day)
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, VIETNAM)
    return midnight.astimezone(dt.UTC)
