"""Delivering, delivering again, withdrawing, and what recipients make of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.registration.submissions.delivery.model import life as submissions
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import SubmissionRecord
from services.registration.submissions.settlement.model.settlement import entry_for, with_case
from shared.contracts.campaigns import CampaignStatus
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.forms import FormPeriod
from shared.contracts.submissions import (
    Decision,
    ItemDecision,
    Outcome,
    Recipient,
    RecipientStatus,
    Submission,
    SubmissionStatus,
)
from shared.errors import DomainError, RefusalsError
from shared.forms.initiatives.model import DraftItem, RegistrationDraft
from shared.identity import Actor, Role
from shared.record.record import Emit
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
    REGISTRATION,
    REVIEWER,
    STATION,
    campaign,
    changed,
    delivered,
    form,
    person,
    redrafted,
    said,
    started,
    then,
)

TWO = campaign(recipients=[DISTRICT, DEPARTMENT])
Place = tuple[str, str | None]


def refusal(call: Any, *arguments: Any) -> DomainError:
    with pytest.raises(DomainError) as caught:
        call(*arguments)
    return caught.value


def settled(record: SubmissionRecord, statuses: dict[str, RecipientStatus]) -> SubmissionRecord:
    recipients = tuple(r.model_copy(update={"status": statuses[r.organisation]}) for r in record.public.recipients)
    public = record.public.model_copy(update={"recipients": recipients})
    return type(record)(record.id, record.version + 1, public, record.private)


def states(submission: Submission) -> dict[str, tuple[RecipientStatus, int]]:
    return {r.organisation: (r.status, r.version) for r in submission.recipients}


# Starting


def test_a_started_submission_is_nobody_elses_matter() -> None:
    change = submissions.start(campaign(), REGISTRATION, STATION, CLERK)
    assert change.public.id == "70-kh-ttyt-2022.registration.tyt-phuong-13"
    assert change.public.recipients == ()
    assert change.events == ()


@pytest.mark.parametrize(
    ("plan", "asked", "actor", "code"),
    [
        (campaign(), REGISTRATION, person("khoa-1", Role.CLERK), "organisation_foreign"),
        (campaign(), REGISTRATION, REVIEWER, "organisation_foreign"),
        (campaign(), REGISTRATION, ADMINISTRATOR, "organisation_foreign"),
        (campaign(CampaignStatus.DRAFT), REGISTRATION, CLERK, "campaign_not_announced"),
        (campaign(CampaignStatus.CLOSED), REGISTRATION, CLERK, "campaign_closed"),
        (
            campaign(forms=[form("completion", "05/11/2022")]),
            REGISTRATION,
            CLERK,
            "form_not_asked",
        ),
        (campaign(obliged=["khoa-1"]), REGISTRATION, CLERK, "organisation_not_obliged"),
        (campaign(), REGISTRATION._replace(period="2022"), CLERK, "period_not_asked"),
    ],
)
def test_a_start_that_cannot_be_is_refused(plan: Any, asked: FormPeriod, actor: Actor, code: str) -> None:
    assert refusal(submissions.start, plan, asked, STATION, actor).code == code


# Completeness


def faults(draft: RegistrationDraft) -> list[Place]:
    error = refusal(said, draft)
    assert isinstance(error, RefusalsError)
    assert error.code == "submission_incomplete"
    return [(fault.code, fault.field) for fault in error.causes]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (changed(DRAFT, content=""), [("item_content_missing", "items.0.content")]),
        (changed(DRAFT, expected=""), [("item_expected_missing", "items.0.expected")]),
        (changed(DRAFT, expected="31/02/2022"), [("period_impossible_date", "items.0.expected")]),
        (
            changed(DRAFT, expected="từ 30/9/2022 đến 01/6/2022"),
            [("period_ends_before_start", "items.0.expected")],
        ),
        (changed(DRAFT, 1, parts=("Một", "")), [("item_part_empty", "items.1.parts.1")]),
        (
            changed(DRAFT, 1, field="e-government"),
            [("field_unknown", "items.1.field"), ("field_unanswered", "fields.steering")],
        ),
        (DRAFT.model_copy(update={"nil_fields": ()}), [("field_unanswered", "fields.organisation")]),
        (
            DRAFT.model_copy(update={"nil_fields": ("steering", "organisation")}),
            [("field_both", "fields.steering")],
        ),
        (
            DRAFT.model_copy(update={"nil_fields": ("organisation", "e-government")}),
            [("field_unknown", "nil_fields.1")],
        ),
        (
            DRAFT.model_copy(
                update={
                    "items": (
                        *DRAFT.items,
                        DraftItem(id="c", field="steering", content="tuyên  truyền", expected="Năm 2022"),
                    )
                }
            ),
            [("item_duplicate", "items.2.content")],
        ),
    ],
)
def test_each_gap_has_its_name_and_its_place(draft: RegistrationDraft, expected: list[Place]) -> None:
    assert faults(draft) == expected


def test_all_gaps_are_told_at_once() -> None:
    assert faults(RegistrationDraft(items=(DraftItem(id="a", field="steering"),))) == [
        ("field_unanswered", "fields.organisation"),
        ("field_unanswered", "fields.public-finance"),
        ("item_content_missing", "items.0.content"),
        ("item_expected_missing", "items.0.expected"),
    ]


def test_the_content_stands_in_the_order_of_the_campaigns_fields() -> None:
    content = said(DRAFT)
    assert [(item.id, item.field) for item in content.items] == [("a", "steering"), ("b", "public-finance")]
    assert content.items[0].parts == ("Một", "Hai")
    assert content.nil_fields == ("organisation",)


def test_wording_that_is_not_understood_is_kept() -> None:
    content = said(changed(DRAFT, expected="Thường xuyên"))
    assert content.items[1].expected.text == "Thường xuyên"
    assert content.items[1].expected.start is None


@given(st.permutations(DRAFT.items))
def test_the_same_rows_in_another_order_say_the_same(items: Sequence[DraftItem]) -> None:
    assert said(RegistrationDraft(items=tuple(items), nil_fields=("organisation",))) == said(DRAFT)


# Delivering


def test_the_first_delivery_goes_to_every_recipient() -> None:
    record = started(TWO)
    change = submissions.submit(record, TWO, CLERK, NOW)
    assert change.public.status is SubmissionStatus.DELIVERED
    version = change.public.versions[0]
    assert (version.number, version.recipients, version.late) == (1, (DISTRICT, DEPARTMENT), False)
    assert version.delivered_by == CLERK.acting_for(STATION)
    assert states(change.public) == {
        DISTRICT: (RecipientStatus.SENT, 1),
        DEPARTMENT: (RecipientStatus.SENT, 1),
    }
    assert change.events == (Emit("submission.submitted", (DISTRICT, DEPARTMENT)),)
    assert change.private == record.private


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (1, True)])
def test_late_is_held_against_the_clock_time_of_the_plan(minutes: int, late: bool) -> None:
    ten_o_clock = NOW.replace(day=13, hour=3)
    change = submissions.submit(started(), campaign(), CLERK, ten_o_clock + timedelta(minutes=minutes))
    assert change.public.versions[0].late is late


def test_nothing_is_delivered_before_the_period_opens_or_after_the_campaign_closed() -> None:
    opening = campaign(forms=[form("registration", "10 giờ 13/5/2022", "2022-05-12T09:00:00+07:00")])
    error = refusal(submissions.submit, started(opening), opening, CLERK, NOW)
    assert (error.code, error.params) == ("period_not_open", {"opens": "09:00 12/05/2022"})
    assert submissions.submit(started(opening), opening, CLERK, LATER)
    closed = campaign(CampaignStatus.CLOSED)
    assert refusal(submissions.submit, started(), closed, CLERK, NOW).code == "campaign_closed"
    assert refusal(submissions.withdraw, delivered(), closed, "Nhầm", CLERK, NOW).code == "campaign_closed"


def test_a_stranger_cannot_deliver_or_withdraw() -> None:
    assert refusal(submissions.submit, started(), campaign(), REVIEWER, NOW).code == "organisation_foreign"
    assert refusal(submissions.withdraw, delivered(), campaign(), "x", REVIEWER, NOW).code == "organisation_foreign"


def test_the_same_content_is_not_delivered_twice() -> None:
    assert refusal(submissions.submit, delivered(), campaign(), CLERK, LATER).code == "submission_unchanged"
    returned = settled(delivered(), {CENTRE: RecipientStatus.RETURNED})
    error = refusal(submissions.submit, returned, campaign(), CLERK, LATER)
    assert error.code == "submission_unchanged_after_return"


def test_a_newer_version_replaces_an_undecided_one() -> None:
    record = redrafted(delivered(), changed(DRAFT, note="Bổ sung"))
    change = submissions.submit(record, campaign(), CLERK, LATER)
    assert states(change.public) == {CENTRE: (RecipientStatus.SENT, 2)}
    assert change.public.versions[0] == record.public.versions[0]


def test_a_new_version_goes_only_where_it_is_awaited() -> None:
    one_approved = {DISTRICT: RecipientStatus.APPROVED, DEPARTMENT: RecipientStatus.RETURNED}
    record = redrafted(settled(delivered(TWO), one_approved), changed(DRAFT, note="Bổ sung"))
    change = submissions.submit(record, TWO, CLERK, LATER)
    assert change.public.versions[1].recipients == (DEPARTMENT,)
    assert states(change.public) == {
        DISTRICT: (RecipientStatus.APPROVED, 1),
        DEPARTMENT: (RecipientStatus.SENT, 2),
    }
    others_hear_the_new_state = Emit("submission.settled", (DISTRICT,))
    assert change.events == (Emit("submission.submitted", (DEPARTMENT,)), others_hear_the_new_state)


def test_nothing_more_is_delivered_when_all_have_settled_it() -> None:
    record = settled(delivered(TWO), {DISTRICT: RecipientStatus.APPROVED, DEPARTMENT: RecipientStatus.REJECTED})
    error = refusal(submissions.submit, redrafted(record, changed(DRAFT, note="x")), TWO, CLERK, LATER)
    assert error.code == "submission_settled"


def test_a_recipient_that_an_amendment_added_gets_the_same_content() -> None:
    wider = campaign(recipients=[CENTRE, DEPARTMENT])
    change = submissions.submit(delivered(), wider, CLERK, LATER)
    assert states(change.public) == {CENTRE: (RecipientStatus.SENT, 2), DEPARTMENT: (RecipientStatus.SENT, 2)}


# Withdrawing


def test_a_withdrawn_submission_can_be_delivered_again_to_all() -> None:
    record = delivered(TWO)
    change = submissions.withdraw(record, TWO, "Gửi nhầm bản", CLERK, LATER)
    assert change.public.status is SubmissionStatus.WITHDRAWN
    assert (change.public.withdrawn_at, change.public.withdrawn_reason) == (LATER, "Gửi nhầm bản")
    assert {r.status for r in change.public.recipients} == {RecipientStatus.WITHDRAWN}
    assert change.events == (Emit("submission.withdrawn", (DISTRICT, DEPARTMENT)),)
    again = submissions.submit(then(record, change), TWO, CLERK, LATER).public
    assert again.versions[1].recipients == (DISTRICT, DEPARTMENT)
    assert again.status is SubmissionStatus.DELIVERED
    assert again.withdrawn_at == LATER, "what was taken back stays on record: it does not count as sent in time"


@pytest.mark.parametrize("status", [RecipientStatus.APPROVED, RecipientStatus.RETURNED, RecipientStatus.REJECTED])
def test_nothing_is_withdrawn_after_a_decision(status: RecipientStatus) -> None:
    record = settled(delivered(TWO), {DISTRICT: RecipientStatus.VIEWED, DEPARTMENT: status})
    assert refusal(submissions.withdraw, record, TWO, "x", CLERK, LATER).code == "withdraw_after_decision"


def test_only_what_was_delivered_is_withdrawn() -> None:
    assert refusal(submissions.withdraw, started(), campaign(), "x", CLERK, NOW).code == "submission_not_delivered"


# What the recipients make of it


def decision(version: int, outcome: Outcome, minute: int = 0) -> Decision:
    return Decision(
        version=version,
        outcome=outcome,
        reason="" if outcome is Outcome.APPROVE else "Nêu rõ kết quả",
        decided_at=LATER + timedelta(minutes=minute),
        decided_by=REVIEWER.acting_for(CENTRE),
    )


def case(submission: Submission, status: CaseStatus, *decisions: Decision | None, organisation: str = CENTRE) -> Case:
    """A case with a round for each decision (None: undecided)."""
    rounds = tuple(
        Round(
            **{
                **{n: getattr(v, n) for n in ("delivered_at", "late")},
                "version": v.number,
                "decision": d,
            }
        )
        for v, d in zip(submission.versions, decisions, strict=False)
    )
    return Case(
        id=case_id(organisation, submission.id),
        organisation=organisation,
        submission=submission.id,
        submitter=submission.organisation,
        campaign=submission.campaign,
        form=submission.form,
        status=status,
        rounds=rounds,
        submission_sequence=1,
        submission_head="0" * 64,
    )


def heard(submission: Submission, told: Case, sequence: int) -> Submission:
    return with_case(submission, told, sequence, f"{sequence:064x}") or submission


def centre(submission: Submission) -> Recipient:
    found = submission.recipient(CENTRE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (CaseStatus.UNSEEN, RecipientStatus.RECEIVED),
        (CaseStatus.VIEWED, RecipientStatus.VIEWED),
        (CaseStatus.WITHDRAWN, RecipientStatus.WITHDRAWN),
    ],
)
def test_the_recipients_state_follows_its_case(status: CaseStatus, expected: RecipientStatus) -> None:
    before = delivered().public
    after = heard(before, case(before, status, None), 3)
    assert (centre(after).status, centre(after).case_sequence) == (expected, 3)
    assert centre(after).case_head == f"{3:064x}"


def test_a_decision_is_kept_with_its_reason_and_told_in_the_history() -> None:
    before = delivered().public
    items = (ItemDecision(item="a", outcome=Outcome.RETURN, reason="Thiếu số liệu"),)
    returned = decision(1, Outcome.RETURN).model_copy(update={"items": items})
    told = case(before, CaseStatus.RETURNED, returned)
    after = heard(before, told, 4)
    assert centre(after).status is RecipientStatus.RETURNED
    assert centre(after).decisions == (returned,)
    entry = entry_for(before, after, told)
    assert (entry.action, entry.actor) == (f"returned:{CENTRE}", returned.decided_by)
    assert entry.reason == "Nêu rõ kết quả\nThiếu số liệu"


def test_the_same_news_twice_is_nothing() -> None:
    before = delivered().public
    told = case(before, CaseStatus.VIEWED, None)
    assert with_case(heard(before, told, 3), told, 3, f"{3:064x}") is None


def test_an_assignment_is_only_a_note() -> None:
    before = heard(delivered().public, case(delivered().public, CaseStatus.VIEWED, None), 3)
    told = case(before, CaseStatus.VIEWED, None)
    assert entry_for(before, heard(before, told, 4), told).action == f"heard:{CENTRE}"


def test_news_of_an_older_round_does_not_overwrite_a_newer_version() -> None:
    first = delivered()
    second = submissions.submit(redrafted(first, changed(DRAFT, note="Mới")), campaign(), CLERK, LATER).public
    after = heard(second, case(first.public, CaseStatus.APPROVED, decision(1, Outcome.APPROVE)), 5)
    assert (centre(after).status, centre(after).version) == (RecipientStatus.SENT, 2)
    assert [d.version for d in centre(after).decisions] == [1]
    assert centre(after).case_sequence == 5


def test_a_withdrawn_submission_stays_withdrawn_but_keeps_a_decision_that_crossed() -> None:
    record = delivered()
    withdrawn = submissions.withdraw(record, campaign(), "Nhầm", CLERK, LATER).public
    after = heard(withdrawn, case(record.public, CaseStatus.APPROVED, decision(1, Outcome.APPROVE)), 5)
    assert centre(after).status is RecipientStatus.WITHDRAWN
    assert len(centre(after).decisions) == 1


def test_a_case_of_somebody_else_is_ignored() -> None:
    before = delivered().public
    assert with_case(before, case(before, CaseStatus.VIEWED, None, organisation=DISTRICT), 9, "0" * 64) is None


def story() -> tuple[Submission, list[tuple[int, Case]]]:
    """A submission with two versions, and every state its case went through, the first decision reopened."""
    first = delivered()
    second = submissions.submit(redrafted(first, changed(DRAFT, note="Mới")), campaign(), CLERK, LATER).public
    rejected, returned = decision(1, Outcome.REJECT), decision(1, Outcome.RETURN, 5)
    told = [
        case(second, CaseStatus.UNSEEN, None),
        case(second, CaseStatus.VIEWED, None),
        case(second, CaseStatus.REJECTED, rejected),
        case(second, CaseStatus.VIEWED, None),
        case(second, CaseStatus.RETURNED, returned),
        case(second, CaseStatus.UNSEEN, returned, None),
        case(second, CaseStatus.VIEWED, returned, None),
        case(second, CaseStatus.APPROVED, returned, decision(2, Outcome.APPROVE, 9)),
    ]
    return second, list(enumerate(told, start=1))


SUBMISSION, TOLD = story()


@given(st.permutations(TOLD), st.lists(st.sampled_from(TOLD), max_size=8))
def test_any_order_and_any_repetition_give_the_same_state(
    order: list[tuple[int, Case]], repeated: list[tuple[int, Case]]
) -> None:
    expected = SUBMISSION
    for sequence, told in TOLD:
        expected = heard(expected, told, sequence)
    state = SUBMISSION
    for sequence, told in [*order, *repeated]:
        state = heard(state, told, sequence)
    assert state == expected
    assert centre(state).status is RecipientStatus.APPROVED
    assert [d.outcome for d in centre(state).decisions] == [Outcome.REJECT, Outcome.RETURN, Outcome.APPROVE]


# Reading


@pytest.mark.parametrize(
    ("actor", "reads", "reads_draft"),
    [
        (CLERK, True, True),
        (person(STATION), True, True),
        (REVIEWER, True, False),
        (person(CENTRE, Role.LEADER), True, False),
        (person(CENTRE, Role.CLERK), False, False),
        (person(DEPARTMENT, Role.REVIEWER), False, False),
        (person("khoa-1", Role.CLERK, Role.HEAD), False, False),
        (ADMINISTRATOR, True, False),
        (person(CENTRE, Role.ADMINISTRATOR), True, False),
        (person(DISTRICT, Role.ADMINISTRATOR), False, False),
        (person(CENTRE, Role.OPERATOR), False, False),
    ],
)
def test_who_may_read(actor: Actor, reads: bool, reads_draft: bool) -> None:
    submission = delivered().public
    assert access.may_read(actor, submission) is reads
    assert access.may_read_draft(actor, submission) is reads_draft


def test_a_reviewer_sees_nothing_before_it_is_delivered() -> None:
    assert not access.may_read(REVIEWER, started().public)
