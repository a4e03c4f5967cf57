"""Which two forms of a campaign its year is seen in: what was registered, and what became of it in the end."""

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form
from shared.forms.registry import kind_of

OUTCOMES = {"completed", "uncompleted", "given_up"}
"""The figures that a final report is told in."""


def year_of(campaign: Campaign, shown: Form) -> tuple[Form, Form] | None:
    """A registration and the final report on it, beside the form that is shown; None where there are not both.

    What was registered in several periods is no one list, so it stands beside nothing.
    """
    registration = campaign.form(shown.answers) if shown.answers else shown
    if registration is None or registration.repeat is not None:
        return None
    finals = [one for one in campaign.forms if one.answers == registration.code and _is_final(one)]
    final = shown if shown in finals else next(iter(finals), None)
    return (registration, final) if final else None


def _is_final(form: Form) -> bool:
    return not form.interim and kind_of(form).figures.keys() >= OUTCOMES
