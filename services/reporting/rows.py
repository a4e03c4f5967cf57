"""The rows of the lists behind the figures, as people and programs are shown them."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from services.reporting.domain.answers import ItemStatus
from services.reporting.domain.summary import (
    Bucket,
    FieldHeading,
    FieldReply,
    ItemStanding,
    OrganisationStanding,
    Reply,
)
from services.reporting.store import ItemText
from shared.contracts.campaigns import Campaign, CampaignStatus, FormKind
from shared.contracts.submissions import RecipientStatus
from shared.contracts.types import Instant

NOT_SENT = "not_sent"


class RecipientView(BaseModel):
    """An organisation that a campaign's forms are sent to."""

    id: str
    name: str


class CampaignRow(BaseModel):
    """A campaign, its forms and the recipients whose figures the person may read."""

    id: str
    number: str
    title: str
    year: int
    status: CampaignStatus
    forms: list[FormKind]
    recipients: list[RecipientView]


class OrganisationRow(BaseModel):
    """An organisation and what counts for it. ``delivered_at`` and ``late`` are of its first delivery that stands."""

    organisation: str
    name: str
    bucket: Bucket
    state: str
    delivered_at: Instant | None = None
    late: bool | None = None
    items: int = 0
    submission: str | None = None
    version: int | None = None


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


def campaign_row(campaign: Campaign, names: Mapping[str, str], recipients: Iterable[str]) -> CampaignRow:
    return CampaignRow(
        id=campaign.id,
        number=campaign.number,
        title=campaign.title,
        year=campaign.year,
        status=campaign.status,
        forms=[form.kind for form in campaign.forms],
        recipients=[RecipientView(id=recipient, name=names[recipient]) for recipient in recipients],
    )


def organisation_row(name: str, standing: OrganisationStanding) -> OrganisationRow:
    answer = standing.answer
    if answer is None:
        return OrganisationRow(
            organisation=standing.organisation,
            name=name,
            bucket=standing.bucket,
            state=RecipientStatus.WITHDRAWN.value if standing.withdrawn else NOT_SENT,
            submission=standing.withdrawn,
        )
    return OrganisationRow(
        organisation=standing.organisation,
        name=name,
        bucket=standing.bucket,
        state=answer.state.value,
        delivered_at=answer.delivered_at,
        late=answer.late,
        items=len(answer.items),
        submission=answer.submission,
        version=answer.version,
    )


def item_row(name: str, standing: ItemStanding, text: ItemText, heading: FieldHeading) -> ItemRow:
    answer = standing.answer
    return ItemRow(
        organisation=answer.organisation,
        name=name,
        submission=answer.submission,
        version=answer.version,
        item=standing.item.item,
        field=heading.code,
        field_number=heading.number,
        field_name=heading.name,
        content=text.content,
        parts=list(text.parts),
        expected=text.expected,
        note=text.note,
        status=standing.item.status,
        reason=standing.item.reason,
    )


def reply_row(name: str, reply: FieldReply, heading: FieldHeading) -> ReplyRow:
    return ReplyRow(
        organisation=reply.answer.organisation,
        name=name,
        submission=reply.answer.submission,
        field=heading.code,
        field_number=heading.number,
        field_name=heading.name,
        reply=reply.reply,
    )
