"""What an administrator may write of columns, and what he may change of an announced plan."""

import re
from decimal import Decimal

import pytest
from hypothesis import given

from shared.contracts.columns import Calculation, Choice, Column, ColumnType, Formula
from shared.forms.columns.changes import taken_away
from shared.forms.columns.checks import column_faults
from shared.forms.columns.comparing import ColumnFate
from shared.language.catalogue import Catalogue
from tests import ROOT
from tests.unit.shared.forms.columns.examples import choices, column, computed, forms, sentence

T, C = ColumnType, Calculation
LOW, HIGH = Decimal(1), Decimal(2)
A, B = column("a", T.INTEGER), column("b", T.INTEGER)
SHARE = computed("t", C.SHARE, "a", "b")
ONE = column("x", T.SELECT_ONE, choices=choices("Có", "Không"))
Update = dict[str, object]


@given(forms(*T))
def test_examples_are_as_an_administrator_may_write_them(columns: tuple[Column, ...]) -> None:
    assert list(column_faults(columns)) == []
    assert list(taken_away(columns, columns)) == []


@pytest.mark.parametrize(
    ("columns", "code", "field"),
    [
        ((A, A), "column_twice", "columns.1.code"),
        ((column(type=T.NOTE, required=True),), "column_required_untyped", "columns.0.required"),
        ((A, B, computed("t", C.SUM, "a", "b", required=True)), "column_required_untyped", "columns.2.required"),
        ((column(minimum=LOW),), "column_bounds_unexpected", "columns.0.minimum"),
        ((A, B, computed("t", C.SUM, "a", "b", maximum=LOW)), "column_bounds_unexpected", "columns.2.maximum"),
        ((column(type=T.MONEY, minimum=HIGH, maximum=LOW),), "column_bounds_reversed", "columns.0.maximum"),
        ((column(unit="hồ sơ"),), "column_unit_unexpected", "columns.0.unit"),
        ((column(type=T.MONEY, unit="triệu đồng"),), "column_unit_unexpected", "columns.0.unit"),
        ((A, B, computed("t", C.SHARE, "a", "b", unit="%")), "column_unit_unexpected", "columns.2.unit"),
        ((column(type=T.INTEGER, unit="1000 đồng"),), "column_unit_unclear", "columns.0.unit"),
        ((column(type=T.DECIMAL, unit=",5"),), "column_unit_unclear", "columns.0.unit"),
        ((column(type=T.SELECT_ONE),), "column_choices_missing", "columns.0.choices"),
        ((column(choices=choices("Có")),), "column_choices_unexpected", "columns.0.choices"),
        ((column(type=T.SELECT_ONE, choices=choices("Có", "CÓ ")),), "choice_twice", "columns.0.choices.1.title"),
        (
            (column(type=T.SELECT_ONE, choices=(Choice(code="a", title="B"), Choice(code="b", title="C"))),),
            "choice_twice",
            "columns.0.choices.1.title",
        ),
        ((column(type=T.SELECT_ONE, choices=choices("Có;")),), "choice_title_unclear", "columns.0.choices.0.title"),
        ((column(type=T.CALCULATE),), "formula_missing", "columns.0.formula"),
        ((A, column(formula=Formula(calculation=C.SUM, of=("a", "b"))), B), "formula_unexpected", "columns.1.formula"),
        ((A, computed("t", C.SUM, "a")), "formula_too_few", "columns.1.formula"),
        ((A, computed("t", C.SHARE, "a")), "formula_share_of_two", "columns.1.formula"),
        ((A, computed("t", C.DIFFERENCE, "a", "a")), "formula_column_twice", "columns.1.formula"),
        ((A, computed("t", C.SUM, "a", "q")), "formula_column_unknown", "columns.1.formula"),
        ((A, computed("t", C.SUM, "a", "t")), "formula_of_itself", "columns.1.formula"),
        ((A, column("d", T.DATE), computed("t", C.SUM, "a", "d")), "formula_column_no_number", "columns.2.formula"),
        ((A, column("b", T.INTEGER, retired=True), SHARE), "formula_column_retired", "columns.2.formula"),
        ((A, column("b", T.INTEGER, confidential=True), SHARE), "formula_column_confidential", "columns.2.formula"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told_with_its_place(columns: tuple[Column, ...], code: str, field: str) -> None:
    (fault,) = column_faults(columns)
    assert (fault.code, fault.field) == (code, field)
    assert columns[int(field.split(".")[1])].title in sentence(fault)


def test_columns_that_are_computed_from_each_other_are_told_on_whatever_way() -> None:
    ring = (A, computed("t", C.SUM, "a", "u"), computed("u", C.SUM, "a", "v"), computed("v", C.SUM, "a", "t"))
    found = list(column_faults(ring))
    assert [(one.code, one.field) for one in found] == [("formula_circular", f"columns.{n}.formula") for n in (1, 2, 3)]
    assert "“Cột t” và cột “Cột u”" in sentence(found[0])


@pytest.mark.parametrize(
    ("old", "new", "code", "field"),
    [
        (A, {"type": T.DECIMAL}, "column_type_fixed", "columns.0.type"),
        (SHARE, {"formula": Formula(calculation=C.SHARE, of=("b", "a"))}, "column_formula_fixed", "columns.0.formula"),
        (column(type=T.INTEGER, unit="hồ sơ"), {"unit": "lượt"}, "column_unit_fixed", "columns.0.unit"),
        (ONE, {"choices": choices("Có")}, "column_choice_gone", "columns.0.choices"),
        (column(confidential=True), {"confidential": False}, "column_confidential_fixed", "columns.0.confidential"),
    ],
)
def test_what_would_break_delivered_answers_is_refused(old: Column, new: Update, code: str, field: str) -> None:
    (fault,) = taken_away((old,), (old.model_copy(update=new),))
    assert (fault.code, fault.field) == (code, field)
    assert f"“{old.title}”" in sentence(fault)


def test_a_column_is_retired_and_not_removed() -> None:
    (fault,) = taken_away((A, B), (B,))
    assert (fault.code, fault.field) == ("column_gone", "columns")
    assert "“Cột a”" in sentence(fault)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (A, {"title": "Tên khác", "help": "Đếm cả quý", "retired": True}),
        (A, {"required": True, "minimum": Decimal(0), "confidential": True}),
        (column(type=T.INTEGER, unit="ho sơ"), {"unit": "Hồ sơ"}),
        (column(type=T.INTEGER), {"unit": "hồ sơ"}),
        (ONE, {"choices": choices("Đồng ý", "Không", "Không biết")[::-1]}),
        (column(retired=True), {"retired": False}),
    ],
)
def test_what_keeps_its_meaning_may_be_changed(old: Column, new: Update) -> None:
    changed = old.model_copy(update=new)
    assert list(taken_away((old, B), (column("them"), B, changed))) == []


def test_every_code_has_its_sentence() -> None:
    sources = [file.read_text(encoding="utf-8") for file in (ROOT / "shared" / "forms" / "columns").glob("*.py")]
    refused = re.compile(r'"((?:answers?|column|choice|formula)_[a-z_]+)"')
    codes = {code for source in sources for code in refused.findall(source)}
    assert len(codes) > 40
    codes |= {f"column_type_{one}" for one in T} | {f"calculation_{one}" for one in C}
    codes |= {f"column_fate_{one}" for one in ColumnFate}
    assert sorted(code for code in codes if code not in Catalogue()) == []
