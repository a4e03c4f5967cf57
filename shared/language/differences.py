"""What one text says differently from another, word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby

COMPARED_LIMIT = 250_000
"""Pairs of words. Longer texts are told as replaced: to compare them would keep people waiting, and nobody reads it."""

_WORDS = re.compile(r"\S+\s*|\s+")


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Consecutive words that both texts have, or only one of them."""

    mark: Mark
    text: str


Pieces = tuple[Piece, ...]


def whole(text: str, mark: Mark) -> Pieces:
    """A text that shares one fate."""
    return (Piece(mark, text),) if text else ()


def word_pieces(before: str, after: str) -> Pieces:
    """Both texts as one sequence: what both have, what only the first has, what only the second has.

    Changes with nothing between them are told as one, as a person would.
    """
    found: Pieces = ()
    pairs = (pair for pair in _pairs(before, after) if any(pair))
    for same, run in groupby(pairs, key=lambda pair: pair[0] == pair[1]):
        old, new = map("".join, zip(*run, strict=True))
        found += whole(old, Mark.SAME) if same else (*whole(old, Mark.REMOVED), *whole(new, Mark.ADDED))
    return found


def words_changed(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Each text by itself, cut into pieces: what only the older has is removed, what only the newer has is added."""
    found = word_pieces(before, after)
    return _without(Mark.ADDED, found), _without(Mark.REMOVED, found)


def text_changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Pieces]:
    """The texts by name that are not as they were."""
    return {name: word_pieces(before[name], text) for name, text in after.items() if text != before[name]}


def _pairs(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Stretches of both texts that stand in each other's place; the space after words apart from the words."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) * len(new) > COMPARED_LIMIT:
        yield before, after
        return
    bare_old, bare_new = [word.strip() for word in old], [word.strip() for word in new]
    for tag, a, b, c, d in SequenceMatcher(None, bare_old, bare_new, autojunk=False).get_opcodes():
        left, right = old[a:b], new[c:d]
        for one, other in zip(left, right, strict=True) if tag == "equal" else [("".join(left), "".join(right))]:
            words = one.rstrip(), other.rstrip()
            yield words
            yield one[len(words[0]) :], other[len(words[1]) :]


def _without(mark: Mark, pieces: Pieces) -> Pieces:
    """Neighbours of one kind become one piece, so that a reader hears one label and not one for each word."""
    kept = groupby((piece for piece in pieces if piece.mark is not mark), key=lambda piece: piece.mark)
    return tuple(Piece(known, "".join(piece.text for piece in run)) for known, run in kept)
