"""The editor's page of columns: every type typed, ordered, renamed and retired, and where a fault is shown."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings

from services.registration.campaigns.editor.pages.layout import Layout
from shared.contracts.campaigns import Campaign, CampaignDefinition
from shared.contracts.columns import Choice, Column, ColumnType
from shared.errors import DomainError
from shared.web.form_input import FormInput
from tests.unit.registration.campaigns.asked import asked, period, quarterly
from tests.unit.registration.examples import campaign
from tests.unit.shared.forms.columns.examples import forms

OWN = [{"code": "field", "title": "Lĩnh vực", "help": "Đủ các lĩnh vực"}, {"code": "note", "title": "Ghi chú"}]
WAYS = {
    "code": "cach-lam",
    "title": "Cách làm",
    "type": "select_one",
    "choices": [{"code": "truc-tiep", "title": "Trực tiếp"}, {"code": "truc-tuyen", "title": "Trực tuyến"}],
}
PAID = {"code": "da-chi", "title": "Đã chi", "type": "money", "minimum": "0", "maximum": "2000000000"}
ASKED = {"code": "du-toan", "title": "Dự toán", "type": "money", "confidential": True, "required": True}
SHARE = {
    "code": "ty-le",
    "title": "Tỷ lệ",
    "type": "calculate",
    "confidential": True,
    "formula": {"calculation": "share", "of": ["da-chi", "du-toan"]},
}
ROWS = [{"code": "cho-kham", "title": "Chờ khám"}, {"code": "thai-do", "title": "Thái độ", "retired": True}]
PLAN = campaign(
    forms=[
        asked("dang-ky", "initiatives", period("13/5/2022"), columns=[*OWN, WAYS, PAID, ASKED, SHARE]),
        quarterly(),
        asked("ket-qua", "results", answers="dang-ky"),
        asked("so-lieu", "figures", columns=[PAID], rows=ROWS),
    ]
)
COLUMNS, TABLE = "dang-ky_columns", "so-lieu_rows"


def posted(inputs: FormInput) -> FormInput:
    """The inputs as a browser sends them."""
    rows = {
        f"{name}.{n}.{key}": text
        for name, rows in inputs.rows.items()
        for n, row in enumerate(rows)
        for key, text in row.items()
    }
    return FormInput.of({**inputs.values, **rows})


def pressed(inputs: FormInput, *buttons: str, **values: str) -> FormInput:
    for button in buttons:
        verb, _, argument = button.partition(":")
        named = {name.replace("__", "-"): value for name, value in values.items()}
        inputs = Layout().acted(posted(inputs.given(**named)), PLAN, verb, argument)
    return inputs


def typed(inputs: FormInput, listed: str, place: int, /, **values: str) -> FormInput:
    rows = [row | values if n == place else row for n, row in enumerate(inputs.rows_of(listed))]
    return FormInput(inputs.values, {**inputs.rows, listed: rows})


def forms_of(inputs: FormInput, plan: Campaign = PLAN) -> Any:
    written = Layout().written(posted(inputs), plan)
    return CampaignDefinition.read({**dict(plan), **written.values}).forms


def shown() -> FormInput:
    return Layout().shown(PLAN)


def test_a_page_that_is_saved_as_it_is_shown_changes_nothing() -> None:
    assert forms_of(shown()) == PLAN.forms


def spaced(columns: Iterable[Column]) -> list[Column]:
    """With one plain space between words, as a page saves titles."""
    return [
        column.model_copy(
            update={
                "title": " ".join(column.title.split()),
                "choices": tuple(Choice(code=c.code, title=" ".join(c.title.split())) for c in column.choices),
            }
        )
        for column in columns
    ]


@settings(max_examples=30)
@given(forms(*ColumnType))
def test_columns_of_any_type_come_back_as_they_were(columns: tuple[Column, ...]) -> None:
    plan = campaign(forms=[asked("dang-ky", "initiatives", columns=[column.model_dump() for column in columns])])
    assert spaced(forms_of(Layout().shown(plan), plan)[0].columns) == spaced(columns)


def test_a_column_of_money_is_added_in_one_step_and_goes_by_a_code_of_its_title() -> None:
    inputs = pressed(shown(), "column:dang-ky", "up:dang-ky_columns.6", dang__ky_type="money")
    inputs = typed(inputs, COLUMNS, 5, title="Kinh phí  dự kiến", required="on", maximum="2 tỷ", help="Cả năm")
    column = forms_of(inputs)[0].columns[5]
    assert (column.code, column.title, column.type) == ("kinh-phi-du-kien", "Kinh phí dự kiến", "money")
    assert (column.required, column.maximum, column.minimum) == (True, Decimal(2000000000), None)
    assert [one.code for one in forms_of(inputs)[0].columns[4::2]] == ["du-toan", "ty-le"]


def test_a_page_of_the_version_before_is_told_from_one_of_now() -> None:
    assert not Layout().outdated(posted(pressed(shown(), "column:dang-ky")))
    assert Layout().outdated(FormInput.of({"dang-ky_columns.0.title": "Lĩnh vực", "dang-ky_columns.0.code": "field"}))


def test_a_column_that_was_added_and_left_empty_is_none() -> None:
    assert forms_of(pressed(shown(), "column:dang-ky")) == PLAN.forms


def test_a_renamed_choice_keeps_its_code_and_new_ones_are_typed_one_a_line() -> None:
    inputs = pressed(shown(), "down:dang-ky_cach-lam_choices.0")
    inputs = typed(inputs, "dang-ky_cach-lam_choices", 1, title="Tại quầy")
    inputs = typed(inputs, COLUMNS, 2, more="Trực tiếp\r\n\n  Qua  bưu điện \n")
    choices = forms_of(inputs)[0].columns[2].choices
    assert [(one.code, one.title) for one in choices] == [
        ("truc-tuyen", "Trực tuyến"),
        ("truc-tiep", "Tại quầy"),
        ("truc-tiep-2", "Trực tiếp"),
        ("qua-buu-dien", "Qua bưu điện"),
    ]
    emptied = forms_of(typed(inputs, "dang-ky_cach-lam_choices", 0, title=" "))[0].columns[2].choices
    assert [one.code for one in emptied] == ["truc-tiep", "truc-tiep-2", "qua-buu-dien"]


def test_two_columns_of_one_name_are_told_apart_by_nobody() -> None:
    inputs = typed(pressed(shown(), "column:dang-ky"), COLUMNS, 6, title="đã  CHI")
    codes = [column.code for column in forms_of(inputs)[0].columns]
    assert codes.count("da-chi") == 2, "which is refused as column_twice"
    renamed = typed(inputs, COLUMNS, 3, title="Đã chi năm trước")
    assert [column.code for column in forms_of(renamed)[0].columns][3::3] == ["da-chi", "da-chi-2"]


def test_a_new_column_is_never_taken_for_one_of_the_kinds_own() -> None:
    inputs = typed(pressed(shown(), "column:dang-ky"), COLUMNS, 6, title="Content")
    assert forms_of(inputs)[0].columns[6].code == "content-2"


def test_of_a_kinds_own_column_only_the_title_is_typed() -> None:
    inputs = typed(shown(), COLUMNS, 0, title="Lĩnh  vực thi đua", type="money", retired="on", help="")
    column = forms_of(inputs)[0].columns[0]
    assert (column.title, column.type, column.retired, column.help) == (
        "Lĩnh vực thi đua",
        "text",
        False,
        "Đủ các lĩnh vực",
    )


def test_a_kinds_own_column_is_put_back() -> None:
    inputs = pressed(shown(), "column:dang-ky", dang__ky_type="own.content")
    assert [(c.code, c.title) for c in forms_of(inputs)[0].columns[6:]] == [("content", "Nội dung đăng ký")]


def test_a_computed_column_may_use_one_that_is_not_saved_yet() -> None:
    inputs = pressed(shown(), "column:dang-ky", dang__ky_type="integer")
    inputs = pressed(
        inputs, "column:dang-ky", "add:dang-ky_new_1_of", "add:dang-ky_new_1_of", dang__ky_type="calculate"
    )
    inputs = typed(inputs, COLUMNS, 6, title="Số hồ sơ")
    inputs = typed(inputs, COLUMNS, 7, title="Cộng", calculation="sum", unit="hồ sơ")
    inputs = typed(typed(inputs, "dang-ky_new_1_of", 0, column="new_0"), "dang-ky_new_1_of", 1, column="da-chi")
    formula = forms_of(inputs)[0].columns[7].formula
    assert (formula.calculation, formula.of) == ("sum", ("so-ho-so", "da-chi"))


def test_what_was_typed_for_another_type_is_dropped_when_the_type_changes() -> None:
    text = forms_of(typed(shown(), COLUMNS, 3, type="text", unit="hồ sơ"))[0].columns[3]
    assert (text.minimum, text.maximum, text.unit) == (None, None, "")
    assert forms_of(typed(shown(), COLUMNS, 4, type="note"))[0].columns[4].required is False
    assert forms_of(typed(shown(), COLUMNS, 5, type="integer"))[0].columns[5].formula is None


def test_a_button_leaves_the_column_open_whose_part_it_changed() -> None:
    changed = {"retype:dang-ky_columns.3": 3, "up:dang-ky_cach-lam_choices.1": 2, "add:dang-ky_ty-le_of": 5}
    for button, place in changed.items():
        rows = pressed(shown(), button).rows_of(COLUMNS)
        assert [n for n, row in enumerate(rows) if row.get("open")] == [place], button


def test_a_bound_that_is_no_number_is_refused_at_its_input() -> None:
    with pytest.raises(DomainError) as refused:
        forms_of(typed(shown(), COLUMNS, 3, maximum="nhiều"))
    assert (refused.value.code, refused.value.field) == ("column_bound_unreadable", "dang-ky_columns.3.maximum")
    assert refused.value.params == {"column": "Đã chi", "text": "nhiều"}


def test_rows_of_a_table_are_added_ordered_renamed_and_retired() -> None:
    inputs = pressed(shown(), "row:so-lieu", "up:so-lieu_rows.2", "row:so-lieu")
    inputs = typed(typed(inputs, TABLE, 1, title="Vệ sinh"), TABLE, 0, title="Thời gian chờ khám", retired="on")
    rows = forms_of(inputs)[3].rows
    assert [(row.code, row.title, row.retired) for row in rows] == [
        ("cho-kham", "Thời gian chờ khám", True),
        ("ve-sinh", "Vệ sinh", False),
        ("thai-do", "Thái độ", True),
    ]


def test_the_official_columns_and_outline_of_a_form_are_those_of_its_kind() -> None:
    inputs = pressed(shown(), "official:ket-qua")
    assert [row["number"] for row in inputs.rows_of("ket-qua_outline")][:2] == ["I", "II"]
    assert [row["key"] for row in inputs.rows_of("ket-qua_columns")][:2] == ["field", "registered"]
    assert inputs.rows_of(COLUMNS) == posted(shown()).rows_of(COLUMNS)
    assert pressed(shown(), "official:so-lieu").rows_of(TABLE) == posted(shown()).rows_of(TABLE)
    moved = pressed(inputs, "up:ket-qua_outline.1")
    assert [row["number"] for row in moved.rows_of("ket-qua_outline")][:2] == ["II", "I"]


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("forms.0.columns.3.title", "dang-ky_columns.4.title"),
        ("forms.0.columns.3.code", "dang-ky_columns.4.title"),
        ("forms.0.columns.3.maximum", "dang-ky_columns.4.maximum"),
        ("forms.0.columns.2.choices", "dang-ky_columns.2.more"),
        ("forms.0.columns.2.choices.1.title", "dang-ky_cach-lam_choices.1.title"),
        ("forms.0.columns.2.choices.2.title", "dang-ky_columns.2.more"),
        ("forms.0.columns.5.formula", "dang-ky_columns.6.calculation"),
        ("forms.0.columns.5.type", "dang-ky_columns.6.title"),
        ("forms.0.columns", "dang-ky_columns"),
        ("forms.0.columns.9.title", "dang-ky_columns"),
        ("forms.2.outline.1.number", "ket-qua_outline.1.number"),
        ("forms.3.rows.1.title", "so-lieu_rows.1.title"),
        ("forms.3.rows", "so-lieu_rows"),
        ("forms.9.title", "forms.9.title"),
        ("year", "year"),
    ],
)
def test_a_fault_is_shown_where_its_part_is_typed(path: str, at: str) -> None:
    inputs = pressed(shown(), "column:dang-ky", "up:dang-ky_columns.6", "up:dang-ky_columns.5", "up:dang-ky_columns.4")
    inputs = typed(pressed(inputs, "official:ket-qua"), COLUMNS, 2, more="Qua bưu điện")
    assert Layout().written(posted(inputs), PLAN).anchor(path) == at, "an empty row stands in third place"
