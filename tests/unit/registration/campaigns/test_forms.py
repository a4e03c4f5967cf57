"""What is refused of a form that an administrator writes, and what one that is answered keeps."""

from typing import Any

import pytest

from services.registration.campaigns.model import campaign as campaigns
from services.registration.campaigns.model.campaign import InUse
from shared.contracts.campaigns import Campaign, CampaignStatus
from shared.contracts.forms import FormPeriod
from shared.errors import DomainError, RefusalsError
from tests.unit.registration.campaigns.asked import asked, period, quarterly
from tests.unit.registration.examples import ADMINISTRATOR, AROUND, campaign, definition

NOTE, MONEY = {"code": "note", "title": "Ghi chú"}, {"code": "kinh-phi", "title": "Kinh phí", "type": "money"}
LATE = {"opens_at": "2022-05-14T00:00:00+07:00"}
BACK = {"window": {"first": "2022-03-31", "last": "2022-01-01"}}


def refusals(plan: Campaign | None = None, in_use: InUse | None = None, **changes: Any) -> list[tuple[str, str | None]]:
    """What is told of a plan that is written anew (`plan` None: created), each with its field."""
    written = definition(**changes)
    with pytest.raises(DomainError) as caught:
        _ = (
            campaigns.edit(plan, written, AROUND, in_use or InUse(), ADMINISTRATOR)
            if plan
            else campaigns.create(written, AROUND, ADMINISTRATOR)
        )
    error = caught.value
    return [(fault.code, fault.field) for fault in (error.causes if isinstance(error, RefusalsError) else (error,))]


@pytest.mark.parametrize(
    ("forms", "code", "field"),
    [
        ([asked("a"), asked("a")], "form_twice", "forms.1.code"),
        ([asked("a", "khong-co")], "form_kind_unknown", "forms.0.kind"),
        ([asked("a"), asked("b", "results")], "form_answers_missing", "forms.1.answers"),
        ([asked("a"), asked("b", "results", answers="c")], "form_answers_unfit", "forms.1.answers"),
        ([asked("a"), asked("b", "results", answers="b")], "form_answers_unfit", "forms.1.answers"),
        ([asked("a"), asked("b", answers="a")], "form_answers_unfit", "forms.1.answers"),
        ([asked("a", "initiatives", period("13/5/2022", "2022"))], "form_once", "forms.0.periods"),
        ([quarterly() | {"repeat": "month"}], "period_unfit", "forms.0.periods.0.code"),
        ([asked("a", repeat="month")], "period_unfit", "forms.0.periods.0.code"),
        ([asked("a", "initiatives", *[period("1/6/2022", "2022-Q2")] * 2, repeat="quarter")], "period_twice", None),
        ([asked("a", "initiatives", period("13/5/2022", **LATE))], "period_ends_before_start", "forms.0.periods.0.due"),
        (
            [asked("a", "initiatives", period("31/3/2022", "2022-Q1", **BACK), repeat="quarter")],
            "period_ends_before_start",
            "forms.0.periods.0.window.last",
        ),
        ([asked("a", quotas=[{"at_least": 3, "at_most": 1}])], "quota_backward", "forms.0.quotas.0.at_most"),
        ([asked("a", columns=[NOTE, {**MONEY, "unit": "đồng"}])], "column_unit_unexpected", "forms.0.columns.1.unit"),
    ],
)
def test_each_fault_of_a_form_has_its_name_and_its_field(
    forms: list[dict[str, Any]], code: str, field: str | None
) -> None:
    found = refusals(forms=forms)
    assert code in [name for name, _ in found]
    assert field is None or (code, field) in found


def test_a_week_53_is_one_where_the_year_has_it() -> None:
    def weekly(code: str) -> list[dict[str, Any]]:
        return [asked("a", "initiatives", period("31/12/2026", code), repeat="week")]

    assert campaigns.create(definition(forms=weekly("2026-W53")), AROUND, ADMINISTRATOR)
    assert refusals(forms=weekly("2025-W53")) == [("period_unfit", "forms.0.periods.0.code")]


def test_a_report_answers_a_form_of_items_wherever_it_stands() -> None:
    forms = [asked("b", "results", answers="a"), asked("a"), quarterly()]
    assert [form.code for form in campaigns.create(definition(forms=forms), AROUND, ADMINISTRATOR).public.forms] == [
        "b",
        "a",
        "theo-quy",
    ]


