"""The forms and periods that a queue can be limited to."""

from dataclasses import dataclass
from datetime import datetime

from services.review.cases.filters import QueueFilters
from shared.contracts.campaigns import Campaign
from shared.language.period_names import period_name


@dataclass(frozen=True)
class Offered:
    """Names by code; empty where there is nothing to choose from."""

    forms: dict[str, str]
    periods: dict[str, str]


def offered(campaign: Campaign | None, chosen: QueueFilters, now: datetime) -> Offered:
    """What there is to choose in a campaign: its forms, where it has several, and the periods that have begun.

    The newest period comes first. What is chosen already stays, even where nothing was heard of it.
    """
    forms = {form.code: form.name for form in campaign.forms} if campaign and len(campaign.forms) > 1 else {}
    asked = list(campaign.asked) if campaign else []
    begun = [
        period.code
        for form, period in reversed(asked)
        if period.code and chosen.form in {None, form.code} and (period.opens_at is None or period.opens_at <= now)
    ]
    periods = {code: period_name(code) for code in begun}
    return Offered(_with(forms, chosen.form), _with(periods, chosen.period))


def _with(names: dict[str, str], chosen: str | None) -> dict[str, str]:
    return names if chosen is None else {**names, chosen: names.get(chosen, chosen)}
