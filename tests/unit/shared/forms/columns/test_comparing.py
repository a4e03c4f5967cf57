"""What answers say differently, though columns were added, renamed and retired in between."""

from shared.contracts.columns import AnswerText, Column, ColumnType
from shared.forms.columns.answers import readable
from shared.forms.columns.comparing import AnswerChange, ColumnFate, compare, side_by_side
from shared.language.differences import Mark
from tests.unit.shared.forms.columns.examples import choices, column, file, said

T = ColumnType
BEFORE = (
    column("ten", title="Tên"),
    column("kinh-phi", T.MONEY),
    column("cach", T.SELECT_ONE, choices=choices("Trực tiếp", "Qua mạng")),
    column("cu"),
    column("bo"),
)
AFTER = (
    column("moi", T.INTEGER),
    column("ten", title="Tên gọi"),
    column("kinh-phi", T.MONEY),
    column("cach", T.SELECT_ONE, choices=choices("Trực tiếp", "Trực tuyến")),
    column("cu", retired=True),
)


def told(changes: tuple[AnswerChange, ...]) -> list[tuple[str, ColumnFate, str, str]]:
    return [(one.column.code, one.fate, one.before, one.after) for one in changes]


def changed(before: dict[str, str], after: dict[str, str]) -> tuple[AnswerChange, ...]:
    return compare(BEFORE, said(BEFORE, **before), AFTER, said(AFTER, **after), concerned=True)


def test_changes_follow_the_codes_in_the_order_of_today() -> None:
    changes = changed(
        {"ten": "Tập huấn", "kinh-phi": "1 triệu", "cu": "x", "bo": "y"},
        {"ten": "Tập huấn trạm", "kinh-phi": "2 triệu", "moi": "3"},
    )
    assert told(changes) == [
        ("moi", ColumnFate.ADDED, "", "3"),
        ("ten", ColumnFate.RENAMED, "Tập huấn", "Tập huấn trạm"),
        ("kinh-phi", ColumnFate.KEPT, "1.000.000 đồng", "2.000.000 đồng"),
        ("cu", ColumnFate.RETIRED, "x", ""),
        ("bo", ColumnFate.RETIRED, "y", ""),
    ]
    assert (changes[1].title_before, changes[2].title_before) == ("Tên", "")
    assert [(piece.mark, piece.text.strip()) for piece in changes[1].pieces if piece.text.strip()] == [
        (Mark.SAME, "Tập huấn"),
        (Mark.ADDED, "trạm"),
    ]


def test_the_same_said_otherwise_is_no_change() -> None:
    before = {"kinh-phi": "1.500.000 đ", "cach": "m1", "ten": "x"}
    assert changed(before, {"kinh-phi": "1,5 triệu", "cach": "m1", "ten": "x"}) == ()
    assert changed({}, {}) == ()


def test_a_choice_that_is_gone_keeps_its_name() -> None:
    now = (column("cach", T.SELECT_ONE, choices=choices("Trực tiếp")),)
    changes = compare(BEFORE, said(BEFORE, cach="m1"), now, said(now, cach="m0"), concerned=True)
    assert told(changes) == [("cach", ColumnFate.KEPT, "Qua mạng", "Trực tiếp")]


def test_a_file_of_the_same_name_with_another_content_is_a_change() -> None:
    columns = (column("tep", T.FILE),)
    first, second = (
        readable(columns, [AnswerText(column="tep", attachments=(file(number, "bao-cao.pdf"),))]) for number in (1, 2)
    )
    assert compare(columns, first, columns, first, concerned=True) == ()
    assert told(compare(columns, first, columns, second, concerned=True)) == [
        ("tep", ColumnFate.KEPT, "bao-cao.pdf", "bao-cao.pdf")
    ]


def test_what_is_confidential_in_one_of_the_shapes_is_told_to_none_but_the_concerned() -> None:
    def shape(secret: bool) -> tuple[Column, ...]:
        return (column("luong", confidential=secret),)

    for old, new in ((True, True), (False, True), (True, False)):
        before, after = shape(old), shape(new)
        versions = before, said(before, luong="1"), after, said(after, luong="2")
        assert compare(*versions, concerned=False) == ()
        assert len(compare(*versions, concerned=True)) == 1


def test_either_side_is_told_in_the_words_of_its_own_shape() -> None:
    old = said(BEFORE, cach="m1", bo="Đã bỏ", ten="Tập huấn")
    new = said(AFTER, cach="m1", moi="3", ten="Tập huấn trạm")
    left, right = side_by_side(BEFORE, old, AFTER, new)
    assert [piece.text for piece in left["cach"]] == ["Qua mạng"]
    assert [piece.text for piece in right["cach"]] == ["Trực tuyến"]
    marks = {code: {piece.mark for piece in pieces} for code, pieces in right.items() if pieces}
    assert marks["cach"] == {Mark.SAME}, "a choice that is called otherwise now was not chosen anew"
    assert marks == {"cach": {Mark.SAME}, "moi": {Mark.ADDED}, "ten": {Mark.SAME, Mark.ADDED}}
    assert {piece.mark for piece in left["bo"]} == {Mark.REMOVED}
    assert "bo" not in right
    assert "moi" not in left
