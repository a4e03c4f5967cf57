"""The fields that organisations answered with nil, or not at all."""

from services.reporting.figures.model.addresses import ReportList
from services.reporting.figures.model.buckets import Bucket, Reply, rows_in
from services.reporting.figures.opening import CurrentReport
from services.reporting.lists.model.views import RowView, in_field
from services.reporting.lists.question import WHO, ReportQuestion
from services.reporting.lists.windows import by_field
from services.reporting.rows.records.reading import rows
from shared.contracts.types import Slug
from shared.sheets.fields import FieldHeading, field_title
from shared.web.lists import ListColumn, ListDescription


class ReplyRow(RowView):
    """A field that an organisation answered with an explicit nil, or left without an answer."""

    submission: str
    field: str
    field_number: int | None
    field_name: str
    reply: Reply


class ReplyQuestion(ReportQuestion):
    """Which answers without an item are listed: nil or none at all, of one field or of all."""

    listing = ReportList.REPLIES

    def __init__(self, opened: CurrentReport, reply: Reply = Reply.NIL, field: Slug | None = None) -> None:
        super().__init__(opened, reply=reply.value, field=field)
        self.reply = reply

    async def rows(self, window: slice) -> tuple[list[ReplyRow], int]:
        """Ordered as items are."""
        headings = [self.heading] if self.heading else self.report.headings
        return await by_field([(h, self.report.replies(self.reply, h.code)) for h in headings], self._part, window)

    async def _part(self, heading: FieldHeading, window: slice) -> list[ReplyRow]:
        nil = {"public.nil_fields": heading.code}
        none = {"public.nil_fields": {"$ne": heading.code}, "public.items.field": {"$ne": heading.code}}
        wanted = {**rows_in(Bucket.RECEIVED), **(nil if self.reply is Reply.NIL else none)}
        found = await rows(self.library, self.report.question, wanted, window)
        return [ReplyRow(**vars(row) | in_field(heading) | {"reply": self.reply}) for row in found]


REPLIES = ListDescription[ReplyRow](
    name=ReportList.REPLIES.value,
    row=ReplyRow,
    ask=ReplyQuestion,
    about="The fields that organisations answered with nil, or not at all.",
    whole="All of these answers as CSV.",
    columns=(
        ListColumn("field", lambda row, _: field_title(row.field_number, row.field_name)),
        ListColumn("organisation", lambda row, _: row.name),
        ListColumn("reply", lambda row, say: say(f"reply_{row.reply}")),
        ListColumn("submission", lambda row, _: row.submission),
        *WHO,
    ),
    page=("unit", "field", "reply"),
)
