"""How a form is called in one of its periods."""

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormPeriod
from shared.language.period_names import period_name


def asked_name(campaign: Campaign | None, asked: FormPeriod) -> str:
    """The form's name, and its period's where it is repeated: "Khảo sát hài lòng, Tuần 31/2026"; its code where nothing
    was heard of it."""
    form = campaign.form(asked.form) if campaign else None
    name = form.name if form else asked.form
    return f"{name}, {period_name(asked.period)}" if asked.period else name
