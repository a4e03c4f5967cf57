"""What people are told of items further up, of corrections, withdrawn items and campaigns that are open again."""

from dataclasses import replace
from datetime import datetime

from services.notify.causes.model.campaign_causes import of_reopenings
from services.notify.causes.model.case_causes import of_case
from services.notify.causes.model.causes import Asking, asking
from services.notify.causes.model.submission_causes import of_submission
from services.notify.channels.model.records import Known
from services.notify.channels.wording import Wording
from shared.contracts.campaigns import Reopening
from shared.contracts.forms import FormPeriod
from shared.contracts.notifications import Audience, Notification, NotificationKind
from shared.contracts.submissions import (
    Correction,
    Decision,
    Outcome,
    Recipient,
    RecipientStatus,
    RevokedCorrection,
    Submission,
    SubmissionStatus,
    Upward,
    UpwardStatus,
    Version,
    WithdrawnItem,
)
from shared.forms.initiatives.model import Registration
from shared.rules.ids import submission_id
from tests.notify_samples import (
    CAMPAIGN,
    CENTRE,
    CLERK,
    REVIEWER,
    START,
    STATION,
    campaign,
    case,
    centre,
    decided,
    delivered_again,
    hours,
    item,
    organisation,
    station,
)

DISTRICT = "ubnd-tan-binh"
CARRIER = submission_id("124-kh-ubnd-2022", FormPeriod("registration"), CENTRE)
WORDING = Wording("http://127.0.0.1:8000/")
KNOWN = Known(
    {STATION: station(), CENTRE: centre(), DISTRICT: organisation(DISTRICT, "Ủy ban nhân dân quận Tân Bình")},
    {CAMPAIGN: campaign()},
)


def version(number: int, at: datetime = START) -> Version:
    return Version(
        number=number,
        content=Registration(items=(item(1), item(2))),
        recipients=(CENTRE,),
        delivered_at=at,
        delivered_by=CLERK,
        late=False,
    )


def submission(*versions: Version, unit: str = STATION, **more: object) -> Submission:
    known = Submission(
        id=submission_id(CAMPAIGN, FormPeriod("registration"), unit),
        organisation=unit,
        campaign=CAMPAIGN,
        form="registration",
        status=SubmissionStatus.DELIVERED,
        versions=versions or (version(1),),
        recipients=(Recipient(organisation=CENTRE, status=RecipientStatus.APPROVED, version=1),),
    )
    return known.model_copy(update=more)


def above(number: int, status: UpwardStatus, reason: str = "", sequence: int = 1) -> Upward:
    return Upward(
        item=f"item-{number}",
        via=CARRIER,
        sequence=sequence,
        submission=CARRIER,
        campaign="124-kh-ubnd-2022",
        form="registration",
        organisation=DISTRICT,
        carried_as="item-1",
        status=status,
        version=1,
        reason=reason,
        decided_at=None if status is UpwardStatus.SENT else START + hours(1),
        decided_by=None if status is UpwardStatus.SENT else REVIEWER,
    )


def told(state: Submission) -> list[Notification]:
    return [cause.notification for cause in of_submission(state)]


def test_one_decision_on_several_items_is_one_notification() -> None:
    state = submission(upward=(above(1, UpwardStatus.APPROVED), above(2, UpwardStatus.APPROVED)))
    (one,) = told(state)
    assert (one.organisation, one.audience, one.kind) == (STATION, Audience.SUBMITTERS, NotificationKind.UPWARD)
    assert one.subject == f"submission/{state.id}"
    assert (one.facts["reviewer"], one.facts["status"], one.facts["count"]) == (DISTRICT, "approved", "2")
    assert one.caused_at == START + hours(1)


def test_a_decision_is_told_once_whatever_is_heard_again() -> None:
    first = told(submission(upward=(above(1, UpwardStatus.REJECTED, "Trùng"),)))
    again = told(submission(upward=(above(1, UpwardStatus.REJECTED, "Trùng", sequence=7),)))
    assert first == again


def test_an_item_on_its_way_is_no_news() -> None:
    assert told(submission(upward=(above(1, UpwardStatus.SENT),))) == []


def test_the_sentence_names_who_what_and_why() -> None:
    state = submission(upward=(above(1, UpwardStatus.LEFT_OUT, "Đã có đơn vị khác"),))
    text = WORDING.sentence(told(state)[0], KNOWN)
    assert "không được tổng hợp gửi lên" in text
    assert "Giải pháp nâng cao chất lượng" in text
    assert "Đã có đơn vị khác." in text
    assert "Ủy ban nhân dân quận Tân Bình" in WORDING.letter(told(state)[0], KNOWN)[0]
    assert WORDING.subject(told(state)[0], KNOWN)


def test_what_was_decided_on_further_up_is_called_as_it_is_called_there() -> None:
    """A report of the superior body's own campaign, while the unit has sent its Mẫu 1."""
    report = above(1, UpwardStatus.APPROVED).model_copy(update={"form": "completion"})
    (one,) = told(submission(upward=(report,)))
    form = campaign().forms[0].model_copy(update={"code": "completion", "name": "Báo cáo quý của quận"})
    higher = campaign().model_copy(update={"id": report.campaign, "number": "124/KH-UBND", "forms": (form,)})
    known = replace(KNOWN, campaigns=KNOWN.campaigns | {report.campaign: higher})
    sentence = WORDING.sentence(one, known)
    assert "trong bản tổng hợp Báo cáo quý của quận được duyệt, phong trào số 70/KH-TTYT" in sentence
    assert (known.covers(one), KNOWN.covers(one)) == (True, False)


