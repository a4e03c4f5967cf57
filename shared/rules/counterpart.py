"""Which form of a campaign above asks for the same as one below: a deadline below is measured by the one above."""

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormPeriod, Period


def counterpart(parent: Campaign, form: Form, period: Period) -> FormPeriod | None:
    """What the parent asks for by the form's code, else by being its only form of that sort, in the same period.

    Of one sort are forms of a kind, and among reports those that look at progress only; a form that is sent once never
    meets one that is repeated. None where the parent asks for nothing like it.
    """
    alike = [other for other in parent.forms if (other.kind, other.interim) == (form.kind, form.interim)]
    named = [other for other in alike if other.code == form.code]
    found = named or (alike if len(alike) == 1 else [])
    return next((other.asked_in(same) for other in found if (same := other.period(period.code))), None)
