"""A table on paper, in the editor, before its reviewer and beside another version."""

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.forms import TableRow
from shared.forms.figures.differences import differences
from shared.forms.figures.kind import KIND
from shared.forms.figures.model import Figures
from shared.forms.figures.views import review, typed_rows, typed_total
from shared.forms.pairs import Change
from shared.forms.values import Background
from shared.sheets.model import Gap, Letterhead, Part, Sheet, SheetRow, Table, Text, TextList
from tests.unit.shared.forms.figures.examples import (
    COLUMNS,
    FORM,
    ROWS,
    WEEK,
    draft,
    filling,
    plan,
    row,
    said,
    told,
    whole,
)

HEAD = Letterhead(("Trung tâm Y tế",), "Khoa 9")
ANSWERS = said((45, 3, 2), (30, 15, 5), (50, 0, 0))


def paper(content: Figures) -> Sheet:
    (sheet,) = KIND.sheets(FORM, plan(), HEAD, content, WEEK)
    return sheet


def cells(sheet: Sheet) -> list[list[str]]:
    table = sheet.blocks[0]
    assert isinstance(table, Table)
    return [[_words(one, column.code) for column in table.columns] for one in table.rows]


def _words(one: SheetRow, column: str) -> str:
    blocks = one.cells[column].blocks if column in one.cells else ()
    return " ".join(map(_word, blocks))


def _word(block: Text | Gap | TextList) -> str:
    assert not isinstance(block, TextList)
    return "(trống)" if isinstance(block, Gap) else block.text


def parts_of(blocks: tuple[Part | Table, ...]) -> list[tuple[str, list[str]]]:
    return [(b.title, [t.text for t in b.blocks if isinstance(t, Text)]) for b in blocks if isinstance(b, Part)]


def test_a_paper_has_the_rows_by_the_columns_and_their_sum_with_the_share_computed_again() -> None:
    sheet = paper(ANSWERS)
    assert (sheet.title, sheet.caption) == (
        "KHẢO SÁT SỰ HÀI LÒNG",
        "Tuần 19/2022 (09/5 - 15/5), số liệu từ 09/05/2022 đến 15/05/2022\n(Kèm theo Kế hoạch số 23/KH-TTYT)",
    )
    assert cells(sheet) == [
        ["Câu hỏi dich-vu", "45", "3", "2", "50", "90 %", ""],
        ["Câu hỏi chat-luong", "30", "15", "5", "50", "60 %", ""],
        ["Câu hỏi thai-do", "50", "0", "0", "50", "100 %", ""],
        ["Cộng", "125", "18", "7", "150", "83,33 %", ""],
    ]


def test_a_draft_shows_its_gaps_and_what_was_not_understood_as_it_was_typed() -> None:
    (sheet,) = KIND.draft_sheets(filling(), HEAD, draft(row("dich-vu", "mười", 3)))
    assert cells(sheet)[0] == ["Câu hỏi dich-vu", "mười", "3", "(trống)", "", "", ""]
    assert cells(sheet)[1][1] == "(trống)"


def test_a_nil_and_what_is_missing_stand_on_the_paper() -> None:
    nil = paper(Figures(nil=True, reason="Nghỉ lễ")).blocks
    assert parts_of(nil) == [("Không có số liệu trong kỳ này.", ["Nghỉ lễ"])]
    parts = paper(ANSWERS.model_copy(update={"missing": ("Khoa 3", "Khoa 4"), "remark": "Tốt"})).blocks[1:]
    assert parts_of(parts) == [
        ("Chưa có số liệu của", ["Khoa 3; Khoa 4"]),
        ("Nhận xét, biện pháp khắc phục", ["Tốt"]),
    ]


def test_the_editor_computes_what_is_typed_row_by_row_and_over_all_rows() -> None:
    typed = draft(row("dich-vu", 45, 3, 2), row("chat-luong", 30, "x", 5))
    rows = typed_rows(FORM, typed)
    assert [one.computed for one in rows] == [
        {"tong": "50", "ty-le": "90 %"},
        {"tong": "", "ty-le": ""},
        {"tong": "", "ty-le": ""},
    ]
    assert rows[1].texts["binh-thuong"] == "x"
    assert [(column.code, text) for column, text in typed_total(FORM, typed)] == [
        ("hai-long", "75"),
        ("binh-thuong", "3"),
        ("khong", "7"),
        ("tong", "85"),
        ("ty-le", "88,24 %"),
    ]
    one_row = FORM.model_copy(update={"rows": ROWS[:1]})
    assert typed_total(one_row, typed) == []
    assert typed_total(FORM, draft()) == []


def test_what_a_newer_version_says_differently_is_told_row_by_row() -> None:
    newer = said((45, 3, 2), (40, 15, 5), (50, 0, 0), remark="Đã đối chiếu phiếu")
    found = differences(ANSWERS, newer, (FORM, FORM))
    assert [(one.row.code, [(a.column.code, a.before, a.after) for a in one.answers]) for one in found.rows] == [
        ("chat-luong", [("hai-long", "30", "40"), ("tong", "50", "60"), ("ty-le", "60 %", "66,67 %")])
    ]
    assert list(found.texts) == ["remark"]
    assert found.nil is None
    assert not differences(ANSWERS, ANSWERS, (FORM, FORM))
    assert differences(ANSWERS, Figures(nil=True, reason="Nhầm kỳ"), (FORM, FORM)).nil is True


def test_a_row_that_was_retired_is_still_compared_and_still_printed() -> None:
    retired = FORM.model_copy(update={"rows": (ROWS[0].model_copy(update={"retired": True}), *ROWS[1:])})
    newer = said((44, 3, 2), (30, 15, 5), (50, 0, 0), form=retired)
    assert [one.row.code for one in differences(ANSWERS, newer, (FORM, retired)).rows] == ["dich-vu"]
    (sheet,) = KIND.sheets(retired, plan(retired), HEAD, ANSWERS, WEEK)
    assert len(cells(sheet)) == 4
    (sheet,) = KIND.draft_sheets(filling(retired), HEAD, draft())
    assert [line[0] for line in cells(sheet)] == ["Câu hỏi chat-luong", "Câu hỏi thai-do"]


def test_a_reviewer_sees_both_versions_their_total_and_which_rows_differ() -> None:
    newer = said((45, 3, 2), (40, 15, 5), (50, 0, 0))
    view = KIND.review(newer, ANSWERS, Background(campaign=plan(), form=FORM))
    assert [(one.row.title, one.sides.change) for one in view.rows] == [
        ("Câu hỏi dich-vu", Change.SAME),
        ("Câu hỏi chat-luong", Change.CHANGED),
        ("Câu hỏi thai-do", Change.SAME),
    ]
    sides = view.rows[1].sides
    assert sides.before is not None
    assert sides.now is not None
    assert "".join(piece.text for piece in sides.before["hai-long"]) == "30"
    assert "".join(piece.text for piece in sides.now["hai-long"]) == "40"
    assert view.totals["ty-le"] == "84,38 %"


def test_before_the_form_was_heard_of_a_reviewer_sees_the_bare_codes() -> None:
    view = review(ANSWERS, None, None)
    assert [one.row for one in view.rows] == [TableRow(code=one.code, title=one.code) for one in ROWS]
    assert [column.title for column in view.columns] == [c.code for c in COLUMNS[:5]]


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 3), min_size=3, max_size=3))
def test_nothing_differs_between_a_table_and_itself(counts: list[tuple[int, int, int]]) -> None:
    found = told(whole(*counts))
    assert not KIND.differences(found, found, (FORM, FORM))