def test_a_withdrawn_item_is_told_to_its_reviewers_and_where_it_was_consolidated_to_the_clerk() -> None:
    gone = WithdrawnItem(item="item-1", reason="Hết kinh phí", withdrawn_at=START + hours(2), withdrawn_by=CLERK)
    (reviewers,) = told(submission(withdrawn_items=(gone,)))
    assert (reviewers.organisation, reviewers.audience) == (CENTRE, Audience.REVIEWERS)
    assert "Hết kinh phí." in WORDING.sentence(reviewers, KNOWN)
    both = told(submission(withdrawn_items=(gone,), upward=(above(1, UpwardStatus.SENT),)))
    assert [one.audience for one in both] == [Audience.REVIEWERS, Audience.SUBMITTERS]
    assert both[0] == reviewers
    assert "xem lại bản tổng hợp" in WORDING.sentence(both[1], KNOWN)
    assert all(WORDING.letter(one, KNOWN) and WORDING.subject(one, KNOWN) for one in both)


def test_the_reviewers_wish_is_told_to_the_unit_and_stays_the_same_when_it_is_answered() -> None:
    state = decided(case(), Outcome.APPROVE, START)
    wish = Correction(version=1, reason="Ghi lại tên", asked_at=START + hours(1), asked_by=REVIEWER)
    asked = list(of_case(state.model_copy(update={"correction": wish})))[-1]
    assert (asked.notification.organisation, asked.notification.kind) == (STATION, NotificationKind.CORRECTION_ASKED)
    assert "Ghi lại tên." in WORDING.sentence(asked.notification, KNOWN)
    assert WORDING.letter(asked.notification, KNOWN)
    assert asking(asked, "case.correction_asked", replayed=False, now=START + hours(2)) is Asking.YES
    answered = delivered_again(state, START + hours(3))
    newest = answered.current.model_copy(update={"correction": wish})
    later = answered.model_copy(update={"rounds": (*answered.rounds[:-1], newest)})
    assert asked.notification in [cause.notification for cause in of_case(later)]


def test_the_end_of_the_reviewers_wish_is_told_and_the_wish_is_not_mailed_any_more() -> None:
    state = decided(case(), Outcome.APPROVE, START)
    wish = Correction(version=1, reason="Ghi lại tên", asked_at=START + hours(1), asked_by=REVIEWER)
    asked = list(of_case(state.model_copy(update={"correction": wish})))[-1]
    ended = RevokedCorrection(correction=wish, reason="Nhầm hồ sơ", revoked_at=START + hours(2), revoked_by=REVIEWER)
    *_, before, told = of_case(state.model_copy(update={"revoked_corrections": (ended,)}))
    assert before.notification == asked.notification
    assert (told.notification.organisation, told.notification.kind) == (STATION, NotificationKind.CORRECTION_REVOKED)
    assert "Nhầm hồ sơ." in WORDING.sentence(told.notification, KNOWN)
    assert WORDING.letter(told.notification, KNOWN)
    assert WORDING.subject(told.notification, KNOWN).startswith("Thu hồi đề nghị đính chính")
    answers = [asking(one, "case.correction_revoked", replayed=False, now=START + hours(3)) for one in (before, told)]
    assert answers == [Asking.NO, Asking.YES]
    assert asking(before, "case.correction_asked", replayed=False, now=START + hours(3)) is Asking.NO


def test_the_units_own_wish_is_not_told_to_itself() -> None:
    wish = Correction(version=1, reason="Gõ nhầm", asked_at=START, asked_by=CLERK)
    state = decided(case(), Outcome.APPROVE, START).model_copy(update={"correction": wish})
    assert NotificationKind.CORRECTION_ASKED not in {cause.notification.kind for cause in of_case(state)}


def test_who_still_owes_something_is_told_that_the_campaign_is_open_again() -> None:
    units = ("da-gui", "chua-gui", "bi-tra", "da-rut", "gui-sau")
    moment = START + hours(5)
    again = Reopening(reason="Ba trạm chưa gửi", reopened_at=moment, reopened_by=REVIEWER)
    plan = campaign(obliged=units).model_copy(update={"reopenings": (again,)})
    returned = Decision(version=1, outcome=Outcome.RETURN, reason="Bổ sung", decided_at=START, decided_by=REVIEWER)
    sent_back = Recipient(organisation=CENTRE, status=RecipientStatus.RETURNED, version=1, decisions=(returned,))
    states = [
        submission(unit="da-gui"),
        submission(unit="bi-tra", recipients=(sent_back,)),
        submission(unit="da-rut", status=SubmissionStatus.WITHDRAWN, withdrawn_at=START + hours(1)),
        submission(version(1, START + hours(6)), unit="gui-sau"),
    ]
    causes = list(of_reopenings(plan, {state.id: state for state in states}))
    assert [cause.notification.organisation for cause in causes] == ["chua-gui", "bi-tra", "da-rut", "gui-sau"]
    one = causes[0]
    assert "mở lại phong trào số 70/KH-TTYT. Lý do: Ba trạm chưa gửi." in WORDING.sentence(one.notification, KNOWN)
    assert WORDING.letter(one.notification, KNOWN)
    assert asking(one, "campaign.amended", replayed=False, now=moment) is Asking.IF_NEW
