"""Columns of every type, what may be typed into them, and what a refusal says."""

import re
from datetime import date
from typing import Any

from hypothesis import strategies as st

from shared.contracts.columns import Answer, AnswerText, Calculation, Choice, Column, ColumnType, Formula
from shared.contracts.files import Attachment
from shared.errors import DomainError
from shared.forms.columns.answers import readable
from shared.forms.columns.types import CHOOSING, NUMBERS
from shared.language.catalogue import SHARED, Catalogue, codes
from shared.language.vietnamese import fold, format_date, format_number

CATALOGUE, SENTENCES = Catalogue(), codes(SHARED)
T = ColumnType
LETTERS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
WORDS = LETTERS.filter(lambda text: fold(text).strip("\u200b") != "" and text.strip()[:1].isalnum())
WORDINGS = ("Năm 2022", "Quý IV/2022", "trước 30/9/2022", "khi có yêu cầu", "01/6 - 30/9/2022")
ADDABLE = tuple(T(name) for name in ("integer", "decimal", "money", "select_one", "select_multiple"))


def column(code: str = "c", type: ColumnType = T.TEXT, **rest: Any) -> Column:  # noqa: A002 - the field's name
    return Column(code=code, type=type, title=rest.pop("title", f"Cột {code}"), **rest)


def choices(*titles: str) -> tuple[Choice, ...]:
    return tuple(Choice(code=f"m{place}", title=title) for place, title in enumerate(titles))


def computed(code: str, calculation: Calculation, *of: str, **rest: Any) -> Column:
    return column(code, T.CALCULATE, formula=Formula(calculation=calculation, of=of), **rest)


def text(code: str, typed: str) -> AnswerText:
    return AnswerText(column=code, text=typed)


def file(number: int, name: str = "") -> Attachment:
    name = name or f"tep-{number}.pdf"
    return Attachment(id=f"t{number}", name=name, media_type="application/pdf", size=9, sha256=f"{number:064x}")


def said(columns: tuple[Column, ...], **typed: str) -> tuple[Answer, ...]:
    """A row's answers, typed by the code of the column."""
    return readable(columns, [text(code, words) for code, words in typed.items()])


def sentence(error: DomainError) -> str:
    """What a person reads: a sentence of its own, with every brace filled."""
    braces = re.findall(r"\{(\w+)\}", SENTENCES[error.code])
    assert set(braces) <= set(error.params)
    return CATALOGUE.say(error.code, error.params)


def columns_of(*types: ColumnType) -> st.SearchStrategy[Column]:
    """A column of one of the types, without faults; its code is "c"."""
    return st.sampled_from(types).flatmap(_column)


def _column(kind: ColumnType) -> st.SearchStrategy[Column]:
    units = st.sampled_from(["", "hồ sơ", "%", "m2", "người/ngày"]) if kind in {T.INTEGER, T.DECIMAL} else st.just("")
    titles = st.lists(WORDS.filter(lambda word: ";" not in fold(word)), min_size=1, max_size=5, unique_by=fold)
    offered = titles.map(lambda found: choices(*found)) if kind in CHOOSING else st.just(())
    return st.builds(
        lambda title, unit, offered, confidential, retired, required: column(
            title=title, type=kind, unit=unit, choices=offered, confidential=confidential, retired=retired,
            required=required and kind not in {T.NOTE, T.CALCULATE},
        ),
        WORDS, units, offered, st.booleans(), st.booleans(), st.booleans(),
    )  # fmt: skip


@st.composite
def forms(draw: st.DrawFn, *types: ColumnType) -> tuple[Column, ...]:
    """Columns of these types, and computed ones of those that are numbers, in any order."""
    found = draw(st.lists(columns_of(*{*types} - {T.CALCULATE}), min_size=1, max_size=6))
    columns = [one.model_copy(update={"code": f"c{place}"}) for place, one in enumerate(found)]
    for place in range(draw(st.integers(0, 3))):
        numbers = [one.code for one in columns if one.type in NUMBERS]
        if len(numbers) > 1:
            of = draw(st.lists(st.sampled_from(numbers), min_size=2, max_size=2, unique=True))
            columns.append(
                computed(f"t{place}", draw(st.sampled_from(Calculation)), *of, confidential=True, retired=True)
            )
    return tuple(draw(st.permutations(columns)))


def typed(column: Column) -> st.SearchStrategy[AnswerText]:
    """What can be understood in a column; for computed ones and words of the form nothing is."""
    return _texts(column).map(lambda words: text(column.code, words)) if column.type is not T.FILE else _files(column)


def _files(column: Column) -> st.SearchStrategy[AnswerText]:
    many = st.lists(st.integers(0, 99).map(file), min_size=1, max_size=3, unique_by=lambda one: one.id)
    return many.map(lambda files: AnswerText(column=column.code, attachments=tuple(files)))


def _texts(column: Column) -> st.SearchStrategy[str]:
    offered = [choice.code for choice in column.choices] or [""]
    return {
        T.INTEGER: st.integers(-(10**9), 10**9).map(str),
        T.DECIMAL: st.decimals(-(10**9), 10**9, places=3).map(format_number),
        T.MONEY: st.integers(0, 10**12 - 1).map(str),
        T.DATE: st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(format_date),
        T.PERIOD: st.sampled_from(WORDINGS),
        T.SELECT_ONE: st.sampled_from(offered),
        T.SELECT_MULTIPLE: st.lists(st.sampled_from(offered), min_size=1, unique=True).map("\n".join),
        T.TEXT: WORDS,
    }.get(column.type, st.just(""))


@st.composite
def rows_of(draw: st.DrawFn, columns: tuple[Column, ...], most: int = 6) -> list[tuple[Answer, ...]]:
    """Answers of some rows, in some of the columns each."""
    rows = []
    for _ in range(draw(st.integers(0, most))):
        answered = [one for one in columns if draw(st.booleans())]
        rows.append(readable(columns, [draw(typed(one)) for one in answered]))
    return rows
