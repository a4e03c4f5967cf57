"""The summary as it is shown, made of its figures; the addresses of the lists are its reader's."""

from datetime import datetime

from services.reporting.figures.model.addresses import Address, Links, ReportList, items_of
from services.reporting.figures.model.around import Around, RecipientView, higher_view, year_view
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


def summary_view(report: Summary, around: Around, now: datetime, address: Address, csv: str) -> SummaryView:
    """The summary; `address` gives the links."""
    campaign, form = report.campaign, report.campaign.form(report.form)
    assert form is not None
    figures = report.figures
    expected = report.size(Bucket.EXPECTED)
    return SummaryView(
        campaign=CampaignView.model_validate(campaign, from_attributes=True),
        form=report.form,
        form_title=form.title,
        due=DueView(
            wording=form.period.due.wording,
            boundary=form.period.due.boundary,
            passed=lateness_without(form.period.due, None, now).late,
        ),
        recipient=RecipientView(id=report.recipient, name=around.recipient),
        organisations=_organisations(report, address),
        rates=RatesView(
            received=_share(report.size(Bucket.RECEIVED), expected),
            on_time=_share(report.size(Bucket.ON_TIME), expected),
        ),
        stuck=[_stuck(report, waiting, now, address) for waiting in Waiting],
        fields=[
            FieldRow.model_validate(heading._asdict() | _figures(report, figures[heading.code], address, heading.code))
            for heading in report.headings
        ],
        totals=Figures.model_validate(_figures(report, report.total, address, None)),
        voluntary=VoluntaryView(
            organisations=report.size(Bucket.VOLUNTARY),
            items=report.items(voluntary=True),
            links={
                "organisations": address(ReportList.ORGANISATIONS, bucket=Bucket.VOLUNTARY.value),
                "items": address(items_of(report), voluntary="true"),
            },
        ),
        year=year_view(around.year, address) if around.year else None,
        higher=[higher_view(report, figures, address) for figures in around.higher],
        csv=csv,
    )


def _stuck(report: Summary, waiting: Waiting, now: datetime, address: Address) -> StuckView:
    found = report.stuck(waiting)
    return StuckView(
        waiting=waiting,
        number=found.number,
        oldest=found.oldest,
        working_days=waited(found.oldest, now),
        link=address(ReportList.STUCK, waiting=waiting.value),
    )


def _organisations(report: Summary, address: Address) -> OrganisationFigures:
    buckets = [bucket for bucket in Bucket if bucket is not Bucket.VOLUNTARY]
    counts = {bucket.value: report.size(bucket) for bucket in buckets}
    links = {bucket.value: address(ReportList.ORGANISATIONS, bucket=bucket.value) for bucket in buckets}
    return OrganisationFigures.model_validate({**counts, "links": links})


def _figures(report: Summary, figures: FieldFigures, address: Address, field: str | None) -> dict[str, int | Links]:
    listing = items_of(report)
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
    return {**numbers, "links": {name: links[name] for name in figure_names(report.form)}}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
