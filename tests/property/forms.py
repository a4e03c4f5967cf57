"""Random forms: of any kind that there is, with columns of every type, sent once or in periods of any length."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from random import Random
from typing import Any

from shared.contracts.columns import Column
from shared.contracts.forms import Form, Period, Quota, Section, TableRow, Window
from shared.forms.kind import Kind
from shared.forms.registry import kinds
from shared.language.day_rules import DayOff, DayRule, WindowRule
from shared.language.deadlines import Deadline
from shared.language.period_codes import codes, span
from shared.language.periods import PeriodError
from shared.language.points import LAST, Point
from shared.language.recurrence import Repeat
from shared.language.schedule import Schedule
from tests.property.columns import random_columns

TODAY = dt.date(2022, 5, 12)
"""The day on which everything happens."""
SPREAD = {Repeat.WEEK: 12, Repeat.MONTH: 40, Repeat.QUARTER: 100, Repeat.HALF_YEAR: 190, Repeat.YEAR: 370}
"""So many days around it are asked about: some periods are over then, some are not open."""
MOST = 3
"""Periods of a form."""
OUTLINE = (Section(number="I", title="Đặc điểm"), Section(number="IV", title="Kết quả", per_item=True))


def random_forms(random: Random) -> tuple[Form, ...]:
    """Forms as one plan may ask for them together: one of every kind that there is, those that carry items first."""
    found: list[Form] = []
    for place, kind in enumerate(sorted(kinds().values(), key=lambda kind: not kind.carries)):
        found.append(random_form(random, f"bieu-{place}", kind, found))
    return tuple(found)


def random_form(random: Random, code: str, kind: Kind, others: Sequence[Form] = ()) -> Form:
    """A form of a kind. `others`: of the same plan, which it may answer."""
    answerable = [form.code for form in others if kinds()[form.kind].carries]
    form = Form(
        code=code,
        kind=kind.code,
        name=f"Biểu {code}",
        title=f"Biểu {code}",
        periods=(Period(due=Deadline.on(TODAY, None, inclusive=True)),),
        rows=_rows(random),
        answers=random.choice(answerable) if kind.answers else None,
        interim=kind.answers and random.random() < 0.3,
        optional=random.random() < 0.2,
        explain_nil=random.random() < 0.2,
        quotas=(_quota(random),) if random.random() < 0.2 else (),
    )
    layout = kind.layout(form)
    own = {column.code for column in layout.columns}
    added = [column for column in random_columns(random) if column.code not in own]
    columns = (*layout.columns, *added) if layout.columns or added else ()
    outline = layout.outline or (OUTLINE if kind.answers else ())
    return repeated(random, form.model_copy(update={"columns": columns, "outline": outline}))


def repeated(random: Random, form: Form, repeats: Sequence[Repeat | None] = (None, *Repeat)) -> Form:
    """The form once or in some periods, by a schedule or as somebody writes them by hand."""
    repeat = random.choice(repeats)
    if repeat is None:
        return once(random, form)
    first, last = (TODAY + dt.timedelta(days=sign * random.randint(0, SPREAD[repeat])) for sign in (-1, 1))
    periods: tuple[Period, ...] = ()
    if random.random() < 0.6:
        with suppress(PeriodError):
            periods = tuple(_scheduled(random, repeat, first, last))
    return form.model_copy(
        update={"repeat": repeat, "periods": periods or tuple(_by_hand(random, repeat, first, last))}
    )


def once(random: Random, form: Form) -> Form:
    """The form sent once, before or after the day on which all of this happens."""
    day = TODAY + dt.timedelta(days=random.choice((-5, 0, 8)))
    period = Period(due=Deadline.on(day, None, inclusive=random.random() < 0.5))
    return form.model_copy(update={"repeat": None, "periods": (period,)})


def body(form: Form) -> dict[str, Any]:
    """The form as a client sends it."""
    found: dict[str, Any] = form.model_dump(mode="json")
    return found


def added_columns(form: Form) -> tuple[Column, ...]:
    """The columns that the plan added to those of the kind."""
    own = {column.code for column in kinds()[form.kind].layout(form).columns}
    return tuple(column for column in form.columns if column.code not in own)


def _rows(random: Random) -> tuple[TableRow, ...]:
    retired = random.random() < 0.2
    found = [TableRow(code=f"r{place}", title=f"Dòng {place}") for place in range(random.randint(1, 3))]
    return (*found, TableRow(code="cu", title="Dòng cũ", retired=True)) if retired else tuple(found)


def _quota(random: Random) -> Quota:
    """Holds for the units, or for everybody; at least one item, at most three, or both."""
    least, most = random.choice(((1, None), (None, 3), (1, 3)))
    return Quota(kinds=random.choice(((), ("unit",))), at_least=least, at_most=most, demanded=random.random() < 0.5)


def _scheduled(random: Random, repeat: Repeat, first: dt.date, last: dt.date) -> Iterator[Period]:
    """Raises PeriodError for rules that no calendar keeps."""
    rule: Mapping[str, Any] = {"wording": "như kế hoạch", "repeat": repeat}
    unit = random.choice((repeat, Repeat.MONTH)) if repeat.months > 1 else repeat
    day = random.choice((LAST, 1, 2, 5))
    points = (Point(unit=unit, place=random.choice((0, 1)), day=day, working=random.random() < 0.3),)
    due = DayRule(**rule, points=points, day_off=random.choice((None, *DayOff)), inclusive=random.random() < 0.7)
    start = (Point(unit=repeat, day=1),)
    opening = DayRule(**rule, points=start) if random.random() < 0.5 else None
    shift = random.choice((0, -1))  # the days of the period before: the first one's may lie in the year before
    first_day, last_day = Point(unit=repeat, place=shift, day=1), Point(unit=repeat, place=shift, day=LAST)
    window = WindowRule(**rule, first=(first_day,), last=(last_day,)) if random.random() < 0.5 else None
    for one in Schedule.planned(first, last, due, opening, window).periods():
        days = Window(first=one.window.first, last=one.window.last) if one.window else None
        yield Period(code=one.code, due=one.due, opens_at=one.opens_at, window=days)


def _by_hand(random: Random, repeat: Repeat, first: dt.date, last: dt.date) -> Iterator[Period]:
    """Any of the periods, due some days after their end or before it."""
    offered = codes(repeat, first, last) or codes(repeat, TODAY, TODAY + dt.timedelta(days=8))
    chosen = set(random.sample(offered, random.randint(1, min(MOST, len(offered)))))
    for code in (one for one in offered if one in chosen):
        begins, ends = span(code)
        due = Deadline.on(ends + dt.timedelta(days=random.randint(-2, 5)), None, inclusive=random.random() < 0.5)
        opens = dt.datetime.combine(begins, dt.time.min, dt.UTC) - dt.timedelta(hours=7)
        yield Period(
            code=code,
            due=due,
            opens_at=opens if random.random() < 0.5 else None,
            window=Window(first=begins, last=ends) if random.random() < 0.5 else None,
        )
