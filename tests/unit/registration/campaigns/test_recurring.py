"""The periods of a repeated form for a year."""

from datetime import date, timedelta

import pytest

from services.registration.campaigns.model.recurring import periods_of
from shared.contracts.forms import Window
from shared.language.recurrence import Repeat


@pytest.mark.parametrize(
    ("repeat", "year", "count", "first", "last", "due"),
    [
        (Repeat.WEEK, 2026, 53, "2026-W01", "2026-W53", date(2027, 1, 4)),
        (Repeat.WEEK, 2024, 52, "2024-W01", "2024-W52", date(2024, 12, 30)),
        (Repeat.WEEK, 2027, 52, "2027-W01", "2027-W52", date(2028, 1, 3)),
        (Repeat.MONTH, 2026, 12, "2026-01", "2026-12", date(2027, 1, 4)),
        (Repeat.QUARTER, 2026, 4, "2026-Q1", "2026-Q4", date(2027, 1, 4)),
        (Repeat.HALF_YEAR, 2026, 2, "2026-H1", "2026-H2", date(2027, 1, 4)),
        (Repeat.YEAR, 2026, 1, "2026", "2026", date(2027, 1, 4)),
    ],
)
def test_the_codes_of_a_year_and_its_last_due_day(
    repeat: Repeat, year: int, count: int, first: str, last: str, due: date
) -> None:
    periods = periods_of(repeat, year)
    assert (len(periods), periods[0].code, periods[-1].code, periods[-1].due.date) == (count, first, last, due)


@pytest.mark.parametrize("year", range(2022, 2034))
@pytest.mark.parametrize("repeat", Repeat)
def test_windows_follow_each_other_and_each_is_due_on_the_monday_after(repeat: Repeat, year: int) -> None:
    periods = periods_of(repeat, year)
    windows = [period.window for period in periods if period.window]
    assert len(windows) == len(periods)
    for period, window in zip(periods, windows, strict=True):
        assert period.due.date.weekday() == 0
        assert timedelta(0) < period.due.date - window.last <= timedelta(7)
        assert period.opens_at is not None
        assert period.due.met_by(period.opens_at)
    assert [window.first for window in windows[1:]] == [window.last + timedelta(1) for window in windows[:-1]]


def test_a_week_may_reach_into_the_year_before() -> None:
    assert periods_of(Repeat.WEEK, 2026)[0].window == Window(first=date(2025, 12, 29), last=date(2026, 1, 4))
    assert periods_of(Repeat.MONTH, 2024)[1].window == Window(first=date(2024, 2, 1), last=date(2024, 2, 29))
