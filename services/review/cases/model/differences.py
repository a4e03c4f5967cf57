"""What changed from one delivered version to the next, word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from shared.contracts.items import Content, Item
from shared.language.differences import Mark, Pieces, whole, words_changed


class Difference(StrEnum):
    """What became of an item."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    ALONE = "alone"  # there is nothing to compare with


@dataclass(frozen=True)
class Side:
    """An item as one of the two versions has it, its texts cut into pieces."""

    content: Pieces
    parts: tuple[Pieces, ...]
    expected: Pieces
    note: Pieces


@dataclass(frozen=True)
class Comparison:
    """An item in both versions; `before` or `now` is None where a version does not have it."""

    id: str
    field: str
    kind: Difference
    before: Side | None
    now: Side | None
    moved_from: str | None = None


def compare(before: Content | None, now: Content) -> list[Comparison]:
    """Every item of the newer version in its order, then those that it no longer has."""
    if before is None:
        return [Comparison(item.id, item.field, Difference.ALONE, None, _whole(item, Mark.SAME)) for item in now.items]
    known = {item.id: item for item in before.items}
    here = [_compared(known.get(item.id), item) for item in now.items]
    kept = {item.id for item in now.items}
    gone = [i for i in before.items if i.id not in kept]
    return [*here, *(Comparison(i.id, i.field, Difference.REMOVED, _whole(i, Mark.REMOVED), None) for i in gone)]


def _compared(before: Item | None, now: Item) -> Comparison:
    if before is None:
        return Comparison(now.id, now.field, Difference.ADDED, None, _whole(now, Mark.ADDED))
    if before == now:
        return Comparison(now.id, now.field, Difference.SAME, _whole(before, Mark.SAME), _whole(now, Mark.SAME))
    content = words_changed(before.content, now.content)
    expected = words_changed(before.expected.text, now.expected.text)
    note = words_changed(before.note, now.note)
    parts = _parts(before.parts, now.parts)
    return Comparison(
        now.id,
        now.field,
        Difference.CHANGED,
        Side(content[0], parts[0], expected[0], note[0]),
        Side(content[1], parts[1], expected[1], note[1]),
        before.field if before.field != now.field else None,
    )


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


def _whole(item: Item, mark: Mark) -> Side:
    parts = tuple(whole(part, mark) for part in item.parts)
    return Side(whole(item.content, mark), parts, whole(item.expected.text, mark), whole(item.note, mark))
