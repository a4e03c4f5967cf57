"""After the delivery: a correction of what was approved, and an item that is withdrawn."""

import itertools
from datetime import timedelta
from typing import Any

import pytest

from services.registration.campaigns.model import campaign as campaigns
from services.registration.submissions.corrections.model import corrections, item_withdrawal
from services.registration.submissions.corrections.model.corrections import CorrectionRequest
from services.registration.submissions.corrections.model.item_withdrawal import ItemWithdrawal
from services.registration.submissions.delivery.model import life as submissions
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.settlement.model import upward
from services.registration.submissions.settlement.model.settlement import entry_for, with_case
from services.registration.submissions.viewing.model.timeline import timeline
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.submissions import (
    Correction,
    Decision,
    Outcome,
    RecipientStatus,
    RevokedCorrection,
    UpwardStatus,
)
from shared.contracts.types import Person
from shared.errors import DomainError
from shared.rules.decisions import approved_version
from shared.rules.force import in_force, items_in_force
from shared.rules.ids import case_id
from tests.unit.registration.examples import (
    ADMINISTRATOR,
    CENTRE,
    CLERK,
    DEPARTMENT,
    DISTRICT,
    DRAFT,
    LATER,
    NOW,
    REVIEWER,
    STATION,
    campaign,
    changed,
    delivered,
    redrafted,
    then,
    typed_in,
)
from tests.unit.registration.submissions import test_upward

REASON = CorrectionRequest(reason="Sai tên phần mềm")
DESK = Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE)
WISH = Correction(version=1, reason="Thiếu số liệu", asked_at=LATER, asked_by=DESK)
ENDED = RevokedCorrection(correction=WISH, reason="Nhầm hồ sơ", revoked_at=LATER + timedelta(hours=1), revoked_by=DESK)


def case(record: SubmissionRecord, desk: str, correction: Correction | None = None, **outcomes: Outcome) -> Case:
    """The desk's case with decisions by version: ``v1=Outcome.APPROVE``."""
    submission = record.public
    rounds = tuple(
        Round(
            version=version.number,
            delivered_at=version.delivered_at,
            late=version.late,
            decision=decided(version.number, outcomes.get(f"v{version.number}")),
        )
        for version in submission.versions
        if desk in version.recipients
    )
    last = rounds[-1].decision
    words = {Outcome.APPROVE: "approved", Outcome.RETURN: "returned", Outcome.REJECT: "rejected"}
    return Case(
        id=case_id(desk, submission.id),
        organisation=desk,
        submission=submission.id,
        submitter=STATION,
        campaign=submission.campaign,
        form=submission.form,
        status=CaseStatus(words[last.outcome]) if last else CaseStatus.UNSEEN,
        rounds=rounds,
        correction=correction,
        submission_sequence=1,
        submission_head="0" * 64,
    )


def decided(version: int, outcome: Outcome | None) -> Decision | None:
    at = NOW + timedelta(minutes=version)
    if outcome is None:
        return None
    return Decision(version=version, outcome=outcome, reason="Vì vậy", decided_at=at, decided_by=DESK)


def heard(record: SubmissionRecord, found: Case, sequence: int) -> SubmissionRecord:
    after = with_case(record.public, found, sequence, f"{sequence:064x}")
    assert after is not None
    return SubmissionRecord(record.id, record.version + 1, after, record.private)


def approved(plan: Campaign | None = None, *desks: str) -> SubmissionRecord:
    record = delivered(plan)
    for desk in desks or (CENTRE,):
        record = heard(record, case(record, desk, v1=Outcome.APPROVE), 2)
    return record


def asked(record: SubmissionRecord, plan: Campaign | None = None, **more: Any) -> SubmissionRecord:
    wanted = REASON.model_copy(update=more)
    return then(record, corrections.correct(record, plan or campaign(), wanted, CLERK, LATER))


