"""The numbers of each organisation, one a line."""

from decimal import Decimal

from services.reporting.figures.adding import require_row, table_of
from services.reporting.figures.model.addresses import ReportList
from services.reporting.figures.model.buckets import Bucket, rows_in
from services.reporting.figures.opening import CurrentReport
from services.reporting.lists.model.numbers import number_of
from services.reporting.lists.model.views import RowView
from services.reporting.lists.question import WHO, ReportQuestion
from services.reporting.rows.model.row import Scope
from services.reporting.rows.records import reading
from services.reporting.rows.records.tallies import tallies
from shared.contracts.types import Slug
from shared.errors import DomainError
from shared.forms.columns.summing import SummedTable
from shared.web.lists import ListColumn, ListDescription


class NumberRow(RowView):
    """A number of an organisation: ``number`` as people write it; ``raw``, null where a share cannot be computed.

    How often something was chosen counts as a number of the ``choice``.
    """

    submission: str | None
    row: str
    row_title: str
    column: str
    column_title: str
    choice: str | None
    number: str
    raw: Decimal | None


class NumberQuestion(ReportQuestion):
    """Whose numbers are listed: of one row of the form's table or of all, of one column or of all.

    What is confidential is never listed.
    """

    listing = ReportList.NUMBERS

    def __init__(self, opened: CurrentReport, row: Slug | None = None, column: Slug | None = None) -> None:
        super().__init__(opened, row=row, column=column)
        self.row, self.column = row, column

    async def rows(self, window: slice) -> tuple[list[NumberRow], int]:
        """Raises DomainError ``form_has_no_numbers``, ``row_not_in_form`` and ``column_not_in_form``."""
        table = await self._table()
        rows = [self.row] if self.row else [one.row.code for one in table.rows]
        columns = [self.column] if self.column else [one.code for one in table.columns]
        bucket = rows_in(Bucket.VOLUNTARY if self.report.form.optional else Bucket.RECEIVED)
        found, total = await reading.numbers(
            self.library, self.report.question, bucket, window, rows=rows, columns=columns
        )
        return [NumberRow(**vars(row) | vars(number_of(table, row, name))) for row, name in found], total

    async def _table(self) -> SummedTable:
        """With the rows that were taken out of the plan and are answered all the same."""
        question = self.report.question
        found = await tallies(self.library, [Scope(*question)])
        table = table_of(self.opened, found[Scope(*question)].counted(self.report.form).numbers)
        require_row(self.opened, table, self.row)
        if self.column is not None and all(one.code != self.column for one in table.columns):
            raise DomainError("column_not_in_form", field="column", value=self.column, form=self.report.form.name)
        return table


NUMBERS = ListDescription[NumberRow](
    name=ReportList.NUMBERS.value,
    row=NumberRow,
    ask=NumberQuestion,
    about="Each organisation's numbers, by name, then in the order of the form's rows; nothing confidential.",
    whole="All of these numbers as CSV.",
    columns=(
        ListColumn("organisation", lambda row, _: row.name),
        ListColumn("row", lambda row, _: row.row_title),
        ListColumn("column", lambda row, _: row.column_title),
        ListColumn("number", lambda row, _: row.number, number=True),
        ListColumn("raw", lambda row, _: row.raw),
        ListColumn("submission", lambda row, _: row.submission),
        *WHO,
    ),
    page=("unit", "row", "column", "number"),
)
