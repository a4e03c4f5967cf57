"""What people are told of repeated forms: each period by its own name, a reopened campaign once."""

from datetime import date, timedelta

import pytest

from services.notify.causes.model.campaign_causes import of_campaign, of_reopenings
from services.notify.causes.model.case_causes import of_case
from services.notify.causes.model.submission_causes import of_submission
from services.notify.channels.model.records import Known
from services.notify.channels.wording import Wording
from shared.contracts.campaigns import Campaign, Extension, Reopening, Transfer
from shared.contracts.cases import Case
from shared.contracts.content import Content
from shared.contracts.forms import Form, FormPeriod, Period
from shared.contracts.notifications import Notification
from shared.contracts.submissions import (
    Outcome,
    Recipient,
    RecipientStatus,
    Submission,
    SubmissionStatus,
    Version,
    WithdrawnItem,
)
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat, period_name
from shared.rules.ids import case_id, submission_id
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
    hours,
    item,
    station,
)

WORDING = Wording("http://127.0.0.1:8000/")
SURVEY, WEEKS = "survey", tuple(f"2022-W{week:02}" for week in range(1, 53))
WEEK = FormPeriod(SURVEY, "2022-W20")
UNHEARD_OF = "a-kind-of-tomorrow"
CALLED = f"Khảo sát hài lòng, {period_name('2022-W20')}"


def survey(**more: object) -> Form:
    """A form for every week of 2022, each open from its Monday until its Friday, of a kind that nobody here knows."""
    mondays = {code: date.fromisocalendar(2022, number, 1) for number, code in enumerate(WEEKS, start=1)}
    form = Form(
        code=SURVEY,
        kind=UNHEARD_OF,
        name="Khảo sát hài lòng",
        title="Phiếu khảo sát",
        repeat=Repeat.WEEK,
        periods=tuple(
            Period.model_validate(
                {
                    "code": code,
                    "opens_at": f"{monday}T08:00:00+07:00",
                    "due": Deadline.parse(f"{monday + timedelta(days=4):%d/%m/%Y}"),
                }
            )
            for code, monday in mondays.items()
        ),
    )
    return form.model_copy(update=more)


def weekly(*units: str, forms: tuple[Form, ...] | None = None, **more: object) -> Campaign:
    return campaign(obliged=units or (STATION,)).model_copy(update={"forms": forms or (survey(),), **more})


KNOWN = Known({STATION: station(), CENTRE: centre()}, {CAMPAIGN: weekly()})


def sent(asked: FormPeriod, unit: str = STATION) -> Submission:
    """One item, delivered at the start."""
    return Submission(
        id=submission_id(CAMPAIGN, asked, unit),
        organisation=unit,
        campaign=CAMPAIGN,
        form=asked.form,
        period=asked.period,
        status=SubmissionStatus.DELIVERED,
        versions=(
            Version(
                number=1,
                content=Content(kind=UNHEARD_OF, items=(item(),)),
                recipients=(CENTRE,),
                delivered_at=START,
                delivered_by=CLERK,
                late=False,
            ),
        ),
    )


def of_week() -> Case:
    submission = submission_id(CAMPAIGN, WEEK, STATION)
    update = {"id": case_id(CENTRE, submission), "submission": submission, "form": WEEK.form, "period": WEEK.period}
    return case().model_copy(update=update)


def news(plan: Campaign) -> list[Notification]:
    """What is told beside the announcement."""
    return [cause.notification for cause in of_campaign(plan)][len(plan.obliged) :]


def test_a_case_of_a_period_is_told_by_the_periods_name() -> None:
    told = [one.notification for one in of_case(decided(of_week(), Outcome.APPROVE, START + hours(1)))]
    for one in told:
        assert (one.facts["form"], one.facts["period"]) == WEEK
        assert one.id.startswith(f"{CENTRE}.{CAMPAIGN}.survey.2022-W20.{STATION}.1.")
        for text in (WORDING.sentence(one, KNOWN), WORDING.subject(one, KNOWN), WORDING.letter(one, KNOWN)[0]):
            assert CALLED in text


