"""The summary as it is shown, made of its figures; the addresses of the lists are its reader's."""

from datetime import datetime

from services.reporting.figures.model.addresses import Address, ReportList
from services.reporting.figures.model.around import HigherFiguresView, RecipientView, YearView
from services.reporting.figures.model.buckets import Bucket, Reply
from services.reporting.figures.model.by_field import FieldFigures
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.views import (
    IN_DOMAIN,
    STATES,
    CampaignView,
    DueView,
    FieldRow,
    Figures,
    OrganisationFigures,
    RatesView,
    StuckView,
    SummaryView,
    VoluntaryView,
    figure,
    figure_names,
)
from services.reporting.figures.model.working_days import waited
from services.reporting.rows.model.row import Waiting
from shared.contracts.items import ResultOutcome
from shared.rules.lateness import lateness_without


def summary_view(
    report: Summary,
    recipient: RecipientView,
    year: YearView | None,
    higher: list[HigherFiguresView],
    *,
    now: datetime,
    address: Address,
) -> SummaryView:
    """The summary with what is shown beside its own figures; `address` gives the links."""
    campaign, form, figures = report.campaign, report.asked, report.figures
    expected = report.size(Bucket.EXPECTED)
    return SummaryView(
        campaign=CampaignView(**vars(campaign)),
        form=report.form,
        form_title=form.title,
        due=DueView(
            wording=form.period.due.wording,
            boundary=form.period.due.boundary,
            passed=lateness_without(form.period.due, None, now).late,
        ),
        recipient=recipient,
        organisations=_organisations(report, address),
        rates=RatesView(
            received=_share(report.size(Bucket.RECEIVED), expected),
            on_time=_share(report.size(Bucket.ON_TIME), expected),
        ),
        stuck=[_stuck(report, waiting, now, address) for waiting in Waiting],
        fields=[
            FieldRow(**heading._asdict() | vars(_figures(report, figures[heading.code], address, heading.code)))
            for heading in report.headings
        ],
        totals=_figures(report, report.total, address, None),
        voluntary=VoluntaryView(
            organisations=report.size(Bucket.VOLUNTARY),
            items=report.items(voluntary=True),
            links={
                "organisations": address(ReportList.ORGANISATIONS, bucket=Bucket.VOLUNTARY.value),
                "items": address(report.question.items, voluntary="true"),
            },
        ),
        year=year,
        higher=higher,
        csv=report.question.csv(ReportList.SUMMARY),
    )


def _stuck(report: Summary, waiting: Waiting, now: datetime, address: Address) -> StuckView:
    found = report.stuck(waiting)
    days, link = waited(found.oldest, now), address(ReportList.STUCK, waiting=waiting.value)
    return StuckView(**found._asdict(), waiting=waiting, working_days=days, link=link)


def _organisations(report: Summary, address: Address) -> OrganisationFigures:
    buckets = [bucket for bucket in Bucket if bucket is not Bucket.VOLUNTARY]
    counts = {bucket.value: report.size(bucket) for bucket in buckets}
    links = {bucket.value: address(ReportList.ORGANISATIONS, bucket=bucket.value) for bucket in buckets}
    return OrganisationFigures(**counts, links=links)


def _figures(report: Summary, figures: FieldFigures, address: Address, field: str | None) -> Figures:
    listing = report.question.items
    links = {
        "registered": address(listing, field=field),
        **{status: address(listing, field=field, status=status) for status in STATES},
        **{reply.value: address(ReportList.REPLIES, field=field, reply=reply.value) for reply in Reply},
        **{
            name: address(listing, field=field, outcome=ResultOutcome(IN_DOMAIN.get(name, name)).value)
            for name in ("completed", "uncompleted", "given_up")
        },
        "without_figures": address(listing, field=field, bare="true"),
    }
    numbers = {name: figure(figures, name) for name in links}
    return Figures(**numbers, links={name: links[name] for name in figure_names(report.form)})


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
