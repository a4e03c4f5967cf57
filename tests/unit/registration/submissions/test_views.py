"""What the clerk's pages say of a submission: differences, the receipt, whose turn it is, what happened."""

from datetime import timedelta

import pytest

from services.registration.submissions.delivery.model import life as submissions
from services.registration.submissions.model.access import editing
from services.registration.submissions.model.draft import mark
from services.registration.submissions.model.obligations import Stage, returns, stage
from services.registration.submissions.model.telling import fingerprint, receipt_number
from services.registration.submissions.viewing.model.timeline import timeline
from shared.contracts.campaigns import CampaignStatus, Extension
from shared.contracts.items import Item
from shared.contracts.submissions import Decision, ItemDecision, Outcome, RecipientStatus
from shared.errors import DomainError
from shared.forms.initiatives.check import answers, faults_of, strays
from shared.forms.initiatives.differences import ItemChange, differences
from shared.forms.initiatives.model import DraftItem, Registration, RegistrationDraft
from shared.language.deadlines import Deadline
from shared.language.periods import CompletionPeriod
from shared.record.record import Record
from shared.rules.obligations import Obligation, statuses
from shared.rules.tried import allows
from tests.unit.registration.examples import (
    CENTRE,
    CLERK,
    DRAFT,
    LATER,
    NOW,
    REVIEWER,
    STATION,
    campaign,
    changed,
    delivered,
    form_in,
    redrafted,
    started,
    then,
)

RETURNED, SENT, APPROVED = RecipientStatus.RETURNED, RecipientStatus.SENT, RecipientStatus.APPROVED
DUE = Deadline.parse("10 giờ 13/5/2022")
LATE = NOW + timedelta(days=3)


def item(ident: str, content: str, **update: object) -> Item:
    values = {"id": ident, "field": "steering", "content": content, "expected": CompletionPeriod.parse("Năm 2022")}
    return Item.model_validate({**values, **update})


def test_versions_are_compared_row_by_row_through_renaming() -> None:
    before = Registration(
        items=(item("a", "Tên cũ"), item("b", "Bỏ đi"), item("d", "Giữ")), nil_fields=("organisation",)
    )
    after = Registration(
        items=(item("a", "Tên mới", field="public-finance"), item("c", "Thêm vào"), item("d", "Giữ")),
        nil_fields=("civil-service",),
    )
    found = differences(before, after)
    assert [(d.change, d.item.id) for d in found.items] == [
        (ItemChange.CHANGED, "a"),
        (ItemChange.ADDED, "c"),
        (ItemChange.REMOVED, "b"),
    ]
    assert list(found.items[0].pieces) == ["content"]
    assert found.items[0].moved_from == "steering"
    assert (found.nil_added, found.nil_removed) == (("civil-service",), ("organisation",))
    assert not differences(before, before)


def test_a_receipt_is_derived_again_from_what_was_delivered() -> None:
    submission = delivered().public
    assert submission.latest is not None
    assert receipt_number(submission, submission.latest) == "70-KH-TTYT-2022/TYT-PHUONG-13/1"
    interim = submission.model_copy(update={"form": "interim"})
    assert receipt_number(interim, submission.latest) == "70-KH-TTYT-2022/SO-KET/TYT-PHUONG-13/1"
    of_its_own = submission.model_copy(update={"form": "so-ket"})
    assert receipt_number(of_its_own, submission.latest) == "70-KH-TTYT-2022/BIEU-MAU-SO-KET/TYT-PHUONG-13/1"
    weekly = submission.model_copy(update={"form": "tuan", "period": "2022-W19"})
    assert receipt_number(weekly, submission.latest) == "70-KH-TTYT-2022/TUAN/2022-W19/TYT-PHUONG-13/1"
    again = submission.latest.model_copy(update={"number": 2, "delivered_at": LATER})
    assert fingerprint(again) == fingerprint(submission.latest)
    other = submission.latest.model_copy(update={"content": Registration(nil_fields=("steering",))})
    assert fingerprint(other) != fingerprint(submission.latest)


@pytest.mark.parametrize(
    ("standing", "unsent", "late", "expected"),
    [
        ([None], False, False, Stage.DUE),
        ([None], True, True, Stage.OVERDUE),
        ([RETURNED], False, True, Stage.RETURNED),
        ([APPROVED, RETURNED], False, False, Stage.RETURNED),
        ([SENT], False, True, Stage.WAITING),
        ([SENT], True, True, Stage.DUE),
        ([APPROVED], True, True, Stage.FINISHED),
        ([APPROVED, SENT], False, False, Stage.WAITING),
        ([RecipientStatus.WITHDRAWN], False, True, Stage.OVERDUE),
    ],
)
def test_whose_turn_it_is(standing: list[RecipientStatus | None], *, unsent: bool, late: bool, expected: Stage) -> None:
    assert stage(standing, DUE, LATE if late else NOW, unsent=unsent, fillable=True) is expected


