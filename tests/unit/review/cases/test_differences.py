"""What changed between two deliveries, as a reviewer sees it."""

from services.review.cases.model.differences import Difference, compare
from shared.contracts.content import Content
from shared.language.differences import Mark
from tests.review_examples import item


def test_items_are_told_apart_by_their_identity_and_not_by_their_name() -> None:
    before = Content(items=(item("a", "Tên cũ"), item("b", "Giữ nguyên"), item("c", "Bị bỏ")))
    now = Content(items=(item("b", "Giữ nguyên"), item("a", "Tên mới"), item("d", "Thêm vào")))
    found = compare(before, now)
    assert [(c.id, c.kind) for c in found] == [
        ("b", Difference.SAME),
        ("a", Difference.CHANGED),
        ("d", Difference.ADDED),
        ("c", Difference.REMOVED),
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
    assert [c.kind for c in compare(None, Content(items=(item("a"),)))] == [Difference.ALONE]
