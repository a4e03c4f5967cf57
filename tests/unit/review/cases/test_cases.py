"""A desk's case follows its submission, whatever the order in which it hears of it."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.review.cases.model.case import CaseRecord
from services.review.cases.model.decisions import Verdict, decide, view
from services.review.cases.model.receiving import Delivery, receive
from shared.contracts.cases import Case, CaseStatus
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import Outcome, RecipientStatus
from tests.review_examples import CENTRE, DISTRICT, REVIEWER, STATION, Life, item, written


def heard(record: CaseRecord | None, delivery: Delivery) -> CaseRecord | None:
    """The case after news, stored as a desk stores it."""
    change = receive(record, delivery, CENTRE)
    entry = delivery.submission.recipient(CENTRE)
    return written(record, change, version_above=entry.case_sequence if entry else 0) if change else record


def opened(life: Life) -> CaseRecord:
    record = heard(None, life.submit())
    assert record is not None
    return record


def viewed(record: CaseRecord, life: Life) -> CaseRecord:
    change = view(record, REVIEWER, life.now)
    assert change is not None
    return written(record, change)


def decided(record: CaseRecord, life: Life, outcome: Outcome) -> CaseRecord:
    verdict = Verdict(version=record.public.current.version, outcome=outcome, reason="Cần nêu rõ tiến độ")
    return written(record, decide(record, verdict, REVIEWER, life.now))


def settled(record: CaseRecord, life: Life) -> Delivery:
    return life.settle(record.public, record.version, record.head)


def state(record: CaseRecord | None) -> Case:
    """What must not depend on the order. Which event told of the state last is not part of it."""
    assert record is not None
    return record.public.model_copy(update={"submission_sequence": 0, "submission_head": "0" * 64})


def event_types(record: CaseRecord | None, delivery: Delivery) -> list[str]:
    change = receive(record, delivery, CENTRE)
    return [emit.type for emit in change.events] if change else []


def test_the_first_version_opens_a_case_for_the_submitter_to_hear_of() -> None:
    life = Life()
    change = receive(None, life.submit(item("a"), item("b", "Đơn giản hóa thủ tục")), CENTRE)
    assert change is not None
    assert change.public.id == f"{CENTRE}.70-kh-ttyt-2022.registration.{STATION}"
    assert change.public.status is CaseStatus.UNSEEN
    assert [emit.type for emit in change.events] == ["case.opened"]
    assert change.events[0].recipients == (STATION,)
    assert "don gian hoa thu tuc" in change.private.search


def test_a_form_that_is_sent_every_week_has_a_case_a_week() -> None:
    cases = []
    for week in ("2022-W31", "2022-W32"):
        change = receive(None, Life(asked=FormPeriod("khao-sat", week)).submit(), CENTRE)
        assert change is not None
        cases.append(change.public)
    assert [case.asked for case in cases] == [("khao-sat", "2022-W31"), ("khao-sat", "2022-W32")]
    assert cases[0].id == f"{CENTRE}.70-kh-ttyt-2022.khao-sat.2022-W31.{STATION}"


def test_a_submission_to_somebody_else_opens_nothing() -> None:
    assert receive(None, Life(recipient=DISTRICT).submit(), CENTRE) is None


def test_hearing_of_its_own_events_is_no_news() -> None:
    """Otherwise the two services would answer each other for ever."""
    life = Life()
    record = opened(life)
    assert receive(record, settled(record, life), CENTRE) is None
    record = viewed(record, life)
    assert receive(record, settled(record, life), CENTRE) is None
    record = decided(record, life, Outcome.RETURN)
    assert receive(record, settled(record, life), CENTRE) is None


def test_a_version_after_a_return_reopens_the_case_and_keeps_the_earlier_decision() -> None:
    life = Life()
    record = decided(opened(life), life, Outcome.RETURN)
    settled(record, life)
    delivery = life.submit()
    assert event_types(record, delivery) == ["case.reopened"]
    case = state(heard(record, delivery))
    assert case.status is CaseStatus.UNSEEN
    first, second = case.rounds
    assert first.decision is not None
    assert (first.decision.outcome, second.decision) == (Outcome.RETURN, None)


def test_a_withdrawal_after_a_decision_withdraws_the_case_and_leaves_the_decision_readable() -> None:
    life = Life()
    record = decided(opened(life), life, Outcome.APPROVE)
    delivery = life.withdraw()
    assert event_types(record, delivery) == ["case.withdrawn"]
    case = state(heard(record, delivery))
    assert case.status is CaseStatus.WITHDRAWN
    assert case.withdrawn_reason == "Gửi nhầm bản nháp"
    assert case.current.decision is not None


def test_a_version_after_a_withdrawal_reopens_the_case() -> None:
    life = Life()
    record = heard(opened(life), life.withdraw())
    delivery = life.submit()
    assert event_types(record, delivery) == ["case.reopened"]
    case = state(heard(record, delivery))
    assert (case.status, case.withdrawn_at, case.withdrawn_reason) == (CaseStatus.UNSEEN, None, "")


def test_a_withdrawal_that_a_newer_version_has_followed_no_longer_holds() -> None:
    """The owner may hear that the case was withdrawn only after it has sent the next version."""
    life = Life()
    first = opened(life)
    withdrawal = life.withdraw()
    record = heard(first, withdrawal)
    life.submit()
    echo = life.submission.recipients[0].model_copy(update={"status": RecipientStatus.WITHDRAWN})
    late = life.submission.model_copy(
        update={"recipients": (echo,), "withdrawn_at": withdrawal.submission.withdrawn_at}
    )
    assert state(heard(record, Delivery(late, 9, "9" * 64))).status is CaseStatus.UNSEEN


def test_older_news_changes_nothing() -> None:
    life = Life()
    first = opened(life)
    record = heard(first, life.withdraw())
    assert receive(record, life.deliveries[0], CENTRE) is None


def test_a_lost_case_comes_back_with_its_own_decisions() -> None:
    life = Life()
    record = decided(viewed(opened(life), life), life, Outcome.RETURN)
    news = settled(record, life)
    assert event_types(None, news) == ["case.returned"]
    rebuilt = heard(None, news)
    assert rebuilt is not None
    assert rebuilt.public.current.decision == record.public.current.decision
    assert rebuilt.version > record.version, "the owner ignores whatever is not newer"


def test_a_case_rebuilt_from_older_news_catches_up_with_what_the_world_saw() -> None:
    life = Life()
    record = viewed(opened(life), life)
    news = settled(record, life)
    rebuilt = heard(None, life.deliveries[0])
    assert rebuilt is not None
    assert rebuilt.version < record.version
    rebuilt = heard(rebuilt, news)
    assert rebuilt is not None
    assert rebuilt.version > record.version
    assert receive(rebuilt, settled(rebuilt, life), CENTRE) is None


def test_a_case_rebuilt_at_the_very_version_that_the_world_saw_takes_the_next() -> None:
    life = Life()
    record = opened(life)
    news = life.settle(record.public, record.version, "f" * 64)  # the same version of an earlier life
    again = heard(record, news)
    assert again is not None
    assert again.version == record.version + 1
    assert receive(again, settled(again, life), CENTRE) is None


def test_a_local_decision_stands_against_a_recorded_one() -> None:
    life = Life()
    fresh = opened(life)
    other = decided(fresh, life, Outcome.REJECT)
    record = decided(fresh, life, Outcome.APPROVE)
    news = settled(other, life)
    case = state(heard(record, news))
    assert case.current.decision is not None
    assert case.current.decision.outcome is Outcome.APPROVE


STEPS = st.lists(st.sampled_from(["submit", "view", "approve", "return", "reject", "withdraw", "wait"]), max_size=12)


def lived(steps: list[str]) -> tuple[Life, CaseRecord]:
    """A recorded life: what its owner told, and the case that its desk had at the end."""
    life = Life()
    record = opened(life)
    for step in steps:
        life.now += timedelta(minutes=1)
        if step == "submit" and not (life.open or record.public.status is CaseStatus.APPROVED):
            record = heard(record, life.submit()) or record
        elif step == "withdraw" and life.open:
            record = heard(record, life.withdraw()) or record
        elif step == "view" and record.public.status is CaseStatus.UNSEEN:
            record = viewed(record, life)
        elif step in {"approve", "return", "reject"} and record.public.status in {
            CaseStatus.UNSEEN,
            CaseStatus.VIEWED,
        }:
            record = decided(record, life, Outcome(step))
        if step != "wait":
            record = heard(record, settled(record, life)) or record
    return life, record


@given(STEPS, st.data())
@settings(deadline=None)
def test_any_order_and_any_repetition_of_a_life_give_the_same_case(steps: list[str], data: st.DataObject) -> None:
    life, _ = lived(steps)
    in_order = None
    for delivery in life.deliveries:
        in_order = heard(in_order, delivery)
    repeated = [d for d in life.deliveries for _ in range(data.draw(st.integers(1, 3)))]
    shuffled = None
    for delivery in data.draw(st.permutations(repeated)):
        shuffled = heard(shuffled, delivery)
    assert state(shuffled) == state(in_order)


@given(STEPS, st.data())
@settings(deadline=None)
def test_a_desk_that_hears_everything_again_keeps_what_it_knows(steps: list[str], data: st.DataObject) -> None:
    life, record = lived(steps)
    again = record
    for delivery in data.draw(st.permutations(life.deliveries * 2)):
        again = heard(again, delivery) or again
    assert again == record


@pytest.mark.parametrize("steps", [["view", "return", "submit", "view", "approve"], ["withdraw", "submit", "reject"]])
def test_a_rebuilt_desk_ends_where_the_lost_one_was(steps: list[str]) -> None:
    life, record = lived(steps)
    rebuilt = heard(None, life.deliveries[-1])
    assert rebuilt is not None
    assert rebuilt.version > record.version
    assert rebuilt.public.status is record.public.status
    assert [r.decision for r in rebuilt.public.rounds] == [r.decision for r in record.public.rounds]
