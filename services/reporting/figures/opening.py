"""The report that an address names, when the person may read it, and how it is shown. Nothing is ever changed here."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query

from services.reporting.dependencies import CurrentContext, ReportingContext
from services.reporting.figures.model.addresses import Address
from services.reporting.figures.model.periods import asked_for, current
from services.reporting.figures.model.rights import may_open_submissions, readable_recipients
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.summary_view import higher_view, summary_view, year_view
from services.reporting.figures.model.views import RecipientView, SummaryView, YearView
from services.reporting.figures.model.year import year_of
from services.reporting.naming import names, with_superiors
from services.reporting.rows.model.row import Scope
from services.reporting.rows.records.building import require_built
from services.reporting.rows.records.reading import groups
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.forms import FormPeriod, PeriodCode
from shared.contracts.types import Slug
from shared.errors import DomainError, Kind, forbidden, not_found


@dataclass(frozen=True)
class ReadableReport:
    """A report that the person may read, and the recipients of the campaign that he may read."""

    context: ReportingContext
    summary: Summary
    recipients: tuple[str, ...]

    @property
    def opens(self) -> bool:
        """Whether the person is shown the submissions, too."""
        return may_open_submissions(self.context.actor, self.summary.recipient)


async def open_report(
    campaign: str,
    context: CurrentContext,
    recipient: Annotated[Slug | None, Query(description="The recipient; by default the first one readable.")] = None,
    form: Annotated[Slug | None, Query(description="The form's code; by default the first one.")] = None,
    period: Annotated[PeriodCode | None, Query(description="By default the newest one that has opened.")] = None,
) -> ReadableReport:
    """The report of a recipient, by default the first that the person may read.

    Raises DomainError ``campaign_not_found``, ``form_not_in_campaign``, ``period_not_in_form``,
    ``recipient_not_in_campaign``, ``report_forbidden`` or ``figures_not_ready``.
    """
    library = context.library
    plan = await library.campaigns.content(campaign)
    if plan is None or plan.status is CampaignStatus.DRAFT:
        raise not_found("campaign", campaign)
    number = plan.number
    asked = asked_for(plan, form, period, context.now)
    if recipient is not None and recipient not in plan.recipients:
        raise DomainError("recipient_not_in_campaign", Kind.NOT_FOUND, field="recipient", id=recipient, number=number)
    recipients = readable_recipients(context.actor, plan, await with_superiors(library, plan.recipients))
    chosen = recipient or next(iter(recipients), None)
    if chosen is None or chosen not in recipients:
        raise forbidden("report_forbidden", number=number)
    await require_built(library)
    return ReadableReport(context, await _summary(context, plan, asked, chosen), recipients)


CurrentReport = Annotated[ReadableReport, Depends(open_report)]
"""The report that the address names."""


async def shown(opened: ReadableReport, address: Address) -> SummaryView:
    """The summary, the campaign's year and what became of items further up; `address` gives the links."""
    report, library = opened.summary, opened.context.library
    numbers = {c.id: c.number for c in await library.announced({campaign for campaign, _ in report.upward})}
    concerned = [report.recipient, *(organisation for _, organisation in report.upward)]
    named = await names(library, concerned, report.day)
    views = {ident: RecipientView(id=ident, name=name) for ident, name in named.items()}
    higher = [
        higher_view(report, numbers.get(campaign, campaign), campaign, views[organisation], address)
        for campaign, organisation in report.upward
    ]
    year, now = await _year(opened, address), opened.context.now
    return summary_view(report, views[report.recipient], year, higher, now=now, address=address)


async def _year(opened: ReadableReport, address: Address) -> YearView | None:
    """Registration and the final report on it beside each other, where the campaign asks for both."""
    report, context = opened.summary, opened.context
    forms = year_of(report.campaign, report.form)
    if forms is None:
        return None
    registration, final = [
        report
        if form is report.form
        else await _summary(context, report.campaign, form.asked_in(current(form, context.now)), report.recipient)
        for form in forms
    ]
    return year_view(registration, final, address)


async def _summary(context: ReportingContext, campaign: Campaign, asked: FormPeriod, recipient: str) -> Summary:
    scope = Scope(campaign.id, *asked, recipient)
    return Summary(campaign, asked, recipient, await groups(context.library, scope))
