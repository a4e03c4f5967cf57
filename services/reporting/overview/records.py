"""What a recipient itself sent to the campaigns that its own campaign feeds."""

from typing import NamedTuple

from services.reporting.figures.opening import ReadableReport
from services.reporting.naming import names
from services.reporting.rows.model.row import ObligationRow, Scope
from services.reporting.rows.records.reading import of_organisation
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormKind
from shared.language.deadlines import Deadline
from shared.rules.obligations import ever_obliged, obliged_for


class UpwardRow(NamedTuple):
    """What a recipient sent, as a unit itself, to a recipient of a campaign above, or what it owes it."""

    number: str
    form: FormKind
    name: str
    due: Deadline
    row: ObligationRow


async def sent_upward(opened: ReadableReport) -> list[UpwardRow]:
    """Every form that the recipient owes above, with where it stands there; none for who may not open it."""
    library, report = opened.context.library, opened.summary
    if not opened.opens:
        return []
    asked: dict[Scope, tuple[Campaign, Form]] = {
        Scope(campaign.id, form.kind, recipient): (campaign, form)
        for campaign in await library.announced(report.campaign.parents)
        if report.recipient in ever_obliged(campaign)
        for form in campaign.forms
        for recipient in campaign.recipients
        if report.recipient in obliged_for(campaign, form.kind)
    }
    found = await of_organisation(library, asked, report.recipient)
    named = await names(library, {scope.recipient for scope in asked}, report.day)
    return [
        UpwardRow(
            campaign.number, form.kind, named[scope.recipient], form.period.due, found.get(scope, ObligationRow())
        )
        for scope, (campaign, form) in asked.items()
    ]
