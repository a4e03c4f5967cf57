"""The deadline graph: a campaign that feeds others should be due before they are, and announced in time for it."""

import datetime as dt
from collections.abc import Sequence

from shared.contracts.campaigns import Campaign, DeadlineWarning, Form
from shared.language.vietnamese import VIETNAM

DUE_AFTER_PARENT = "due_after_parent"
ANNOUNCED_AFTER_PARENT_DUE = "announced_after_parent_due"


def warnings(campaign: Campaign, parents: Sequence[Campaign]) -> tuple[DeadlineWarning, ...]:
    """One warning for each parent and form whose deadline cannot be kept through this campaign, with all reasons."""
    found = []
    for parent in parents:
        for form in campaign.forms:
            wanted = parent.form(form.kind)
            if wanted and (reasons := _reasons(campaign, form, wanted)):
                found.append(
                    DeadlineWarning(
                        parent=parent.id,
                        parent_number=parent.number,
                        form=form.kind,
                        due=form.period.due,
                        parent_due=wanted.period.due,
                        reasons=reasons,
                    )
                )
    return tuple(found)


def _reasons(campaign: Campaign, form: Form, wanted: Form) -> tuple[str, ...]:
    due, parent_due = form.period.due, wanted.period.due
    reasons = []
    if due.boundary > parent_due.boundary:
        reasons.append(DUE_AFTER_PARENT)
    dated = newest_date(campaign)
    if dated is not None and not parent_due.met_by(dt.datetime.combine(dated, dt.time.min, VIETNAM)):
        reasons.append(ANNOUNCED_AFTER_PARENT_DUE)
    return tuple(reasons)


def newest_date(campaign: Campaign) -> dt.date | None:
    """The newest of the dates that the plan carries: nobody had it before; None when it carries none."""
    return max((dated.date for dated in campaign.dates), default=None)