def test_a_form_that_cannot_be_filled_in_yet_is_for_later() -> None:
    assert stage([None], DUE, NOW, unsent=False, fillable=False) is Stage.LATER
    assert statuses(None, [CENTRE]) == {CENTRE: None}
    assert statuses(delivered().public, [CENTRE]) == {CENTRE: SENT}


def test_an_extension_is_the_units_deadline() -> None:
    plan = campaign()
    form = form_in(plan)
    (period,) = form.periods
    assert Obligation(plan, form, period, STATION).due == period.due
    later = Extension(
        organisation=STATION,
        form="registration",
        due=Deadline.parse("20/5/2022"),
        reason="Mất điện",
        granted_by=REVIEWER.acting_for(CENTRE),
        granted_at=NOW,
    )
    extended = plan.model_copy(update={"extensions": (later,)})
    assert Obligation(extended, form, period, STATION).due == later.due
    assert Obligation(extended, form, period, "khoa-1").due == period.due


def test_the_ways_that_are_open() -> None:
    plan, sent = campaign(), delivered()
    assert editing(CLERK, started().public, plan) == "edit_draft"
    assert editing(CLERK, sent.public, plan) == "edit_delivered"
    assert editing(REVIEWER, sent.public, plan) == ""
    assert editing(CLERK, sent.public, campaign(CampaignStatus.CLOSED)) == ""
    assert allows(submissions.withdraw, sent, plan, "Nhầm", CLERK, NOW)
    assert not allows(submissions.withdraw, sent, plan, "Nhầm", REVIEWER, NOW)
    assert not allows(submissions.withdraw, started(), plan, "Nhầm", CLERK, NOW)


def test_a_return_is_told_whole_and_item_by_item() -> None:
    sent = delivered()
    decision = Decision(
        version=1,
        outcome=Outcome.RETURN,
        reason="Cần bổ sung",
        items=(
            ItemDecision(item="a", outcome=Outcome.RETURN, reason="Thiếu số liệu"),
            ItemDecision(item="b", outcome=Outcome.APPROVE),
        ),
        decided_at=NOW,
        decided_by=REVIEWER.acting_for(CENTRE),
    )
    recipient = sent.public.recipients[0].model_copy(update={"status": RETURNED, "decisions": (decision,)})
    submission = sent.public.model_copy(update={"recipients": (recipient,)})
    (found,) = returns(submission)
    said = found.of("a")
    assert said is not None
    assert said.reason == "Thiếu số liệu"
    assert found.of("b") is None
    assert returns(sent.public) == []

    def entry(action: str, minutes: int) -> dict[str, object]:
        at = (NOW + timedelta(minutes=minutes)).isoformat()
        return {"at": at, "action": action, "actor": None, "reason": "", "version": 1}

    history = (
        entry("started", -9),
        entry("submitted", -5),
        entry(f"viewed:{CENTRE}", -1),
        entry(f"returned:{CENTRE}", 5),
    )
    steps = timeline(Record(sent.id, 4, submission, sent.private, history))
    assert [step.action for step in steps] == ["started", "submitted", "viewed", "returned"]
    assert steps[1].version == submission.versions[0]
    assert (steps[3].decision, steps[3].at, steps[3].recipient) == (decision, NOW, CENTRE)


def test_each_field_tells_its_answer_and_what_it_lacks() -> None:
    half = changed(DRAFT, 1, expected="")
    lines = {answer.field.code: answer for answer in answers(half, campaign())}
    assert lines["organisation"].nil
    assert lines["steering"].incomplete == {"a"}
    assert not lines["public-finance"].incomplete
    assert answers(RegistrationDraft(), campaign())[0].open
    assert [(fault.code, fault.field) for fault in faults_of(half, campaign())] == [
        ("item_expected_missing", "items.1.expected")
    ]
    stray = DraftItem(id="z", field="e-government")
    assert strays(RegistrationDraft(items=(stray,)), campaign()) == [stray]
    assert mark(None) == ""


def test_what_was_changed_after_the_last_look_is_not_sent() -> None:
    looked = started()
    edited = redrafted(looked, changed(DRAFT, content="Sửa sau"))
    with pytest.raises(DomainError) as caught:
        submissions.submit(edited, campaign(), CLERK, NOW, checked=edited.private.draft_version + 1)
    assert caught.value.code == "draft_changed_since"
    assert then(edited, submissions.submit(edited, campaign(), CLERK, NOW, checked=edited.private.draft_version))
