"""What changed from one delivered version to the next, word by word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from shared.contracts.items import Content, Item

COMPARED_LIMIT = 250_000  # pairs of words; longer texts are shown as replaced, or the page would keep people waiting


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Kind(StrEnum):
    """What became of an item."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    ALONE = "alone"  # there is nothing to compare with


@dataclass(frozen=True)
class Piece:
    """Consecutive words of a text that share their fate."""

    mark: Mark
    text: str


Pieces = tuple[Piece, ...]


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
    kind: Kind
    before: Side | None
    now: Side | None
    moved_from: str | None = None


def compare(before: Content | None, now: Content) -> list[Comparison]:
    """Every item of the newer version in its order, then those that it no longer has."""
    if before is None:
        return [Comparison(item.id, item.field, Kind.ALONE, None, _whole(item, Mark.SAME)) for item in now.items]
    known = {item.id: item for item in before.items}
    here = [_compared(known.get(item.id), item) for item in now.items]
    kept = {item.id for item in now.items}
    gone = [i for i in before.items if i.id not in kept]
    return [*here, *(Comparison(i.id, i.field, Kind.REMOVED, _whole(i, Mark.REMOVED), None) for i in gone)]


def words_changed(before: str, now: str) -> tuple[Pieces, Pieces]:
    """Both texts cut into pieces: what only the older has is removed, what only the newer has is added."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", now)
    if len(old) * len(new) > COMPARED_LIMIT:
        return _pieces([(Mark.REMOVED, before)]), _pieces([(Mark.ADDED, now)])
    left: list[tuple[Mark, str]] = []
    right: list[tuple[Mark, str]] = []
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        left.append((Mark.SAME if tag == "equal" else Mark.REMOVED, "".join(old[a:b])))
        right.append((Mark.SAME if tag == "equal" else Mark.ADDED, "".join(new[c:d])))
    return _pieces(left), _pieces(right)


def _compared(before: Item | None, now: Item) -> Comparison:
    if before is None:
        return Comparison(now.id, now.field, Kind.ADDED, None, _whole(now, Mark.ADDED))
    if before == now:
        return Comparison(now.id, now.field, Kind.SAME, _whole(before, Mark.SAME), _whole(now, Mark.SAME))
    content = words_changed(before.content, now.content)
    expected = words_changed(before.expected.text, now.expected.text)
    note = words_changed(before.note, now.note)
    parts = _parts(before.parts, now.parts)
    return Comparison(
        now.id,
        now.field,
        Kind.CHANGED,
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
            left += [_pieces([(Mark.SAME if same else Mark.REMOVED, text)]) for text in before[a:b]]
            right += [_pieces([(Mark.SAME if same else Mark.ADDED, text)]) for text in now[c:d]]
    return tuple(left), tuple(right)


def _whole(item: Item, mark: Mark) -> Side:
    def all_of(text: str) -> Pieces:
        return _pieces([(mark, text)])

    return Side(all_of(item.content), tuple(map(all_of, item.parts)), all_of(item.expected.text), all_of(item.note))


def _pieces(found: Iterable[tuple[Mark, str]]) -> Pieces:
    return tuple(_joined((mark, text) for mark, text in found if text))


def _joined(found: Iterator[tuple[Mark, str]]) -> Iterator[Piece]:
    """Neighbours of one kind become one piece, so that a reader hears one label and not one for each word."""
    current: Piece | None = None
    for mark, text in found:
        if current is not None and current.mark is mark:
            current = Piece(mark, current.text + text)
            continue
        if current is not None:
            yield current
        current = Piece(mark, text)
    if current is not None:
        yield current
