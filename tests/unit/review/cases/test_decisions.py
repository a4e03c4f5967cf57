"""What reviewers may do with a case, and what they are refused."""

from datetime import timedelta
from typing import Any

import pytest

from services.review.cases.model.case import CaseRecord
from services.review.cases.model.decisions import Assignment, Verdict, assign, decide, view
from services.review.cases.model.receiving import receive
from services.review.desk.model.standing import require_reader
from shared.contracts.cases import CaseStatus
from shared.contracts.submissions import ItemDecision, Outcome
from shared.errors import DomainError, Kind
from shared.identity import Actor
from tests.review_examples import (
    CENTRE,
    DISTRICT,
    LEADER,
    REVIEWER,
    START,
    STATION,
    STATION_CLERK,
    STATION_REVIEWER,
    Life,
    item,
    written,
)

NOW = START + timedelta(hours=1)


def case_of(life: Life) -> CaseRecord:
    record = None
    for delivery in life.deliveries:
        change = receive(record, delivery, CENTRE)
        record = written(record, change) if change else record
    assert record is not None
    return record


TWO = Life()
TWO.submit(item("a", "Ứng dụng AppSheet"), item("b", "Thanh toán điện tử"))


def two_items() -> CaseRecord:
    return case_of(TWO)


def verdict(outcome: Outcome, **more: Any) -> Verdict:
    return Verdict.model_validate({"version": 1, "outcome": outcome} | more)


def refused(record: CaseRecord, wanted: Verdict, actor: Actor = REVIEWER) -> DomainError:
    with pytest.raises(DomainError) as caught:
        decide(record, wanted, actor, NOW, submission=TWO.submission)
    return caught.value


def test_the_first_opening_marks_the_round_and_the_next_changes_nothing() -> None:
    record = two_items()
    change = view(record, REVIEWER, NOW)
    assert change is not None
    assert change.public.status is CaseStatus.VIEWED
    assert (change.public.current.viewed_at, change.events[0].type) == (NOW, "case.viewed")
    assert view(written(record, change), REVIEWER, NOW) is None


def test_leaders_read_and_only_reviewers_act() -> None:
    record = two_items()
    require_reader(LEADER, CENTRE)
    with pytest.raises(DomainError, match="role_missing"):
        require_reader(STATION_CLERK, CENTRE)
    with pytest.raises(DomainError, match="role_missing"):
        require_reader(REVIEWER, DISTRICT)
    with pytest.raises(DomainError, match="role_missing"):
        view(record, LEADER, NOW)
    with pytest.raises(DomainError, match="role_missing"):
        assign(record, Assignment(account="x", name="x"), LEADER)
    assert refused(record, verdict(Outcome.APPROVE), LEADER).code == "role_missing"


def test_assigning_names_the_person_and_assigning_again_changes_nothing() -> None:
    record = two_items()
    wanted = Assignment(account="chuyen-vien-1", name="Chuyên viên 1")
    change = assign(record, wanted, REVIEWER)
    assert change is not None
    assert change.public.assigned_to is not None
    assert (change.public.assigned_to.account, change.public.assigned_to.organisation) == ("chuyen-vien-1", CENTRE)
    assert change.events[0].type == "case.assigned"
    assert assign(written(record, change), wanted, REVIEWER) is None


@pytest.mark.parametrize(
    ("outcome", "status", "event"),
    [
        (Outcome.APPROVE, CaseStatus.APPROVED, "case.approved"),
        (Outcome.RETURN, CaseStatus.RETURNED, "case.returned"),
        (Outcome.REJECT, CaseStatus.REJECTED, "case.rejected"),
    ],
)
def test_a_decision_says_who_what_and_why(outcome: Outcome, status: CaseStatus, event: str) -> None:
    change = decide(two_items(), verdict(outcome, reason="Rõ ràng, khả thi"), REVIEWER, NOW)
    decision = change.public.current.decision
    assert decision is not None
    assert (decision.decided_by.name, decision.decided_at) == (REVIEWER.name, NOW)
    assert (change.public.status, change.events[0].type, change.events[0].recipients) == (status, event, (STATION,))
    assert change.entry is not None
    assert change.entry.reason == "Rõ ràng, khả thi"


