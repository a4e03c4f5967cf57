"""A table of figures as pages show it: typed, before its reviewer, and added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.contracts.columns import Answer, Column, ColumnType
from shared.contracts.files import Attachment, files_in
from shared.contracts.forms import Form, TableRow
from shared.forms.columns.cells import as_said, words
from shared.forms.columns.comparing import side_by_side
from shared.forms.columns.showing import shown
from shared.forms.columns.summing import Numbers, SummedTable, numbers_in, summed
from shared.forms.columns.totals import totals
from shared.forms.columns.types import NUMBERS
from shared.forms.figures.model import Figures, FiguresDraft, asked_columns
from shared.forms.pairs import Change, Pair, paired
from shared.language.differences import Pieces


@dataclass(frozen=True)
class TypedView:
    """A row of the editor: what is typed in its columns, the files in them, and what is computed, by column."""

    row: TableRow
    texts: Mapping[str, str]
    computed: Mapping[str, str]
    files: Mapping[str, tuple[Attachment, ...]]


def typed_rows(form: Form, draft: FiguresDraft) -> list[TypedView]:
    """The rows as they are asked for now."""
    columns = asked_columns(form)
    formulas = [column for column in columns if column.formula]
    found = []
    for row in form.rows:
        if not row.retired:
            typed = draft.said_in(row.code)
            shown = words(columns, typed)
            computed = {column.code: shown[column.code] for column in formulas}
            texts, files = {a.column: a.text for a in typed}, {a.column: a.attachments for a in typed}
            found.append(TypedView(row, texts, computed, files))
    return found


def typed_total(form: Form, draft: FiguresDraft) -> list[tuple[Column, str]]:
    """What the rows typed so far add up to, by column; nothing where there is only one row."""
    columns, rows = asked_columns(form), [row.code for row in form.rows if not row.retired]
    added = totals(columns, [as_said(columns, draft.said_in(row)) for row in rows]) if len(rows) > 1 else ()
    found = {said.column: shown(column, said) for said in added for column in columns if column.code == said.column}
    return [(column, found[column.code]) for column in columns if column.type in NUMBERS and column.code in found]


@dataclass(frozen=True)
class ReviewRow:
    """A row before its reviewer: by column what it says, cut into what both versions have and what only one has."""

    row: TableRow
    sides: Pair[Mapping[str, Pieces]]


@dataclass(frozen=True)
class FiguresReview:
    """A table before its reviewer. `columns`: of the newer version, `earlier_columns` of the one beside it; `totals`:
    all rows together, as the newer version has them; `texts`: remark and reason by name; `nil`: of both versions;
    `files`: those of the newer one, each with the title of its row."""

    columns: tuple[Column, ...]
    earlier_columns: tuple[Column, ...]
    rows: tuple[ReviewRow, ...]
    totals: Mapping[str, str]
    texts: Pair[Mapping[str, Pieces]]
    nil: Pair[bool]
    files: tuple[tuple[str, Attachment], ...] = ()


def review(now: Figures, before: Figures | None, form: Form | None, earlier: Form | None = None) -> FiguresReview:
    """What a reviewer is shown, either version in its own shape of the form; without the form, of which nothing was
    heard yet, the bare codes."""
    columns = _answered(form.columns if form else _bare(now))
    old = _answered(earlier.columns) if earlier else columns
    rows = {row.code: row for known in (earlier, form) if known for row in known.rows}
    pairs = paired(None if before is None else _by_row(before), _by_row(now))
    summed_up = totals(columns, [row.answers for row in now.rows]) if len(now.rows) > 1 else ()
    whole = {said.column: said for said in summed_up if isinstance(said, Answer)}
    return FiguresReview(
        columns,
        old,
        tuple(
            ReviewRow(rows.get(code) or TableRow(code=code, title=code), _sides(pair, old, columns))
            for code, pair in pairs.items()
        ),
        {code: shown(column, whole[code]) for column in columns if (code := column.code) in whole},
        _texts(now, before),
        Pair(Change.ALONE, None, now.nil) if before is None else Pair(Change.SAME, before.nil, now.nil),
        tuple(
            (rows[row.row].title if row.row in rows else row.row, file) for row in now.rows for file in files_in(row)
        ),
    )


def _answered(columns: Sequence[Column]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.type is not ColumnType.NOTE)


def _by_row(said: Figures) -> dict[str, tuple[Answer, ...]]:
    return {row.row: row.answers for row in said.rows}


def _sides(pair: Pair[tuple[Answer, ...]], old: Sequence[Column], new: Sequence[Column]) -> Pair[Mapping[str, Pieces]]:
    before, now = (answers or () for answers in pair.compared)
    return pair.shown(*side_by_side(old, before, new, now))


def _texts(now: Figures, before: Figures | None) -> Pair[Mapping[str, Pieces]]:
    found = paired(None if before is None else {"": _said(before)}, {"": _said(now)})[""]
    return found.shown(*found.sides(dict))


def _said(said: Figures) -> Mapping[str, str]:
    return {"remark": said.remark, "reason": said.reason, "missing": "\n".join(said.missing)}


def _bare(said: Figures) -> tuple[Column, ...]:
    """The columns that were answered, by their codes."""
    codes = dict.fromkeys(answer.column for row in said.rows for answer in row.answers)
    return tuple(Column(code=code, title=code) for code in codes)


def numbers_of(said: Figures) -> dict[str, Decimal]:
    """What adds up, by row and column."""
    return {name: number for row in said.rows for name, number in numbers_in(row.row, row.answers).items()}


def added_up(form: Form, now: Numbers, before: Numbers | None) -> SummedTable:
    """The rows that are asked for, and those of before that somebody still answered."""
    rows = [row for row in form.rows if not row.retired or any(name.startswith(f"{row.code}/") for name in now)]
    return summed(asked_columns(form), rows, now, before)
