"""The periods that a schedule makes, and which of them is meant."""

from datetime import date, datetime

import pytest

from services.registration.campaigns.model.deviations import Deviations, deviations
from services.registration.campaigns.model.forms import form_faults
from services.registration.campaigns.model.periods import asked_by, current, following, offered
from services.registration.campaigns.model.readings import readings
from services.registration.campaigns.model.schedule import Wordings, fits, periods_of, schedule_of
from shared.contracts.forms import Form, Period, Window
from shared.errors import DomainError
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat
from shared.language.schedule import Schedule
from shared.language.vietnamese import VIETNAM
from tests.unit.registration.campaigns.asked import asked, period, quarterly
from tests.unit.registration.examples import campaign

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
QUARTERLY = Wordings(
    "chậm nhất ngày 20 của tháng cuối kỳ",
    "từ ngày 01 của tháng cuối kỳ",
    "từ ngày 15 của tháng trước kỳ đến ngày 14 của tháng cuối kỳ",
)


def made(repeat: Repeat, first: date, last: date, said: Wordings) -> tuple[Period, ...]:
    return periods_of(schedule_of(repeat, first, last, said))


def test_a_schedule_makes_periods_with_opening_due_and_window() -> None:
    first, *_, last = made(Repeat.QUARTER, *YEAR, QUARTERLY)
    assert (first.code, last.code, last.due.date, last.due.wording) == (
        "2026-Q1",
        "2026-Q4",
        date(2026, 12, 20),
        "chậm nhất ngày 20/12/2026",
    )
    assert first.opens_at == datetime(2026, 3, 1, tzinfo=VIETNAM)
    assert first.window == Window(first=date(2025, 12, 15), last=date(2026, 3, 14))


def test_weeks_over_the_turn_of_the_year_each_fit_their_repeat() -> None:
    weeks = made(Repeat.WEEK, date(2026, 12, 21), date(2027, 1, 10), Wordings("thứ Sáu hằng tuần"))
    assert [week.code for week in weeks] == ["2026-W52", "2026-W53", "2027-W01"]
    assert all(fits(week.code, Repeat.WEEK) for week in weeks)
    assert [fits(code, Repeat.WEEK) for code in ("2027-W53", "2026-12", "2026-W00", "W53", None)] == [False] * 5


