"""A registration as a reviewer sees it: what changed between two deliveries, and who stands behind it."""

from decimal import Decimal

from shared.contracts.columns import Answer, Column, ColumnType
from shared.contracts.forms import Form, Period
from shared.contracts.items import Item, ItemSource, LeftOut
from shared.forms.initiatives.kind import KIND
from shared.forms.initiatives.model import Registration
from shared.forms.initiatives.review import FieldRows, ItemRow
from shared.forms.pairs import Change
from shared.forms.values import Background
from shared.language.deadlines import Deadline
from shared.language.differences import Mark
from tests.review_examples import item


def fields(before: Registration | None, now: Registration) -> tuple[FieldRows, ...]:
    return KIND.review(now, before, Background()).fields


def rows(before: Registration | None, now: Registration) -> list[ItemRow]:
    return [row for field in fields(before, now) for row in field.items]


def registered(*items: Item, nil: tuple[str, ...] = ()) -> Registration:
    return Registration(items=items, nil_fields=nil)


def source(unit: str) -> ItemSource:
    return ItemSource(submission=f"s.{unit}", organisation=unit, version=1, item="a", field="organisation")


def test_items_are_told_apart_by_their_identity_and_not_by_their_name() -> None:
    before = registered(item("a", "Tên cũ"), item("b", "Giữ nguyên"), item("c", "Bị bỏ"))
    now = registered(item("b", "Giữ nguyên"), item("a", "Tên mới"), item("d", "Thêm vào"))
    found = rows(before, now)
    assert [(row.item.id, row.sides.change) for row in found] == [
        ("b", Change.SAME),
        ("a", Change.CHANGED),
        ("d", Change.ADDED),
        ("c", Change.REMOVED),
    ]
    changed = found[1].sides
    assert changed.before is not None
    assert [(piece.mark, piece.text) for piece in changed.before.texts["content"]] == [
        (Mark.SAME, "Tên "),
        (Mark.REMOVED, "cũ"),
    ]
    assert found[2].sides.before is None
    assert found[3].sides.now is None


def test_a_part_put_in_between_leaves_the_others_unmarked() -> None:
    (row,) = rows(registered(item("a", parts=("Một", "Ba"))), registered(item("a", parts=("Một", "Hai", "Ba"))))
    side = row.sides.now
    assert side is not None
    assert [[piece.mark for piece in part] for part in side.parts] == [[Mark.SAME], [Mark.ADDED], [Mark.SAME]]


SAID = Answer(column="kinh-phi", text="2 triệu", number=Decimal(2_000_000))


def priced(*columns: Column) -> Form:
    due = Deadline.parse("13/5/2022")
    return Form(code="a", kind="initiatives", name="A", title="A", periods=(Period(due=due),), columns=columns)


def test_either_version_is_shown_in_its_own_shape_of_the_form() -> None:
    answered = item("a").model_copy(update={"answers": (SAID,)})
    old = priced(Column(code="kinh-phi", title="Kinh phí", type=ColumnType.MONEY))
    new = priced(Column(code="kinh-phi", title="Kinh phí dự kiến", type=ColumnType.MONEY))
    known = Background(form=new, earlier_form=old)
    (row,) = (row for f in KIND.review(registered(answered), registered(answered), known).fields for row in f.items)
    assert row.sides.before is not None
    assert row.sides.now is not None
    assert list(row.sides.before.answers) == ["Kinh phí"]
    assert list(row.sides.now.answers) == ["Kinh phí dự kiến"]
    assert [piece.text for piece in row.sides.now.answers["Kinh phí dự kiến"]] == ["2.000.000 đồng"]


def test_a_reviewer_finds_a_case_by_nothing_that_was_answered_in_a_column() -> None:
    answered = item("a").model_copy(update={"answers": (SAID.model_copy(update={"text": "Điều kín"}),)})
    assert "Điều kín" not in " ".join(KIND.texts(registered(answered)))


def test_an_item_that_changed_its_field_says_so() -> None:
    assert rows(registered(item("a")), registered(item("a", field="steering")))[0].moved_from == "organisation"


def test_a_first_delivery_is_shown_alone_and_nothing_of_it_is_new() -> None:
    (row,) = rows(None, registered(item("a", parts=("Một",), note="Ghi")))
    assert (row.sides.change, row.sides.before) == (Change.ALONE, None)
    side = row.sides.now
    assert side is not None
    assert {piece.mark for pieces in (*side.texts.values(), *side.parts) for piece in pieces} == {Mark.SAME}


def test_a_field_answered_with_nil_is_empty_unless_it_was_not_before() -> None:
    both = fields(registered(nil=("steering",)), registered(nil=("steering",)))
    assert [(field.name, field.is_empty) for field in both] == [("steering", True)]
    fresh = fields(registered(), registered(nil=("steering",)))
    assert [(field.is_empty, field.before.nil, field.now.nil) for field in fresh] == [(False, False, True)]


def test_the_units_behind_it_are_named_as_far_as_they_were_heard_of() -> None:
    merged = item("a", sources=(source("tram-1"), source("tram-2")))
    gone = tuple(LeftOut(source=source("tram-3"), reason="Trùng") for _ in range(2))
    content = Registration(items=(merged,), left_out=gone)
    assert sorted(set(KIND.organisations(content))) == ["tram-1", "tram-2", "tram-3"]
    view = KIND.review(content, None, Background(names={"tram-1": "Trạm 1"}))
    assert view.fields[0].items[0].units == ("Trạm 1", "tram-2")
    assert view.left_out == {("tram-3", "Trùng"): 2}
