"""The figures as people and programs are shown them, the same for both but for the addresses of the lists."""

from datetime import datetime

from pydantic import BaseModel

from services.reporting.figures.model.addresses import Address, Links, Listing, items_of
from services.reporting.figures.model.summary import Bucket, FieldFigures, Reply, Summary
from services.reporting.figures.pages.around import Around, HigherFiguresView, YearView, higher_view, year_view
from services.reporting.lists.rows import RecipientView
from services.reporting.rows.model.answers import ItemStatus
from services.reporting.rows.model.row import Waiting
from shared.contracts.campaigns import CampaignStatus, FormKind
from shared.contracts.items import ResultOutcome
from shared.contracts.types import Instant
from shared.language.vietnamese import VIETNAM
from shared.language.worktime import working_days_between
from shared.rules.lateness import lateness_without


class CampaignView(BaseModel):
    """The campaign that is reported on."""

    id: str
    number: str
    title: str
    year: int
    status: CampaignStatus


class DueView(BaseModel):
    """The form's deadline: the plan's wording, the moment it means, whether that has passed."""

    wording: str
    boundary: Instant
    passed: bool


class OrganisationFigures(BaseModel):
    """How many organisations are in each bucket; ``links`` has the address of the list behind each figure."""

    expected: int
    received: int
    on_time: int
    late: int
    missing: int
    links: Links


class Figures(BaseModel):
    """Figures by state; ``links`` has the address of the list behind each figure that the form has.

    Of a report, ``registered`` is the sum of ``completed``, ``uncompleted`` and ``given_up``; a forecast is never
    counted as completed. ``without_figures``: completed, and no figures show it. What was withdrawn counts as
    registered no longer.
    """

    registered: int
    completed: int
    uncompleted: int
    given_up: int
    without_figures: int
    approved: int
    returned: int
    rejected: int
    awaiting: int
    withdrawn: int
    nil: int
    unanswered: int
    links: Links


STATES = tuple(status.value for status in ItemStatus)
REGISTRATION_FIGURES = ("registered", *STATES, *(reply.value for reply in Reply))
REPORT_FIGURES = ("registered", "completed", "uncompleted", "given_up", "without_figures", *STATES)
"""The figures of each form, in the order in which they are shown."""
IN_DOMAIN = {"completed": "done", "uncompleted": "not_done", "without_figures": "bare"}
"""The figures that people know by other names."""


def figure_names(form: FormKind) -> tuple[str, ...]:
    """The figures that a form has."""
    return REGISTRATION_FIGURES if form is FormKind.REGISTRATION else REPORT_FIGURES


def figure(figures: FieldFigures, name: str) -> int:
    """A figure by the name that people know it by."""
    number: int = getattr(figures, IN_DOMAIN.get(name, name))
    return number


class FieldRow(Figures):
    """A field's figures. ``number`` is the campaign's own; null when an amendment took the field out of the plan."""

    code: str
    number: int | None
    name: str


class VoluntaryView(BaseModel):
    """What organisations sent that were not obliged; never part of the other figures."""

    organisations: int
    items: int
    links: Links


class RatesView(BaseModel):
    """Shares of the expected organisations, 0 to 1; null when none is expected."""

    received: float | None
    on_time: float | None


class StuckView(BaseModel):
    """Submissions that wait in one way: how many, the longest since when and for how many working days."""

    waiting: Waiting
    number: int
    oldest: Instant | None
    working_days: int | None
    link: str


class SummaryView(BaseModel):
    """All figures of a campaign's form as one recipient has it."""

    campaign: CampaignView
    form: FormKind
    form_title: str
    due: DueView
    recipient: RecipientView
    organisations: OrganisationFigures
    rates: RatesView
    stuck: list[StuckView]
    fields: list[FieldRow]
    totals: Figures
    voluntary: VoluntaryView
    year: YearView | None
    higher: list[HigherFiguresView]
    csv: str


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
                "organisations": address(Listing.ORGANISATIONS, bucket=Bucket.VOLUNTARY.value),
                "items": address(items_of(report), voluntary="true"),
            },
        ),
        year=year_view(around.year, address) if around.year else None,
        higher=[higher_view(report, figures, address) for figures in around.higher],
        csv=csv,
    )


def waited(since: datetime | None, now: datetime) -> int | None:
    """Working days from a moment's day to today, in Vietnam."""
    if since is None:
        return None
    return working_days_between(since.astimezone(VIETNAM).date(), now.astimezone(VIETNAM).date())


def _stuck(report: Summary, waiting: Waiting, now: datetime, address: Address) -> StuckView:
    found = report.stuck(waiting)
    return StuckView(
        waiting=waiting,
        number=found.number,
        oldest=found.oldest,
        working_days=waited(found.oldest, now),
        link=address(Listing.STUCK, waiting=waiting.value),
    )


def _organisations(report: Summary, address: Address) -> OrganisationFigures:
    buckets = [bucket for bucket in Bucket if bucket is not Bucket.VOLUNTARY]
    counts = {bucket.value: report.size(bucket) for bucket in buckets}
    links = {bucket.value: address(Listing.ORGANISATIONS, bucket=bucket.value) for bucket in buckets}
    return OrganisationFigures.model_validate({**counts, "links": links})


def _figures(report: Summary, figures: FieldFigures, address: Address, field: str | None) -> dict[str, int | Links]:
    listing = items_of(report)
    links = {
        "registered": address(listing, field=field),
        **{status: address(listing, field=field, status=status) for status in STATES},
        **{reply.value: address(Listing.REPLIES, field=field, reply=reply.value) for reply in Reply},
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
