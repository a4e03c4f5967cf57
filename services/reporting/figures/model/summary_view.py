"""The summary as it is shown, made of its figures; the addresses of the lists are its reader's."""

from datetime import datetime

from services.reporting.figures.model.addresses import Address, ReportList
from services.reporting.figures.model.buckets import Bucket, Reply
from services.reporting.figures.model.by_field import STATES, FieldFigures, figure_names
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.model.views import (
    CampaignView,
    DueView,
    FieldRow,
    Figures,
    HigherFiguresView,
    OrganisationFigures,
    RatesView,
    RecipientView,
    StuckView,
    SummaryView,
    VoluntaryView,
    YearView,
    waited,
)
from services.reporting.rows.model.figures import Standing, UpwardFigure
from services.reporting.rows.model.row import Waiting
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
    due, figures, expected = report.period.due, report.figures, report.size(Bucket.EXPECTED)
    return SummaryView(
        campaign=CampaignView(**vars(report.campaign)),
        form=report.asked.form,
        form_title=report.form.title,
        period=report.asked.period,
        due=DueView(wording=due.wording, boundary=due.boundary, passed=lateness_without(due, None, now).late),
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
                "organisations": address(report.question, ReportList.ORGANISATIONS, bucket=Bucket.VOLUNTARY.value),
                "items": address(report.question, report.listing, voluntary="true"),
            },
        ),
        year=year,
        higher=higher,
        csv=report.question.csv(ReportList.SUMMARY),
    )


def _stuck(report: Summary, waiting: Waiting, now: datetime, address: Address) -> StuckView:
    found = report.stuck(waiting)
    days, link = waited(found.oldest, now), address(report.question, ReportList.STUCK, waiting=waiting.value)
    return StuckView(**found._asdict(), waiting=waiting, working_days=days, link=link)


def _organisations(report: Summary, address: Address) -> OrganisationFigures:
    buckets = [bucket for bucket in Bucket if bucket is not Bucket.VOLUNTARY]
    counts = {bucket.value: report.size(bucket) for bucket in buckets}
    links = {one.value: address(report.question, ReportList.ORGANISATIONS, bucket=one.value) for one in buckets}
    return OrganisationFigures(**counts, links=links)


def _figures(report: Summary, figures: FieldFigures, address: Address, field: str | None) -> Figures:
    question, listing = report.question, report.listing
    links = {
        "registered": address(question, listing, field=field),
        **{status: address(question, listing, field=field, status=status) for status in STATES},
        **{reply.value: address(question, ReportList.REPLIES, field=field, reply=reply.value) for reply in Reply},
        **{name: address(question, listing, field=field, outcome=own) for name, own in report.kind.figures.items()},
    }
    names = figure_names(report.kind)
    return Figures.model_validate({name: figures[name] for name in names} | {"links": {n: links[n] for n in names}})


def year_view(registration: Summary, final: Summary, address: Address) -> YearView:
    """What was registered, and what the final reports say became of it."""
    before, after = (_figures(report, report.total, address, None) for report in (registration, final))
    parts = {
        "registered": (before, "registered"),
        "approved": (before, "approved"),
        "reported": (after, "registered"),
        "completed": (after, "completed"),
        "uncompleted": (after, "uncompleted"),
        "given_up": (after, "given_up"),
    }
    counts = {name: getattr(figures, figure) for name, (figures, figure) in parts.items()}
    return YearView(**counts, links={name: figures.links[figure] for name, (figures, figure) in parts.items()})


def higher_view(
    report: Summary, number: str, campaign: str, recipient: RecipientView, address: Address
) -> HigherFiguresView:
    """What became of the report's items with a recipient of the campaign of that number."""
    question = report.question
    counts = {one.value: items for one, items in report.upward[campaign, recipient.id].items()}
    names = {one.value: UpwardFigure(campaign, recipient.id, one).name for one in Standing}
    links = {one: address(question, report.listing, upward=name) for one, name in names.items()}
    return HigherFiguresView(campaign=campaign, number=number, recipient=recipient, **counts, links=links)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
