"""Which form an address speaks of, in which of its periods, and how one gets from period to period."""

from datetime import datetime
from typing import NamedTuple

from services.reporting.figures.model.addresses import Question
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormPeriod, Period
from shared.errors import DomainError, Kind
from shared.language.period_names import period_name


def current(form: Form, now: datetime) -> Period:
    """The newest period of a form that has opened by now, its first one while none has.

    One without a moment of its own is open from the announcement on.
    """
    return opened_by(form, now)[-1]


def opened_by(form: Form, now: datetime) -> list[Period]:
    """The periods of a form that have opened by now, the first one at least."""
    found = [period for period in form.periods if period.opens_at is None or period.opens_at <= now]
    return found or [form.periods[0]]


def before(form: Form, code: str | None) -> Period | None:
    """The period before one of a form's."""
    codes = [period.code for period in form.periods]
    place = codes.index(code)
    return form.periods[place - 1] if place else None


def asked_for(campaign: Campaign, form: str | None, period: str | None, now: datetime) -> FormPeriod:
    """The form that an address names, by default the first one that reports on no other, in its period, by default the
    current one.

    Raises DomainError ``form_not_in_campaign`` and ``period_not_in_form``.
    """
    first = next((one for one in campaign.forms if one.answers is None), next(iter(campaign.forms), None))
    found = first if form is None else campaign.form(form)
    if found is None:
        raise DomainError("form_not_in_campaign", Kind.NOT_FOUND, field="form", form=form, number=campaign.number)
    if period is None:
        return found.asked_in(current(found, now))
    if found.period(period) is None:
        raise DomainError("period_not_in_form", Kind.NOT_FOUND, field="period", value=period, form=found.name)
    return FormPeriod(found.code, period)


class PeriodChoice(NamedTuple):
    """The periods of a repeated form: their names by code, and the questions of the ones beside the one shown."""

    names: dict[str, str]
    before: Question | None
    after: Question | None


def choice_of(form: Form, question: Question) -> PeriodChoice | None:
    """The periods that a page offers; None for a form that is sent once."""
    codes = [period.code for period in form.periods if period.code is not None]
    if question.period not in codes:
        return None
    place = codes.index(question.period)
    before, after = codes[:place][-1:], codes[place + 1 :][:1]
    return PeriodChoice(
        {code: period_name(code) for code in codes},
        *(question._replace(period=one[0]) if one else None for one in (before, after)),
    )