PLAN = [asked("dang-ky", columns=[NOTE]), quarterly(), asked("ket-qua", "results", answers="dang-ky")]
ANSWERED = InUse(asked=frozenset({FormPeriod("dang-ky"), FormPeriod("theo-quy", "2022-Q1"), FormPeriod("ket-qua")}))


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ([PLAN[0], PLAN[2]], ("campaign_form_in_use", "forms")),
        ([{**PLAN[0], "code": "khac"}, *PLAN[1:2]], ("campaign_form_in_use", "forms")),
        ([PLAN[0], PLAN[1], {**PLAN[2], "answers": "theo-quy"}], ("campaign_form_fixed", "forms.2.answers")),
        (
            [PLAN[0], PLAN[1], {**PLAN[2], "kind": "initiatives", "answers": None}],
            ("campaign_form_fixed", "forms.2.kind"),
        ),
        (
            [PLAN[0], {**PLAN[1], "periods": PLAN[1]["periods"][1:]}, PLAN[2]],
            ("campaign_period_in_use", "forms.1.periods"),
        ),
        ([{**PLAN[0], "columns": [MONEY]}, *PLAN[1:]], ("column_gone", "forms.0.columns")),
    ],
)
def test_what_units_have_answered_stays(forms: list[dict[str, Any]], expected: tuple[str, str]) -> None:
    assert expected in refusals(campaign(forms=PLAN), ANSWERED, forms=forms)


def test_what_nobody_has_answered_may_go_and_order_and_names_are_free() -> None:
    later = {**PLAN[1], "name": "Tên khác", "periods": PLAN[1]["periods"][:1]}
    written = definition(forms=[later, PLAN[2], PLAN[0]])
    change = campaigns.edit(campaign(forms=PLAN), written, AROUND, ANSWERED, ADMINISTRATOR)
    assert change is not None
    assert change.public.forms[0].name == "Tên khác"


def columns_of(plan: Campaign) -> list[list[str]]:
    """The codes of the columns of the first form's shapes, the newest last."""
    (form, *_) = plan.forms
    return [[column.code for column in columns] for columns in (*form.former_columns, form.columns)]


def rewritten(plan: Campaign, columns: list[dict[str, Any]], **more: Any) -> Campaign:
    form = {**PLAN[0], "columns": columns, **more}
    change = campaigns.edit(plan, definition(forms=[form, *PLAN[1:]]), AROUND, InUse(), ADMINISTRATOR)
    return change.public if change else plan


def test_an_announced_form_keeps_the_columns_that_it_had_before() -> None:
    once = rewritten(campaign(forms=PLAN), [NOTE, MONEY])
    assert columns_of(once) == [["note"], ["note", "kinh-phi"]]
    assert rewritten(once, [NOTE, MONEY]) is once
    forged = rewritten(once, [NOTE], former_columns=[[MONEY]])
    assert columns_of(forged) == [["note"], ["note", "kinh-phi"], ["note"]], "whatever its writer says"


ROW, OTHER = {"code": "cho", "title": "Chờ khám"}, {"code": "hoi", "title": "Hỏi đáp"}


def test_rows_that_may_have_been_answered_stay_and_a_shape_has_its_rows() -> None:
    forms = [{**PLAN[0], "rows": [ROW]}, *PLAN[1:]]
    gone = [{**PLAN[0], "rows": [OTHER]}, *PLAN[1:]]
    assert ("row_gone", "forms.0.rows") in refusals(campaign(forms=forms), ANSWERED, forms=gone)
    assert ("row_twice", "forms.0.rows.1.title") in refusals(forms=[{**PLAN[0], "rows": [ROW, ROW]}])
    renamed = {**ROW, "title": "Thời gian chờ"}
    (form, *_) = rewritten(rewritten(campaign(forms=PLAN), [MONEY]), [MONEY], rows=[ROW]).forms
    assert form.shape == 2
    (form, *_) = rewritten(campaign(forms=forms), [NOTE], rows=[renamed, OTHER]).forms
    assert [[row.title for row in form.shaped(shape).rows] for shape in (0, 1)] == [
        ["Chờ khám"],
        ["Thời gian chờ", "Hỏi đáp"],
    ]


def test_rows_of_a_shape_stand_with_its_columns_though_there_were_none_at_first() -> None:
    plan = rewritten(rewritten(campaign(forms=PLAN), [NOTE, MONEY]), [NOTE, MONEY], rows=[ROW])
    (form, *_) = rewritten(plan, [NOTE, MONEY], rows=[ROW, OTHER]).forms
    assert [[row.code for row in form.shaped(shape).rows] for shape in range(4)] == [[], [], ["cho"], ["cho", "hoi"]]


def test_a_draft_has_no_earlier_shape() -> None:
    forms = [{**PLAN[0], "former_columns": [[MONEY]]}]
    created = campaigns.create(definition(forms=forms), AROUND, ADMINISTRATOR).public
    assert columns_of(created) == [["note"]]
    assert columns_of(rewritten(campaign(CampaignStatus.DRAFT, forms=PLAN), [MONEY])) == [["kinh-phi"]]
