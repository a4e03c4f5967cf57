"""Which form and period an address speaks of, and which two forms the year is seen in."""

from datetime import datetime, timedelta

import pytest

from services.reporting.figures.model.addresses import Question, ReportList
from services.reporting.figures.model.periods import asked_for, choice_of, current
from services.reporting.figures.model.year import year_of
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import Form, FormPeriod, Period
from shared.errors import DomainError
from shared.language.recurrence import Repeat
from tests.reporting_samples import DEPARTMENT, MAU_1, START, campaign, form
from tests.reporting_weeks import CODES, LAST, NEXT, PLAN, THIS, WEEKLY, due, week

ONCE = (Period(due=due(START)),)


def weekly() -> Form:
    found = PLAN.form(WEEKLY)
    assert found is not None
    return found


class TestTheDefault:
    @pytest.mark.parametrize(
        ("now", "code"),
        [
            (START, THIS.period),
            (datetime.fromisoformat("2022-05-08T23:59:59+07:00"), LAST.period),
            (datetime.fromisoformat("2022-05-09T00:00:00+07:00"), THIS.period),
            (START - timedelta(365), CODES[0]),  # none has opened
            (START + timedelta(365), CODES[-1]),
        ],
    )
    def test_is_the_newest_period_that_has_opened_else_the_first(self, now: datetime, code: str) -> None:
        assert current(weekly(), now).code == code

    def test_a_period_without_a_moment_of_its_own_is_open(self) -> None:
        months = [Period(code=f"2022-0{number}", due=due(START)) for number in (1, 2)]
        assert current(form("thang", periods=months), START).code == "2022-02"

    def test_is_the_first_form_that_reports_on_no_other(self) -> None:
        report = form("sau", periods=ONCE, kind="results", answers="truoc")
        plan = PLAN.model_copy(update={"forms": (report, form("truoc", periods=ONCE))})
        assert asked_for(plan, None, None, START) == FormPeriod("truoc")
        assert asked_for(plan.model_copy(update={"forms": (report,)}), None, None, START) == FormPeriod("sau")


@pytest.mark.parametrize(
    ("wanted", "code", "field"),
    [
        (("khac", None), "form_not_in_campaign", "form"),
        ((WEEKLY, "2022-W53"), "period_not_in_form", "period"),
        ((MAU_1.form, "2022-W19"), "period_not_in_form", "period"),
    ],
)
def test_what_the_campaign_does_not_ask_for_is_named(wanted: FormPeriod, code: str, field: str) -> None:
    with pytest.raises(DomainError) as refused:
        asked_for(PLAN, *wanted, START)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_campaign_without_forms_is_refused() -> None:
    with pytest.raises(DomainError, match="form_not_in_campaign"):
        asked_for(PLAN.model_copy(update={"forms": ()}), None, None, START)


class TestTheChoice:
    def question(self, asked: FormPeriod) -> Question:
        return Question(PLAN.id, *asked, DEPARTMENT)

    def test_has_every_period_and_the_ones_beside(self) -> None:
        found = choice_of(weekly(), self.question(THIS))
        assert found is not None
        assert list(found.names) == list(CODES)
        assert (found.before, found.after) == (self.question(LAST), self.question(NEXT))

    def test_ends_where_the_periods_end(self) -> None:
        first, last = (choice_of(weekly(), self.question(FormPeriod(WEEKLY, code))) for code in (CODES[0], CODES[-1]))
        assert first is not None
        assert last is not None
        assert (first.before, last.after) == (None, None)
        assert (first.after, last.before) != (None, None)

    def test_there_is_none_where_a_form_is_sent_once(self) -> None:
        assert choice_of(PLAN.forms[0], self.question(MAU_1)) is None


def test_an_address_carries_the_period_only_where_there_is_one() -> None:
    once, this = Question("p", "registration", None, "r"), Question("p", WEEKLY, "2022-W19", "r")

    assert once.page(ReportList.STUCK, waiting="viewed") == (
        "/bao-cao/p/ton-dong?recipient=r&form=registration&waiting=viewed"
    )
    assert this.api(ReportList.ITEMS) == "/api/reporting/campaigns/p/items?recipient=r&form=hang-tuan&period=2022-W19"
    assert (once.file(ReportList.ITEMS), this.file(ReportList.ITEMS)) == (
        "noi-dung-dang-ky.p.r.registration",
        "noi-dung-dang-ky.p.r.hang-tuan.2022-W19",
    )


class TestTheYear:
    registration = form("a", periods=ONCE)
    interim = form("giua", periods=ONCE, kind="results", answers="a", interim=True)
    final = form("cuoi", periods=ONCE, kind="results", answers="a")
    other = form("khac", periods=ONCE)

    def plan(self, *forms: Form) -> Campaign:
        return campaign([]).model_copy(update={"forms": forms})

    def test_is_a_registration_and_the_final_report_on_it_whichever_is_shown(self) -> None:
        plan = self.plan(self.other, self.registration, self.interim, self.final)
        for shown in (self.registration, self.interim, self.final):
            assert year_of(plan, shown) == (self.registration, self.final)
        assert year_of(plan, self.other) is None

    def test_of_several_final_reports_the_one_that_is_shown(self) -> None:
        second = self.final.model_copy(update={"code": "cuoi-2"})
        plan = self.plan(self.registration, self.final, second)
        assert year_of(plan, second) == (self.registration, second)
        assert year_of(plan, self.registration) == (self.registration, self.final)

    def test_there_is_none_without_both_or_with_a_registration_of_several_periods(self) -> None:
        weekly = form("a", periods=[week(CODES[0])], repeat=Repeat.WEEK)
        assert year_of(self.plan(self.registration, self.interim), self.registration) is None
        assert year_of(self.plan(self.final), self.final) is None
        assert year_of(self.plan(weekly, self.final), self.final) is None
