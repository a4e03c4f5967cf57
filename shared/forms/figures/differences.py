"""What one version of a table says differently from another, row by row."""

from dataclasses import dataclass

from shared.contracts.forms import Form, TableRow
from shared.forms.columns.comparing import AnswerChange, compare
from shared.forms.figures.model import Figures
from shared.language.differences import Pieces, text_changes


@dataclass(frozen=True)
class RowDifference:
    """A row that is not as it was."""

    row: TableRow
    answers: tuple[AnswerChange, ...]


@dataclass(frozen=True)
class FiguresDifferences:
    """Rows that differ, what became of the nil (None: nothing), and texts that differ by name."""

    rows: tuple[RowDifference, ...]
    nil: bool | None
    texts: dict[str, Pieces]

    def __bool__(self) -> bool:
        return bool(self.rows or self.nil is not None or self.texts)


def differences(before: Figures, after: Figures, forms: tuple[Form, Form]) -> FiguresDifferences:
    """What `after` says differently; `forms`: as the form was at either."""
    old, new = forms
    rows = {row.code: row for row in (*old.rows, *new.rows)}
    found = (
        RowDifference(row, compare(old.columns, before.said_in(code), new.columns, after.said_in(code), concerned=True))
        for code, row in rows.items()
    )
    return FiguresDifferences(
        rows=tuple(one for one in found if one.answers),
        nil=after.nil if after.nil != before.nil else None,
        texts=text_changes(_texts(before), _texts(after)),
    )


def _texts(said: Figures) -> dict[str, str]:
    return {"remark": said.remark, "reason": said.reason, "missing": "\n".join(said.missing)}
