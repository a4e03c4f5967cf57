"""Codes of periods: the days they are, the names they have, the longer periods they lie in."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.language.period_codes import (
    Span,
    code_of,
    codes,
    enclosing,
    month_of,
    moved,
    part_of,
    previous,
    repeat_of,
    span,
)
from shared.language.period_names import period_name
from shared.language.periods import CompletionPeriod, PeriodError
from shared.language.recurrence import PERIOD_CODE, Repeat

REPEATS = st.sampled_from(Repeat)
DAYS = st.dates(date(1950, 1, 1), date(2200, 12, 31))
LENGTHS = st.integers(0, 1_500).map(lambda days: timedelta(days=days))


@pytest.mark.parametrize(
    ("code", "first", "last", "name"),
    [
        ("2026-W31", "2026-07-27", "2026-08-02", "Tuần 31/2026 (27/7 - 02/8)"),
        ("2026-W01", "2025-12-29", "2026-01-04", "Tuần 01/2026 (29/12/2025 - 04/01/2026)"),
        ("2026-W53", "2026-12-28", "2027-01-03", "Tuần 53/2026 (28/12/2026 - 03/01/2027)"),
        ("2027-W01", "2027-01-04", "2027-01-10", "Tuần 01/2027 (04/01 - 10/01)"),
        ("2026-07", "2026-07-01", "2026-07-31", "Tháng 7/2026"),
        ("2028-02", "2028-02-01", "2028-02-29", "Tháng 02/2028"),
        ("2026-12", "2026-12-01", "2026-12-31", "Tháng 12/2026"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "Quý III/2026"),
        ("2026-Q4", "2026-10-01", "2026-12-31", "Quý IV/2026"),
        ("2026-H1", "2026-01-01", "2026-06-30", "6 tháng đầu năm 2026"),
        ("2026-H2", "2026-07-01", "2026-12-31", "6 tháng cuối năm 2026"),
        ("2026", "2026-01-01", "2026-12-31", "Năm 2026"),
    ],
)
def test_a_period_has_its_days_and_its_name(code: str, first: str, last: str, name: str) -> None:
    assert span(code) == Span(date.fromisoformat(first), date.fromisoformat(last))
    assert period_name(code) == name
    if repeat_of(code) is not Repeat.WEEK:
        assert CompletionPeriod.parse(name) == CompletionPeriod(text=name, start=span(code).first, end=span(code).last)


@pytest.mark.parametrize(
    "code", ["2025-W53", "2026-W00", "2026-W54", "2026-13", "2026-Q5", "2026-7", "", "0000", "W31"]
)
def test_a_code_of_no_period_is_refused(code: str) -> None:
    with pytest.raises(PeriodError) as caught:
        span(code)
    assert (caught.value.code, caught.value.params) == ("period_code_unknown", {"period": code})


@pytest.mark.parametrize(
    ("week", "lies_in"),
    [
        ("2026-W31", ("2026-07", "2026-Q3", "2026-H2", "2026")),  # Thursday is 30/7
        ("2026-W27", ("2026-07", "2026-Q3", "2026-H2", "2026")),  # 29/6 to 05/7: Thursday is 02/7
        ("2026-W53", ("2026-12", "2026-Q4", "2026-H2", "2026")),  # 28/12 to 03/01: Thursday is 31/12
        ("2026-W01", ("2026-01", "2026-Q1", "2026-H1", "2026")),  # 29/12 to 04/01: Thursday is 01/01
        ("2027-W01", ("2027-01", "2027-Q1", "2027-H1", "2027")),
    ],
)
def test_a_week_belongs_to_the_month_and_the_year_of_its_thursday(week: str, lies_in: tuple[str, ...]) -> None:
    assert enclosing(week) == lies_in
    assert month_of(week) == lies_in[0]


def test_longer_periods_enclose_shorter_ones() -> None:
    assert enclosing("2026-05") == ("2026-Q2", "2026-H1", "2026")
    assert enclosing("2026-Q3") == ("2026-H2", "2026")
    assert enclosing("2026") == ()
    assert month_of("2026-Q2") == "2026-06"


def test_the_period_before_is_of_the_same_length_across_the_year() -> None:
    assert [previous(code) for code in ("2027-W01", "2026-W01", "2027-01", "2027-Q1", "2027-H1", "2027")] == [
        "2026-W53",
        "2025-W52",
        "2026-12",
        "2026-Q4",
        "2026-H2",
        "2026",
    ]


def test_the_weeks_of_a_year_are_those_whose_thursday_lies_in_it() -> None:
    of_2026 = codes(Repeat.WEEK, date(2026, 1, 1), date(2026, 12, 31))
    of_2027 = codes(Repeat.WEEK, date(2027, 1, 1), date(2027, 12, 31))
    assert (of_2026[0], of_2026[-1], len(of_2026)) == ("2026-W01", "2026-W53", 53)
    assert (of_2027[0], of_2027[-1], len(of_2027)) == ("2027-W01", "2027-W52", 52)
    assert codes(Repeat.WEEK, date(2026, 7, 31), date(2026, 8, 2)) == ()


@given(REPEATS, DAYS, LENGTHS)
def test_periods_tile_their_stretch_without_gap_or_overlap(repeat: Repeat, first: date, length: timedelta) -> None:
    last = first + length
    found = codes(repeat, first, last)
    spans = [span(code) for code in found]
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(spans))
    assert list(found) == sorted(set(found))
    assert all(re.match(PERIOD_CODE, code) for code in found)
    if repeat is not Repeat.WEEK:
        assert spans[0].first <= first <= spans[0].last
        assert spans[-1].first <= last <= spans[-1].last
    else:
        thursdays = [day for day in Span(first, last).days() if day.weekday() == 3]
        assert [week.first + timedelta(days=3) for week in spans] == thursdays


@given(REPEATS, DAYS, st.integers(-60, 60))
def test_a_code_and_its_days_name_each_other(repeat: Repeat, day: date, by: int) -> None:
    code = code_of(repeat, day)
    assert repeat_of(code) is repeat
    assert span(code).first <= day <= span(code).last
    assert {code_of(repeat, inside) for inside in span(code)} == {code}
    assert moved(moved(code, by), -by) == code
    assert span(previous(code)).last == span(code).first - timedelta(days=1)


@given(DAYS)
def test_a_week_belongs_to_exactly_one_month(day: date) -> None:
    week = code_of(Repeat.WEEK, day)
    first, last = span(week)
    months = [
        month
        for month in {code_of(Repeat.MONTH, inside) for inside in (first, last)}
        if week in codes(Repeat.WEEK, *span(month))
    ]
    assert months == [month_of(week)]


@given(st.sampled_from([Repeat.MONTH, Repeat.QUARTER, Repeat.HALF_YEAR, Repeat.YEAR]), DAYS)
def test_what_encloses_a_period_is_what_counts_it(longer: Repeat, day: date) -> None:
    whole = code_of(longer, day)
    for week in codes(Repeat.WEEK, *span(whole)):
        assert part_of(week, longer) == whole
        assert whole in enclosing(week)
