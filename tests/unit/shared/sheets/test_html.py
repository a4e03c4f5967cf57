"""The one HTML rendering of a sheet: what a page hangs on it, and what stands on paper only."""

import re
from dataclasses import replace

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.forms.initiatives.model import Registration
from shared.forms.results.sheet import field_results, results_sheet
from shared.sheets.model import Part, Sheet, Table
from shared.web.frame import SHARED_TEMPLATES
from tests.unit.registration.examples import DRAFT
from tests.unit.registration.reports.examples import form_of, plan
from tests.unit.shared.sheets.examples import HEAD, OUTCOMES, items, mau_1, table_of

ENVIRONMENT = Environment(loader=FileSystemLoader(SHARED_TEMPLATES), autoescape=True, undefined=StrictUndefined)
ENVIRONMENT.globals["_"] = lambda text, **values: text.format(**values)
IMPORT = '{% import "_sheet.html" as paper with context %}'
PLAIN = ENVIRONMENT.from_string(IMPORT + "{{ paper.sheet(sheet, links=links) }}")
HUNG = ENVIRONMENT.from_string(IMPORT + '{% call(a) paper.sheet(sheet, aside="Sửa") %}[{{ a.key }}]{% endcall %}')


def html(sheet: Sheet, **links: str) -> str:
    return PLAIN.render(sheet=sheet, links=links, language="vi")


def squares(table: Table) -> int:
    return sum(cell.rows * cell.columns for row in table.rows for cell in row.cells.values())


def test_the_cells_of_a_table_cover_it_once() -> None:
    said = Registration(items=tuple(items("steering", "x", "y")), nil_fields=("organisation",))
    for answers in (said, Registration(), DRAFT):
        table = table_of(mau_1(answers))
        assert squares(table) == len(table.rows) * len(table.columns)
    report = table_of(results_sheet(form_of(), plan(), HEAD, field_results(said.items, OUTCOMES, plan())))
    assert squares(report) == len(report.rows) * len(report.columns)


def test_what_a_page_hangs_on_a_row_has_a_column_of_its_own_that_is_not_printed() -> None:
    page = HUNG.render(sheet=mau_1(DRAFT), language="vi")
    assert re.findall(r'd-print-none" lang="vi">\[(.*?)\]', page) == ["items.a", "fields.organisation", "items.b"]
    assert "d-print-none" not in html(mau_1(DRAFT))


def test_figures_are_linked_where_the_page_has_their_lists() -> None:
    rows = field_results(items("steering", "a", "b"), OUTCOMES, plan())
    sheet = results_sheet(form_of(), plan(), None, rows)
    assert sheet is not None
    page = html(sheet, **{"steering.completed": "/danh-sach?a=1&b=2"})
    assert '<a class="number" href="/danh-sach?a=1&amp;b=2">1</a>' in page
    assert page.count("<a ") == 1
    assert "CỘNG HÒA" not in page


def test_what_people_typed_stays_text() -> None:
    typed = DRAFT.model_copy(update={"items": (DRAFT.items[0].model_copy(update={"content": "<b>\nhai"}),)})
    assert "&lt;b&gt;<br>hai" in html(mau_1(typed))


def test_a_paper_of_its_own_has_a_date_recipients_and_a_signature() -> None:
    sheet = Sheet(
        title="BÁO CÁO",
        caption="Kết quả",
        blocks=(Part("I", "ĐẶC ĐIỂM"),),
        letterhead=HEAD,
        place_and_date="Tân Bình, ngày 09 tháng 6 năm 2022",
        recipients=("- Sở Y tế;", "- Lưu: VT."),
        signature=("GIÁM ĐỐC", "Nguyễn Văn A"),
    )
    page = html(sheet)
    for words in (
        "TRUNG TÂM Y TẾ QUẬN TÂN BÌNH",
        "ngày 09 tháng 6",
        "<li>- Lưu: VT.</li>",
        "<strong>Nguyễn Văn A</strong>",
    ):
        assert words in page
    assert "Nơi nhận" not in html(replace(sheet, recipients=(), signature=()))
