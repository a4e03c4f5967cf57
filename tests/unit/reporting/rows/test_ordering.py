"""Names sort in the database as people sort them."""

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.rows.model.ordering import sort_text
from shared.language.vietnamese import collation_key

NAMES = ["Khoa Dược", "Khoa Đa khoa", "Khoa Da liễu", "Trạm Y tế Phường 10", "Trạm Y tế Phường 2", "Ấp 1", "ap 1", "ẤP"]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)


def test_numbers_and_accents() -> None:
    assert sorted(NAMES, key=sort_text) == sorted(NAMES, key=collation_key)


@given(st.lists(TEXT, max_size=10))
def test_the_bytes_sort_as_the_alphabet_does(names: list[str]) -> None:
    by_bytes = sorted(names, key=lambda name: sort_text(name).encode())

    assert [collation_key(name)[:2] for name in by_bytes] == sorted(collation_key(name)[:2] for name in names)
