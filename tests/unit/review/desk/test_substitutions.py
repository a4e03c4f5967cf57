"""Who may act in whose place, on which days, and on what nobody may decide through another."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.review.cases.model.decisions import Assignment, Verdict, assign, decide, view
from services.review.desk.model.standing import (
    Standing,
    acting_person,
    forbidden_submitters,
    own_organisations,
    require_reader,
    standing_of,
)
from services.review.desk.model.substitutions import Appointment, Colleague, appoint, end, seen_at_work
from shared.contracts.submissions import Outcome
from shared.contracts.substitutions import Substitution
from shared.errors import DomainError
from shared.identity import Actor, Role
from shared.record.record import Nothing, Record
from tests.review_examples import CENTRE, DISTRICT, LEADER, REVIEWER, START, STATION, Life, person, written
from tests.unit.review.cases.test_decisions import case_of

TODAY = date(2022, 5, 12)
AWAY = Colleague(account=REVIEWER.account, name=REVIEWER.name, own=own_organisations(REVIEWER))
OFFICE = "phong-ke-hoach"
SUBSTITUTE = person("ke-hoach", "Phòng Kế hoạch - Nghiệp vụ", OFFICE, (Role.CLERK, OFFICE))


def wanted(**more: Any) -> Appointment:
    values: dict[str, Any] = {
        "replaced": REVIEWER.account,
        "account": SUBSTITUTE.account,
        "name": SUBSTITUTE.name,
        "organisation": OFFICE,
        "since": TODAY,
        "until": TODAY + timedelta(days=2),
        "reason": "Đi công tác",
    }
    return Appointment(**(values | more))


def named(by: Actor = REVIEWER, colleague: Colleague | None = AWAY, **more: Any) -> Substitution:
    return appoint("s-1", wanted(**more), by, organisation=CENTRE, replaced=colleague, today=TODAY).public


def standing(actor: Actor = SUBSTITUTE, day: date = TODAY, **more: Any) -> Standing:
    return standing_of(actor, CENTRE, [named(**more)], day)


def refused(code: str, by: Actor = REVIEWER, colleague: Colleague | None = AWAY, **more: Any) -> DomainError:
    with pytest.raises(DomainError) as caught:
        named(by, colleague, **more)
    assert caught.value.code == code
    return caught.value


def approval() -> Verdict:
    return Verdict(version=1, outcome=Outcome.APPROVE)


def case(submitter: str = STATION) -> Any:
    life = Life(submitter=submitter)
    life.submit()
    return case_of(life)


@pytest.mark.parametrize(("offset", "holds"), [(-1, False), (0, True), (2, True), (3, False)])
def test_it_holds_from_its_first_to_its_last_day(offset: int, *, holds: bool) -> None:
    assert bool(standing(day=TODAY + timedelta(days=offset))) is holds


def test_the_substitute_sees_is_given_and_decides_and_the_history_names_both() -> None:
    place = standing()
    require_reader(SUBSTITUTE, CENTRE, place)
    seen = view(case(), SUBSTITUTE, START, place)
    assert seen is not None
    assert seen.entry is not None
    assert seen.entry.actor is not None
    assert seen.entry.actor.name == "Phòng Kế hoạch - Nghiệp vụ (thay Phòng Tổ chức - Hành chính)"
    assert assign(case(), Assignment(account="x", name="X"), SUBSTITUTE, place) is not None
    decision = decide(case(), approval(), SUBSTITUTE, START, place).public.current.decision
    assert decision is not None
    assert (decision.decided_by.account, decision.decided_by.organisation) == ("ke-hoach", CENTRE)
    assert decision.decided_by.name.endswith("(thay Phòng Tổ chức - Hành chính)")


def test_without_it_or_on_another_day_he_is_a_stranger() -> None:
    for place in (standing(day=TODAY + timedelta(days=9)), standing(person("khac", "Khác", OFFICE))):
        with pytest.raises(DomainError, match="role_missing"):
            decide(case(), approval(), SUBSTITUTE, START, place)
        with pytest.raises(DomainError, match="role_missing"):
            require_reader(SUBSTITUTE, CENTRE, place)


def test_nobody_decides_for_his_own_organisation_as_a_substitute() -> None:
    with pytest.raises(DomainError, match="own_submission") as home:
        decide(case(OFFICE), approval(), SUBSTITUTE, START, standing())
    assert home.value.code == "own_submission"
    clerk = person("ke-hoach", SUBSTITUTE.name, OFFICE, (Role.CLERK, STATION))
    with pytest.raises(DomainError, match="own_submission"):
        decide(case(STATION), approval(), clerk, START, standing(clerk))
    elsewhere = person("ke-hoach", SUBSTITUTE.name, "so-y-te")
    with pytest.raises(DomainError, match="own_submission"):  # the home that was named counts as well
        decide(case(OFFICE), approval(), elsewhere, START, standing(elsewhere))


def test_what_the_replaced_may_not_decide_his_substitute_may_not_either() -> None:
    both = person("kiem-nhiem", "Kiêm nhiệm", CENTRE, (Role.REVIEWER, CENTRE), (Role.CLERK, STATION))
    away = Colleague(account=both.account, name=both.name, own=own_organisations(both))
    place = standing(by=both, colleague=away, replaced=both.account)
    with pytest.raises(DomainError) as caught:
        decide(case(STATION), approval(), SUBSTITUTE, START, place)
    assert (caught.value.code, caught.value.params) == ("own_submission_of_replaced", {"name": "Kiêm nhiệm"})
    assert decide(case("tyt-phuong-2"), approval(), SUBSTITUTE, START, place)
    assert set(forbidden_submitters(SUBSTITUTE, place)) == {OFFICE, CENTRE, STATION}


def test_he_may_decide_in_the_place_of_the_one_of_two_who_may() -> None:
    both = Colleague(account="kiem-nhiem", name="Kiêm nhiệm", own=(CENTRE, STATION))
    places = [*standing(by=LEADER, colleague=both, replaced="kiem-nhiem"), *standing()]
    decision = decide(case(STATION), approval(), SUBSTITUTE, START, places).public.current.decision
    assert decision is not None
    assert decision.decided_by.name.endswith("(thay Phòng Tổ chức - Hành chính)")


def test_a_reviewer_who_is_named_as_a_substitute_acts_in_his_own_name() -> None:
    reviewer = person("ke-hoach", "Phòng Kế hoạch", CENTRE, (Role.REVIEWER, CENTRE))
    both = Colleague(account="kiem-nhiem", name="Kiêm nhiệm", own=(CENTRE, STATION))
    place = standing(reviewer, by=LEADER, colleague=both, replaced="kiem-nhiem")
    assert place == ()
    assert acting_person(reviewer, CENTRE, place).name == "Phòng Kế hoạch"
    assert decide(case(STATION), approval(), reviewer, START, place)


def test_a_reviewer_names_his_own_and_the_leader_anybodys() -> None:
    assert named(LEADER).named_by.name == LEADER.name
    other = person("tchc-2", "Chuyên viên 2", CENTRE, (Role.REVIEWER, CENTRE))
    foreign = person("noi-vu", "Phòng Nội vụ", DISTRICT, (Role.REVIEWER, DISTRICT), (Role.LEADER, DISTRICT))
    for stranger in (other, foreign, SUBSTITUTE):
        refused("substitution_not_yours", stranger)
    assert refused("colleague_unknown", LEADER, None, replaced="la-mat").field == "replaced"


def test_what_is_wrong_is_told_all_at_once() -> None:
    error = refused("substitute_is_oneself", account=REVIEWER.account, until=TODAY - timedelta(days=1))
    assert [(e.code, e.field) for e in (error, *error.causes)] == [
        ("substitute_is_oneself", "account"),
        ("substitution_backwards", "until"),
    ]
    refused("substitution_over", since=TODAY - timedelta(days=9), until=TODAY - timedelta(days=1))


def test_an_early_end_ends_it_at_once_and_once() -> None:
    record = Record("s-1", 1, named(), Nothing())
    for stranger in (SUBSTITUTE, person("khac", "Khác", CENTRE, (Role.REVIEWER, CENTRE))):
        with pytest.raises(DomainError, match="substitution_not_yours"):
            end(record, CENTRE, stranger, START)
    ended = end(record, CENTRE, LEADER, START).public
    assert standing_of(SUBSTITUTE, CENTRE, [ended], TODAY) == []
    with pytest.raises(DomainError, match="substitution_ended"):
        end(Record("s-1", 2, ended, Nothing()), CENTRE, REVIEWER, START)


def test_the_desk_remembers_who_works_there_and_for_whom_he_is_a_clerk() -> None:
    both = person("kiem-nhiem", "Kiêm nhiệm", CENTRE, (Role.REVIEWER, CENTRE), (Role.HEAD, STATION))
    change = seen_at_work(None, both)
    assert change is not None
    assert change.public.own == (CENTRE, STATION)
    assert seen_at_work(Record(both.account, 1, change.public, Nothing()), both) is None


def test_a_long_name_still_fits() -> None:
    long = Colleague(account=REVIEWER.account, name="P" * 300, own=(CENTRE,))
    assert len(acting_person(SUBSTITUTE, CENTRE, standing(colleague=long)).name) == 300
    assert written(None, decide(case(), approval(), SUBSTITUTE, START, standing(colleague=long)))
