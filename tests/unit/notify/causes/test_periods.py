"""What people are told of repeated forms: each period by its own name, a reopened campaign once."""

import pytest

from services.notify.causes.model.campaign_causes import of_campaign, of_reopenings
from services.notify.causes.model.case_causes import of_case
from services.notify.causes.model.submission_causes import of_submission
from services.notify.channels.model.records import Known
from services.notify.channels.wording import Wording
from shared.contracts.campaigns import Campaign, Extension, Transfer
from shared.contracts.cases import Case
from shared.contracts.forms import FormPeriod
from shared.contracts.notifications import Notification
from shared.contracts.submissions import (
    Outcome,
    Recipient,
    RecipientStatus,
    Submission,
    WithdrawnItem,
)
from shared.language.deadlines import Deadline
from shared.language.period_names import period_name
from shared.rules.ids import case_id, submission_id
from tests.notify_repeated import SURVEY, WEEK, WEEKS, reopened, sent, survey, weekly
from tests.notify_samples import (
    CAMPAIGN,
    CENTRE,
    CLERK,
    REVIEWER,
    START,
    STATION,
    case,
    centre,
    decided,
    hours,
    item,
    station,
)

WORDING = Wording("http://127.0.0.1:8000/")
CALLED = f"Khảo sát hài lòng, {period_name('2022-W20')}"


KNOWN = Known({STATION: station(), CENTRE: centre()}, {CAMPAIGN: weekly()})


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
