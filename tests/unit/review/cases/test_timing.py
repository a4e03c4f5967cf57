"""Until when a desk should decide: its own clock."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.review.cases.model.case import retimed
from services.review.cases.model.receiving import receive
from services.review.cases.model.timing import Timing, end_of_working_day, timing_of
from services.review.cases.pages.rows import due_of
from shared.contracts.campaigns import Campaign, DeadlineWarning, DocumentDate, Extension, Field
from shared.contracts.forms import Form, FormPeriod, Period
from shared.contracts.types import Person
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat
from shared.language.vietnamese import VIETNAM
from tests.review_examples import CENTRE, REGISTRATION, START, Life, written


def at(day: int, hour: int = 0, month: int = 5) -> datetime:
    return datetime(2022, month, day, hour, tzinfo=VIETNAM)


def registration(due: str) -> Form:
    period = Period(due=Deadline.parse(due))
    return Form(code="registration", kind="initiatives", name="Mẫu 1 - Đăng ký", title="Mẫu 1", periods=(period,))


def campaign(ident: str, due: str, **more: Any) -> Campaign:
    values: dict[str, Any] = {
        "number": ident,
        "title": "Phong trào",
        "year": 2022,
        "issuer": CENTRE,
        "recipients": (CENTRE,),
        "dates": (DocumentDate(date=date(2022, 4, 21), place="Đầu văn bản"),),
        "fields": (Field(code="organisation", number=1, name="Tổ chức bộ máy"),),
        "forms": (registration(due),) if due else (),
        "obliged": (),
    }
    return Campaign(id=ident, **(values | more))


OWN = campaign("70", "10 giờ 13/5/2022", parents=("124", "2958"))
DISTRICT_PLAN = campaign("124", "trước ngày 20/5/2022")
DEPARTMENT_PLAN = campaign("2958", "17 giờ ngày 18/5/2022")


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (at(12, 8), 5, at(20)),  # Thursday: Friday, then Monday to Thursday
        (at(14, 8), 1, at(17)),  # Saturday
        (at(29, 8, month=4), 1, at(5)),  # 30 April and 1 May 2022 fell on a weekend: two more days off
        (at(12, 23), 0, at(13)),
    ],
)
def test_working_days_end_with_their_day(start: datetime, days: int, end: datetime) -> None:
    assert end_of_working_day(start, days) == end


def test_without_a_superior_body_the_desk_has_its_working_days() -> None:
    assert timing_of(CENTRE, None, REGISTRATION, (), 3).due_at(at(12, 8)) == at(18)
    assert timing_of(CENTRE, campaign("1", "13/5/2022"), REGISTRATION, (), 5).due_at(at(12, 8)) == at(20)


def test_the_earliest_deadline_upward_sets_the_limit() -> None:
    timing = timing_of(CENTRE, OWN, REGISTRATION, (DISTRICT_PLAN, DEPARTMENT_PLAN), 5)
    assert timing.due_at(at(10, 8)) == at(18, 17)
    other = timing_of(CENTRE, OWN, FormPeriod("interim"), (DISTRICT_PLAN, DEPARTMENT_PLAN), 5)
    assert other.upward == (), "nobody above asks for this form"


def test_a_deadline_that_had_passed_at_the_delivery_cannot_be_kept_any_more() -> None:
    timing = timing_of(CENTRE, OWN, REGISTRATION, (DISTRICT_PLAN, DEPARTMENT_PLAN), 5)
    assert timing.due_at(at(19, 8)) == at(20)
    assert timing.due_at(at(23, 8)) == at(31), "Monday: the next five working days"


def test_an_extension_granted_to_the_desk_counts_and_a_strangers_does_not() -> None:
    def extended(organisation: str) -> Campaign:
        extension = Extension(
            organisation=organisation,
            form="registration",
            due=Deadline.parse("hết ngày 25/5/2022"),
            reason="Chờ số liệu",
            granted_by=Person(account="noi-vu", name="Phòng Nội vụ", organisation="ubnd-tan-binh"),
            granted_at=at(12),
        )
        return DISTRICT_PLAN.model_copy(update={"extensions": (extension,)})

    own = campaign("70", "10 giờ 13/5/2022", parents=("124",))
    assert timing_of(CENTRE, own, REGISTRATION, (extended(CENTRE),), 5).due_at(at(12)) == at(26)
    assert timing_of(CENTRE, own, REGISTRATION, (extended("khac"),), 5).due_at(at(12)) == at(20)


def test_a_warning_tells_of_a_parent_that_the_desk_never_heard_of() -> None:
    warning = DeadlineWarning(
        parent="124",
        parent_number="124/KH-UBND",
        form="registration",
        due=Deadline.parse("10 giờ 13/5/2022"),
        parent_due=Deadline.parse("trước ngày 13/5/2022"),
        reasons=("due_after_parent",),
    )
    own = OWN.model_copy(update={"warnings": (warning,)})
    assert timing_of(CENTRE, own, REGISTRATION, (), 5).due_at(at(10)) == at(13)
    known = timing_of(CENTRE, own, REGISTRATION, (DISTRICT_PLAN,), 5)
    assert known.due_at(at(10)) == at(20), "the plan itself knows better than an old warning"


def weekly(code: str, **due: str) -> Form:
    """A form that is sent every week, by the numbers of its weeks ("w31")."""
    periods = tuple(Period(code=f"2022-{week.upper()}", due=Deadline.parse(text)) for week, text in due.items())
    return Form(code=code, kind="initiatives", name="Việc trong tuần", title="-", repeat=Repeat.WEEK, periods=periods)


def test_every_week_has_a_clock_of_its_own() -> None:
    own = campaign("70", "", forms=(weekly("tuan", w31="05/8/2022", w32="12/8/2022"),), parents=("124",))
    above = campaign("124", "", forms=(weekly("khao-sat", w31="08/8/2022", w32="15/8/2022"),))
    for week, day in (("2022-W31", 9), ("2022-W32", 16)):
        timing = timing_of(CENTRE, own, FormPeriod("tuan", week), (above,), 5)
        assert timing.due_at(at(1, 8, month=8)) == at(day, month=8)
    assert timing_of(CENTRE, own, FormPeriod("tuan", "2022-W33"), (above,), 5).upward == (), "not asked for then"


def test_a_warning_speaks_of_its_own_period() -> None:
    warning = DeadlineWarning(
        parent="124",
        parent_number="124/KH-UBND",
        form="tuan",
        period="2022-W31",
        due=Deadline.parse("05/8/2022"),
        parent_due=Deadline.parse("04/8/2022"),
        reasons=("due_after_parent",),
    )
    weeks = weekly("tuan", w31="05/8/2022", w32="12/8/2022")
    own = campaign("70", "", forms=(weeks,), parents=("124",), warnings=(warning,))
    assert len(timing_of(CENTRE, own, FormPeriod("tuan", "2022-W31"), (), 5).upward) == 1
    assert timing_of(CENTRE, own, FormPeriod("tuan", "2022-W32"), (), 5).upward == ()


def test_a_case_carries_its_limit_and_follows_a_clock_that_changes() -> None:
    life = Life()
    change = receive(None, life.submit(), CENTRE, Timing())
    assert change is not None
    record = written(None, change)
    assert record.private.due_at == at(20)
    assert retimed(record, Timing()) is None
    moved = retimed(record, Timing((at(16),)))
    assert moved is not None
    assert (moved.private.due_at, moved.entry, moved.events) == (at(16), None, ())


def test_the_limit_is_said_as_a_day_or_a_clock_time() -> None:
    life = Life()
    for timing, told in ((Timing(), (date(2022, 5, 19), None)), (Timing((at(16, 10),)), (date(2022, 5, 16), 10))):
        change = receive(None, life.deliveries[0] if life.deliveries else life.submit(), CENTRE, timing)
        assert change is not None
        due = due_of(written(None, change))
        assert due is not None
        assert (due.date, due.time.hour if due.time else None) == told
        assert due.met_by(START + timedelta(days=1))
