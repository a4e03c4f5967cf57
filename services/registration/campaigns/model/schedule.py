"""The periods of a repeated form as a schedule makes them: how often, from which day to which, each due by a wording.

A first, small understanding of such wordings: `periods_of` is the seam for a fuller one.
"""

import re
from datetime import date
from functools import lru_cache

from services.registration.campaigns.model import recurring
from shared.contracts.forms import Period
from shared.errors import DomainError
from shared.language.deadlines import Deadline
from shared.language.recurrence import PERIOD_CODE, Repeat
from shared.language.vietnamese import format_date

MOST_YEARS = 10
YEARS = range(1000, 2999)
_DAY = re.compile(r"ngày (?P<day>[0-9]{1,2})\b")


def fits(code: str | None, repeat: Repeat) -> bool:
    """Whether a code names a period of this length: every year has twelve months, and not every one a week 53."""
    if code is None or not re.match(PERIOD_CODE, code) or int(code[:4]) not in YEARS:
        return False
    return code in _codes(repeat, int(code[:4]))


@lru_cache(maxsize=256)
def _codes(repeat: Repeat, year: int) -> frozenset[str | None]:
    return frozenset(period.code for period in recurring.periods_of(repeat, year))


def periods_of(repeat: Repeat, first: date, last: date, wording: str) -> tuple[Period, ...]:
    """The periods that have one of these days. A wording may name a day of the last month ("ngày 20") on which each is
    due; without one it is the Monday after it.

    Raises DomainError ``schedule_backward``, ``schedule_too_long`` or ``schedule_unreadable``, naming the field.
    """
    if last < first:
        raise DomainError("schedule_backward", field="last", start=format_date(first), end=format_date(last))
    if last.year - first.year > MOST_YEARS or first.year not in YEARS:
        raise DomainError("schedule_too_long", field="last", years=MOST_YEARS)
    years = range(first.year - 1, last.year + 2)  # the first and the last week reach into the years beside
    every = (period for year in years for period in recurring.periods_of(repeat, year))
    met = (p for p in every if p.window is not None and p.window.first <= last and first <= p.window.last)
    return tuple(_due(repeat, period, " ".join(wording.split())) for period in met)


def _due(repeat: Repeat, period: Period, wording: str) -> Period:
    if not wording or period.window is None:
        return period
    found = _DAY.search(wording)
    unreadable = DomainError("schedule_unreadable", field="wording", text=wording)
    if found is None or repeat is Repeat.WEEK:
        raise unreadable
    try:
        on = period.window.last.replace(day=int(found["day"]))
    except ValueError as error:
        raise unreadable from error
    return period.model_copy(update={"due": Deadline.parse(f"hết ngày {format_date(on)}")})
