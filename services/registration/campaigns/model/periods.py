"""Which period of a form is meant: named by an address, due next, or open to whoever owes it."""

from collections.abc import Iterator
from datetime import datetime

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, Period


def current(form: Form, now: datetime) -> Period:
    """The period that is due next; the last one where all are over."""
    return next((period for period in form.periods if period.due.met_by(now)), form.periods[-1])


def following(form: Form, period: Period) -> Period | None:
    """The period after one of the form's; None after the last, and of a form that is sent once."""
    place = form.periods.index(period) + 1
    return form.periods[place] if place < len(form.periods) else None


def offered(form: Form, now: datetime) -> Iterator[Period]:
    """The periods that have opened, and the next one to come. A form that is sent once is there from the start."""
    for period in form.periods:
        yield period
        if period.code is not None and period.opens_at is not None and period.opens_at > now:
            return


def asked_by(campaign: Campaign, code: str, period: str, now: datetime) -> tuple[Form, Period] | None:
    """The form and the period that an address names; where it names none of the campaign's, the first form, and the
    period that is due next. None: the campaign asks for no form yet."""
    form = campaign.form(code) or next(iter(campaign.forms), None)
    return (form, form.period(period or None) or current(form, now)) if form else None
