"""Mẫu 2 in every plan's own columns."""

import pytest

from shared.contracts.columns import Column
from shared.forms.results.sheet import (
    FieldResults,
    NamedItems,
    Totals,
    field_results,
    names_results,
    result_columns,
    results_sheet,
)
from shared.sheets.model import Cell, SheetRow, Text, TextList
from tests.unit.registration.reports.examples import answered, form_of, plan, said
from tests.unit.shared.sheets.examples import (
    CENTRE,
    COMPLETION,
    DEPARTMENT,
    DISTRICT,
    HEAD,
    INTERIM,
    OUTCOMES,
    items,
    real,
    table_of,
    words,
)


def rows(ident: str) -> tuple[SheetRow, ...]:
    found = real(ident).form(COMPLETION)
    assert found is not None
    here = [*items("organisation", "a", "b", "c"), *items("public-finance", "d")]
    return table_of(results_sheet(found, real(ident), HEAD, field_results(here, OUTCOMES, real(ident)))).rows


def cells(ident: str, field: str) -> dict[str, list[str]]:
    row = next(row for row in rows(ident) if row.anchor.key == f"fields.{field}")
    return {code: words(cell) for code, cell in row.cells.items() if code != "field"}


def test_the_districts_figures_stand_without_names() -> None:
    assert cells(DISTRICT, "organisation") == {
        "registered": ["3"],
        "completed": ["1"],
        "note": ["Không tiếp tục thực hiện: Nội dung c"],
    }


@pytest.mark.parametrize("ident", [DEPARTMENT, CENTRE])
def test_the_departments_and_the_centres_have_names(ident: str) -> None:
    assert cells(ident, "organisation") == {
        "registered": ["3"],
        "completed": ["1", "Nội dung a"],
        "uncompleted": ["Nội dung b", "Nội dung c (không tiếp tục thực hiện)"],
        "note": [],
    }
    assert cells(ident, "steering") == {
        "registered": ["-"],
        "completed": ["-"],
        "uncompleted": ["-"],
        "note": [],
    }


@pytest.mark.parametrize(
    ("ident", "titles"),
    [
        (DISTRICT, ["Lĩnh vực", "Số lượng đăng ký", "Số lượng hoàn thành", "Ghi chú"]),
        *(
            (
                ident,
                ["Lĩnh vực", "Số lượng đăng ký", "Số lượng hoàn thành", "Nội dung chưa hoàn thành", "Ghi chú"],
            )
            for ident in (DEPARTMENT, CENTRE)
        ),
    ],
)
def test_mau_2_has_the_columns_of_its_plan(ident: str, titles: list[str]) -> None:
    found = real(ident).form(COMPLETION)
    assert found is not None
    sheet = results_sheet(found, real(ident), HEAD, [])
    assert [column.title for column in table_of(sheet).columns] == titles
    assert [column.title for column in table_of(sheet).columns if column.centred] == titles[1:3]


def test_what_is_not_answered_yet_is_said_beside_the_figure() -> None:
    assert cells(CENTRE, "public-finance")["registered"] == ["1", "(answer 1)"]


def test_further_names_are_counted_and_have_a_place_for_a_link() -> None:
    heading = field_results([], {}, plan())[0].heading
    told = FieldResults(heading, NamedItems(12, (Text("Một", whose="Khoa 1"),)), NamedItems(3), NamedItems(1))
    cells = table_of(results_sheet(form_of(), plan(), None, [told])).rows[0].cells
    assert words(cells["completed"]) == ["12", "Một", "và 11 nội dung khác"]
    assert words(cells["uncompleted"]) == ["3 nội dung", "1 nội dung (không tiếp tục thực hiện)"]
    (listed,) = cells["uncompleted"].blocks
    assert isinstance(listed, TextList)
    assert [one.key for one in listed.entries] == ["steering.uncompleted", "steering.given_up"]
    figures_only = form_of().model_copy(
        update={"columns": tuple(Column(code=code, title=code) for code in ("field", "completed", "note", "kinh-phi"))}
    )
    cells = table_of(results_sheet(figures_only, plan(), None, [told])).rows[0].cells
    assert cells["note"].blocks == (Text("1", "Không tiếp tục thực hiện", key="steering.given_up"),)
    assert cells["kinh-phi"] == Cell()


def test_registered_is_completed_and_named_uncompleted() -> None:
    report = said(answered())
    assert [
        (row.heading.code, row.registered, row.done.count, row.not_done.count)
        for row in field_results(report.items, report.outcomes, plan())
    ] == [("steering", 1, 1, 0), ("organisation", 0, 0, 0), ("public-finance", 1, 0, 1)]
    sums = Totals.of(report.items, report.outcomes)
    assert sums.registered == sums.completed + sums.not_done + sums.given_up == 2
    assert Totals.of(report.items, {}).open == 2


def test_a_field_that_the_plan_dropped_still_has_its_row() -> None:
    row = field_results(items("cu", "x"), {}, plan())[-1]
    assert (row.heading.code, row.heading.number, row.open) == ("cu", None, 1)


def test_columns_come_from_the_plan() -> None:
    assert names_results(result_columns(form_of()))
    assert result_columns(form_of(INTERIM)) == ()
    district = form_of().model_copy(update={"columns": result_columns(form_of())[:3]})
    assert result_columns(district) == district.columns
    assert not names_results(result_columns(district))


def test_a_form_without_columns_has_mau_2_only_as_a_completion_report() -> None:
    for kind, codes in ((COMPLETION, ["field", "registered", "completed", "uncompleted", "note"]), (INTERIM, [])):
        assert [column.code for column in result_columns(form_of(kind).model_copy(update={"columns": ()}))] == codes
