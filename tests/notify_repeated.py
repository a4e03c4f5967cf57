"""A form for every week of 2022, as the notify tests hear of it."""

from datetime import date, timedelta

from shared.contracts.campaigns import Campaign, Reopening
from shared.contracts.content import Content
from shared.contracts.forms import Form, FormPeriod, Period
from shared.contracts.submissions import Submission, SubmissionStatus, Version
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat
from shared.rules.ids import submission_id
from tests.notify_samples import CAMPAIGN, CENTRE, CLERK, REVIEWER, START, STATION, campaign, item

SURVEY, WEEKS = "survey", tuple(f"2022-W{week:02}" for week in range(1, 53))
WEEK = FormPeriod(SURVEY, "2022-W20")
UNHEARD_OF = "a-kind-of-tomorrow"


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


def reopened(*units: str, forms: tuple[Form, ...] | None = None) -> Campaign:
    again = Reopening(reason="Bổ sung", reopened_at=START + timedelta(days=8), reopened_by=REVIEWER)
    return weekly(*units, forms=forms, reopenings=(again,))
