"""Of forms that are asked for again and again is shown what is owed, the newest that is done and the next to come."""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest

from services.registration.submissions.model.draft import SubmissionPrivate, SubmissionRecord, begun
from services.registration.submissions.model.obligations import Stage
from services.registration.worklist.model.tasks import Task, work_list
from shared.contracts.campaigns import Campaign, Extension
from shared.contracts.submissions import Decision, Outcome, Recipient, RecipientStatus, SubmissionStatus, Version
from shared.forms.registry import kind_of
from shared.language.deadlines import Deadline
from shared.record.record import Record
from shared.rules.obligations import obligations
from tests.unit.registration.examples import CENTRE, CLERK, DRAFT, NOW, REVIEWER, STATION, campaign, form, said
from tests.unit.shared.rules.examples import HEIR, WEEKS, plan, repeated

APPROVED, SENT, RETURNED = RecipientStatus.APPROVED, RecipientStatus.SENT, RecipientStatus.RETURNED
OPENING = ("2022-05-09T00:00:00+07:00", "2022-05-16T00:00:00+07:00", "2022-05-23T00:00:00+07:00")
IN_WEEK = [NOW + timedelta(weeks=weeks) for weeks in range(4)]
"""NOW is Thursday of 2022-W19."""

APPROVAL = Decision(version=1, outcome=Outcome.APPROVE, decided_at=NOW, decided_by=REVIEWER.acting_for(CENTRE))


def weekly(code: str = "hang-tuan", **more: Any) -> dict[str, Any]:
    """A form of three weeks, each of which opens on its Monday and is due on its Sunday."""
    known = repeated(code, "week", *WEEKS, **more)
    periods = zip(known["periods"], OPENING, strict=True)
    return known | {"periods": [period | {"opens_at": opens} for period, opens in periods]}


def weeks(obliged: tuple[str, ...] = (STATION,), **more: Any) -> Campaign:
    return campaign(forms=[weekly(**more)], obliged=obliged)


def record(found: Campaign, week: str, status: RecipientStatus | None = None) -> SubmissionRecord:
    """What a station has of a week: begun, or delivered and standing so with the centre."""
    form = found.forms[0]
    asked = form.asked_in(next(period for period in form.periods if period.code == week))
    public = begun(found.id, asked, STATION)
    if status is not None:
        sent = Version(
            number=1,
            content=said(DRAFT),
            recipients=(CENTRE,),
            delivered_at=NOW,
            delivered_by=CLERK.acting_for(STATION),
            late=False,
        )
        decisions = (APPROVAL,) if status is APPROVED else ()
        standing = Recipient(organisation=CENTRE, status=status, version=1, decisions=decisions)
        delivered = {"status": SubmissionStatus.DELIVERED, "versions": (sent,), "recipients": (standing,)}
        public = public.model_copy(update=delivered)
    return Record(public.id, 1, public, SubmissionPrivate(draft=kind_of(form).blank()))


def listed(found: Campaign, now: datetime, *records: SubmissionRecord) -> list[Task]:
    return work_list([*obligations(found)], {record.id: record for record in records}, now)


def shown(found: Campaign, now: datetime, *records: SubmissionRecord) -> list[tuple[str | None, Stage]]:
    return [(task.owed.period.code, task.stage) for task in listed(found, now, *records)]


def test_of_the_weeks_to_come_only_the_next_is_shown() -> None:
    assert shown(weeks(), IN_WEEK[0]) == [("2022-W19", Stage.DUE), ("2022-W20", Stage.LATER)]
    assert shown(weeks(), IN_WEEK[2]) == [
        ("2022-W19", Stage.OVERDUE),
        ("2022-W20", Stage.OVERDUE),
        ("2022-W21", Stage.DUE),
    ]


def test_of_the_finished_weeks_only_the_newest_is_shown() -> None:
    found = weeks()
    done = [record(found, week, APPROVED) for week in ("2022-W19", "2022-W20")]
    assert shown(found, IN_WEEK[2], *done) == [("2022-W21", Stage.DUE), ("2022-W20", Stage.FINISHED)]
    assert shown(found, IN_WEEK[1], done[0]) == [
        ("2022-W20", Stage.DUE),
        ("2022-W19", Stage.FINISHED),
        ("2022-W21", Stage.LATER),
    ]


