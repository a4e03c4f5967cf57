"""What a table of figures says, and what is typed of it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import Field

from shared.contracts.columns import Answer, AnswerText, Column
from shared.contracts.content import Content
from shared.contracts.files import Attachment
from shared.contracts.forms import Form, TableRow
from shared.contracts.types import Contract, Key, Line, OptionalParagraph, Slug, is_empty
from shared.errors import not_found
from shared.forms.columns.answers import with_files
from shared.forms.columns.types import asked, place_of
from shared.forms.draft import Draft, Typed

KIND = "figures"
ROW_LIMIT = 200
COLUMN_LIMIT = 50
ROWS = "rows."
"""Before a row's code in the place of the files of its cells."""


class FiguresRow(Contract):
    """What is said in a row: an answer a column, computed ones included."""

    row: Slug
    answers: tuple[Answer, ...] = ()


class Figures(Content):
    """The rows that were filled in, or an explicit nil with its reason; a remark on what falls short and what is done.

    `missing`: whose figures are not in it, where it was added up from those of others: units, or periods of one.
    """

    kind: Slug = KIND
    rows: tuple[FiguresRow, ...] = ()
    nil: bool = False
    reason: Annotated[OptionalParagraph, Field(exclude_if=is_empty)] = ""
    remark: Annotated[OptionalParagraph, Field(exclude_if=is_empty)] = ""
    missing: Annotated[tuple[Line, ...], Field(exclude_if=is_empty)] = ()

    def said_in(self, row: str) -> tuple[Answer, ...]:
        return next((one.answers for one in self.rows if one.row == row), ())


class TypedRow(Contract):
    """A row as it was typed."""

    row: Slug
    answers: Annotated[tuple[AnswerText, ...], Field(max_length=COLUMN_LIMIT)] = ()


class TypedFigures(Typed):
    """A table as a client sends it. Files, `missing` and `consolidation` are the service's own and stay as they are."""

    kind: Slug = KIND
    table: Annotated[tuple[TypedRow, ...], Field(max_length=ROW_LIMIT)] = ()
    nil: bool = False
    reason: OptionalParagraph = ""
    remark: OptionalParagraph = ""
    missing: tuple[Line, ...] = ()
    consolidation: Key | None = None


class FiguresDraft(Draft):
    """The rows in which something is typed, and what goes with them."""

    kind: Slug = KIND
    table: Annotated[tuple[TypedRow, ...], Field(max_length=ROW_LIMIT)] = ()
    nil: bool = False
    reason: OptionalParagraph = ""
    remark: OptionalParagraph = ""
    missing: Annotated[tuple[Line, ...], Field(max_length=2_000)] = ()

    @property
    def rows(self) -> Mapping[str, Sequence[Contract]]:
        """Remark, nil and reason are of no row: the whole is stamped for them."""
        whole = self.model_copy(update={"table": ()})
        return {row.row: [row] for row in self.table} | ({"table": [whole]} if whole != type(self)() else {})

    @property
    def places(self) -> Mapping[str, tuple[Attachment, ...]]:
        """The files in the cells: ``rows.<row>.answers.<column>``."""
        said = ((row.row, answer) for row in self.table for answer in row.answers)
        return {f"{ROWS}{row}.{place_of(a.column)}": a.attachments for row, a in said if a.attachments}

    def put(self, place: str, files: tuple[Attachment, ...]) -> Self:
        code, column = row_and_column(place)
        if not column:
            raise not_found("file_place", place)
        rows = {row.row: row for row in self.table}
        rows[code] = TypedRow(row=code, answers=with_files(self.said_in(code), column, files))
        return self.model_copy(update={"table": tuple(row for row in rows.values() if row.answers)})

    def said_in(self, row: str) -> tuple[AnswerText, ...]:
        return next((one.answers for one in self.table if one.row == row), ())

    def joined(self, other: Self) -> Self:
        """A row that both typed stays as the first has it; the remarks stand one below the other."""
        rows = {row.row: row for row in (*other.table, *self.table)}
        remarks = dict.fromkeys(text for text in (self.remark, other.remark) if text)
        return self.model_copy(update={"table": tuple(rows.values()), "remark": "\n\n".join(remarks)})


def row_and_column(place: str) -> tuple[str, str]:
    """The row and the column of such a place; both empty for what is none."""
    row, _, column = place.removeprefix(ROWS).partition(f".{place_of('')}")
    return (row, column) if place.startswith(ROWS) and row and column else ("", "")


def asked_rows(form: Form) -> tuple[TableRow, ...]:
    """The rows of the form as it is filled in now."""
    return tuple(row for row in form.rows if not row.retired)


def asked_columns(form: Form) -> tuple[Column, ...]:
    return asked(form.columns)


def drafted(draft: Draft) -> FiguresDraft:
    """The draft of a table. Raises TypeError for one of another kind."""
    if not isinstance(draft, FiguresDraft):
        raise TypeError(f"a draft of kind {draft.kind} is no table's")
    return draft


def told(content: Content) -> Figures:
    """The content of a table. Raises TypeError for one of another kind."""
    if not isinstance(content, Figures):
        raise TypeError(f"a content of kind {content.kind} is no table's")
    return content