@pytest.mark.parametrize(
    ("said", "days", "code", "field"),
    [
        (Wordings("  "), YEAR, "schedule_due_missing", "due"),
        (Wordings("sớm"), YEAR, "repeat_day_missing", "due"),
        (Wordings("ngày 31 của tháng cuối kỳ"), YEAR, "repeat_impossible_day", "due"),
        (Wordings("ngày 05 của tháng"), YEAR, "wording_doubtful", "due"),
        (Wordings("ngày 05 của tháng", chosen={"due": "ngày 06"}), YEAR, "wording_doubtful", "due"),
        (Wordings(QUARTERLY.due, "khi nào xong"), YEAR, "opening_unreadable", "opening"),
        (Wordings(QUARTERLY.due, QUARTERLY.due), YEAR, "opening_unreadable", "opening"),
        (Wordings(QUARTERLY.due, "từ ngày 25 của tháng cuối kỳ"), YEAR, "schedule_opens_after_due", "opening"),
        (Wordings(QUARTERLY.due, "", "cả năm"), YEAR, "window_unreadable", "window"),
        (QUARTERLY, YEAR[::-1], "period_ends_before_start", "last"),
        (QUARTERLY, (date(1950, 1, 1), date(2850, 1, 1)), "schedule_too_long", "last"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(said: Wordings, days: tuple[date, date], code: str, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        schedule_of(Repeat.QUARTER, *days, said)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_every_part_that_cannot_be_read_is_told_at_once() -> None:
    with pytest.raises(DomainError) as caught:
        schedule_of(Repeat.QUARTER, *YEAR, Wordings("sớm", "muộn", "cả năm"))
    assert [fault.field for fault in caught.value.causes] == ["due", "opening", "window"]


def test_doubtful_words_are_read_back_each_way_with_the_first_dates_and_keep_the_plans_words() -> None:
    said = Wordings("ngày 05 của tháng", "thứ Hai", QUARTERLY.window)
    found = readings(Repeat.QUARTER, YEAR[0], said)
    assert [len(found[part]) for part in ("due", "window")] == [3, 1]
    assert "opening" not in found
    way = found["due"][1]
    assert (way.words, way.dates) == (
        "chậm nhất ngày 05 của tháng cuối kỳ",
        (("2026-Q1", "chậm nhất ngày 05/3/2026"), ("2026-Q2", "chậm nhất ngày 05/6/2026")),
    )
    assert found["window"][0].dates[0] == ("2026-Q1", "15/12/2025 - 14/3/2026")
    schedule = schedule_of(Repeat.QUARTER, *YEAR, Wordings(said.due, chosen={"due": way.words}))
    assert schedule.due.wording == "ngày 05 của tháng"
    assert periods_of(schedule)[0].due.date == date(2026, 3, 5)


def test_what_was_stored_is_not_read_again_while_its_words_are_the_same() -> None:
    said = Wordings("ngày 05 của tháng", chosen={"due": "chậm nhất ngày 05 của tháng cuối kỳ"})
    known = schedule_of(Repeat.QUARTER, *YEAR, said)
    assert Wordings.of(known) == said
    assert schedule_of(Repeat.QUARTER, *YEAR, Wordings(said.due), known) == known
    other = Wordings(said.due, chosen={"due": "chậm nhất ngày 05 của tháng sau kỳ"})
    assert schedule_of(Repeat.QUARTER, *YEAR, other, known).due.day("2026-Q1") == date(2026, 4, 5)
    with pytest.raises(DomainError, match="wording_doubtful"):
        schedule_of(Repeat.MONTH, *YEAR, Wordings("ngày 05"), known)
    with pytest.raises(DomainError, match="wording_doubtful"):
        schedule_of(Repeat.QUARTER, *YEAR, Wordings("ngày 06 của tháng", chosen=said.chosen), known)


def form_of(schedule: Schedule | None, *periods: Period) -> Form:
    written = asked("quy", "initiatives", repeat="quarter") | {"periods": periods, "schedule": schedule}
    return Form.model_validate(written)


def test_periods_that_are_not_as_the_schedule_makes_them_are_named() -> None:
    schedule = schedule_of(Repeat.QUARTER, *YEAR, QUARTERLY)
    first, second, third, fourth = periods_of(schedule)
    assert not deviations(form_of(schedule, first, second, third, fourth)).codes
    late = second.model_copy(update={"due": Deadline.parse("hết ngày 30/6/2026")})
    beside = fourth.model_copy(update={"code": "2027-Q1"})
    found = deviations(form_of(schedule, first, late, third, beside))
    assert found == Deviations(changed=("2026-Q2",), missing=("2026-Q4",), added=("2027-Q1",))
    assert found.codes == ("2026-Q2", "2026-Q4", "2027-Q1")
    assert not deviations(form_of(None, first, late)).codes


def test_a_schedule_of_another_repeat_than_its_form_is_refused() -> None:
    schedule = schedule_of(Repeat.QUARTER, *YEAR, QUARTERLY)
    form = form_of(schedule, *periods_of(schedule))
    assert [fault.code for fault in form_faults([form])] == []
    yearly = form.model_copy(update={"repeat": Repeat.YEAR})
    assert ("schedule_unfit", "forms.0.schedule") in [(fault.code, fault.field) for fault in form_faults([yearly])]


def test_a_schedule_is_left_out_on_the_wire_where_there_is_none() -> None:
    schedule = schedule_of(Repeat.QUARTER, *YEAR, QUARTERLY)
    kept = form_of(schedule, *periods_of(schedule)).model_dump(mode="json")
    assert Form.read(kept).schedule == schedule
    assert "schedule" not in form_of(None, *periods_of(schedule)).model_dump(mode="json")


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


def test_the_period_after_the_one_that_is_due_next() -> None:
    assert [one and one.code for one in (following(MONTHLY, period) for period in MONTHLY.periods)] == [
        "2022-02",
        "2022-03",
        "2022-04",
        None,
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
