"""A campaign that asks every week, once, and for what there is ("nếu có"), as reporting hears of it."""

from datetime import datetime, timedelta

from shared.contracts.campaigns import Campaign
from shared.contracts.events import Event
from shared.contracts.forms import FormPeriod, Period
from shared.contracts.submissions import Submission
from shared.language.deadlines import Deadline
from shared.language.recurrence import Repeat
from tests.reporting_samples import MAU_1, START, answering, campaign, form, item, submission, version
from tests.reporting_world import FIRM, STATION_2, STATION_10, event, organisations

WEEKLY, VOLUNTEERED = "hang-tuan", "de-xuat"
CODES = tuple(f"2022-W{number:02}" for number in range(1, 53))
LAST, THIS, NEXT = (FormPeriod(WEEKLY, f"2022-W{number}") for number in (18, 19, 20))
"""The week before that of START, that of START and the one after it."""
IDEAS = FormPeriod(VOLUNTEERED)


def due(day: datetime) -> Deadline:
    return Deadline.parse(f"trước ngày {day.day}/{day.month}/{day.year}")


def week(code: str) -> Period:
    """From its Monday, due before the Monday after it."""
    monday = datetime.strptime(f"{code}-1 +0700", "%G-W%V-%u %z")
    return Period(code=code, opens_at=monday, due=due(monday + timedelta(7)))


def plan(*obliged: str, ident: str = "hang-tuan-2022", optional: bool = True) -> Campaign:
    """Three forms: Mẫu 1 once, one every week of 2022, one of those who have something to propose."""
    found = campaign(obliged, ident=ident)
    forms = (
        *found.forms,
        form(WEEKLY, periods=[week(code) for code in CODES], repeat=Repeat.WEEK, name="Khảo sát hằng tuần"),
        form(VOLUNTEERED, periods=[Period(due=due(START + timedelta(30)))], optional=optional),
    )
    return found.model_copy(update={"forms": forms, "number": "19/KH-SYT"})


PLAN = plan(STATION_2, STATION_10)


def sent(organisation: str, asked: FormPeriod, *fields: str, late: bool = False) -> Submission:
    items = [item(f"i{number}", field) for number, field in enumerate(fields)]
    return submission(organisation, version(answering(*items), late=late), ident=PLAN.id, asked=asked)


def submissions() -> list[Submission]:
    """Both stations last week, one of them late; one this week and another organisation too; one proposal."""
    return [
        sent(STATION_2, LAST, "steering", "procedures"),
        sent(STATION_10, LAST, "procedures", late=True),
        sent(STATION_10, THIS, "organisation"),
        sent(FIRM, THIS, "steering"),
        sent(STATION_2, IDEAS, "institutions"),
        sent(STATION_2, MAU_1),
    ]


def recorded() -> list[Event]:
    return [
        *(event("organisation.changed", one) for one in organisations()),
        event("campaign.announced", PLAN),
        *(event("submission.submitted", one) for one in submissions()),
    ]