def corrected(record: SubmissionRecord, plan: Campaign | None = None, text: str = "Tên đúng") -> SubmissionRecord:
    typed = redrafted(record, changed(DRAFT, 0, content=text))
    return then(typed, submissions.submit(typed, plan or campaign(), CLERK, LATER))


def test_the_approved_version_stays_in_force_until_the_correction_is_approved() -> None:
    record = asked(approved())
    assert access.editing(CLERK, record.public, campaign()) == "edit_correction"
    record = corrected(record)
    (recipient,) = record.public.recipients
    assert (recipient.status, recipient.version, approved_version(recipient)) == (RecipientStatus.SENT, 2, 1)
    assert recipient.correction is None
    assert record.public.versions[1].correction is not None
    assert record.public.versions[1].correction.reason == REASON.reason
    assert in_force(record.public, CENTRE) == record.public.versions[0]
    record = heard(record, case(record, CENTRE, v1=Outcome.APPROVE, v2=Outcome.APPROVE), 5)
    assert in_force(record.public, CENTRE) == record.public.versions[1]


def test_a_returned_correction_is_still_one_when_it_is_sent_again() -> None:
    record = corrected(asked(approved()))
    record = heard(record, case(record, CENTRE, v1=Outcome.APPROVE, v2=Outcome.RETURN), 5)
    record = corrected(record, text="Tên đúng hẳn")
    assert record.public.versions[2].correction == record.public.versions[1].correction
    assert approved_version(record.public.recipients[0]) == 1


def test_only_the_recipients_that_are_asked_receive_the_correction() -> None:
    plan = campaign(recipients=[DISTRICT, DEPARTMENT])
    record = corrected(asked(approved(plan, DISTRICT, DEPARTMENT), plan, recipients=(DISTRICT,)), plan)
    assert record.public.versions[1].recipients == (DISTRICT,)
    assert record.public.recipient(DEPARTMENT) == approved(plan, DISTRICT, DEPARTMENT).public.recipient(DEPARTMENT)


