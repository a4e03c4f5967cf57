"""Decisions heard from several sides are one set in one order; the last one on a version holds."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.submissions import Decision, Outcome, Recipient, RecipientStatus
from shared.contracts.types import Person
from shared.rules.decisions import approved_version, decision_on, is_approved, is_settled, merged

BY = Person(account="tchc", name="TCHC", organisation="ttyt")
START = datetime(2022, 5, 12, tzinfo=UTC)
DECISIONS = st.lists(
    st.builds(
        lambda version, hour, outcome: Decision(
            version=version, outcome=outcome, decided_at=START + timedelta(hours=hour), decided_by=BY
        ),
        st.integers(1, 3),
        st.integers(0, 5),
        st.sampled_from(Outcome),
    ),
    max_size=6,
    unique_by=lambda one: (one.version, one.decided_at),
)


@given(DECISIONS, st.randoms(use_true_random=False))
def test_the_order_and_the_number_of_tellings_do_not_matter(decisions: list[Decision], random: Random) -> None:
    shuffled = list(decisions)
    random.shuffle(shuffled)
    half = len(decisions) // 2
    assert merged(decisions) == merged(shuffled) == merged(decisions[half:], decisions[:half], shuffled)


@given(DECISIONS)
def test_the_newest_version_whose_last_decision_approves_it_is_approved(decisions: list[Decision]) -> None:
    recipient = of(*merged(decisions))
    approved = [number for number in (1, 2, 3) if is_approved(recipient, number)]
    assert approved_version(recipient) == (approved[-1] if approved else None)
    for number in (1, 2, 3):
        taken = [one for one in decisions if one.version == number]
        last = max(taken, key=lambda one: one.decided_at, default=None)
        assert decision_on(recipient, number) == last


def test_a_return_asks_for_a_new_version() -> None:
    states = {status for status in RecipientStatus if is_settled(of(status=status))}
    assert states == {RecipientStatus.APPROVED, RecipientStatus.REJECTED}


def of(*decisions: Decision, status: RecipientStatus = RecipientStatus.VIEWED) -> Recipient:
    return Recipient(organisation="ttyt", status=status, version=3, decisions=decisions)
