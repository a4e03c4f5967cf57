"""When a table of figures may be sent, and what is made of what was typed."""

from collections.abc import Iterator, Mapping

from shared.contracts.forms import Form
from shared.errors import DomainError, refuse
from shared.forms.columns.answers import as_typed, faults, readable, sent
from shared.forms.figures.model import (
    Figures,
    FiguresDraft,
    FiguresRow,
    TypedFigures,
    TypedRow,
    asked_columns,
    asked_rows,
)


def faults_of(draft: FiguresDraft, form: Form) -> Iterator[DomainError]:
    """Codes: ``figures_empty`` (nothing typed, and no nil), ``figures_both``, ``nil_reason_missing``,
    ``figures_row_missing`` at ``rows.<row>``, and those of `columns.answers.faults` at ``rows.<row>.answers.<column>``.
    """
    typed = {row.row for row in draft.table if row.answers}
    if draft.nil:
        if typed:
            yield DomainError("figures_both", field="nil")
        if form.explain_nil and not draft.reason:
            yield DomainError("nil_reason_missing", field="reason")
        return
    if not typed:
        yield DomainError("figures_empty", field="nil")
        return
    for row in asked_rows(form):
        found = [_in_row(row.code, fault) for fault in faults(form.columns, draft.said_in(row.code))]
        if found and row.code not in typed:
            yield DomainError("figures_row_missing", field=f"rows.{row.code}")
        else:
            yield from found


def not_understood(draft: FiguresDraft, form: Form) -> Iterator[DomainError]:
    """What was typed and cannot be taken, as `faults_of` says it; what is missing is no fault while one still types."""
    for row in asked_rows(form):
        typed = draft.said_in(row.code)
        answered = {answer.column for answer in typed}
        for fault in faults([column for column in form.columns if column.code in answered], typed):
            yield _in_row(row.code, fault)


def figures_of(draft: FiguresDraft, form: Form) -> Figures:
    """What a draft without faults says, in the order of the form's rows."""
    rows = () if draft.nil else tuple(_row(draft, form, row.code) for row in form.rows)
    return Figures(
        rows=tuple(row for row in rows if row.answers),
        nil=draft.nil,
        reason=draft.reason if draft.nil else "",
        remark=draft.remark,
        missing=() if draft.nil else draft.missing,
    )


def written(values: Mapping[str, str], draft: FiguresDraft, form: Form) -> FiguresDraft:
    """The draft after what a browser sent: inputs are ``o-<row>.answers.<column>``.

    What is asked no longer stays. Raises DomainError as `as_typed`, at the inputs.
    """
    columns, rows, faults = asked_columns(form), {row.row: row for row in draft.table}, list[DomainError]()
    for row in asked_rows(form):
        head = f"o-{row.code}."
        here = {name.removeprefix(head): text for name, text in values.items() if name.startswith(head)}
        before = draft.said_in(row.code)
        kept = {answer.column: answer.text for answer in before}
        files = {answer.column: answer.attachments for answer in before if answer.attachments}
        try:
            rows[row.code] = TypedRow(row=row.code, answers=as_typed({**kept, **sent(columns, here)}, files))
        except DomainError as refusal:
            causes = refusal.causes or (refusal,)
            faults += [DomainError(one.code, one.kind, field=f"{head}{one.field}", **one.params) for one in causes]
    refuse("answers_not_storable", faults)
    return FiguresDraft.model_validate(
        {
            **dict(draft),
            "table": tuple(row for row in rows.values() if row.answers),
            "nil": bool(values.get("nil")),
            "reason": values.get("reason", ""),
            "remark": values.get("remark", ""),
        }
    )


def composed(typed: TypedFigures, before: FiguresDraft) -> FiguresDraft:
    """A whole table as a client sends it, with the files that were uploaded to its cells."""
    files = {(row.row, answer.column): answer.attachments for row in before.table for answer in row.answers}
    rows = (
        TypedRow(
            row=row.row,
            answers=tuple(
                answer.model_copy(update={"attachments": files.get((row.row, answer.column), ())})
                for answer in row.answers
            ),
        )
        for row in typed.table
    )
    said = {"table": tuple(rows), "nil": typed.nil, "reason": typed.reason, "remark": typed.remark}
    return before.model_copy(update=said)


def refused(draft: FiguresDraft, form: Form) -> Iterator[DomainError]:
    """What a table may not say: ``row_unknown``, ``row_twice`` and ``column_unknown``, each with its place."""
    rows, columns, seen = {row.code for row in form.rows}, {column.code for column in form.columns}, set[str]()
    for place, row in enumerate(draft.table):
        if row.row not in rows:
            yield DomainError("row_unknown", field=f"table.{place}.row", value=row.row)
        if row.row in seen:
            yield DomainError("row_twice", field=f"table.{place}.row", value=row.row)
        seen.add(row.row)
        for number, answer in enumerate(row.answers):
            if answer.column not in columns:
                at = f"table.{place}.answers.{number}.column"
                yield DomainError("column_unknown", field=at, value=answer.column)


def _in_row(row: str, fault: DomainError) -> DomainError:
    return DomainError(fault.code, fault.kind, field=f"rows.{row}.{fault.field}", **fault.params)


def _row(draft: FiguresDraft, form: Form, code: str) -> FiguresRow:
    return FiguresRow(row=code, answers=readable(form.columns, draft.said_in(code)))
