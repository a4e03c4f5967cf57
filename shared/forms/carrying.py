"""Which of a campaign's forms is consolidated: its items are carried upward one by one."""

from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormPeriod, Period
from shared.forms.registry import kind_of


def carrying(campaign: Campaign) -> tuple[Form, Period] | None:
    """The first form of a kind that carries items, in its first period; None: the campaign has none."""
    return next((one for one in campaign.asked if kind_of(one[0]).carries), None)


def carried(campaign: Campaign) -> FormPeriod | None:
    """The same by its codes."""
    found = carrying(campaign)
    return found[0].asked_in(found[1]) if found else None
