"""What a recipient itself sent to the campaigns that its own campaign feeds."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from services.reporting.figures.model.periods import current
from services.reporting.figures.opening import ReadableReport
from services.reporting.naming import names
from services.reporting.rows.model.row import ObligationRow, Scope
from services.reporting.rows.records.reading import of_organisation
from shared.contracts.campaigns import Campaign
from shared.language.deadlines import Deadline
from shared.rules.naming import asked_name
from shared.rules.obligations import Obligation, ever_obliged, obliged_for


class UpwardRow(NamedTuple):
    """What a recipient sent, as a unit itself, to a recipient of a campaign above, or what it owes it.

    `form` is what the form is called, with its period where it is repeated.
    """

    number: str
    form: str
    name: str
    due: Deadline
    row: ObligationRow


async def sent_upward(opened: ReadableReport) -> list[UpwardRow]:
    """Every form that the recipient owes above, in its current period, with where it stands there; none for who may not
    open it."""
    library, report = opened.context.library, opened.summary
    if not opened.opens:
        return []
    owed: dict[Scope, Obligation] = {
        Scope(campaign.id, *one.asked, recipient): one
        for campaign in await library.announced(report.campaign.parents)
        if report.recipient in ever_obliged(campaign)
        for one in _owed(campaign, report.recipient, opened.context.now)
        for recipient in campaign.recipients
    }
    found = await of_organisation(library, owed, report.recipient)
    named = await names(library, {scope.recipient for scope in owed}, report.day)
    return [
        UpwardRow(
            one.campaign.number,
            asked_name(one.campaign, one.asked),
            named[scope.recipient],
            one.period.due,
            found.get(scope, ObligationRow()),
        )
        for scope, one in owed.items()
    ]


def _owed(campaign: Campaign, organisation: str, now: datetime) -> Iterator[Obligation]:
    """What an organisation owes of each form in its current period."""
    for form in campaign.forms:
        owed = Obligation(campaign, form, current(form, now), organisation)
        if organisation in obliged_for(campaign, owed.asked):
            yield owed
