"""Deadlines: as an administrator types them, read back in words, and in the graph of campaigns that feed others: one
should be due before those that it feeds, and announced in time for them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from shared.contracts.campaigns import Campaign, DeadlineWarning
from shared.contracts.forms import Form, Period
from shared.errors import DomainError
from shared.language.deadlines import Deadline
from shared.language.vietnamese import VIETNAM
from shared.rules.counterparts import counterpart

DUE_AFTER_PARENT = "due_after_parent"
ANNOUNCED_AFTER_PARENT_DUE = "announced_after_parent_due"


def deadline(text: str, *, field: str) -> Deadline:
    """A deadline as typed. Raises what `Deadline.parse` raises, naming the field."""
    try:
        return Deadline.parse(text)
    except DomainError as error:
        raise DomainError(error.code, error.kind, field=field, **error.params) from error
    except ValidationError as error:
        raise DomainError("deadline_unreadable", field=field, text=text.strip()) from error


def meaning(due: Deadline) -> dict[str, Any]:
    """The last minute of a deadline, for people; `whole` when a clock time is meant to the minute."""
    last = due.boundary.astimezone(VIETNAM)
    if due.time is None or not due.inclusive:
        last = last.fromtimestamp(last.timestamp() - 60, VIETNAM)
    return {"time": f"{last:%H:%M}", "date": last.date()}


def warnings(campaign: Campaign, parents: Sequence[Campaign]) -> tuple[DeadlineWarning, ...]:
    """One warning for each parent, form and period whose deadline cannot be kept through this campaign, with all
    reasons."""
    edges = ((parent, form, period) for parent in parents for form, period in campaign.asked)
    found = (_warning(campaign, form, period, parent) for parent, form, period in edges)
    return tuple(warning for warning in found if warning is not None)


def _warning(campaign: Campaign, form: Form, period: Period, parent: Campaign) -> DeadlineWarning | None:
    above = counterpart(parent, form, period)
    if above is None:
        return None
    wanted = above[1]
    if not (reasons := _reasons(campaign, period.due, wanted.due)):
        return None
    return DeadlineWarning(
        parent=parent.id,
        parent_number=parent.number,
        form=form.code,
        period=period.code,
        due=period.due,
        parent_due=wanted.due,
        reasons=reasons,
    )


def _reasons(campaign: Campaign, due: Deadline, parent_due: Deadline) -> tuple[str, ...]:
    dated = newest_date(campaign)
    late = dated is not None and not parent_due.met_by(dt.datetime.combine(dated, dt.time.min, VIETNAM))
    reasons = {DUE_AFTER_PARENT: due.boundary > parent_due.boundary, ANNOUNCED_AFTER_PARENT_DUE: late}
    return tuple(reason for reason, holds in reasons.items() if holds)


def newest_date(campaign: Campaign) -> dt.date | None:
    """The newest of the dates that the plan carries: nobody had it before; None when it carries none."""
    return max((dated.date for dated in campaign.dates), default=None)
