"""The rows of the lists behind the figures, as people and programs are shown them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel

from services.reporting.figures.model.summary import Bucket, Group, Reply, Summary
from services.reporting.figures.model.upward import Standing
from services.reporting.rows.model.answers import ItemStatus
from services.reporting.rows.model.row import Waiting
from services.reporting.rows.records import ListedRow, Scope
from services.reporting.stores import DeskCase
from shared.contracts.campaigns import Campaign, CampaignStatus, Extension, FormKind
from shared.contracts.organisations import Organisation
from shared.contracts.types import Instant
from shared.language.deadlines import Deadline
from shared.sheets.fields import FieldHeading


class RecipientView(BaseModel):
    """An organisation that a campaign's forms are sent to."""

    id: str
    name: str


class LineView(BaseModel):
    """A form with a recipient in one line; `oldest` is the moment since which something waits there."""

    form: FormKind
    recipient: RecipientView
    due: Deadline
    expected: int
    received: int
    late: int
    stuck: int
    oldest: Instant | None


class CampaignRow(BaseModel):
    """A campaign, its forms and the recipients whose figures the person may read, with their figures in one line."""

    id: str
    number: str
    title: str
    year: int
    status: CampaignStatus
    forms: list[FormKind]
    recipients: list[RecipientView]
    lines: list[LineView]


class OrganisationRow(BaseModel):
    """An organisation and what counts for it. ``delivered_at`` and ``late`` are of its first delivery that stands.

    ``extended_until`` is a later deadline that it was granted, in the words of the grant; lateness is kept. ``now`` is
    how it, or who took its place, is called today, where that is another name than the campaign shows.
    """

    organisation: str
    name: str
    now: str | None = None
    bucket: Bucket
    state: str
    delivered_at: Instant | None = None
    late: bool | None = None
    items: int = 0
    submission: str | None = None
    version: int | None = None
    extended_until: str | None = None


class StuckRow(BaseModel):
    """A submission that waits: since when, and what its desk did with it so far."""

    organisation: str
    name: str
    now: str | None = None
    waiting: Waiting
    since: Instant | None
    viewed_at: Instant | None
    assigned_to: str | None
    items: int
    submission: str


class UpwardRow(BaseModel):
    """What a recipient sent, as a unit itself, to the campaign that its own campaign feeds."""

    campaign: str
    number: str
    form: FormKind
    recipient: str
    name: str
    due: Deadline
    state: str
    delivered_at: Instant | None
    late: bool | None
    submission: str | None
    items: int


class HigherFigures(NamedTuple):
    """How many items were carried to a higher recipient of a campaign, and what became of them there."""

    campaign: str
    number: str
    recipient: str
    name: str
    counts: dict[Standing, int]


class ReplyRow(BaseModel):
    """A field that an organisation answered with an explicit nil, or left without an answer."""

    organisation: str
    name: str
    now: str | None = None
    submission: str
    field: str
    field_number: int | None
    field_name: str
    reply: Reply


def campaign_row(
    campaign: Campaign,
    known: Mapping[str, Organisation],
    chosen: Sequence[str],
    groups: Iterable[tuple[Scope, Group]],
) -> CampaignRow:
    """`known`: the recipients, as far as they were heard of; they are shown by the names of the campaign's day."""
    day = campaign.day(dt.date.max)
    names = {ident: known[ident].name_on(day) if ident in known else ident for ident in chosen}
    mine = [(scope, group) for scope, group in groups if scope.campaign == campaign.id]
    return CampaignRow(
        id=campaign.id,
        number=campaign.number,
        title=campaign.title,
        year=campaign.year,
        status=campaign.status,
        forms=[form.kind for form in campaign.forms],
        recipients=[RecipientView(id=recipient, name=names[recipient]) for recipient in chosen],
        lines=[
            _line(campaign, form.kind, RecipientView(id=recipient, name=names[recipient]), mine)
            for recipient in chosen
            for form in campaign.forms
        ],
    )


def _line(
    campaign: Campaign, form: FormKind, recipient: RecipientView, groups: Iterable[tuple[Scope, Group]]
) -> LineView:
    scope, asked = Scope(campaign.id, form, recipient.id), campaign.form(form)
    assert asked is not None
    summary = Summary(campaign, form, recipient.id, [group for where, group in groups if where == scope])
    stuck = [summary.stuck(waiting) for waiting in Waiting]
    return LineView(
        form=form,
        recipient=recipient,
        due=asked.period.due,
        expected=summary.size(Bucket.EXPECTED),
        received=summary.size(Bucket.RECEIVED),
        late=summary.size(Bucket.LATE),
        stuck=sum(one.number for one in stuck),
        oldest=min((one.oldest for one in stuck if one.oldest), default=None),
    )


def organisation_row(found: ListedRow, extension: Extension | None) -> OrganisationRow:
    row = found.row
    return OrganisationRow(
        organisation=found.organisation,
        name=found.name,
        now=found.now,
        bucket=_bucket(found),
        state=row.state,
        delivered_at=row.delivered_at,
        late=row.late,
        items=registered(found),
        submission=row.submission,
        version=row.version,
        extended_until=extension.due.wording if extension else None,
    )


def registered(found: ListedRow) -> int:
    """How many items a row has that count."""
    return sum(item.status is not ItemStatus.WITHDRAWN for item in found.row.items)


def _bucket(found: ListedRow) -> Bucket:
    if not found.obliged:
        return Bucket.VOLUNTARY
    if not found.row.counts:
        return Bucket.MISSING
    return Bucket.LATE if found.row.late else Bucket.ON_TIME


def stuck_row(found: ListedRow, waiting: Waiting, case: DeskCase | None) -> StuckRow:
    row = found.row
    heard = case if case and case.version == row.version else None
    return StuckRow(
        organisation=found.organisation,
        name=found.name,
        now=found.now,
        waiting=waiting,
        since=row.since,
        viewed_at=heard.viewed_at if heard else None,
        assigned_to=heard.assigned_to if heard else None,
        items=registered(found),
        submission=row.submission or "",
    )


def reply_row(found: ListedRow, reply: Reply, heading: FieldHeading) -> ReplyRow:
    return ReplyRow(
        organisation=found.organisation,
        name=found.name,
        now=found.now,
        submission=found.row.submission or "",
        field=heading.code,
        field_number=heading.number,
        field_name=heading.name,
        reply=reply,
    )
