"""The answers of one row: what was typed, what is wrong with it, what it says, and what it is found by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from pydantic import ValidationError

from shared.contracts.columns import Answer, AnswerText, Column, ColumnType
from shared.contracts.files import Attachment
from shared.errors import DomainError, refuse
from shared.forms.columns.formulas import computed
from shared.forms.columns.reading import is_blank, read
from shared.forms.columns.showing import shown
from shared.forms.columns.types import CHOOSING, UNTYPED, asked, place_of

TEXT_LIMIT = 10_000


def sent(columns: Iterable[Column], values: Mapping[str, str]) -> dict[str, str]:
    """What a page's inputs say of its columns, by code: the box of a choice is ``answers.<column>:<choice>``."""
    texts = {}
    for column in columns:
        name = place_of(column.code)
        if column.type is ColumnType.SELECT_MULTIPLE:
            head = f"{name}:"
            texts[column.code] = "\n".join(box.removeprefix(head) for box in values if box.startswith(head))
        elif column.type not in UNTYPED | {ColumnType.FILE}:
            texts[column.code] = values.get(name, "")
    return texts


def as_typed(texts: Mapping[str, str], files: Mapping[str, tuple[Attachment, ...]]) -> tuple[AnswerText, ...]:
    """The answers of a draft, those left blank not among them.

    Raises DomainError ``answer_not_storable``, or RefusalsError ``answers_not_storable`` for several, at the inputs
    whose text is too long or has characters that nobody can see.
    """
    found, faults = [], []
    for code in dict.fromkeys((*texts, *files)):
        try:
            typed = AnswerText(column=code, text=texts.get(code, ""), attachments=files.get(code, ()))
        except ValidationError:
            faults.append(DomainError("answer_not_storable", field=place_of(code), limit=TEXT_LIMIT))
        else:
            found += [typed] if typed.text or typed.attachments else []
    refuse("answers_not_storable", faults)
    return tuple(found)


def with_files(typed: Sequence[AnswerText], column: str, files: tuple[Attachment, ...]) -> tuple[AnswerText, ...]:
    """The answers with these files in a column."""
    known = {answer.column: answer for answer in typed}
    known[column] = known.get(column, AnswerText(column=column)).model_copy(update={"attachments": files})
    return tuple(answer for answer in known.values() if answer.text or answer.attachments)


def with_files_of(typed: Iterable[AnswerText], before: Iterable[AnswerText]) -> tuple[AnswerText, ...]:
    """What a client typed, with the files of the draft before: whoever could name a file by its id could read it."""
    files = {answer.column: answer.attachments for answer in before if answer.attachments}
    return as_typed({answer.column: answer.text for answer in typed}, files)


def faults(columns: Iterable[Column], typed: Iterable[AnswerText]) -> Iterator[DomainError]:
    """What is missing and what cannot be understood, in the order of the columns; see `read` for the codes.

    What was typed into a column that is no longer asked, or no longer there, keeps nobody from sending.
    """
    texts = {text.column: text for text in typed}
    for column in asked(columns):
        text = texts.get(column.code) or AnswerText(column=column.code)
        if column.type in UNTYPED or (is_blank(column, text) and not column.required):
            continue
        try:
            read(column, text)
        except DomainError as fault:
            yield fault


def readable(columns: Iterable[Column], typed: Iterable[AnswerText]) -> tuple[Answer, ...]:
    """What is said so far, in the order of the columns, with what is computed from it; the rest is left out.

    A retired column keeps what was answered in it.
    """
    columns, texts = tuple(columns), {text.column: text for text in typed}
    said = dict[str, Answer]()
    for column in columns:
        text = texts.get(column.code)
        if text is not None and column.type not in UNTYPED:
            with suppress(DomainError):
                said[column.code] = read(column, text)
    numbers = {code: answer.number for code, answer in said.items() if answer.number is not None}
    results = {code: Answer(column=code, number=value) for code, value in computed(asked(columns), numbers).items()}
    return tuple(found for column in columns if (found := said.get(column.code) or results.get(column.code)))


def typed_again(answers: Iterable[Answer]) -> tuple[AnswerText, ...]:
    """What was delivered as it would be typed; what was computed is computed again."""
    texts = (
        AnswerText(column=one.column, text="\n".join(one.choices) or one.text, attachments=one.attachments)
        for one in answers
    )
    return tuple(text for text in texts if text.text or text.attachments)


def search_texts(columns: Iterable[Column], answers: Iterable[Answer]) -> Iterator[str]:
    """What a row is found by: wordings, choices and names of files, nothing confidential, and no numbers."""
    said = {answer.column: answer for answer in answers}
    for column in columns:
        worded = column.type in CHOOSING | {ColumnType.TEXT, ColumnType.PERIOD, ColumnType.FILE}
        if worded and not column.confidential and (text := shown(column, said.get(column.code))):
            yield text
