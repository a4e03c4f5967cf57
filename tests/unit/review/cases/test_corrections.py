"""A reviewer asks for a correction of what was approved, and hears of items that the unit withdrew."""

from datetime import timedelta

import pytest

from services.review.cases.model.case import CaseRecord
from services.review.cases.model.corrections import (
    CorrectionDemand,
    CorrectionRevocation,
    ask_correction,
    revoke_correction,
)
from services.review.cases.model.decisions import decide
from services.review.cases.model.receiving import Delivery, receive
from shared.contracts.cases import CaseStatus
from shared.contracts.submissions import Correction, Outcome, Recipient, RecipientStatus, WithdrawnItem
from shared.errors import DomainError
from tests.review_examples import CENTRE, CLERK, LEADER, REVIEWER, START, STATION, STATION_REVIEWER, Life, item, written
from tests.unit.review.cases.test_decisions import case_of, two_items, verdict

NOW = START + timedelta(hours=2)
WANTED = CorrectionDemand(version=1, reason="Ghi lại tên phần mềm")
WHY = CorrectionRevocation(reason="Nhầm hồ sơ")


def approved() -> CaseRecord:
    record = two_items()
    return written(record, decide(record, verdict(Outcome.APPROVE), REVIEWER, NOW))


def asked() -> CaseRecord:
    record = approved()
    return written(record, ask_correction(record, WANTED, REVIEWER, NOW))


def revoked() -> CaseRecord:
    record = asked()
    return written(record, revoke_correction(record, WHY, REVIEWER, NOW))


def test_the_case_stays_approved_and_the_unit_is_told() -> None:
    change = ask_correction(approved(), WANTED, REVIEWER, NOW)
    assert change.public.status is CaseStatus.APPROVED
    assert change.public.correction is not None
    assert change.public.correction.reason == WANTED.reason
    assert [(event.type, event.recipients) for event in change.events] == [("case.correction_asked", (STATION,))]
    assert change.entry is not None
    assert (change.entry.action, change.entry.reason) == ("correction_asked", WANTED.reason)


