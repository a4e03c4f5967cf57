"""CSV that office programs open as it is and that runs nothing."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.csv_file import BOM, csv_lines, csv_response, neutralised


@pytest.mark.parametrize("text", ["=1+1", "+84", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"])
def test_text_that_a_spreadsheet_would_run_is_only_text(text: str) -> None:
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["Quý IV/2022", "Giải pháp = hiệu quả", "", 3, -3])
def test_other_cells_stay_as_they_are(cell: object) -> None:
    assert neutralised(cell) == cell


def test_a_file_begins_with_the_mark_that_office_programs_know_utf_8_by() -> None:
    response = csv_response("don-vi", ["Đơn vị", "Số"], csv_lines([["Khoa 1", 2]]), csv_lines([['Trạm "A", B\nC', 0]]))

    assert bytes(response.body) == f'{BOM}Đơn vị,Số\r\nKhoa 1,2\r\n"Trạm ""A"", B\nC",0\r\n'.encode()
    assert response.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert response.headers["content-disposition"] == 'attachment; filename="don-vi.csv"'


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=2, max_size=2)))
def test_what_is_read_back_is_what_was_written(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(csv_lines(rows).decode(), newline="")))

    assert read == [[neutralised(cell) for cell in row] for row in rows]
