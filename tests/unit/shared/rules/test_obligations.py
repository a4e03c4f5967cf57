"""Who owes which form in which period: repeated forms, optional ones, and periods that passed to somebody else."""

from collections import Counter
from datetime import timedelta

import pytest

from shared.contracts.campaigns import Campaign, Extension
from shared.contracts.forms import FormPeriod
from shared.errors import DomainError
from shared.language.deadlines import Deadline
from shared.rules.obligations import (
    Obligation,
    asked_form,
    asked_of,
    obligations,
    obliged_for,
    predecessors,
    registrations_of,
    transfer_of,
)
from tests.unit.registration.examples import CENTRE, NOW, REVIEWER
from tests.unit.shared.rules.examples import HEIR, OTHER, WARD, after, moved, plan

ONCE, W19, W20, W21 = (
    FormPeriod("registration"),
    *(FormPeriod("hang-tuan", f"2022-W{number}") for number in (19, 20, 21)),
)
MAY, OPTIONAL = FormPeriod("hang-thang", "2022-05"), FormPeriod("neu-co", "2022-05")


def owed(campaign: Campaign, organisation: str) -> list[str]:
    return [str(one.asked) for one in obligations(campaign) if one.organisation == organisation]


def one(campaign: Campaign, asked: FormPeriod, organisation: str = WARD) -> Obligation:
    return next(one for one in obligations(campaign) if (one.asked, one.organisation) == (asked, organisation))


def test_a_form_is_owed_in_each_of_its_periods() -> None:
    expected = [
        "registration",
        *("hang-tuan.2022-W19", "hang-tuan.2022-W20", "hang-tuan.2022-W21"),
        *("hang-thang.2022-05", "hang-thang.2022-06"),
        "neu-co.2022-05",
    ]
    assert owed(plan(), WARD) == owed(plan(), HEIR) == expected
    found = one(plan(), W20)
    assert found.submission == f"{plan().id}.hang-tuan.2022-W20.{WARD}"
    assert (found.period.code, found.due.wording) == ("2022-W20", "22/5/2022")


def test_each_period_has_a_deadline_and_an_extension_of_its_own() -> None:
    later = Extension(
        organisation=WARD,
        form="hang-tuan",
        period="2022-W20",
        due=Deadline.parse("25/5/2022"),
        reason="Mất điện",
        granted_by=REVIEWER.acting_for(CENTRE),
        granted_at=NOW,
    )
    extended = plan().model_copy(update={"extensions": (later,)})
    assert one(extended, W20).due == later.due
    assert one(extended, W21).due == one(plan(), W21).due
    assert one(extended, W20, HEIR).extension is None
    late = one(extended, W20).lateness(NOW + timedelta(days=12))
    assert (late.late, late.within) == (True, True)
    assert one(extended, W19).lateness(NOW + timedelta(days=12)) == (True, None, False)


def test_an_optional_form_may_be_answered_and_is_owed_by_nobody() -> None:
    assert asked_of(plan(), OPTIONAL) == (WARD, HEIR)
    assert obliged_for(plan(), OPTIONAL) == ()
    assert obliged_for(plan(), W19) == (WARD, HEIR)
    assert obliged_for(plan(), FormPeriod("khac")) == ()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (FormPeriod("khac"), "form_not_asked"),
        (FormPeriod("hang-tuan"), "period_not_asked"),
        (FormPeriod("hang-tuan", "2022-W22"), "period_not_asked"),
        (FormPeriod("registration", "2022"), "period_not_asked"),
    ],
)
def test_what_the_plan_does_not_ask_for_is_refused_by_name(asked: FormPeriod, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        asked_form(plan(), asked)
    assert (caught.value.code, caught.value.field) == (code, code.partition("_")[0])
    assert plan().period(asked) is None


class TestTransfers:
    def test_only_the_periods_that_were_still_owed_pass_on(self) -> None:
        merged = after(moved("hang-tuan", "2022-W20", "2022-W21"))
        assert asked_of(merged, W19) == (WARD, HEIR)
        assert asked_of(merged, W20) == asked_of(merged, W21) == (HEIR,)
        assert asked_of(merged, MAY) == (WARD, HEIR)
        assert owed(merged, WARD).count("hang-tuan.2022-W19") == 1
        assert not {"hang-tuan.2022-W20", "hang-tuan.2022-W21"} & set(owed(merged, WARD))
        assert predecessors(merged, W20, HEIR) == (WARD,)
        assert predecessors(merged, W19, HEIR) == ()

    def test_a_form_that_is_sent_once_passes_on_whole(self) -> None:
        assert asked_of(after(moved("registration")), ONCE) == (HEIR,)

    def test_a_repeated_form_without_a_period_passes_nothing_on(self) -> None:
        assert asked_of(after(moved("hang-tuan")), W19) == (WARD, HEIR)

    def test_whose_obligation_passed_on_is_told_to_whom(self) -> None:
        merged = after(moved("hang-tuan", "2022-W20"))
        found = transfer_of(merged, W20, WARD)
        assert found is not None
        assert found.successor == HEIR
        assert transfer_of(merged, W19, WARD) is None
        assert transfer_of(merged, W20, HEIR) is None

    def test_the_successor_of_two_owes_a_period_once(self) -> None:
        merged = after(
            *(moved("hang-tuan", "2022-W20", of=unit, to="khoa-moi") for unit in (WARD, HEIR)),
            obliged=[WARD, HEIR, OTHER],
        )
        assert asked_of(merged, W20) == ("khoa-moi", OTHER)
        assert max(Counter((one.asked, one.organisation) for one in obligations(merged)).values()) == 1

    def test_a_period_passes_on_step_by_step(self) -> None:
        chained = after(
            moved("hang-tuan", "2022-W20", "2022-W21"), moved("hang-tuan", "2022-W21", of=HEIR, to="khoa-moi")
        )
        assert asked_of(chained, W20) == (HEIR,)
        assert asked_of(chained, W21) == ("khoa-moi",)
        assert predecessors(chained, W21, "khoa-moi") == (HEIR, WARD)

    def test_what_passed_to_nobody_is_owed_by_nobody(self) -> None:
        assert asked_of(after(moved("hang-tuan", "2022-W21", to=None)), W21) == (HEIR,)


class TestAnswers:
    def test_a_report_rests_on_every_period_of_the_form_that_it_answers(self) -> None:
        weeks = ("2022-W19", "2022-W20", "2022-W21")
        assert registrations_of(plan(), MAY, WARD) == [f"{plan().id}.hang-tuan.{week}.{WARD}" for week in weeks]
        assert registrations_of(plan(), ONCE, WARD) == []
        assert registrations_of(plan(), FormPeriod("khac"), WARD) == []

    def test_who_took_a_report_over_reports_on_what_its_predecessor_registered(self) -> None:
        merged = after(moved("hang-thang", "2022-05"))
        owners = [ident.rpartition(".")[2] for ident in registrations_of(merged, MAY, HEIR)]
        assert owners == [HEIR] * 3 + [WARD] * 3
        june = registrations_of(merged, FormPeriod("hang-thang", "2022-06"), HEIR)
        assert [ident.rpartition(".")[2] for ident in june] == [HEIR] * 3
