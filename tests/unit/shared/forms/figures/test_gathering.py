"""Tables added up level by level: in any order, by parts or at once, who is missing named, shares computed again."""

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.forms.figures.kind import KIND
from shared.forms.figures.model import Figures, FiguresDraft, drafted
from shared.forms.values import Below
from tests.unit.shared.forms.figures.examples import COLUMNS, COUNTS, FORM, draft, filling, plan, row, said, told, whole

COUNT = st.integers(0, 10**6)
TABLE = st.lists(st.tuples(COUNT, COUNT, COUNT), min_size=3, max_size=3).map(lambda rows: said(*rows))


def gathered(before: FiguresDraft, *below: tuple[str, Figures | None]) -> FiguresDraft:
    return drafted(KIND.gathered(before, filling(), [Below(name, content) for name, content in below]))


def added(tables: list[Figures]) -> Figures:
    """What is delivered of the sums of these."""
    return told(gathered(draft(), *(("x", one) for one in tables)))


def texts(of: FiguresDraft) -> dict[str, dict[str, str]]:
    return {one.row: {answer.column: answer.text for answer in one.answers} for one in of.table}


def test_sums_take_the_place_of_numbers_and_all_else_stays() -> None:
    before = draft(row("dich-vu", 9, 9, 9, han_che="Chờ lâu"), remark="Nhận xét của trung tâm")
    after = gathered(
        before,
        ("Khoa 3", said((1_000, 1, 0), (2, 2, 2), (0, 0, 0))),
        ("Khoa 4", said((234, 1, 0), (3, 0, 0), (0, 0, 0))),
    )
    assert texts(after)["dich-vu"] == {"hai-long": "1.234", "binh-thuong": "2", "khong": "0", "han-che": "Chờ lâu"}
    assert texts(after)["thai-do"] == dict.fromkeys(COUNTS, "0")
    assert after.remark == "Nhận xét của trung tâm"
    assert KIND.faults(after, filling()) == []


def test_who_has_said_nothing_is_named_and_a_nil_is_an_answer() -> None:
    after = gathered(
        draft(), ("Khoa 3", said((1, 0, 0), (1, 0, 0), (1, 0, 0))), ("Khoa 4", Figures(nil=True)), ("Khoa 9", None)
    )
    assert after.missing == ("Khoa 9",)
    assert told(after).missing == ("Khoa 9",)
    later = gathered(after, ("Khoa 9", said((1, 0, 0), (1, 0, 0), (1, 0, 0))))
    assert later.missing == ()


def test_where_nobody_said_anything_what_was_typed_stays() -> None:
    before = whole((1, 2, 3), (1, 2, 3), (1, 2, 3))
    assert gathered(before, ("Khoa 3", None)) == before.model_copy(update={"missing": ("Khoa 3",)})
    assert gathered(before) == before


def test_a_sum_that_nobody_has_a_part_in_any_more_goes() -> None:
    """One unit of two took its figures back; what is left is a nil."""
    before = gathered(draft(), ("Khoa 3", said((1, 0, 0), (1, 0, 0), (1, 0, 0))))
    after = gathered(before, ("Khoa 3", None), ("Khoa 4", Figures(nil=True, reason="Nghỉ")))
    assert (after.table, after.missing) == ((), ("Khoa 3",))


def test_sums_end_a_nil_that_was_typed() -> None:
    nil = draft(nil=True, reason="Chưa có")
    assert not gathered(nil, ("Khoa 3", said((1, 0, 0), (1, 0, 0), (1, 0, 0)))).nil
    assert gathered(nil, ("Khoa 3", Figures(nil=True))).nil


@given(st.lists(TABLE, min_size=1, max_size=6), st.integers(0, 6), st.randoms(use_true_random=False))
def test_two_levels_say_what_one_would(tables: list[Figures], cut: int, chance: Random) -> None:
    """Parts are added up and delivered, then those sums are: the same figures, and so the same shares."""
    shuffled = chance.sample(tables, len(tables))
    at_once = added(tables)
    middle = [added(part) for part in (shuffled[:cut], shuffled[cut:]) if part]
    assert added(middle) == at_once


@given(st.lists(TABLE, min_size=1, max_size=6))
def test_a_gathered_table_says_what_the_leaders_page_adds_up(tables: list[Figures]) -> None:
    numbers: dict[str, Decimal] = {}
    for one in tables:
        for name, number in KIND.numbers(one).items():
            numbers[name] = numbers.get(name, Decimal(0)) + number
    table = KIND.added_up(FORM, plan(), numbers, None)
    assert table is not None
    found = added(tables)
    for line in table.rows:
        here = {one.column: one.number for one in found.said_in(line.row.code)}
        assert {code: cell.value for code, cell in line.cells.items()} == here
    assert {column.code for column in table.columns} == {column.code for column in COLUMNS} - {"han-che"}
