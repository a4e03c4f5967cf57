"""Loads what figures are made of and lets the model decide whether and what to show. Nothing is ever changed here."""

from dataclasses import dataclass

from services.reporting.context import ReportingContext
from services.reporting.figures.model.around import Around, HigherFigures, Year
from services.reporting.figures.model.rights import may_open_submissions, readable_recipients
from services.reporting.figures.model.summary import Summary
from services.reporting.naming import names, with_superiors
from services.reporting.rows.model.scope import Scope
from services.reporting.rows.records.building import require_built
from services.reporting.rows.records.reading import groups
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
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
    context: ReportingContext, campaign_id: str, form: FormKind, recipient: str | None
) -> ReadableReport:
    """The report of a recipient, by default the first that the person may read.

    Raises DomainError ``campaign_not_found``, ``form_not_in_campaign``, ``recipient_not_in_campaign``,
    ``report_forbidden`` or ``figures_not_ready``.
    """
    library = context.library
    campaign = await library.campaigns.content(campaign_id)
    if campaign is None or campaign.status is CampaignStatus.DRAFT:
        raise not_found("campaign", campaign_id)
    _require_part(campaign, form, recipient)
    known = await with_superiors(library, campaign.recipients)
    recipients = readable_recipients(context.actor, campaign, known)
    chosen = recipient or next(iter(recipients), None)
    if chosen is None or chosen not in recipients:
        raise forbidden("report_forbidden", number=campaign.number)
    await require_built(library)
    return ReadableReport(context, await _summary(context, campaign, form, chosen), recipients)


async def around(opened: ReadableReport) -> Around:
    """What a summary shows beside its own figures."""
    report = opened.summary
    named = await names(opened.context.library, [report.recipient], report.day)
    return Around(named[report.recipient], await _year(opened), await _higher(opened))


async def _year(opened: ReadableReport) -> Year | None:
    """Registration and completion beside each other, where the campaign asks for both."""
    report, pair = opened.summary, (FormKind.REGISTRATION, FormKind.COMPLETION)
    if any(report.campaign.form(form) is None for form in pair):
        return None
    return Year(
        *[
            report if form is report.form else await _summary(opened.context, report.campaign, form, report.recipient)
            for form in pair
        ]
    )


async def _higher(opened: ReadableReport) -> list[HigherFigures]:
    """How many items were carried to each higher recipient and what became of them there."""
    library, report = opened.context.library, opened.summary
    numbers = {c.id: c.number for c in await library.announced({campaign for campaign, _ in report.upward})}
    named = await names(library, [organisation for _, organisation in report.upward], report.day)
    return [
        HigherFigures(campaign, numbers.get(campaign, campaign), organisation, named[organisation], counts)
        for (campaign, organisation), counts in report.upward.items()
    ]


async def _summary(context: ReportingContext, campaign: Campaign, form: FormKind, recipient: str) -> Summary:
    scope = Scope(campaign.id, form, recipient)
    return Summary(campaign, form, recipient, await groups(context.library, scope))


def _require_part(campaign: Campaign, form: FormKind, recipient: str | None) -> None:
    if campaign.form(form) is None:
        raise DomainError("form_not_in_campaign", Kind.NOT_FOUND, field="form", form=form, number=campaign.number)
    if recipient is not None and recipient not in campaign.recipients:
        raise DomainError(
            "recipient_not_in_campaign", Kind.NOT_FOUND, field="recipient", id=recipient, number=campaign.number
        )
