"""Cases, campaigns and organisations of 2022 as the notify tests hear of them."""

from datetime import UTC, date, datetime, timedelta

from shared.contracts.campaigns import Campaign, CampaignStatus, DocumentDate, Field
from shared.contracts.cases import Case, CaseStatus, Round
from shared.contracts.forms import Form, FormPeriod, Period
from shared.contracts.items import Item
from shared.contracts.organisations import Mailboxes, Organisation
from shared.contracts.submissions import Decision, ItemDecision, Outcome, Submission, SubmissionStatus, Version
from shared.contracts.types import Person
from shared.forms.initiatives.model import Registration
from shared.language.deadlines import Deadline
from shared.language.periods import CompletionPeriod
from shared.rules.ids import case_id, submission_id

START = datetime(2022, 5, 12, 1, 0, tzinfo=UTC)
CENTRE, STATION, CAMPAIGN = "ttyt-tan-binh", "tyt-phuong-1", "70-kh-ttyt-2022"
REVIEWER = Person(account="tchc", name="Phòng Tổ chức - Hành chính", organisation=CENTRE)
CLERK = Person(account="tyt-phuong-1", name="Trạm Y tế Phường 1", organisation=STATION)
DECIDED = {
    Outcome.APPROVE: CaseStatus.APPROVED,
    Outcome.RETURN: CaseStatus.RETURNED,
    Outcome.REJECT: CaseStatus.REJECTED,
}


def campaign(obliged: tuple[str, ...] = (STATION,), announced_at: datetime | None = START) -> Campaign:
    return Campaign(
        id=CAMPAIGN,
        number="70/KH-TTYT",
        title="Phát động phong trào thi đua về cải cách hành chính năm 2022",
        year=2022,
        issuer=CENTRE,
        recipients=(CENTRE,),
        status=CampaignStatus.ANNOUNCED if announced_at else CampaignStatus.DRAFT,
        dates=(DocumentDate(date=date(2022, 5, 11), place="đầu văn bản"),),
        fields=(Field(code="steering", number=1, name="Công tác chỉ đạo, điều hành"),),
        forms=(
            Form(
                code="registration",
                kind="initiatives",
                name="Mẫu 1 - Đăng ký",
                title="Mẫu 1",
                periods=(Period(due=Deadline.parse("10 giờ 13/5/2022")),),
            ),
        ),
        obliged=obliged,
        announced_at=announced_at,
    )


def organisation(
    ident: str, name: str, *, submission: str | None = None, review: str | None = None, office: str | None = None
) -> Organisation:
    return Organisation(
        id=ident,
        name=name,
        short_name=name.replace("Trạm Y tế", "TYT").replace("Trung tâm Y tế quận", "TTYT"),
        kind="unit",
        reviewing_office=office,
        mailboxes=Mailboxes(submission=submission, review=review),
    )


def station(mailbox: str | None = "tyt.phuong1@example.org") -> Organisation:
    return organisation(STATION, "Trạm Y tế Phường 1", submission=mailbox)


def centre(mailbox: str | None = "tchc@example.org") -> Organisation:
    return organisation(CENTRE, "Trung tâm Y tế quận Tân Bình", review=mailbox, office="Phòng Tổ chức - Hành chính")


def item(number: int = 1) -> Item:
    return Item(
        id=f"item-{number}",
        field="steering",
        content="Giải pháp nâng cao chất lượng tuyên truyền cải cách hành chính",
        expected=CompletionPeriod.parse("Quý IV/2022"),
    )


def round_of(version: int, *, at: datetime = START, late: bool = False) -> Round:
    return Round(version=version, delivered_at=at, late=late)


def delivered(case: Case) -> Submission:
    """What the case is about, as its owner tells it: one item in every version."""
    content = Registration(items=(item(),))
    return Submission(
        id=case.submission,
        organisation=case.submitter,
        campaign=case.campaign,
        form=case.form,
        period=case.period,
        status=SubmissionStatus.DELIVERED,
        versions=tuple(
            Version(
                number=known.version,
                content=content,
                recipients=(case.organisation,),
                delivered_at=known.delivered_at,
                delivered_by=CLERK,
                late=known.late,
            )
            for known in case.rounds
        ),
    )


def case(*rounds: Round, status: CaseStatus = CaseStatus.UNSEEN, submitter: str = STATION) -> Case:
    submission = submission_id(CAMPAIGN, FormPeriod("registration"), submitter)
    return Case(
        id=case_id(CENTRE, submission),
        organisation=CENTRE,
        submission=submission,
        submitter=submitter,
        campaign=CAMPAIGN,
        form="registration",
        status=status,
        rounds=rounds or (round_of(1),),
        submission_sequence=1,
        submission_head="0" * 64,
    )


def decided(before: Case, outcome: Outcome, at: datetime, *, reason: str = "", item_reason: str = "") -> Case:
    """The case after a decision on its newest round."""
    decision = Decision(
        version=before.current.version,
        outcome=outcome,
        reason=reason,
        items=(ItemDecision(item="item-1", outcome=outcome, reason=item_reason),),
        decided_at=at,
        decided_by=REVIEWER,
    )
    newest = before.current.model_copy(update={"decision": decision})
    return before.model_copy(update={"status": DECIDED[outcome], "rounds": (*before.rounds[:-1], newest)})


def withdrawn(before: Case, at: datetime, reason: str = "Gửi nhầm bản") -> Case:
    return before.model_copy(update={"status": CaseStatus.WITHDRAWN, "withdrawn_at": at, "withdrawn_reason": reason})


def delivered_again(before: Case, at: datetime) -> Case:
    """The case after a new version has come."""
    fresh = round_of(before.current.version + 1, at=at)
    return before.model_copy(
        update={
            "status": CaseStatus.UNSEEN,
            "rounds": (*before.rounds, fresh),
            "withdrawn_at": None,
            "withdrawn_reason": "",
        }
    )


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
