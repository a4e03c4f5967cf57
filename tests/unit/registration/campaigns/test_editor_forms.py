"""The editor's pages of forms: rows that are added, put in order and read back, and where a fault is shown."""

from datetime import date
from typing import Any

import pytest

from services.registration.campaigns.editor.pages.form_rows import EMPTY_FORM
from services.registration.campaigns.editor.pages.forms import Forms
from services.registration.campaigns.editor.pages.schedule_rows import deviating_rows, read_back
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.errors import DomainError
from shared.web.form_input import FormInput
from tests.unit.registration.campaigns.asked import asked, period, quarterly
from tests.unit.registration.examples import campaign

WINDOW = {"window": {"first": "2022-01-01", "last": "2022-03-31"}}
COLUMNS = [{"code": "field", "title": "Lĩnh vực", "help": "Đủ các lĩnh vực"}]
PLAN = campaign(
    forms=[
        asked("dang-ky", "initiatives", period("13/5/2022") | WINDOW, columns=COLUMNS, quotas=[{"at_least": 1}]),
        quarterly() | {"periods": [quarterly()["periods"][0] | WINDOW, quarterly()["periods"][1]]},
        asked("ket-qua", "results", answers="dang-ky", interim=True),
    ]
)


def posted(inputs: FormInput) -> FormInput:
    """The inputs as a browser sends them."""
    rows = {
        f"{name}.{n}.{key}": text
        for name, rows in inputs.rows.items()
        for n, row in enumerate(rows)
        for key, text in row.items()
    }
    return FormInput.of({**inputs.values, **rows})


def acted(inputs: FormInput, *buttons: str, plan: Campaign = PLAN) -> FormInput:
    for button in buttons:
        verb, _, argument = button.partition(":")
        inputs = Forms().acted(posted(inputs), plan, verb, argument)
    return inputs


def typed(inputs: FormInput, listed: str, place: int, /, **values: str) -> FormInput:
    rows = [row | values if n == place else row for n, row in enumerate(inputs.rows_of(listed))]
    return FormInput(inputs.values, {**inputs.rows, listed: rows})


def forms_of(inputs: FormInput, plan: Campaign = PLAN) -> Any:
    written = Forms().written(posted(inputs), plan)
    return CampaignDefinition.read({**dict(plan), **written.values}).forms


def test_a_page_that_is_saved_as_it_is_shown_changes_nothing() -> None:
    assert forms_of(Forms().shown(PLAN)) == PLAN.forms


def test_a_form_is_added_with_a_kind_a_proposed_code_and_the_official_columns() -> None:
    inputs = acted(Forms().shown(PLAN), "kind:results")
    assert inputs.rows_of("forms")[3]["answers"] == "dang-ky"
    inputs = typed(inputs, "forms", 3, name="Báo cáo cuối năm", due="trước ngày 05/11/2022", optional="on")
    form = forms_of(inputs)[3]
    assert (form.code, form.kind, form.title, form.answers) == (
        "bao-cao-cuoi-nam",
        "results",
        "Báo cáo cuối năm",
        "dang-ky",
    )
    assert (form.optional, form.repeat, len(form.columns), form.outline[0].number) == (True, None, 5, "I")
    assert Forms().acted(inputs, PLAN, "kind", "khong-co").rows == inputs.rows


def test_a_code_and_a_kind_are_fixed_once_they_are_saved() -> None:
    forged = typed(Forms().shown(PLAN), "forms", 0, name="Tên khác", code="khac", kind="results")
    form = forms_of(forged)[0]
    assert (form.name, form.code, form.kind) == ("Tên khác", "dang-ky", "initiatives")
    added = typed(acted(Forms().shown(PLAN), "kind:initiatives"), "forms", 3, name="A", code="mau-2", due="1/6/2022")
    assert forms_of(added)[3].code == "mau-2"


