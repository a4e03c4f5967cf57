"""The periods that a schedule makes, and which of them is meant."""

from datetime import date, datetime

import pytest

from services.registration.campaigns.model.periods import asked_by, current, offered
from services.registration.campaigns.model.schedule import fits, periods_of
from shared.contracts.forms import Form
from shared.errors import DomainError
from shared.language.recurrence import Repeat
from shared.language.vietnamese import VIETNAM
from tests.unit.registration.campaigns.asked import asked, period, quarterly
from tests.unit.registration.examples import campaign


@pytest.mark.parametrize(
    ("repeat", "first", "last", "codes"),
    [
        (Repeat.MONTH, date(2026, 11, 15), date(2027, 1, 1), ["2026-11", "2026-12", "2027-01"]),
        (Repeat.QUARTER, date(2026, 1, 1), date(2026, 12, 31), ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]),
        (Repeat.WEEK, date(2026, 12, 28), date(2027, 1, 4), ["2026-W53", "2027-W01"]),
        (Repeat.HALF_YEAR, date(2026, 6, 30), date(2026, 7, 1), ["2026-H1", "2026-H2"]),
        (Repeat.YEAR, date(2026, 5, 1), date(2026, 5, 1), ["2026"]),
    ],
)
def test_a_schedule_makes_the_periods_of_its_days(repeat: Repeat, first: date, last: date, codes: list[str]) -> None:
    made = periods_of(repeat, first, last, "")
    assert [one.code for one in made] == codes
    assert all(fits(one.code, repeat) for one in made)
    assert all(one.opens_at is not None and one.due.met_by(one.opens_at) for one in made)


def test_a_wording_names_the_day_of_the_last_month() -> None:
    (made,) = periods_of(Repeat.QUARTER, date(2026, 1, 1), date(2026, 1, 2), "ngày 15 của tháng cuối kỳ")
    assert (made.due.date, made.due.wording) == (date(2026, 3, 15), "hết ngày 15/03/2026")


@pytest.mark.parametrize(
    ("repeat", "last", "wording", "code", "field"),
    [
        (Repeat.MONTH, date(2025, 12, 31), "", "schedule_backward", "last"),
        (Repeat.MONTH, date(2040, 1, 1), "", "schedule_too_long", "last"),
        (Repeat.MONTH, date(2026, 3, 1), "sớm", "schedule_unreadable", "wording"),
        (Repeat.MONTH, date(2026, 3, 1), "ngày 31", "schedule_unreadable", "wording"),
        (Repeat.WEEK, date(2026, 3, 1), "ngày 3", "schedule_unreadable", "wording"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(repeat: Repeat, last: date, wording: str, code: str, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        periods_of(repeat, date(2026, 1, 1), last, wording)
    assert (caught.value.code, caught.value.field) == (code, field)


MONTHS = [
    period(f"{day}/{month}/2022", f"2022-{month:02}", opens_at=f"2022-{month:02}-01T00:00:00+07:00")
    for month, day in ((1, 31), (2, 28), (3, 31), (4, 30))
]
MONTHLY = Form.model_validate(asked("thang", "initiatives", *MONTHS, repeat="month"))


def at(month: int, day: int) -> datetime:
    return datetime(2022, month, day, 12, tzinfo=VIETNAM)


def test_the_period_that_is_due_next_is_meant_and_at_the_end_the_last() -> None:
    assert [current(MONTHLY, moment).code for moment in (at(1, 5), at(2, 28), at(3, 1), at(9, 9))] == [
        "2022-01",
        "2022-02",
        "2022-03",
        "2022-04",
    ]


def test_what_has_opened_is_offered_and_the_next_one() -> None:
    assert [one.code for one in offered(MONTHLY, at(2, 5))] == ["2022-01", "2022-02", "2022-03"]
    once = Form.model_validate(asked("a", "initiatives", period("13/5/2022", opens_at="2022-05-01T00:00:00+07:00")))
    assert len(list(offered(once, at(1, 1)))) == 1


def test_an_address_names_a_form_and_a_period_of_the_campaign() -> None:
    plan = campaign(forms=[asked("dau"), quarterly()])

    def named(code: str, code_of_period: str) -> str:
        found = asked_by(plan, code, code_of_period, at(4, 1))
        assert found is not None
        return str(found[0].asked_in(found[1]))

    assert named("", "") == named("khong-co", "2022-Q9") == "dau"
    assert named("theo-quy", "2022-Q1") == "theo-quy.2022-Q1"
    assert named("theo-quy", "") == named("theo-quy", "2022-07") == "theo-quy.2022-Q2"
    assert asked_by(campaign(forms=[]), "", "", at(4, 1)) is None
