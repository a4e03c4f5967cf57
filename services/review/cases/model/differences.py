"""What changed from one delivered version to the next, word by word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Generic, TypeVar

from shared.contracts.content import Content
from shared.contracts.items import Item
from shared.language.differences import Mark, Pieces, whole, words_changed

Thing = TypeVar("Thing")
Side = TypeVar("Side")


class Difference(StrEnum):
    """What became of an item, a result or a text."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    ALONE = "alone"  # there is nothing to compare with


@dataclass(frozen=True)
class Pair(Generic[Side]):
    """A thing in both versions; `before` or `now` is None where a version does not have it."""

    kind: Difference
    before: Side | None
    now: Side | None


@dataclass(frozen=True)
class ItemSide:
    """An item as one of the two versions has it, its texts cut into pieces."""

    content: Pieces
    parts: tuple[Pieces, ...]
    expected: Pieces
    note: Pieces


@dataclass(frozen=True)
class Comparison(Pair[ItemSide]):
    """An item in both versions. `moved_from`: its field in the earlier one, where it has another now."""

    id: str
    field: str
    moved_from: str | None = None


def paired(
    before: Mapping[str, Thing] | None,
    now: Mapping[str, Thing],
    whole_side: Callable[[Thing, Mark], Side],
    both_sides: Callable[[Thing, Thing], tuple[Side, Side]],
) -> dict[str, Pair[Side]]:
    """Every thing of the newer version in its order, then those that it no longer has; None: there is no earlier."""

    def pair(old: Thing | None, new: Thing | None) -> Pair[Side]:
        if new is None:
            assert old is not None
            return Pair(Difference.REMOVED, whole_side(old, Mark.REMOVED), None)
        if before is None:
            return Pair(Difference.ALONE, None, whole_side(new, Mark.SAME))
        if old is None:
            return Pair(Difference.ADDED, None, whole_side(new, Mark.ADDED))
        if old == new:
            return Pair(Difference.SAME, whole_side(old, Mark.SAME), whole_side(new, Mark.SAME))
        return Pair(Difference.CHANGED, *both_sides(old, new))

    earlier = before or {}
    return {ident: pair(earlier.get(ident), now.get(ident)) for ident in dict.fromkeys([*now, *earlier])}


def compare(before: Content | None, now: Content) -> list[Comparison]:
    """The items of two versions."""
    old = {item.id: item for item in before.items} if before else None
    new = {item.id: item for item in now.items}
    fields = {item.id: item.field for item in (*(before.items if before else ()), *now.items)}
    earlier = {ident: item.field for ident, item in (old or {}).items() if item.field != fields[ident]}
    return [
        Comparison(pair.kind, pair.before, pair.now, ident, fields[ident], earlier.get(ident))
        for ident, pair in paired(old, new, _whole, _changed).items()
    ]


def _changed(before: Item, now: Item) -> tuple[ItemSide, ItemSide]:
    content, parts = words_changed(before.content, now.content), _parts(before.parts, now.parts)
    expected = words_changed(before.expected.text, now.expected.text)
    note = words_changed(before.note, now.note)
    return ItemSide(content[0], parts[0], expected[0], note[0]), ItemSide(content[1], parts[1], expected[1], note[1])


def _parts(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[tuple[Pieces, ...], tuple[Pieces, ...]]:
    """Numbered parts keep their places: where one was put in or taken out the others stay unmarked."""
    left: list[Pieces] = []
    right: list[Pieces] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "replace" and b - a == d - c:
            pairs = [words_changed(old, new) for old, new in zip(before[a:b], now[c:d], strict=True)]
            left += [pair[0] for pair in pairs]
            right += [pair[1] for pair in pairs]
        else:
            same = tag == "equal"
            left += [whole(text, Mark.SAME if same else Mark.REMOVED) for text in before[a:b]]
            right += [whole(text, Mark.SAME if same else Mark.ADDED) for text in now[c:d]]
    return tuple(left), tuple(right)


def _whole(item: Item, mark: Mark) -> ItemSide:
    parts = tuple(whole(part, mark) for part in item.parts)
    return ItemSide(whole(item.content, mark), parts, whole(item.expected.text, mark), whole(item.note, mark))