def test_forms_are_ordered_and_removed_and_keep_their_own_periods() -> None:
    inputs = acted(Forms().shown(PLAN), "up:forms.1", "remove:forms.2")
    assert forms_of(inputs) == (PLAN.forms[1], PLAN.forms[0])
    inputs = acted(inputs, "remove:theo-quy_periods.0", "add:theo-quy_periods")
    inputs = typed(inputs, "theo-quy_periods", 1, code="2022-q1", due="hết ngày 31/3/2022")
    assert [period.code for period in forms_of(inputs)[0].periods] == ["2022-Q1", "2022-Q2"], "in the calendar's order"


def test_new_forms_stay_apart_from_each_other() -> None:
    inputs = acted(Forms().shown(PLAN), "kind:initiatives", "kind:initiatives", "remove:forms.3", "kind:initiatives")
    keys = [row["key"] for row in inputs.rows_of("forms")]
    assert len(set(keys)) == len(keys) == 5


def test_the_list_that_was_arranged_is_open_on_the_page_that_follows() -> None:
    inputs = Forms().shown(PLAN)
    assert acted(inputs, "add:theo-quy_periods").value("opened") == "theo-quy_periods"
    days = {"repeat": "month", "wording": "chậm nhất ngày 20"}
    assert acted(typed(inputs, "forms", 0, **days), "make:0").value("opened") == "dang-ky_periods"
    assert not inputs.value("opened")


def test_a_schedule_makes_the_periods_of_a_form() -> None:
    days = {"repeat": "month", "first": "2022-01-01", "last": "2022-03-31", "wording": "chậm nhất ngày 20"}
    inputs = acted(typed(Forms().shown(PLAN), "forms", 0, **days), "make:0")
    form = forms_of(inputs)[0]
    assert form.repeat == "month"
    assert [(p.code, p.due.date.day) for p in form.periods] == [("2022-01", 20), ("2022-02", 20), ("2022-03", 20)]


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ({"repeat": "month", "first": "2022-01-01", "last": ""}, "date_missing", "forms.0.last"),
        ({"repeat": "", "first": "2022-01-01", "last": "2022-02-01"}, "schedule_without_repeat", "forms.0.repeat"),
        (
            {"repeat": "month", "first": "2022-03-01", "last": "2022-01-01", "wording": "ngày 20 của tháng báo cáo"},
            "period_ends_before_start",
            "forms.0.last",
        ),
        (
            {"repeat": "week", "first": "2022-01-01", "last": "2022-02-01", "wording": "sớm"},
            "repeat_day_missing",
            "forms.0.wording",
        ),
        (
            {
                "repeat": "month",
                "first": "2022-01-01",
                "last": "2022-02-01",
                "wording": "ngày 20",
                "counting": "cả năm",
            },
            "window_unreadable",
            "forms.0.counting",
        ),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_beside_its_input(days: dict[str, str], code: str, field: str) -> None:
    with pytest.raises(DomainError) as caught:
        acted(typed(Forms().shown(PLAN), "forms", 0, **days), "make:0")
    assert (caught.value.code, caught.value.field) == (code, field)


def test_of_a_doubtful_wording_one_reading_is_chosen_and_shown_again() -> None:
    days = {"repeat": "month", "first": "2022-01-01", "last": "2022-02-01", "wording": "ngày 05"}
    inputs = typed(Forms().shown(PLAN), "forms", 0, **days)
    ways = read_back(inputs.rows_of("forms")[0], PLAN)["wording"]
    assert [way.words for way in ways] == ["chậm nhất ngày 05 của tháng báo cáo", "chậm nhất ngày 05 của tháng sau"]
    with pytest.raises(DomainError, match="wording_doubtful") as caught:
        acted(inputs, "check:")
    assert caught.value.field == "forms.0.wording"
    chosen = typed(inputs, "forms", 0, wording_way=ways[1].words)
    form = forms_of(acted(chosen, "check:"))[0]
    assert [period.due.date for period in form.periods] == [date(2022, 2, 5), date(2022, 3, 5)]
    assert form.schedule.due.wording == "ngày 05", "the plan's own words"
    plan = campaign(forms=[form])
    assert Forms().shown(plan).rows_of("forms")[0]["wording_way"] == ways[1].words
    assert forms_of(Forms().shown(plan), plan) == (form,)