@pytest.mark.parametrize(
    ("record", "wanted", "code"),
    [
        (delivered(), REASON, "correction_nothing_approved"),
        (asked(approved()), REASON, "correction_asked_already"),
        (asked(approved()), REASON.model_copy(update={"recipients": (CENTRE,)}), "correction_asked_already"),
        (approved(), REASON.model_copy(update={"recipients": (DISTRICT,)}), "correction_not_approved"),
    ],
)
def test_what_cannot_be_corrected(record: SubmissionRecord, wanted: CorrectionRequest, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        corrections.correct(record, campaign(), wanted, CLERK, LATER)
    assert refused.value.code == code


def test_nobody_corrects_for_another_unit_or_in_a_closed_campaign() -> None:
    with pytest.raises(DomainError, match="organisation_foreign"):
        corrections.correct(approved(), campaign(), REASON, REVIEWER, LATER)
    with pytest.raises(DomainError, match="campaign_closed"):
        corrections.correct(approved(), campaign(CampaignStatus.CLOSED), REASON, CLERK, LATER)


def test_what_was_approved_once_is_not_withdrawn_as_a_whole_while_its_correction_waits() -> None:
    record = corrected(asked(approved()))
    with pytest.raises(DomainError, match="withdraw_after_decision"):
        submissions.withdraw(record, campaign(), "Nhầm", CLERK, LATER)


def test_the_reviewers_wish_opens_the_draft_unless_a_newer_version_was_sent() -> None:
    wish = Correction(version=1, reason="Thiếu số liệu", asked_at=LATER, asked_by=DESK)
    record = approved()
    told = case(record, CENTRE, wish, v1=Outcome.APPROVE)
    after = with_case(record.public, told, 3, "3" * 64)
    assert after is not None
    assert after.recipients[0].correction == wish
    entry = entry_for(record.public, after, told)
    assert (entry.action, entry.actor, entry.reason) == (f"correction_asked:{CENTRE}", DESK, "Thiếu số liệu")
    newer = corrected(asked(approved()))
    late = with_case(newer.public, told, 3, "3" * 64)
    assert late is None or late.recipients[0].correction is None


def revoked(record: SubmissionRecord) -> Case:
    """The desk's case after it asked for a correction and took that back."""
    return case(record, CENTRE, v1=Outcome.APPROVE).model_copy(update={"revoked_corrections": (ENDED,)})


def in_orders(record: SubmissionRecord, *told: tuple[Case, int]) -> list[SubmissionRecord]:
    """The record after the same news in every order, each heard twice."""
    found = []
    for order in itertools.permutations(told):
        after = record
        for known, sequence in (*order, *order):
            heard_of = with_case(after.public, known, sequence, f"{sequence:064x}")
            if heard_of is not None:
                after = SubmissionRecord(after.id, after.version + 1, heard_of, after.private)
        found.append(after)
    return found


@pytest.mark.parametrize("before", [approved(), asked(approved())], ids=["nothing", "own-wish"])
def test_a_wish_that_was_taken_back_ends_alike_in_any_order(before: SubmissionRecord) -> None:
    wished = case(before, CENTRE, WISH, v1=Outcome.APPROVE)
    for record in in_orders(before, (wished, 3), (revoked(before), 4)):
        (recipient,) = record.public.recipients
        assert recipient.correction == before.public.recipients[0].correction
        assert (recipient.own_wish, recipient.revoked_corrections) == (None, (ENDED,))


def test_the_units_own_wish_waits_behind_the_reviewers_and_goes_with_the_version_that_answers_both() -> None:
    before = asked(approved())
    record = heard(before, case(before, CENTRE, WISH, v1=Outcome.APPROVE), 3)
    (recipient,) = record.public.recipients
    assert (recipient.correction, recipient.own_wish) == (WISH, before.public.recipients[0].correction)
    told = {step.reason for step in timeline(record) if step.action == "correction_asked"}
    assert told == {REASON.reason, WISH.reason}
    (sent,) = corrected(record).public.recipients
    assert (sent.correction, sent.own_wish) == (None, None)


def test_the_unit_waits_no_longer_and_its_timeline_tells_both_steps() -> None:
    before = approved()
    wished = heard(before, case(before, CENTRE, WISH, v1=Outcome.APPROVE), 3)
    assert access.editing(CLERK, wished.public, campaign()) == "edit_correction"
    told = revoked(before)
    after = heard(wished, told, 4)
    assert access.editing(CLERK, after.public, campaign()) != "edit_correction"
    entry = entry_for(wished.public, after.public, told)
    assert (entry.action, entry.actor, entry.reason) == (f"correction_revoked:{CENTRE}", DESK, "Nhầm hồ sơ")
    steps = [(step.action, step.recipient, step.reason) for step in timeline(after)][-2:]
    assert steps == [
        ("correction_asked", CENTRE, "Thiếu số liệu"),
        ("correction_revoked", CENTRE, "Nhầm hồ sơ"),
    ]


def test_a_version_that_crosses_the_end_of_the_wish_is_reviewed_as_any() -> None:
    before = approved()
    sent = corrected(heard(before, case(before, CENTRE, WISH, v1=Outcome.APPROVE), 3))
    after = with_case(sent.public, revoked(before), 4, "4" * 64)
    assert after is not None
    (recipient,) = after.recipients
    assert (recipient.status, recipient.version, recipient.correction) == (RecipientStatus.SENT, 2, None)


def test_the_units_own_wish_survives_other_news_of_the_case() -> None:
    record = asked(approved())
    record = heard(record, case(record, CENTRE, v1=Outcome.APPROVE), 4)
    assert record.public.recipients[0].correction is not None


def test_a_unit_takes_its_own_wish_back_and_what_was_approved_stands() -> None:
    before = approved()
    wished = asked(before)
    after = then(wished, corrections.give_up(wished, campaign(), CLERK))
    assert after.public == before.public
    assert after.private == wished.private
    with pytest.raises(DomainError, match="correction_not_own"):
        corrections.give_up(after, campaign(), CLERK)


def test_what_a_recipient_asked_for_is_not_the_units_to_take_back() -> None:
    wish = Correction(version=1, reason="Thiếu đơn vị phối hợp", asked_at=LATER, asked_by=DESK)
    before = approved()
    record = heard(before, case(before, CENTRE, wish, v1=Outcome.APPROVE), 3)
    with pytest.raises(DomainError, match="correction_not_own"):
        corrections.give_up(record, campaign(), CLERK)


def test_the_timeline_tells_a_correction_once() -> None:
    record = corrected(asked(approved()))
    steps = [step for step in timeline(record) if step.action == "correction_asked"]
    assert [(step.recipient, step.reason) for step in steps] == [(None, REASON.reason)]


WHY = ItemWithdrawal(reason="Không còn kinh phí")


def test_a_withdrawn_item_counts_no_longer_and_stays_readable() -> None:
    before = approved()
    record = then(before, item_withdrawal.withdraw_item(before, campaign(), "b", WHY, actor=CLERK, now=LATER))
    assert [item.id for item in items_in_force(record.public, CENTRE)] == ["a"]
    assert {item.id for item in record.public.versions[0].content.items} == {"a", "b"}
    assert [row.id for row in typed_in(record).items] == ["a"]
    assert [item.id for item in item_withdrawal.withdrawable(record.public)] == ["a"]
    with pytest.raises(DomainError, match="item_withdrawn_already"):
        item_withdrawal.withdraw_item(record, campaign(), "b", WHY, actor=CLERK, now=LATER)


def test_the_consequences_name_who_approved_where_it_went_and_what_names_it() -> None:
    carried = test_upward.submission(
        test_upward.CARRIER,
        (test_upward.version(1, (test_upward.item("b", (approved().id, "b")),), (DISTRICT,)),),
        test_upward.recipient(DISTRICT, 1, test_upward.decision(1, Outcome.APPROVE)),
    )
    own = test_upward.heard(approved().public, upward.news_of(carried, 3)[approved().id])
    met = item_withdrawal.consequences(own, "b", [carried])
    assert (met.item.id, met.sent_to, met.approved_by) == ("b", (CENTRE,), (CENTRE,))
    assert [(entry.organisation, entry.status) for entry in met.upward] == [(DISTRICT, UpwardStatus.APPROVED)]
    assert [report.submission for report in met.reports] == [test_upward.CARRIER]


def test_an_item_that_was_never_sent_cannot_be_withdrawn() -> None:
    with pytest.raises(DomainError, match="item_not_found"):
        item_withdrawal.withdraw_item(approved(), campaign(), "khac", WHY, actor=CLERK, now=LATER)
    with pytest.raises(DomainError, match="organisation_foreign"):
        item_withdrawal.withdraw_item(approved(), campaign(), "b", WHY, actor=REVIEWER, now=LATER)


def test_a_closed_campaign_is_opened_again_with_a_reason() -> None:
    closed = campaign(CampaignStatus.CLOSED).model_copy(update={"closed_at": NOW})
    change = campaigns.reopen(closed, "Ba trạm chưa gửi", ADMINISTRATOR, LATER)
    assert (change.public.status, change.public.closed_at) == (CampaignStatus.ANNOUNCED, None)
    assert [again.reason for again in change.public.reopenings] == ["Ba trạm chưa gửi"]
    assert [event.type for event in change.events] == ["campaign.amended"]
    with pytest.raises(DomainError, match="campaign_not_closed"):
        campaigns.reopen(campaign(), "Vì sao", ADMINISTRATOR, LATER)
    with pytest.raises(DomainError, match="role_missing"):
        campaigns.reopen(closed, "Vì sao", CLERK, LATER)
