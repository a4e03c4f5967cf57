"""A table made of those below: their numbers added up, and who is missing named."""

from collections.abc import Sequence

from shared.contracts.columns import Answer, AnswerText
from shared.contracts.forms import Form
from shared.forms.columns.totals import totals
from shared.forms.columns.types import TYPED_NUMBERS
from shared.forms.figures.model import Figures, FiguresDraft, TypedRow, asked_columns
from shared.forms.kind import Below
from shared.language.vietnamese import format_number


def gathered(draft: FiguresDraft, form: Form, below: Sequence[Below]) -> FiguresDraft:
    """The sums in the place of the numbers that were typed; all else stays. `missing`: whose figures are not in them.

    An explicit nil is an answer: it adds nothing, and its unit is not missing.
    """
    told = [one.content for one in below if isinstance(one.content, Figures)]
    columns = [column for column in asked_columns(form) if column.type in TYPED_NUMBERS]
    rows = {row.row: row for row in draft.table}
    for row in form.rows:
        sums = totals(columns, [said.said_in(row.code) for said in told])
        added = {s.column: format_number(s.number) for s in sums if isinstance(s, Answer) and s.number is not None}
        if row.retired or not added:
            continue
        kept = {answer.column: answer for answer in draft.said_in(row.code)}
        fresh = {code: AnswerText(column=code, text=text) for code, text in added.items()}
        rows[row.code] = TypedRow(row=row.code, answers=tuple((kept | fresh).values()))
    missing = tuple(one.name for one in below if one.content is None)
    return draft.model_copy(update={"table": tuple(rows.values()), "missing": missing, "nil": False})