def test_what_cannot_be_read_is_told_at_once_each_beside_its_input() -> None:
    inputs = typed(typed(Forms().shown(PLAN), "forms", 0, due="sớm"), "theo-quy_periods", 1, due="muộn")
    inputs = typed(inputs, "forms", 2, repeat="year")
    with pytest.raises(DomainError) as caught:
        Forms().written(posted(inputs), PLAN)
    assert [(fault.code, fault.field) for fault in caught.value.causes] == [
        ("deadline_unreadable", "forms.0.due"),
        ("deadline_unreadable", "theo-quy_periods.1.due"),
        ("form_without_periods", "forms.2.repeat"),
    ]
    half = typed(Forms().shown(PLAN), "theo-quy_periods", 1, window_first="2022-04-01")
    with pytest.raises(DomainError, match="date_missing") as missing:
        Forms().written(posted(half), PLAN)
    assert missing.value.field == "theo-quy_periods.1.window_last"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("forms", "forms"),
        ("forms.0.title", "forms.0.title"),
        ("forms.0.code", "forms.0.name"),
        ("forms.3.code", "forms.3.code"),
        ("forms.0.kind", "forms.0.name"),
        ("forms.0.columns.1.title", "forms.0.name"),
        ("forms.2.answers", "forms.2.answers"),
        ("forms.0.periods.0.due", "forms.0.due"),
        ("forms.0.periods.0.due.wording", "forms.0.due"),
        ("forms.0.periods.0.opens_at", "forms.0.opens_date"),
        ("forms.0.periods.0.code", "forms.0.repeat"),
        ("forms.1.periods", "forms.1.repeat"),
        ("forms.1.periods.0.due", "theo-quy_periods.2.due"),
        ("forms.1.periods.1.window.last", "theo-quy_periods.1.window_last"),
        ("forms.1.periods.1.code", "theo-quy_periods.1.code"),
        ("forms.9.title", "forms.9.title"),
        ("forms.0.quotas.0.at_most", "dang-ky_quotas.0.at_most"),
        ("forms.0.quotas.0.exceptions.1", "dang-ky_quotas.0.exception"),
        ("forms.0.quotas.1.at_most", "forms.0.name"),
        ("forms.0.files.0.code", "dang-ky_files.1.title"),
        ("forms.1.schedule", "forms.1.repeat"),
        ("year", "year"),
    ],
)
def test_a_fault_is_shown_where_its_part_is_typed(path: str, shown: str) -> None:
    inputs = acted(Forms().shown(PLAN), "add:theo-quy_periods", "kind:initiatives")
    rows = inputs.rows_of("theo-quy_periods")
    rows = [rows[2], rows[1], {**rows[0]}]  # the first quarter stands last, below an empty row
    inputs = typed(FormInput(rows={**inputs.rows, "theo-quy_periods": rows}), "forms", 3, name="Mới", due="1/6/2022")
    inputs = acted(inputs, "add:dang-ky_files", "add:dang-ky_files")
    inputs = typed(inputs, "dang-ky_files", 1, title="Kế hoạch")
    assert Forms().written(posted(inputs), PLAN).anchor(path) == shown


SCHEDULE = {"repeat": "month", "first": "2022-01-01", "last": "2022-03-31", "wording": "chậm nhất ngày 20"}


def monthly(**changes: Any) -> Campaign:
    """A plan whose form goes by a schedule."""
    form = forms_of(typed(Forms().shown(PLAN), "forms", 0, **SCHEDULE))[0]
    return campaign(forms=[form], **changes)


def codes(inputs: FormInput) -> list[str]:
    return [row["code"] for row in inputs.rows_of("dang-ky_periods")]


def test_periods_that_were_changed_by_hand_stay_until_they_are_made_anew() -> None:
    plan = monthly()
    inputs = typed(Forms().shown(plan), "dang-ky_periods", 1, due="hết ngày 15/02/2022")
    inputs = typed(inputs, "forms", 0, wording="chậm nhất ngày 21")
    kept = forms_of(inputs, plan)[0]
    assert kept.schedule.due.wording == "chậm nhất ngày 21"
    assert [period.due.date.day for period in kept.periods] == [20, 15, 20]
    anew = forms_of(acted(inputs, "make:0", plan=plan), plan)[0]
    assert [period.due.date.day for period in anew.periods] == [21, 21, 21]


