"""The submissions that wait for the desk or for the unit."""

from services.reporting.figures.model.addresses import ReportList
from services.reporting.figures.opening import CurrentReport
from services.reporting.lists.model.views import RowView
from services.reporting.lists.question import WHO, ReportQuestion
from services.reporting.lists.records.desk import handling
from services.reporting.rows.model.row import Waiting
from services.reporting.rows.records.building import WAITING_ORDER
from services.reporting.rows.records.reading import rows
from shared.contracts.types import Instant
from shared.web.lists import ListColumn, ListDescription


class StuckRow(RowView):
    """A submission that waits: since when, and what its desk did with it so far."""

    waiting: Waiting
    since: Instant | None
    viewed_at: Instant | None
    assigned_to: str | None
    items: int
    submission: str


class StuckQuestion(ReportQuestion):
    """Which waiting submissions are listed."""

    listing = ReportList.STUCK

    def __init__(self, opened: CurrentReport, waiting: Waiting = Waiting.UNSEEN) -> None:
        super().__init__(opened, waiting=waiting.value)
        self.waiting = waiting

    async def rows(self, window: slice) -> tuple[list[StuckRow], int]:
        """With what the desk's case says of each."""
        report, wanted = self.report, {"public.counts": True, "public.waiting": self.waiting.value}
        found = await rows(self.library, report.question, wanted, window, WAITING_ORDER)
        cases = await handling(self.library, report.recipient, found)
        listed = [
            StuckRow(**vars(row) | case | {"items": row.registered}) for row, case in zip(found, cases, strict=True)
        ]
        return listed, report.stuck(self.waiting).number


STUCK = ListDescription[StuckRow](
    name=ReportList.STUCK.value,
    row=StuckRow,
    ask=StuckQuestion,
    about="The submissions that wait for the desk or for the unit, the longest waiting first.",
    whole="All of these as CSV.",
    columns=(
        ListColumn("organisation", lambda row, _: row.name),
        ListColumn("waiting", lambda row, say: say(f"waiting_{row.waiting}")),
        ListColumn("since", lambda row, _: row.since),
        ListColumn("working_days", cell="working_days", heading="heading_working_days", number=True),
        ListColumn("viewed_at", lambda row, _: row.viewed_at),
        ListColumn("assigned_to", lambda row, _: row.assigned_to),
        ListColumn("items", lambda row, _: row.items, heading="heading_items", number=True),
        ListColumn("submission", lambda row, _: row.submission),
        *WHO,
    ),
    page=("unit", "since", "working_days", "viewed_at", "assigned_to", "items"),
)
