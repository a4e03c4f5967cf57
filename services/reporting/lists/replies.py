"""The fields that organisations answered with nil, or not at all."""

from typing import Self

from pydantic import BaseModel

from services.reporting.figures.model.addresses import Listing
from services.reporting.figures.model.buckets import Bucket, Reply, rows_in
from services.reporting.figures.opening import CurrentReport
from services.reporting.lists.model.windows import cut
from services.reporting.lists.question import WHO, ReportQuestion
from services.reporting.rows.model.scope import ListedRow
from services.reporting.rows.records.reading import rows
from shared.contracts.types import Slug
from shared.sheets.fields import FieldHeading, field_title
from shared.web.lists import Column, ListDescription


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

    @classmethod
    def of(cls, found: ListedRow, reply: Reply, heading: FieldHeading) -> Self:
        return cls(
            organisation=found.organisation,
            name=found.name,
            now=found.now,
            submission=found.row.submission or "",
            field=heading.code,
            field_number=heading.number,
            field_name=heading.name,
            reply=reply,
        )


class ReplyQuestion(ReportQuestion):
    """Which answers without an item are listed: nil or none at all, of one field or of all."""

    listing = Listing.REPLIES

    def __init__(self, opened: CurrentReport, reply: Reply = Reply.NIL, field: Slug | None = None) -> None:
        super().__init__(opened, reply=reply.value, field=field)
        self.reply = reply
        self.field = field
        self.report.require(field)

    async def rows(self, window: slice) -> tuple[list[ReplyRow], int]:
        """Ordered as items are."""
        listed: list[ReplyRow] = []
        headings = [heading for heading in self.report.headings if self.field in {None, heading.code}]
        for heading, part in cut([(h, self.report.replies(self.reply, h.code)) for h in headings], window):
            nil = {"public.nil_fields": heading.code}
            none = {"public.nil_fields": {"$ne": heading.code}, "public.items.field": {"$ne": heading.code}}
            wanted = {**rows_in(Bucket.RECEIVED), **(nil if self.reply is Reply.NIL else none)}
            found = await rows(self.library, self.report.scope, wanted, part)
            listed += [ReplyRow.of(row, self.reply, heading) for row in found]
        return listed, self.report.replies(self.reply, self.field)


COLUMNS: tuple[Column[ReplyRow], ...] = (
    Column("field", lambda row, _: field_title(row.field_number, row.field_name)),
    Column("organisation", lambda row, _: row.name),
    Column("reply", lambda row, say: say(f"reply_{row.reply}")),
    Column("submission", lambda row, _: row.submission),
    *WHO,
)
REPLIES = ListDescription(
    name=Listing.REPLIES.value,
    row=ReplyRow,
    ask=ReplyQuestion,
    rows=ReplyQuestion.rows,
    about="The fields that organisations answered with nil, or not at all.",
    whole="All of these answers as CSV.",
    columns=COLUMNS,
    page=("unit", "field", "reply"),
)