def test_an_extension_holds_for_one_period() -> None:
    later = {"organisation": STATION, "form": SURVEY, "due": Deadline.parse("31/5/2022"), "reason": "Mất điện"}
    granted = {"granted_by": REVIEWER, "granted_at": START}
    both = tuple(Extension.model_validate({**later, **granted, "period": week}) for week in ("2022-W20", "2022-W21"))
    first, second = news(weekly(extensions=both))
    assert first.id == f"{CAMPAIGN}.survey.2022-W20.{STATION}.extended.20220512010000000000"
    assert first.id != second.id
    assert f"gia hạn {CALLED}, phong trào số 70/KH-TTYT: 31/5/2022." in WORDING.sentence(first, KNOWN)


@pytest.mark.parametrize(
    ("periods", "called"),
    [
        (("2022-W20",), f"việc gửi {CALLED} của TYT Phường 1"),
        (WEEKS[19:], f"việc gửi {CALLED} đến {period_name('2022-W52')} của TYT Phường 1"),
    ],
)
def test_a_successor_is_told_once_of_all_periods_that_passed_to_it(periods: tuple[str, ...], called: str) -> None:
    passed = {"organisation": STATION, "form": SURVEY, "periods": periods, "successor": "tyt-moi"}
    transfer = Transfer.model_validate({**passed, "on": "2022-07-01", "restructuring": "r1", "reason": "12/QĐ-UBND"})
    (one,) = news(weekly(transfers=(transfer,)))
    assert one.id == f"{CAMPAIGN}.survey.2022-W20.{STATION}.transferred.r1"
    assert called in WORDING.sentence(one, KNOWN)


def test_an_item_withdrawn_from_a_form_of_an_unknown_kind_is_told() -> None:
    gone = WithdrawnItem(item="item-1", reason="Hết kinh phí", withdrawn_at=START, withdrawn_by=CLERK)
    received = Recipient(organisation=CENTRE, status=RecipientStatus.RECEIVED, version=1)
    state = sent(WEEK).model_copy(update={"withdrawn_items": (gone,), "recipients": (received,)})
    wire = state.model_dump(mode="json")
    wire["versions"][0]["content"]["rows"] = [{"answer": 5}]
    (one,) = (cause.notification for cause in of_submission(Submission.read(wire)))
    assert f"“{item().content}” khỏi {CALLED}, phong trào số 70/KH-TTYT" in WORDING.sentence(one, KNOWN)


def reopened(*units: str, forms: tuple[Form, ...] | None = None) -> Campaign:
    again = Reopening(reason="Bổ sung", reopened_at=START + timedelta(days=8), reopened_by=REVIEWER)
    return weekly(*units, forms=forms, reopenings=(again,))


def told_again(plan: Campaign, *submissions: Submission) -> list[str]:
    known = {submission.id: submission for submission in submissions}
    return [cause.notification.organisation for cause in of_reopenings(plan, known)]


def test_a_reopening_is_told_once_however_many_periods_a_unit_owes() -> None:
    units = tuple(f"tyt-{number}" for number in range(300))
    diligent = [sent(FormPeriod(SURVEY, week), unit) for week in WEEKS[:20] for unit in units[:100]]
    assert told_again(reopened(*units), *diligent) == list(units[100:])


def test_a_period_that_had_not_opened_by_the_reopening_is_owed_by_nobody() -> None:
    until_week_20 = [sent(FormPeriod(SURVEY, week)) for week in WEEKS[:20]]
    assert told_again(reopened(STATION), *until_week_20) == []
    assert told_again(reopened(STATION), *until_week_20[:-1]) == [STATION]


def test_a_form_that_may_stay_unsent_reopens_nothing() -> None:
    assert told_again(reopened(STATION, forms=(survey(optional=True),))) == []