def test_what_waits_or_was_returned_is_shown_whatever_its_week() -> None:
    found = weeks()
    before = [record(found, "2022-W19", RETURNED), record(found, "2022-W20", SENT)]
    assert shown(found, IN_WEEK[2], *before) == [
        ("2022-W19", Stage.RETURNED),
        ("2022-W21", Stage.DUE),
        ("2022-W20", Stage.WAITING),
    ]


def test_the_newest_is_that_of_the_calendar_and_not_of_an_extension() -> None:
    later = Extension(
        organisation=STATION,
        form="hang-tuan",
        period="2022-W19",
        due=Deadline.parse("30/6/2022"),
        reason="Mất điện",
        granted_by=REVIEWER.acting_for(CENTRE),
        granted_at=NOW,
    )
    found = weeks().model_copy(update={"extensions": (later,)})
    done = [record(found, week, APPROVED) for week in ("2022-W19", "2022-W20")]
    assert ("2022-W20", Stage.FINISHED) in shown(found, IN_WEEK[2], *done)
    assert ("2022-W19", Stage.FINISHED) not in shown(found, IN_WEEK[2], *done)


def test_each_organisation_form_and_plan_has_a_newest_and_a_next_of_its_own() -> None:
    forms, units = ("hang-tuan", "theo-doi"), (STATION, HEIR)
    one = campaign(forms=[weekly(code) for code in forms], obliged=units)
    other = one.model_copy(update={"id": "ke-hoach-khac"})
    tasks = work_list([*obligations(one), *obligations(other)], {}, IN_WEEK[0])
    later = {task.whose[1:]: task.owed.period.code for task in tasks if task.stage is Stage.LATER}
    assert later == dict.fromkeys(product((one.id, other.id), forms, units), "2022-W20")
    assert sum(task.stage is Stage.LATER for task in tasks) == len(later)


def test_an_optional_week_that_went_by_is_missed_by_nobody() -> None:
    found = weeks(optional=True)
    assert shown(found, IN_WEEK[1]) == [("2022-W20", Stage.DUE), ("2022-W21", Stage.LATER)]
    assert shown(found, IN_WEEK[3]) == []


def test_an_optional_week_that_was_begun_stays_and_is_never_overdue() -> None:
    found = weeks(optional=True)
    assert shown(found, IN_WEEK[3], record(found, "2022-W19")) == [("2022-W19", Stage.DUE)]
    assert shown(found, IN_WEEK[3], record(found, "2022-W19", APPROVED)) == [("2022-W19", Stage.FINISHED)]


@pytest.mark.parametrize("forms", [[form("registration", "10 giờ 13/5/2022"), form("completion", "05/11/2022")]])
def test_forms_that_are_sent_once_are_all_shown(forms: list[dict[str, Any]]) -> None:
    once = campaign(forms=forms, obliged=[STATION])
    assert [(task.owed.form.code, task.stage) for task in listed(once, NOW)] == [
        ("registration", Stage.DUE),
        ("completion", Stage.LATER),
    ]


def test_a_report_waits_until_something_of_any_week_was_approved() -> None:
    found = plan(obliged=[STATION])
    monthly = [task for task in listed(found, NOW) if task.owed.form.code == "hang-thang"]
    assert [(task.owed.period.code, task.stage, task.unregistered) for task in monthly] == [
        ("2022-05", Stage.LATER, True)
    ]
    for standing, expected in ((SENT, [Stage.LATER]), (APPROVED, [Stage.DUE, Stage.DUE])):
        sent = record(weeks(), "2022-W20", standing)
        tasks = [task for task in listed(found, NOW, sent) if task.owed.form.code == "hang-thang"]
        assert [task.stage for task in tasks] == expected
        assert {task.total for task in tasks} == {2}
