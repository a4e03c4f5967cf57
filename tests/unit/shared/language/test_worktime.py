"""Deadlines in words."""

from datetime import date, datetime, timedelta

import pytest

from deploy.generate_holidays import file_text
from shared.language.deadlines import Deadline
from shared.language.worktime import HOLIDAYS, due_words, is_working_day, working_days_between


@pytest.mark.parametrize(
    ("now", "wording", "kind", "days"),
    [
        ("2022-05-12T08:00:00+07:00", "10 giờ 13/5/2022", "left", 1),
        ("2022-05-13T09:59:00+07:00", "10 giờ 13/5/2022", "today", 0),
        ("2022-05-13T10:01:00+07:00", "10 giờ 13/5/2022", "passed", 0),
        ("2022-05-15T08:00:00+07:00", "10 giờ 13/5/2022", "late", 2),
        ("2022-05-06T08:00:00+07:00", "trước ngày 07/5/2022", "today", 0),
        ("2022-05-07T00:00:00+07:00", "trước ngày 07/5/2022", "late", 1),
        ("2022-05-13T18:00:00+07:00", "hết ngày 15/5/2022", "weekend", 2),
        ("2022-05-12T20:00:00+00:00", "hết ngày 13/5/2022", "today", 0),
    ],
)
def test_a_deadline_is_told_in_working_days(now: str, wording: str, kind: str, days: int) -> None:
    found, words = due_words(Deadline.parse(wording), datetime.fromisoformat(now))
    assert (found, words["days"]) == (kind, days)


def test_a_deadline_is_written_as_plans_write_it() -> None:
    _, words = due_words(Deadline.parse("10 giờ 13/5/2022"), datetime.fromisoformat("2022-05-12T08:00:00+07:00"))
    assert (words["bound"], words["time"], words["date"]) == ("at", "10 giờ", "13/5/2022")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2022-01-03", "2022-01-03"),  # Tết Dương lịch fell on a Saturday
        ("2022-01-29", "2022-02-06"),  # Tết Nhâm Dần
        ("2022-04-09", "2022-04-11"),  # Giỗ Tổ on a Sunday, so Monday as well
        ("2022-04-30", "2022-05-03"),
        ("2022-09-01", "2022-09-04"),
        ("2023-01-20", "2023-01-26"),  # Tết Quý Mão
        ("2023-04-29", "2023-05-03"),  # Giỗ Tổ, 30/4 and 1/5 in one
        ("2024-02-08", "2024-02-14"),  # Tết Giáp Thìn
        ("2024-04-18", "2024-04-18"),
        ("2024-04-27", "2024-05-01"),
        ("2025-01-25", "2025-02-02"),  # Tết Ất Tỵ
        ("2025-04-07", "2025-04-07"),
        ("2025-04-30", "2025-05-04"),
        ("2025-08-30", "2025-09-02"),
        ("2026-01-01", "2026-01-04"),
        ("2026-02-14", "2026-02-22"),  # Tết Bính Ngọ
        ("2026-04-25", "2026-04-27"),
        ("2026-08-29", "2026-09-02"),
    ],
)
def test_holidays_are_those_that_were_announced(first: str, last: str) -> None:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    assert [day for day in days if is_working_day(day)] == []
    around = [start - timedelta(days=1), end + timedelta(days=1)]
    assert [day for day in around if day.weekday() < 5 and not is_working_day(day)] == []


@pytest.mark.parametrize("worked", ["2024-05-04", "2025-04-26", "2026-01-10", "2026-08-22"])
def test_a_weekend_day_is_worked_for_a_day_off(worked: str) -> None:
    day = date.fromisoformat(worked)
    assert day.weekday() == 5
    assert is_working_day(day)
    assert not is_working_day(day + timedelta(days=1))


def test_a_deadline_before_tet_counts_the_days_that_are_worked() -> None:
    assert working_days_between(date(2022, 1, 28), date(2022, 2, 7)) == 1
    found, words = due_words(
        Deadline.parse("trước ngày 07/02/2022"), datetime.fromisoformat("2022-01-28T18:00:00+07:00")
    )
    assert (found, words["days"]) == ("weekend", 9)


def test_the_days_off_are_those_of_the_library_and_of_the_decisions() -> None:
    assert HOLIDAYS.read_text(encoding="utf-8") == file_text(), "make holidays writes them again"


def test_of_years_that_nobody_knows_the_solar_holidays_are_known() -> None:
    assert not is_working_day(date(2299, 9, 2))
    assert is_working_day(date(2299, 9, 1))


@pytest.mark.parametrize(
    "first", [date(2022, 1, 20), date(2024, 4, 20), date(2025, 12, 20), date(2098, 1, 1), date(1999, 6, 1)]
)
def test_counting_by_weeks_is_counting_by_days(first: date) -> None:
    for length in range(400):
        last = first + timedelta(days=length)
        counted = sum(is_working_day(first + timedelta(days=n)) for n in range(1, length + 1))
        assert working_days_between(first, last) == counted
    assert working_days_between(date(2022, 5, 2), date(2022, 4, 1)) == 0
