"""The survey of the sample data quotes its plan, marks what is not in it, and its periods are those of a Schedule."""

from datetime import date

import pytest

from services.registration.campaigns.model.definition import CampaignSurroundings, faults, lacking
from shared.contracts.campaigns import CampaignDefinition
from shared.contracts.forms import Form, Period, Window
from shared.language.day_rules import DayOff, DayRule, WindowRule
from shared.language.period_codes import month_of, repeat_of
from shared.language.points import LAST, Point
from shared.language.recurrence import Repeat
from shared.language.schedule import Schedule
from tests.unit.registration.campaigns.test_official_plans import SURVEY as QUOTED
from tests.unit.registration.test_seed import EVERY_CAMPAIGN, ORGANISATIONS

SURVEY = EVERY_CAMPAIGN["23-kh-ttyt-2022"]
FIRST, UNTIL = date(2022, 5, 9), date(2022, 12, 31)
DUE = {
    Repeat.WEEK: ("thứ Hai tuần sau", Point(unit=Repeat.WEEK, place=1, day=1)),
    Repeat.MONTH: ("ngày 05 của tháng sau", Point(unit=Repeat.MONTH, place=1, day=5)),
}
MADE = ["satisfied", "neutral", "unsatisfied", "answers", "share"]


def schedule(repeat: Repeat) -> Schedule:
    wording, point = DUE[repeat]
    first, last = Point(unit=repeat, day=1), Point(unit=repeat, day=LAST)
    days = WindowRule(wording="số liệu của tuần", repeat=repeat, first=(first,), last=(last,))
    return Schedule.planned(
        FIRST,
        UNTIL,
        DayRule(wording=wording, repeat=repeat, points=(point,), day_off=DayOff.NEXT),
        DayRule(wording="từ ngày đầu kỳ", repeat=repeat, points=(first,)),
        days if repeat is Repeat.WEEK else None,
    )


def periods(repeat: Repeat) -> tuple[Period, ...]:
    return tuple(
        Period(
            code=one.code,
            opens_at=one.opens_at,
            due=one.due,
            window=Window(first=one.window.first, last=one.window.last) if one.window else None,
        )
        for one in schedule(repeat).periods()
    )


@pytest.mark.parametrize("form", SURVEY.forms, ids=lambda form: form.code)
def test_the_periods_are_those_of_a_schedule(form: Form) -> None:
    assert form.repeat is not None
    assert form.periods == periods(form.repeat)


def test_the_weeks_reach_over_the_turn_of_the_year_and_each_has_its_month() -> None:
    weekly, monthly = SURVEY.forms
    assert (weekly.periods[-1].code, weekly.periods[-1].window) == (
        "2022-W52",
        Window(first=date(2022, 12, 26), last=date(2023, 1, 1)),
    )
    asked = [period.code for period in weekly.periods if period.code]
    assert {repeat_of(code) for code in asked} == {Repeat.WEEK}
    assert list(dict.fromkeys(map(month_of, asked))) == [period.code for period in monthly.periods]


@pytest.mark.parametrize("form", SURVEY.forms, ids=lambda form: form.code)
def test_what_is_asked_is_quoted_and_what_is_not_in_the_plan_says_so(form: Form) -> None:
    assert all(row.title.lower() in QUOTED for row in form.rows)
    assert form.title.lower() in QUOTED
    assert [column.code for column in form.columns if column.help.startswith("Mẫu minh họa")] == MADE
    assert [column.title for column in form.columns if column.code not in MADE] == ["Những vấn đề còn hạn chế"]


def test_the_plan_is_without_fault_and_obliges_some_units_of_the_centre() -> None:
    definition = CampaignDefinition.read(SURVEY.model_dump())
    assert list(faults(definition, CampaignSurroundings(frozenset(ORGANISATIONS)))) == []
    assert list(lacking(definition)) == []
    assert SURVEY.recipients == (SURVEY.issuer,) == ("ttyt-tan-binh",)
    below = {o.id for o in ORGANISATIONS.values() if SURVEY.issuer in o.parents_on(FIRST)}
    assert set(SURVEY.obliged) < below
    assert {ORGANISATIONS[unit].kind for unit in SURVEY.obliged} == {"faculty", "station"}
