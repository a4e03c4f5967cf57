"""Reusable reasons, and cases that may be approved together."""

import pytest

from services.review.cases.model.decisions import approve_clean, is_clean
from services.review.desk.model.reasons import keep, reason_id, remove, with_reusable
from shared.errors import DomainError
from shared.record.record import Nothing, Record
from tests.review_examples import CENTRE, REVIEWER, START, Life
from tests.unit.review.cases.test_decisions import case_of

PERSON = REVIEWER.acting_for(CENTRE)


def test_one_wording_is_kept_once_whatever_its_accents() -> None:
    assert reason_id("Thiếu  tiến độ hoà") == reason_id("thiếu tiến độ hòa")
    change = keep(None, "Thiếu tiến độ", PERSON)
    assert change is not None
    record = Record(change.public.id, 1, change.public, Nothing())
    assert keep(record, "Thiếu tiến độ", PERSON) is None
    gone = remove(record, PERSON)
    assert gone is not None
    assert gone.public.removed
    again = keep(Record(record.id, 2, gone.public, Nothing()), "Thiếu tiến độ", PERSON)
    assert again is not None
    assert not again.public.removed


@pytest.mark.parametrize(
    ("typed", "chosen", "reason"),
    [
        ("", "Thiếu tiến độ.", "Thiếu tiến độ."),
        ("  ", "Thiếu tiến độ.", "Thiếu tiến độ."),
        ("Xem lại mục 2.", "Thiếu tiến độ.", "Xem lại mục 2.\nThiếu tiến độ."),
        ("Xem lại. Thiếu tiến độ.", "Thiếu tiến độ.", "Xem lại. Thiếu tiến độ."),
        ("Xem lại.", "", "Xem lại."),
    ],
)
def test_a_chosen_text_fills_an_empty_reason_or_follows_what_was_typed(typed: str, chosen: str, reason: str) -> None:
    assert with_reusable(typed, chosen) == reason


def test_a_first_delivery_in_time_is_clean_until_it_is_decided() -> None:
    life = Life()
    life.submit()
    record = case_of(life)
    assert is_clean(record.public)
    change = approve_clean(record, 1, REVIEWER, START)
    assert not is_clean(change.public)


def test_a_late_or_a_second_delivery_has_to_be_opened() -> None:
    life = Life()
    life.submit()
    late = case_of(life).public
    late = late.model_copy(update={"rounds": (late.current.model_copy(update={"late": True}),)})
    life.submit()
    second = case_of(life)
    assert not is_clean(late)
    assert not is_clean(second.public)
    with pytest.raises(DomainError, match="case_not_clean"):
        approve_clean(second, 2, REVIEWER, START)
    with pytest.raises(DomainError, match="decision_stale"):
        approve_clean(second, 1, REVIEWER, START)
