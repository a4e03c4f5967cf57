"""The columns that a plan added, on paper: their headings and what stands in them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeGuard

from shared.contracts.columns import Answer, AnswerText, Column, ColumnType
from shared.forms.columns.answers import readable
from shared.forms.columns.showing import shown
from shared.forms.columns.totals import totals
from shared.forms.columns.types import NUMBERS, UNTYPED, Said
from shared.sheets.model import Cell, Gap, SheetColumn, Text

Answers = Sequence[Answer] | Sequence[AnswerText]
WIDTH = 16
NUMBER_WIDTH = 12


def sheet_column(column: Column) -> SheetColumn:
    number = column.type in NUMBERS
    return SheetColumn(column.code, column.title, NUMBER_WIDTH if number else WIDTH, number)


def words(columns: Sequence[Column], answers: Answers) -> Mapping[str, str]:
    """What is said in each column, by its code; what is typed and not understood, as it was typed."""
    typed: dict[str, str] = {}
    if _are_typed(answers):
        typed = {answer.column: answer.text for answer in answers}
    said = {answer.column: answer for answer in as_said(columns, answers)}
    return {
        c.code: shown(c, said.get(c.code)) or typed.get(c.code, "") for c in columns if c.type is not ColumnType.NOTE
    }


def answer_cells(columns: Sequence[Column], answers: Answers) -> dict[str, Cell]:
    """The cells of a row; an answer that is missing and required is a gap."""
    found = words(columns, answers)
    needed = {column.code for column in columns if column.required and column.type not in UNTYPED}
    return {code: _cell(text, gap=code in needed) for code, text in found.items()}


def total_cells(columns: Sequence[Column], rows: Iterable[Answers]) -> dict[str, Cell]:
    """The cells of the row that adds the others up; empty where nothing adds up."""
    summed = {said.column: said for said in totals(columns, [as_said(columns, row) for row in rows])}
    numbers = {c.code: shown(c, summed.get(c.code)) for c in columns if c.type in NUMBERS}
    return {code: _cell(text, gap=False) for code, text in numbers.items() if text}


def as_said(columns: Sequence[Column], answers: Answers) -> Sequence[Said]:
    """What was delivered, or what is understood of what is typed so far."""
    return readable(columns, answers) if _are_typed(answers) else [a for a in answers if isinstance(a, Answer)]


def _are_typed(answers: Answers) -> TypeGuard[Sequence[AnswerText]]:
    return any(isinstance(answer, AnswerText) for answer in answers)


def _cell(text: str, *, gap: bool) -> Cell:
    return Cell((Text(text),) if text else (Gap("answer"),) if gap else ())
