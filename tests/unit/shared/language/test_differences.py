"""What one text says differently from another, as one sequence and side by side."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.language.differences import Mark, Pieces, text_changes, word_pieces, words_changed


def text(pieces: Pieces, *marks: Mark) -> str:
    return "".join(piece.text for piece in pieces if not marks or piece.mark in marks)


def test_words_that_went_and_words_that_came_are_marked() -> None:
    before, now = words_changed("Quản lý nhân lực bằng AppSheet", "Quản lý nhân lực bằng Google Studio")
    assert text(before, Mark.REMOVED).strip() == "AppSheet"
    assert text(now, Mark.ADDED).strip() == "Google Studio"
    assert text(now, Mark.SAME) == "Quản lý nhân lực bằng "


@given(st.text(max_size=200), st.text(max_size=200))
def test_both_texts_can_be_read_whole(old: str, new: str) -> None:
    before, now = words_changed(old, new)
    assert text(before) == old
    assert text(now) == new
    assert not [piece for piece in before if piece.mark is Mark.ADDED]
    assert not [piece for piece in now if piece.mark is Mark.REMOVED]


def test_very_long_texts_are_shown_as_replaced() -> None:
    before, now = words_changed("a " * 3_000, "b " * 3_000)
    assert [piece.mark for piece in (*before, *now)] == [Mark.REMOVED, Mark.ADDED]


def test_words_that_were_added_and_removed_are_told_apart() -> None:
    before, after = "Thu tiền mặt khi khám tại trạm", "Thu phí điện tử khi khám ở trạm"
    assert [(piece.mark, piece.text) for piece in word_pieces(before, after)] == [
        (Mark.SAME, "Thu "),
        (Mark.REMOVED, "tiền mặt"),
        (Mark.ADDED, "phí điện tử"),
        (Mark.SAME, " khi khám "),
        (Mark.REMOVED, "tại"),
        (Mark.ADDED, "ở"),
        (Mark.SAME, " trạm"),
    ]
    assert [piece.mark for piece in word_pieces("", "Mới")] == [Mark.ADDED]
    assert [(piece.mark, piece.text) for piece in word_pieces("a b", "a b c")] == [
        (Mark.SAME, "a b"),
        (Mark.ADDED, " c"),
    ]
    long = "từ " * 2_000
    assert [p.mark for p in word_pieces(long, long + "x")] == [Mark.REMOVED, Mark.ADDED]


@given(st.lists(st.sampled_from(["một", "hai", " ", "\n"])), st.lists(st.sampled_from(["một", "hai", " ", "\n"])))
def test_neighbours_of_one_kind_are_one_piece(old: list[str], new: list[str]) -> None:
    found = word_pieces("".join(old), "".join(new))
    assert all(one.mark is not other.mark for one, other in pairwise(found))


def test_only_the_texts_that_changed_are_told() -> None:
    assert list(text_changes({"a": "x", "b": "y"}, {"a": "x", "b": "z"})) == ["b"]
