"""A line a period, and what they add up to in months, quarters and years."""

from collections.abc import Mapping
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.figures.model.over_periods import PeriodLine, Taken, period_lines
from shared.language.period_codes import belonging_day, codes, enclosing, span
from shared.language.recurrence import Repeat
from tests.reporting_survey import COLUMNS

Counts = Mapping[str, tuple[int, int]]


def lines(counts: Counts, *, received: int = 1, expected: int = 1) -> list[PeriodLine]:
    """By period how many were content, of how many; of one organisation each."""
    taken: dict[str | None, Taken] = {
        code: Taken(received, expected, {"hai-long": Decimal(content), "tong": Decimal(asked)})
        for code, (content, asked) in counts.items()
    }
    return list(period_lines(COLUMNS[:3], taken))


def test_a_week_is_part_of_the_month_of_its_thursday() -> None:
    """28/4 is a Thursday: the week of 25/4 to 01/5 belongs to April, the one of 02/5 to May."""
    found = lines({"2022-W17": (1, 2), "2022-W18": (3, 4), "2022-W19": (5, 6)})
    assert [(line.code, line.total) for line in found] == [
        ("2022-W17", None),
        ("2022-04", Repeat.MONTH),
        ("2022-W18", None),
        ("2022-W19", None),
        ("2022-05", Repeat.MONTH),
        ("2022-Q2", Repeat.QUARTER),
        ("2022-H1", Repeat.HALF_YEAR),
        ("2022", Repeat.YEAR),
    ]
    assert [line.cells["hai-long"].value for line in found] == [1, 1, 3, 5, 8, 9, 9, 9]


def test_shares_are_computed_again_and_never_added() -> None:
    may = lines({"2022-W18": (9, 10), "2022-W19": (10, 90)})[2]
    assert may.cells["ty-le"].text == "19 %"


def test_a_fall_is_marked_in_the_week_it_falls_and_only_there() -> None:
    found = [one for one in lines({"2022-W18": (9, 10), "2022-W19": (8, 10), "2022-W20": (8, 10)}) if not one.total]
    assert [one.cells["ty-le"].falls for one in found] == [False, True, False]
    assert (found[1].cells["ty-le"].before, found[1].cells["ty-le"].change) == ("90 %", "-10 điểm %")
    assert [one.cells["tong"].falls for one in found] == [False, False, False]


def test_nothing_is_compared_with_a_week_of_which_nobody_sent_anything() -> None:
    taken: dict[str | None, Taken] = {
        "2022-W18": Taken(0, 1, {}),
        "2022-W19": Taken(1, 1, {"hai-long": Decimal(1), "tong": Decimal(4)}),
    }
    found = list(period_lines(COLUMNS[:3], taken))
    assert found[0].cells == {}
    assert found[1].cells["ty-le"].before == ""


def test_a_month_is_compared_with_the_month_before() -> None:
    found = [one for one in lines({"2022-W17": (9, 10), "2022-W18": (4, 10)}) if one.total is Repeat.MONTH]
    assert [one.cells["ty-le"].falls for one in found] == [False, True]


def test_a_form_that_is_sent_once_has_one_line() -> None:
    assert [(line.code, line.total) for line in period_lines(COLUMNS, {None: Taken(1, 1, {})})] == [(None, None)]


@given(
    st.sampled_from([Repeat.WEEK, Repeat.MONTH, Repeat.QUARTER]),
    st.data(),
)
def test_sums_of_a_level_equal_those_below(repeat: Repeat, data: st.DataObject) -> None:
    """Over the turn of a year too: each longer period stands once, after all of its own, and holds those only."""
    year = codes(repeat, span("2020").first, span("2021").last)
    start = data.draw(st.integers(0, len(year) - 1))
    some = year[start : start + data.draw(st.integers(1, 60))]
    counts = {code: data.draw(st.tuples(st.integers(0, 9), st.integers(1, 9))) for code in some}
    found = lines(counts, received=1, expected=2)
    totals = {line.code: line for line in found if line.total}
    assert list(counts) == [line.code for line in found if not line.total]
    assert set(totals) == {longer for code in counts for longer in enclosing(code)}
    assert len(found) == len(counts) + len(totals)
    for code, line in totals.items():
        assert code is not None
        within = [one for one in counts if span(code).first <= belonging_day(one) <= span(code).last]
        assert line.taken.numbers["hai-long"] == sum(counts[one][0] for one in within)
        assert line.taken.numbers["tong"] == sum(counts[one][1] for one in within)
        assert (line.taken.received, line.taken.expected) == (len(within), 2 * len(within))
        places = [place for place, one in enumerate(found) if one.code in within]
        assert found.index(line) > max(places)
