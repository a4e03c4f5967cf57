"""What changed between two deliveries, as a reviewer sees it."""

from hypothesis import given
from hypothesis import strategies as st

from services.review.cases.model.differences import Kind, Mark, Pieces, compare, words_changed
from shared.contracts.items import Content
from tests.review_examples import item


def text(pieces: Pieces, *marks: Mark) -> str:
    return "".join(piece.text for piece in pieces if not marks or piece.mark in marks)


def test_words_that_went_and_words_that_came_are_marked() -> None:
    before, now = words_changed("Quản lý nhân lực bằng AppSheet", "Quản lý nhân lực bằng Google Studio")
    assert text(before, Mark.REMOVED).strip() == "AppSheet"
    assert text(now, Mark.ADDED).strip() == "Google Studio"
    assert text(now, Mark.SAME) == "Quản lý nhân lực bằng "


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_whole(old: str, new: str) -> None:
    before, now = words_changed(f"x{old}", f"x{new}")
    assert text(before) == f"x{old}"
    assert text(now) == f"x{new}"
    assert not [piece for piece in before if piece.mark is Mark.ADDED]
    assert not [piece for piece in now if piece.mark is Mark.REMOVED]


def test_very_long_texts_are_shown_as_replaced() -> None:
    before, now = words_changed("a " * 3_000, "b " * 3_000)
    assert [piece.mark for piece in (*before, *now)] == [Mark.REMOVED, Mark.ADDED]


def test_items_are_told_apart_by_their_identity_and_not_by_their_name() -> None:
    before = Content(items=(item("a", "Tên cũ"), item("b", "Giữ nguyên"), item("c", "Bị bỏ")))
    now = Content(items=(item("b", "Giữ nguyên"), item("a", "Tên mới"), item("d", "Thêm vào")))
    found = compare(before, now)
    assert [(c.id, c.kind) for c in found] == [
        ("b", Kind.SAME),
        ("a", Kind.CHANGED),
        ("d", Kind.ADDED),
        ("c", Kind.REMOVED),
    ]
    assert found[2].before is None
    assert found[3].now is None


def test_a_part_put_in_between_leaves_the_others_unmarked() -> None:
    before = Content(items=(item("a", parts=("Một", "Ba")),))
    now = Content(items=(item("a", parts=("Một", "Hai", "Ba")),))
    side = compare(before, now)[0].now
    assert side is not None
    assert [[piece.mark for piece in part] for part in side.parts] == [[Mark.SAME], [Mark.ADDED], [Mark.SAME]]


def test_an_item_that_changed_its_field_says_so() -> None:
    before, now = Content(items=(item("a"),)), Content(items=(item("a", field="steering"),))
    assert compare(before, now)[0].moved_from == "organisation"


def test_a_first_delivery_is_shown_alone() -> None:
    assert [c.kind for c in compare(None, Content(items=(item("a"),)))] == [Kind.ALONE]
