"""A table made of those below: their numbers added up, and who is missing named."""

from collections.abc import Sequence

from shared.contracts.columns import Answer, AnswerText, Column
from shared.contracts.forms import Form
from shared.forms.columns.totals import totals
from shared.forms.columns.types import TYPED_NUMBERS
from shared.forms.figures.model import Figures, FiguresDraft, TypedRow, asked_columns, asked_rows
from shared.forms.values import Below
from shared.language.vietnamese import format_number


def gathered(draft: FiguresDraft, form: Form, below: Sequence[Below]) -> FiguresDraft:
    """The sums in the place of the numbers that were typed; all else stays. `missing`: whose figures are not in them.

    An explicit nil is an answer: it adds nothing, and its unit is not missing. Where nobody said anything yet the
    numbers stay as they were typed.
    """
    told = [one.content for one in below if isinstance(one.content, Figures)]
    missing = tuple(one.name for one in below if one.content is None)
    if not told:
        return draft.model_copy(update={"missing": missing})
    columns = [column for column in asked_columns(form) if column.type in TYPED_NUMBERS]
    rows = {row.row: row for row in draft.table}
    for row in asked_rows(form):
        rows[row.code] = _row(row.code, columns, draft, told)
    table = tuple(row for row in rows.values() if row.answers)
    return draft.model_copy(update={"table": table, "missing": missing, "nil": draft.nil and not table})


def _row(row: str, columns: Sequence[Column], draft: FiguresDraft, told: Sequence[Figures]) -> TypedRow:
    """What was typed beside the numbers, and the sums of those columns in which somebody has one."""
    adding = {column.code for column in columns}
    sums = totals(columns, [said.said_in(row) for said in told])
    added = {s.column: format_number(s.number) for s in sums if isinstance(s, Answer) and s.number is not None}
    kept = (answer for answer in draft.said_in(row) if answer.column not in adding)
    return TypedRow(row=row, answers=(*(AnswerText(column=c, text=text) for c, text in added.items()), *kept))
