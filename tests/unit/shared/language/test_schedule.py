"""Schedules: the periods that follow from what an administrator says of a repeated form."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.language.day_rules import DayOff, DayRule, WindowRule, common_year
from shared.language.deadlines import Deadline
from shared.language.period_codes import Span, codes, span
from shared.language.periods import PeriodError
from shared.language.points import LAST, MOST_WORKING_DAYS, Point
from shared.language.recurrence import Repeat
from shared.language.rule_reading import read_due, read_opening
from shared.language.rule_words import rule_words
from shared.language.schedule import Schedule
from shared.language.vietnamese import VIETNAM
from shared.language.window_reading import read_window
from shared.language.worktime import is_working_day

FIRST, LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)


def due(text: str, repeat: Repeat) -> DayRule:
    (rule,) = read_due(text, repeat)
    return rule


def opening(text: str, repeat: Repeat) -> DayRule:
    (rule,) = read_opening(text, repeat)
    return rule


def window(text: str, repeat: Repeat) -> WindowRule:
    (rule,) = read_window(text, repeat)
    return rule


QUARTERLY = Schedule.planned(
    FIRST,
    LAST_DAY,
    due=due("chậm nhất là ngày 20 của tháng cuối kỳ", Repeat.QUARTER),
    opening=opening("từ 8 giờ ngày 10 của tháng cuối kỳ", Repeat.QUARTER),
    window=window("từ ngày 15 của tháng trước kỳ đến ngày 14 của tháng cuối kỳ", Repeat.QUARTER),
)


def test_a_schedule_yields_its_periods_with_opening_due_and_window() -> None:
    periods = QUARTERLY.periods()
    assert [period.code for period in periods] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    first = periods[0]
    assert first.due == Deadline.parse("chậm nhất ngày 20/3/2026")
    assert first.opens_at == datetime(2026, 3, 10, 8, tzinfo=VIETNAM)
    assert first.window == Span(date(2025, 12, 15), date(2026, 3, 14))
    assert QUARTERLY.repeat is Repeat.QUARTER


def test_a_weekly_schedule_is_right_over_the_turn_of_the_year() -> None:
    weekly = Schedule(first=date(2026, 12, 21), last=date(2027, 1, 17), due=due("thứ Sáu hằng tuần", Repeat.WEEK))
    assert [(period.code, period.due.date.isoformat()) for period in weekly.periods()] == [
        ("2026-W52", "2026-12-25"),
        ("2026-W53", "2027-01-01"),
        ("2027-W01", "2027-01-08"),
        ("2027-W02", "2027-01-15"),
    ]


def test_a_schedule_is_stored_whole() -> None:
    assert Schedule.model_validate_json(QUARTERLY.model_dump_json()) == QUARTERLY
    assert Schedule.model_validate(QUARTERLY.model_dump(mode="json")) == QUARTERLY


@pytest.mark.parametrize(
    ("changed", "code", "params"),
    [
        ({"last": date(2025, 12, 31)}, "period_ends_before_start", {"start": "01/01/2026", "end": "31/12/2025"}),
        (
            {"opening": opening("từ ngày 20 hằng tháng", Repeat.MONTH)},
            "schedule_repeats_differ",
            {"repeat": "quý", "other": "tháng"},
        ),
        (
            {"opening": opening("từ ngày 21 của tháng cuối kỳ", Repeat.QUARTER)},
            "schedule_opens_after_due",
            {"period": "Quý I/2026", "opens": "00:00 21/03/2026", "due": "chậm nhất ngày 20/3/2026"},
        ),
        (
            {
                "due": due("thứ Sáu hằng tuần", Repeat.WEEK),
                "opening": None,
                "window": None,
                "first": date(2026, 7, 31),
                "last": date(2026, 8, 2),
            },
            "schedule_empty",
            {"repeat": "tuần"},
        ),
        (
            {
                "due": due("thứ Sáu hằng tuần", Repeat.WEEK),
                "opening": None,
                "window": None,
                "last": date(2039, 1, 1),
            },
            "schedule_too_long",
            {"limit": 600},
        ),
    ],
)
def test_a_schedule_that_cannot_hold_is_refused(changed: dict[str, Any], code: str, params: dict[str, Any]) -> None:
    fields = {name: getattr(QUARTERLY, name) for name in Schedule.model_fields} | changed
    with pytest.raises(PeriodError) as caught:
        Schedule.planned(**fields)
    assert (caught.value.code, caught.value.params) == (code, params)


def test_a_stored_schedule_of_two_repeats_is_none() -> None:
    with pytest.raises(ValidationError):
        Schedule(first=FIRST, last=LAST_DAY, due=QUARTERLY.due, opening=opening("từ ngày 20 hằng tháng", Repeat.MONTH))


def test_a_rule_knows_the_periods_of_its_own_repeat_only() -> None:
    with pytest.raises(PeriodError) as caught:
        QUARTERLY.period("2026-07")
    assert caught.value.code == "period_code_unknown"


def points(repeat: Repeat) -> st.SearchStrategy[Point]:
    """Points that a wording can name, in a period of this repeat or the one after."""
    edges = st.sampled_from([1, LAST])
    own = {"unit": st.just(repeat), "place": st.integers(0, 1)}
    working = st.builds(
        Point, **own, working=st.just(True), day=st.integers(1, MOST_WORKING_DAYS[repeat]) | st.just(LAST)
    )
    if repeat is Repeat.WEEK:
        return working | st.builds(Point, **own, day=st.integers(1, 7))
    month = {"unit": st.just(Repeat.MONTH), "place": st.integers(1 - repeat.months, repeat.months)}
    return (
        working
        | st.builds(Point, **own, day=edges | st.integers(1, 28))
        | st.builds(Point, **month, day=st.integers(1, 28))
        | st.builds(Point, **month, weekday=st.integers(0, 6), day=edges)
    )


def dates(repeat: Repeat) -> st.SearchStrategy[tuple[Point, ...]]:
    """A date of its own for each period of a year: "10/6 và 15/12"."""
    periods = 12 // repeat.months
    place = st.integers(1 - repeat.months, repeat.months)
    days = st.lists(st.integers(1, 28), min_size=periods, max_size=periods)
    return st.builds(
        lambda place, days: tuple(Point(unit=Repeat.MONTH, place=place, day=day) for day in days), place, days
    )


@st.composite
def rules(draw: st.DrawFn) -> DayRule:
    repeat = draw(st.sampled_from(Repeat))
    inclusive = draw(st.booleans())
    one = points(repeat).map(lambda point: (point,))
    return DayRule(
        wording="x",
        repeat=repeat,
        points=draw(one | dates(repeat) if repeat.months > 1 else one),
        time=draw(st.none() | st.times().map(lambda time: time.replace(second=0, microsecond=0))),
        inclusive=inclusive,
        day_off=draw(st.none() | st.sampled_from(DayOff)) if inclusive else None,
    )


STARTS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(rules(), STARTS, st.integers(7, 500))
def test_every_period_is_due_on_a_real_day_in_order(rule: DayRule, first: date, length: int) -> None:
    schedule = Schedule(first=first, last=first + timedelta(days=length), due=rule)
    periods = schedule.periods()
    assert [period.code for period in periods] == list(codes(rule.repeat, schedule.first, schedule.last))
    boundaries = [period.due.boundary for period in periods]
    assert boundaries == sorted(boundaries)
    for period in periods:
        assert Deadline.parse(period.due.wording) == period.due
        assert rule.day_off is None or is_working_day(period.due.date)


@given(rules(), st.integers(2000, 2090))
def test_a_later_rule_is_the_rule_of_the_period_after(rule: DayRule, year: int) -> None:
    found = codes(rule.repeat, date(year, 1, 1), date(year + 2, 12, 31))
    for code, after in pairwise(found[:9]):
        assert rule.later().day(code) == rule.day(after)


@given(rules())
def test_a_rule_is_understood_from_its_own_words(rule: DayRule) -> None:
    said = rule_words(rule)
    found = read_due(said, rule.repeat)
    assert len(found) == 1
    assert [found[0].due(code) for code in common_year(rule.repeat)] == [
        rule.due(code) for code in common_year(rule.repeat)
    ]


VOCABULARY = """
trước chậm nhất hết trong ngày tháng quý năm kỳ tuần đầu cuối cùng sau báo cáo làm việc của hằng thứ Sáu hai 05 20 31
15/12 10/6 và từ đến 16 giờ định kỳ 6 , . ( ) nếu trùng nghỉ thì tiên thuộc lũy kế
"""
ANYTHING = st.text(max_size=40) | st.lists(st.sampled_from(VOCABULARY.split()), max_size=12).map(" ".join)


@given(ANYTHING, st.sampled_from(Repeat))
def test_no_text_raises_anything_but_a_refusal(text: str, repeat: Repeat) -> None:
    for read in (read_due, read_opening, read_window):
        try:
            found = read(text, repeat)
        except PeriodError:
            continue
        assert found
        assert len(set(found)) == len(found)
        assert {rule.repeat for rule in found} == {repeat}


@given(STARTS.map(lambda day: day.year), st.sampled_from([Repeat.MONTH, Repeat.QUARTER]))
def test_windows_from_the_15th_to_the_14th_tile_too(year: int, repeat: Repeat) -> None:
    rule = window(
        {
            Repeat.MONTH: "từ ngày 15 của tháng trước đến ngày 14 của tháng báo cáo",
            Repeat.QUARTER: "từ ngày 15 của tháng trước kỳ đến ngày 14 của tháng cuối kỳ",
        }[repeat],
        repeat,
    )
    found = [rule.window(code) for code in codes(repeat, *span(f"{year}"))]
    assert found[0].first == date(year - 1, 12, 15)
    assert found[-1].last == date(year, 12, 14)
    assert all(after.first - before.last == timedelta(days=1) for before, after in pairwise(found))
