"""The rows of the lists behind the figures, as people and programs are shown them."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from services.reporting.domain.answers import ItemStatus
from services.reporting.domain.row import RowItem, Waiting
from services.reporting.domain.summary import Bucket, FieldHeading, Group, Reply, Summary
from services.reporting.row_store import ListedRow, Scope
from services.reporting.store import DeskCase, ItemText
from shared.contracts.campaigns import Campaign, CampaignStatus, Extension, FormKind
from shared.contracts.types import Instant
from shared.deadlines import Deadline


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

    ``extended_until`` is a later deadline that it was granted, in the words of the grant; lateness is kept.
    """

    organisation: str
    name: str
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


class ItemRow(BaseModel):
    """A registered item, whose it is and what became of it; ``reason`` is the recipient's."""

    organisation: str
    name: str
    submission: str
    version: int
    item: str
    field: str
    field_number: int | None
    field_name: str
    content: str
    parts: list[str]
    expected: str
    note: str
    status: ItemStatus
    reason: str


class ReplyRow(BaseModel):
    """A field that an organisation answered with an explicit nil, or left without an answer."""

    organisation: str
    name: str
    submission: str
    field: str
    field_number: int | None
    field_name: str
    reply: Reply


def campaign_row(
    campaign: Campaign, names: Mapping[str, str], recipients: Iterable[str], groups: Iterable[tuple[Scope, Group]]
) -> CampaignRow:
    chosen = list(recipients)
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
        bucket=_bucket(found),
        state=row.state,
        delivered_at=row.delivered_at,
        late=row.late,
        items=len(row.items),
        submission=row.submission,
        version=row.version,
        extended_until=extension.due.wording if extension else None,
    )


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
        waiting=waiting,
        since=row.since,
        viewed_at=heard.viewed_at if heard else None,
        assigned_to=heard.assigned_to if heard else None,
        items=len(row.items),
        submission=row.submission or "",
    )


def item_row(found: ListedRow, item: RowItem, text: ItemText, heading: FieldHeading) -> ItemRow:
    return ItemRow(
        organisation=found.organisation,
        name=found.name,
        submission=found.row.submission or "",
        version=found.row.version or 0,
        item=item.item,
        field=heading.code,
        field_number=heading.number,
        field_name=heading.name,
        content=text.content,
        parts=list(text.parts),
        expected=text.expected,
        note=text.note,
        status=item.status,
        reason=item.reason,
    )


def reply_row(found: ListedRow, reply: Reply, heading: FieldHeading) -> ReplyRow:
    return ReplyRow(
        organisation=found.organisation,
        name=found.name,
        submission=found.row.submission or "",
        field=heading.code,
        field_number=heading.number,
        field_name=heading.name,
        reply=reply,
    )
