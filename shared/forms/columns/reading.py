"""What an answer means that was typed, or why it cannot be taken."""

from decimal import Decimal

from shared.contracts.columns import Answer, AnswerText, Column, ColumnType
from shared.errors import DomainError, Kind
from shared.forms.columns.showing import number_words
from shared.forms.columns.types import CHOOSING, TYPED_NUMBERS, UNTYPED, place_of
from shared.language.numbers import read_money, read_number
from shared.language.periods import CompletionPeriod, PeriodError, plain, read_day
from shared.language.vietnamese import fold, format_date

QUOTED = 80
"""So much of what was typed is said again in a refusal."""


def is_blank(column: Column, typed: AnswerText | None) -> bool:
    """Whether nobody has answered; what is left in a column of files from another type is no answer."""
    return typed is None or not (typed.attachments if column.type is ColumnType.FILE else typed.text)


def read(column: Column, typed: AnswerText) -> Answer:
    """The answer that was typed into a column. Choices are understood by their codes and by their titles.

    Raises DomainError with the column's title: ``answer_missing``, ``answer_file_missing``, ``answer_not_typed``,
    ``answer_number_unreadable``, ``answer_not_whole``, ``answer_money_unreadable``, ``answer_money_negative``,
    ``answer_too_small``, ``answer_too_large``, ``answer_date_unreadable``, ``answer_date_impossible``,
    ``answer_period_reversed``, ``answer_period_too_long``, ``answer_choice_unknown``, ``answer_choice_several``.
    """
    if column.type in UNTYPED:
        raise _refused(column, "answer_not_typed")
    if is_blank(column, typed):
        raise _refused(column, "answer_file_missing" if column.type is ColumnType.FILE else "answer_missing")
    if column.type in TYPED_NUMBERS:
        return Answer(column=column.code, text=typed.text, number=_bounded(column, typed.text))
    if column.type in CHOOSING:
        choices = _chosen(column, typed.text)
        return Answer(column=column.code, text="\n".join(choices), choices=choices)
    if column.type is ColumnType.FILE:
        return Answer(column=column.code, attachments=typed.attachments)
    if column.type is ColumnType.DATE:
        return Answer(column=column.code, text=typed.text, period=_date(column, typed.text))
    if column.type is ColumnType.PERIOD:
        return Answer(column=column.code, text=typed.text, period=_period(column, typed.text))
    return Answer(column=column.code, text=typed.text)


def _refused(column: Column, code: str, **params: object) -> DomainError:
    return DomainError(code, Kind.INVALID, field=place_of(column.code), column=column.title, **params)


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}…"


def _bounded(column: Column, text: str) -> Decimal:
    number = _money(column, text) if column.type is ColumnType.MONEY else _number(column, text)
    if column.minimum is not None and number < column.minimum:
        raise _refused(column, "answer_too_small", text=_quoted(text), minimum=number_words(column, column.minimum))
    if column.maximum is not None and number > column.maximum:
        raise _refused(column, "answer_too_large", text=_quoted(text), maximum=number_words(column, column.maximum))
    return number


def _number(column: Column, text: str) -> Decimal:
    """The number, with or without the column's own unit behind it: another one is not taken for it."""
    unit = column.unit
    has_unit = bool(unit) and fold(text[-len(unit) :]) == fold(unit)
    bare = text[: -len(unit)] if has_unit else text
    number = None if bare.rstrip().endswith("%") else read_number(bare)
    if number is None:
        raise _refused(column, "answer_number_unreadable", text=_quoted(text))
    if column.type is ColumnType.INTEGER and number != number.to_integral_value():
        raise _refused(column, "answer_not_whole", text=_quoted(text))
    return number


def _money(column: Column, text: str) -> Decimal:
    """A sum; none is below zero where the column does not say so by its minimum."""
    number = read_money(text)
    if number is None:
        raise _refused(column, "answer_money_unreadable", text=_quoted(text))
    if number < 0 and column.minimum is None:
        raise _refused(column, "answer_money_negative", text=_quoted(text))
    return number


def _chosen(column: Column, text: str) -> tuple[str, ...]:
    """The codes in the column's own order. Choices stand one a line, titles also one behind another with ";"."""
    names = {fold(choice.title): choice.code for choice in column.choices}
    names |= {choice.code: choice.code for choice in column.choices}
    lines = [[line] if fold(line) in names else line.split(";") for line in text.splitlines()]
    parts = [part for line in lines for part in line if part.strip()]
    if unknown := [part.strip() for part in parts if fold(part) not in names]:
        titles = "; ".join(choice.title for choice in column.choices)
        raise _refused(column, "answer_choice_unknown", text=_quoted("; ".join(unknown)), choices=titles)
    found = {names[fold(part)] for part in parts}
    if column.type is ColumnType.SELECT_ONE and len(found) > 1:
        raise _refused(column, "answer_choice_several")
    return tuple(choice.code for choice in column.choices if choice.code in found)


_UNDATED = {
    "period_impossible_date": "answer_date_impossible",
    "period_ends_before_start": "answer_period_reversed",
    "period_text_too_long": "answer_period_too_long",
}


def _date(column: Column, text: str) -> CompletionPeriod:
    try:
        day = read_day(plain(text))
    except PeriodError as error:
        raise _undated(column, text, error) from error
    if day is None:
        raise _refused(column, "answer_date_unreadable", text=_quoted(text))
    return CompletionPeriod(text=format_date(day), start=day, end=day)


def _period(column: Column, text: str) -> CompletionPeriod:
    """The wording with the days that it means; a wording that is not understood is kept, as in Mẫu 1."""
    try:
        return CompletionPeriod.parse(text)
    except PeriodError as error:
        raise _undated(column, text, error) from error


def _undated(column: Column, text: str, error: PeriodError) -> DomainError:
    return _refused(column, _UNDATED.get(error.code, error.code), **{**error.params, "text": _quoted(text)})
