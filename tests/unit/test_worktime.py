"""Deadlines in words."""

from datetime import date, datetime, timedelta

import pytest

from shared.deadlines import Deadline
from shared.worktime import due_words, is_working_day, working_days_between


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


def test_counting_by_weeks_is_counting_by_days() -> None:
    first = date(2022, 4, 20)
    for length in range(400):
        last = first + timedelta(days=length)
        counted = sum(is_working_day(first + timedelta(days=n)) for n in range(1, length + 1))
        assert working_days_between(first, last) == counted
    assert working_days_between(date(2022, 5, 2), date(2022, 4, 1)) == 0