def test_the_periods_of_an_announced_plan_that_its_schedule_lacks_stay_in_their_order() -> None:
    fewer = {"first": "2022-02-01", "last": "2022-02-28"}
    draft = typed(Forms().shown(monthly()), "forms", 0, **fewer)
    assert codes(acted(draft, "make:0", plan=monthly(status="draft"))) == ["2022-02"]
    plan = monthly(status="announced")
    inputs = acted(typed(Forms().shown(plan), "forms", 0, **fewer), "make:0", plan=plan)
    assert codes(inputs) == ["2022-01", "2022-02", "2022-03"]
    assert deviating_rows(forms_of(inputs, plan)[0].schedule, inputs.rows_of("dang-ky_periods")).added == (
        "2022-01",
        "2022-03",
    )
    quarters = typed(Forms().shown(plan), "forms", 0, repeat="quarter", wording="ngày 20 của tháng cuối quý")
    assert codes(acted(quarters, "make:0", plan=plan)) == ["2022-Q1"], "a month is no quarter"


def test_a_schedule_and_its_faults_are_told_together_with_those_of_the_periods() -> None:
    inputs = typed(Forms().shown(monthly()), "forms", 0, wording="sớm", counting="cả năm")
    inputs = typed(typed(inputs, "dang-ky_periods", 0, due="?"), "dang-ky_periods", 2, due="??")
    with pytest.raises(DomainError) as caught:
        acted(inputs, "check:", plan=monthly())
    assert [fault.field for fault in caught.value.causes] == [
        "forms.0.wording",
        "forms.0.counting",
        "dang-ky_periods.0.due",
        "dang-ky_periods.2.due",
    ]


def test_quotas_take_kinds_and_exceptions_one_after_the_other() -> None:
    inputs = acted(Forms().shown(PLAN), "add:dang-ky_quotas")
    inputs = typed(inputs, "dang-ky_quotas", 1, at_most="3", kind="station", exception="khoa-1", demanded="on")
    inputs = typed(acted(inputs, "add:dang-ky_files"), "dang-ky_quotas", 1, exception="khoa-2", wording="tối đa 3")
    quota = forms_of(inputs)[0].quotas[1]
    assert (quota.kinds, quota.exceptions, quota.at_least, quota.at_most) == (
        ("station",),
        ("khoa-1", "khoa-2"),
        None,
        3,
    )
    assert (quota.demanded, quota.wording) == (True, "tối đa 3")
    fewer = acted(inputs, "drop:dang-ky_quotas.1.exceptions.khoa-1", "drop:dang-ky_quotas.9.kinds.station", "drop:x")
    assert forms_of(fewer)[0].quotas[1].exceptions == ("khoa-2",)
    saved = campaign(forms=[forms_of(inputs)[0]])
    assert forms_of(Forms().shown(saved), saved) == saved.forms


def test_files_go_by_a_code_of_their_first_title_and_a_reason_for_nothing_is_asked() -> None:
    inputs = acted(Forms().shown(PLAN), "add:dang-ky_files", "add:dang-ky_files")
    inputs = typed(typed(inputs, "dang-ky_files", 0, title="Kế hoạch"), "forms", 0, explain_nil="on")
    form = forms_of(inputs)[0]
    assert [(file.code, file.title, file.required) for file in form.files] == [("ke-hoach", "Kế hoạch", True)]
    assert form.explain_nil
    saved = campaign(forms=[form])
    renamed = typed(Forms().shown(saved), "dang-ky_files", 0, title="Kế hoạch năm", required="")
    (file,) = forms_of(renamed, saved)[0].files
    assert (file.code, file.title, file.required) == ("ke-hoach", "Kế hoạch năm", False)


def test_every_part_of_a_row_has_an_input() -> None:
    assert set(Forms().shown(PLAN).rows_of("forms")[0]) == set(EMPTY_FORM)