def test_items_may_have_decisions_of_their_own_and_the_others_are_not_stored() -> None:
    rejected = ItemDecision(item="b", outcome=Outcome.REJECT, reason="Đã làm năm 2021")
    change = decide(two_items(), verdict(Outcome.APPROVE, items=(rejected,)), REVIEWER, NOW, submission=TWO.submission)
    assert change.public.current.decision is not None
    assert change.public.current.decision.items == (rejected,)
    assert change.entry is not None
    assert change.entry.reason == "Thanh toán điện tử: Đã làm năm 2021"


def test_a_whole_may_be_returned_though_every_item_is_approved() -> None:
    items = tuple(ItemDecision(item=i, outcome=Outcome.APPROVE) for i in ("a", "b"))
    wanted = verdict(Outcome.RETURN, reason="Thiếu kế hoạch kèm theo", items=items)
    change = decide(two_items(), wanted, REVIEWER, NOW, submission=TWO.submission)
    assert change.public.status is CaseStatus.RETURNED


def test_items_are_decided_on_only_where_their_version_is_at_hand() -> None:
    wanted = verdict(Outcome.APPROVE, items=(ItemDecision(item="a", outcome=Outcome.REJECT, reason="Trùng"),))
    with pytest.raises(DomainError, match="version_not_here") as refused:
        decide(two_items(), wanted, REVIEWER, NOW)
    assert refused.value.kind is Kind.UNAVAILABLE
    assert decide(two_items(), verdict(Outcome.APPROVE), REVIEWER, NOW).public.status is CaseStatus.APPROVED


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        (verdict(Outcome.RETURN), "reason_missing", "reason"),
        (verdict(Outcome.REJECT, reason=" \u200b "), "reason_missing", "reason"),
        (
            verdict(Outcome.APPROVE, items=(ItemDecision(item="a", outcome=Outcome.REJECT),)),
            "reason_missing",
            "items.0.reason",
        ),
        (
            verdict(Outcome.APPROVE, items=(ItemDecision(item="c", outcome=Outcome.APPROVE),)),
            "item_unknown",
            "items.0.item",
        ),
        (
            verdict(Outcome.APPROVE, items=(ItemDecision(item="a", outcome=Outcome.APPROVE),) * 2),
            "item_named_twice",
            "items.1.item",
        ),
        (
            verdict(Outcome.APPROVE, items=(ItemDecision(item="a", outcome=Outcome.RETURN, reason="Sửa lại"),)),
            "decision_contradictory",
            "items.0.outcome",
        ),
        (verdict(Outcome.APPROVE, version=2), "version_unknown", "version"),
    ],
)
def test_a_decision_that_does_not_hold_names_its_field(wanted: Verdict, code: str, field: str) -> None:
    error = refused(two_items(), wanted)
    assert (error.code, error.field) == (code, field)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    items = (ItemDecision(item="a", outcome=Outcome.RETURN), ItemDecision(item="b", outcome=Outcome.REJECT))
    error = refused(two_items(), verdict(Outcome.RETURN, items=items))
    assert [cause.field for cause in (error, *error.causes)] == ["reason", "items.0.reason", "items.1.reason"]


@pytest.mark.parametrize(
    "actor", [STATION_REVIEWER, REVIEWER.model_copy(update={"grants": (*REVIEWER.grants, *STATION_CLERK.grants)})]
)
def test_nobody_decides_on_a_submission_of_his_own_organisation(actor: Actor) -> None:
    assert refused(two_items(), verdict(Outcome.APPROVE), actor).code == "own_submission"


def test_a_decision_on_an_older_version_is_refused() -> None:
    life = Life()
    life.submit()
    life.submit()
    error = refused(case_of(life), verdict(Outcome.APPROVE))
    assert (error.code, error.params) == ("decision_stale", {"version": 1, "current": 2})


def test_a_case_is_decided_once() -> None:
    record = two_items()
    record = written(record, decide(record, verdict(Outcome.APPROVE), REVIEWER, NOW))
    error = refused(record, verdict(Outcome.REJECT, reason="Nghĩ lại"))
    assert (error.code, error.params["by"]) == ("case_already_decided", REVIEWER.name)


def test_nothing_is_decided_on_what_was_withdrawn() -> None:
    life = Life()
    life.submit()
    life.withdraw()
    record = case_of(life)
    assert refused(record, verdict(Outcome.APPROVE)).code == "case_withdrawn"
    with pytest.raises(DomainError, match="case_withdrawn"):
        assign(record, Assignment(account="x", name="x"), REVIEWER)
    assert view(record, REVIEWER, NOW) is None