@pytest.mark.parametrize(
    ("record", "wanted", "code"),
    [
        (two_items(), WANTED, "correction_not_approved"),
        (asked(), WANTED, "correction_asked_already"),
        (approved(), WANTED.model_copy(update={"version": 2}), "version_unknown"),
    ],
)
def test_what_cannot_be_asked(record: CaseRecord, wanted: CorrectionDemand, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        ask_correction(record, wanted, REVIEWER, NOW)
    assert refused.value.code == code


def test_only_who_may_decide_may_ask() -> None:
    with pytest.raises(DomainError, match="role_missing"):
        ask_correction(approved(), WANTED, LEADER, NOW)
    with pytest.raises(DomainError, match="own_submission"):
        ask_correction(approved(), WANTED, STATION_REVIEWER, NOW)


def test_a_new_version_answers_the_wish_and_carries_it() -> None:
    life = Life()
    life.submit(item("a"))
    record = case_of(life)
    record = written(record, decide(record, verdict(Outcome.APPROVE), REVIEWER, NOW))
    record = written(record, ask_correction(record, WANTED, REVIEWER, NOW))
    wish, decision = record.public.correction, record.public.current.decision
    assert wish is not None
    assert decision is not None
    life.submit(item("a", "Tên đúng"))
    newest = life.submission.versions[-1].model_copy(update={"correction": wish})
    recipient = Recipient(organisation=CENTRE, status=RecipientStatus.SENT, version=2, decisions=(decision,))
    told = life.submission.model_copy(
        update={"versions": (life.submission.versions[0], newest), "recipients": (recipient,)}
    )
    change = receive(record, Delivery(told, 9, "9" * 64), CENTRE)
    assert change is not None
    assert change.public.correction is None
    assert change.public.current.correction == wish
    assert change.public.status is CaseStatus.UNSEEN
    assert [event.type for event in change.events] == ["case.reopened"]


def test_a_wish_is_taken_back_and_the_unit_is_told_why() -> None:
    change = revoke_correction(asked(), WHY, REVIEWER, NOW)
    assert (change.public.status, change.public.correction) == (CaseStatus.APPROVED, None)
    assert [(one.correction, one.reason) for one in change.public.revoked_corrections] == [
        (asked().public.correction, WHY.reason)
    ]
    assert [(event.type, event.recipients) for event in change.events] == [("case.correction_revoked", (STATION,))]
    assert change.entry is not None
    assert (change.entry.action, change.entry.reason) == ("correction_revoked", WHY.reason)


def test_what_cannot_be_taken_back() -> None:
    for record in (two_items(), approved(), revoked()):
        with pytest.raises(DomainError, match="correction_not_asked"):
            revoke_correction(record, WHY, REVIEWER, NOW)
    with pytest.raises(DomainError, match="role_missing"):
        revoke_correction(asked(), WHY, LEADER, NOW)
    with pytest.raises(DomainError, match="own_submission"):
        revoke_correction(asked(), WHY, STATION_REVIEWER, NOW)


def test_a_unit_that_has_not_heard_of_it_yet_does_not_bring_the_wish_back() -> None:
    life = Life()
    life.submit(item("a"))
    record = revoked()
    decision, wish = record.public.current.decision, asked().public.correction
    assert decision is not None
    entry = Recipient(
        organisation=CENTRE, status=RecipientStatus.APPROVED, version=1, decisions=(decision,), correction=wish
    )
    unaware = life.submission.model_copy(update={"recipients": (entry,)})
    assert receive(record, Delivery(unaware, 9, "9" * 64), CENTRE) is None
    aware = entry.model_copy(update={"correction": None, "revoked_corrections": record.public.revoked_corrections})
    told = life.submission.model_copy(update={"recipients": (aware,)})
    rebuilt = receive(None, Delivery(told, 9, "9" * 64), CENTRE)
    assert rebuilt is not None
    assert rebuilt.public.revoked_corrections == record.public.revoked_corrections
    late = receive(asked(), Delivery(told, 9, "9" * 64), CENTRE)
    assert late is not None
    assert (late.public.correction, late.public.revoked_corrections) == (None, record.public.revoked_corrections)


def test_a_desk_that_lost_its_database_finds_its_wish_with_the_unit() -> None:
    life = Life()
    life.submit(item("a"))
    record = asked()
    wish, decision = record.public.correction, record.public.current.decision
    assert decision is not None
    recipient = Recipient(
        organisation=CENTRE, status=RecipientStatus.APPROVED, version=1, decisions=(decision,), correction=wish
    )
    told = life.submission.model_copy(update={"recipients": (recipient,)})
    change = receive(None, Delivery(told, 9, "9" * 64), CENTRE)
    assert change is not None
    assert change.public.correction == wish


def test_the_units_own_wish_is_not_the_desks() -> None:
    wish = Correction(version=1, reason="Gõ nhầm", asked_at=NOW, asked_by=CLERK)
    life = Life()
    life.submit(item("a"))
    recipient = Recipient(organisation=CENTRE, status=RecipientStatus.APPROVED, version=1, correction=wish)
    told = life.submission.model_copy(update={"recipients": (recipient,)})
    change = receive(None, Delivery(told, 9, "9" * 64), CENTRE)
    assert change is not None
    assert change.public.correction is None


def test_a_withdrawn_item_is_told_once_with_its_reason() -> None:
    life = Life()
    life.submit(item("a"), item("b", "Thanh toán điện tử"))
    record = case_of(life)
    gone = WithdrawnItem(item="b", reason="Không còn kinh phí", withdrawn_at=NOW, withdrawn_by=CLERK)
    told = life.submission.model_copy(update={"withdrawn_items": (gone,)})
    change = receive(record, Delivery(told, 9, "9" * 64), CENTRE)
    assert change is not None
    assert change.public.withdrawn_items == (gone,)
    assert change.entry is not None
    assert (change.entry.action, change.entry.reason) == (
        "item_withdrawn",
        "Thanh toán điện tử: Không còn kinh phí",
    )
    assert receive(written(record, change), Delivery(told, 10, "a" * 64), CENTRE) is None
