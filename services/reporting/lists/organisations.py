"""The organisations of a bucket, and all of them by what needs somebody first."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Self

from fastapi import Query

from services.reporting.figures.model.addresses import ReportList
from services.reporting.figures.model.buckets import Bucket, bucket_of, rows_in
from services.reporting.figures.model.summary import Summary
from services.reporting.figures.opening import CurrentReport
from services.reporting.lists.model.views import RowView
from services.reporting.lists.question import WHO, ReportQuestion
from services.reporting.rows.model.row import ListedRow
from services.reporting.rows.records.building import STATE_ORDER
from services.reporting.rows.records.reading import count, rows
from shared.contracts.types import Instant
from shared.language.vietnamese import fold
from shared.web.lists import ListColumn, ListDescription
from shared.web.parameters import Paging


class OrganisationRow(RowView):
    """An organisation and what counts for it. ``delivered_at`` and ``late`` are of its first delivery that stands.

    ``extended_until`` is a later deadline that it was granted, in the words of the grant; lateness is kept. ``now`` is
    how it, or who took its place, is called today, where that is another name than the campaign shows.
    """

    bucket: Bucket
    state: str
    delivered_at: Instant | None = None
    late: bool | None = None
    items: int = 0
    submission: str | None = None
    version: int | None = None
    extended_until: str | None = None

    @classmethod
    def of_report(cls, found: ListedRow, report: Summary) -> Self:
        extension = report.campaign.extension(found.organisation, report.asked)
        until = extension.due.wording if extension else None
        return cls(**vars(found) | {"bucket": bucket_of(found), "items": found.registered, "extended_until": until})


class BucketQuestion(ReportQuestion):
    """Which organisations are listed."""

    listing = ReportList.ORGANISATIONS

    def __init__(self, opened: CurrentReport, bucket: Bucket = Bucket.EXPECTED) -> None:
        super().__init__(opened, bucket=bucket.value)
        self.bucket = bucket

    async def rows(self, window: slice) -> tuple[list[OrganisationRow], int]:
        found = await rows(self.library, self.report.question, rows_in(self.bucket), window)
        return [OrganisationRow.of_report(row, self.report) for row in found], self.report.size(self.bucket)


class ProgressQuestion(ReportQuestion):
    """Names hold every word of `q`, wherever they stand; neither case nor accents matter."""

    listing = ReportList.PROGRESS

    def __init__(self, opened: CurrentReport, q: Annotated[str, Query(max_length=300)] = "") -> None:
        super().__init__(opened, q=q or None)

    def address(self, pages: Paging) -> str:
        return self.report.question.page(ReportList.SUMMARY, **self.given)

    async def rows(self, window: slice) -> tuple[list[OrganisationRow], int]:
        wanted: dict[str, Any] = {"$or": [{"public.obliged": True}, {"public.counts": True}]}
        total = self.report.size(Bucket.EXPECTED) + self.report.size(Bucket.VOLUNTARY)
        if words := fold(self.given["q"] or "").split():
            wanted["$and"] = [{"public.search": {"$regex": re.escape(word)}} for word in words]
            total = await count(self.library, self.report.question, wanted)
        found = await rows(self.library, self.report.question, wanted, window, STATE_ORDER)
        return [OrganisationRow.of_report(row, self.report) for row in found], total


def _expected(row: OrganisationRow, asked: BucketQuestion) -> bool:
    return row.bucket == asked.bucket and not row.extended_until and not row.late


def _opens(*, reports: bool) -> Callable[[BucketQuestion], bool]:
    """Of forms whose kind is called so, and shown to whom the submissions are."""
    return lambda asked: asked.opened.opens and asked.report.kind.reports is reports


COLUMNS: tuple[ListColumn[OrganisationRow], ...] = (
    ListColumn("organisation", lambda row, _: row.name, cell="organisation"),
    ListColumn("bucket", lambda row, say: say(f"bucket_{row.bucket}"), cell="bucket", repeats=_expected),
    ListColumn("state", lambda row, say: say(f"state_{row.state}"), cell="state"),
    ListColumn("due", cell="due", heading="heading_due"),
    ListColumn("delivered_at", lambda row, _: row.delivered_at, heading="heading_delivered_at"),
    ListColumn("late", lambda row, say: "" if row.late is None else say("late_true" if row.late else "late_false")),
    ListColumn("extended", lambda row, _: row.extended_until),
    ListColumn("version", lambda row, _: row.version),
    ListColumn("items", lambda row, _: row.items, cell="delivered_items", heading="heading_items", number=True),
    ListColumn("submission", lambda row, _: row.submission),
    ListColumn("registration", cell="submission", heading="heading_registration", shown=_opens(reports=False)),
    ListColumn("report", cell="submission", heading="heading_report", shown=_opens(reports=True)),
    *WHO,
)
ORGANISATIONS = ListDescription(
    name=ReportList.ORGANISATIONS.value,
    row=OrganisationRow,
    ask=BucketQuestion,
    about="The organisations of a bucket, in alphabetical order.",
    whole="All organisations of a bucket as CSV.",
    columns=COLUMNS,
    page=("organisation", "bucket", "state", "delivered_at", "items", "registration", "report"),
)
PROGRESS = ListDescription(
    name=ReportList.PROGRESS.value,
    row=OrganisationRow,
    ask=ProgressQuestion,
    about="Every organisation by state, then by name; ``q`` is looked for in the names without regard to accents.",
    whole="All of these as CSV.",
    columns=COLUMNS,
    page=("unit", "state", "due", "delivered_at", "items"),
)
