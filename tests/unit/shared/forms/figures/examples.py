"""A survey: three questions, counts by answer with their sum and share, and what people complain of."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import AnswerText, Calculation, Column, ColumnType, Formula
from shared.contracts.forms import Form, Period, TableRow, Window
from shared.forms.figures.check import figures_of
from shared.forms.figures.kind import KIND
from shared.forms.figures.model import Figures, FiguresDraft, TypedRow
from shared.forms.values import Filling
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat
from tests.unit.registration.examples import campaign
from tests.unit.shared.forms.columns.examples import forms, typed

T = ColumnType
COUNTS = ("hai-long", "binh-thuong", "khong")
COLUMNS = (
    *(Column(code=code, title=f"Cột {code}", type=T.INTEGER, required=True, minimum=Decimal(0)) for code in COUNTS),
    Column(code="tong", title="Tổng", type=T.CALCULATE, formula=Formula(calculation=Calculation.SUM, of=COUNTS)),
    Column(
        code="ty-le",
        title="Tỷ lệ",
        type=T.CALCULATE,
        formula=Formula(calculation=Calculation.SHARE, of=("hai-long", "tong")),
    ),
    Column(code="han-che", title="Hạn chế"),
)
ROWS = tuple(TableRow(code=code, title=f"Câu hỏi {code}") for code in ("dich-vu", "chat-luong", "thai-do"))
WEEK = Period(
    code="2022-W19",
    due=Deadline.parse("trước ngày 17/5/2022"),
    window=Window(first=date(2022, 5, 9), last=date(2022, 5, 15)),
)
FORM = Form(
    code="tuan",
    kind="figures",
    name="Khảo sát tuần",
    title="Khảo sát sự hài lòng",
    repeat=Repeat.WEEK,
    periods=(WEEK,),
    columns=COLUMNS,
    rows=ROWS,
    explain_nil=True,
)
NOW = datetime(2022, 5, 12, 1, tzinfo=UTC)


def plan(form: Form = FORM) -> Campaign:
    return campaign().model_copy(update={"forms": (form,), "number": "23/KH-TTYT"})


def filling(form: Form = FORM) -> Filling:
    return Filling(plan(form), form, form.periods[0], NOW)


def row(code: str, *counts: object, **more: str) -> TypedRow:
    """A row with its counts, and what is typed in other columns by their codes with "_" for "-"."""
    texts = {**dict(zip(COUNTS, map(str, counts), strict=False)), **{k.replace("_", "-"): v for k, v in more.items()}}
    return TypedRow(row=code, answers=tuple(AnswerText(column=c, text=text) for c, text in texts.items()))


def draft(*rows: TypedRow, **more: Any) -> FiguresDraft:
    return FiguresDraft(table=rows, **more)


def whole(*counts: tuple[int, int, int], **more: Any) -> FiguresDraft:
    """A draft that answers all three questions."""
    return draft(*(row(one.code, *numbers) for one, numbers in zip(ROWS, counts, strict=True)), **more)


def said(*counts: tuple[int, int, int], form: Form = FORM, **more: Any) -> Figures:
    """What is delivered of such a draft."""
    return figures_of(whole(*counts, **more), form)


def told(of: FiguresDraft, form: Form = FORM) -> Figures:
    """What the kind makes of a draft."""
    found = KIND.said(of, filling(form))
    assert isinstance(found, Figures)
    return found


def faults(of: FiguresDraft, form: Form = FORM) -> list[tuple[str, str | None]]:
    return [(fault.code, fault.field) for fault in KIND.faults(of, filling(form))]


@st.composite
def tables(draw: st.DrawFn) -> tuple[Form, FiguresDraft]:
    """A form with columns of every type in some rows, and what is typed into some of its cells."""
    columns = draw(forms(*(one for one in T if one is not T.FILE)))
    asked = tuple(TableRow(code=f"d{n}", title=f"Dòng {n}") for n in range(draw(st.integers(1, 4))))
    form = FORM.model_copy(update={"columns": columns, "rows": asked})
    rows = []
    for one in asked:
        answered = [column for column in columns if draw(st.booleans())]
        answers = [draw(typed(column)) for column in answered]
        rows.append(TypedRow(row=one.code, answers=tuple(answer for answer in answers if answer.text)))
    return form, FiguresDraft(table=tuple(one for one in rows if one.answers))
