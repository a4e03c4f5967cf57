"""What one version of a form says differently from the one before: rows added, removed and changed, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from shared.contracts.items import Content, Figure, Item, Result, ResultOutcome
from shared.language.vietnamese import format_number

WORD_LIMIT = 1_000
"""Longer texts are compared whole: a comparison word by word would take too long, and nobody reads it."""

_WORDS = re.compile(r"\s+|[^\s]+")


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class ItemChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both versions have, or only one of them."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class ItemDifference:
    """One row that is not as it was. `pieces` are the changed columns by name; for a new or removed row all of them.

    `moved_from` is the field in which it stood before, where that changed.
    """

    change: ItemChange
    item: Item
    pieces: dict[str, list[Piece]]
    moved_from: str | None = None


@dataclass(frozen=True)
class ResultDifference:
    """A result that is not as it was: its outcomes, and the changed columns by name. `before` None: a new result."""

    item: str
    before: ResultOutcome | None
    outcome: ResultOutcome
    pieces: dict[str, list[Piece]]


@dataclass(frozen=True)
class PassageDifference:
    """A text of the đề cương that is not as it was."""

    section: str
    item: str | None
    pieces: list[Piece]


@dataclass(frozen=True)
class Differences:
    """Rows that differ, and the fields that were newly answered with nil or no longer are; for a report its results
    and its passages as well.
    """

    items: tuple[ItemDifference, ...]
    nil_added: tuple[str, ...]
    nil_removed: tuple[str, ...]
    results: tuple[ResultDifference, ...] = ()
    passages: tuple[PassageDifference, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.nil_added or self.nil_removed or self.results or self.passages)


def differences(before: Content, after: Content) -> Differences:
    """What `after` says differently; a row is followed by its id, however it was renamed."""
    old, new = ({item.id: item for item in content.items} for content in (before, after))
    found = [_changed(old.get(item.id), item) for item in after.items]
    found += [_whole(ItemChange.REMOVED, item) for item in before.items if item.id not in new]
    return Differences(
        items=tuple(difference for difference in found if difference is not None),
        nil_added=tuple(code for code in after.nil_fields if code not in before.nil_fields),
        nil_removed=tuple(code for code in before.nil_fields if code not in after.nil_fields),
        results=tuple(_results(before, after)),
        passages=tuple(_passages(before, after)),
    )


def word_pieces(before: str, after: str) -> list[Piece]:
    """The two texts as one sequence: what both have, what only the first has, what only the second has.

    Changed words with nothing but a space between them are told as one change, as a person would.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > WORD_LIMIT:
        return _pieces((Kind.REMOVED, old), (Kind.ADDED, new))
    runs: list[tuple[bool, list[str], list[str]]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        same = tag == "equal" and not (runs and "".join(old[i1:i2]).isspace())
        if runs and not same and not runs[-1][0]:
            runs[-1] = (False, runs[-1][1] + old[i1:i2], runs[-1][2] + new[j1:j2])
        else:
            runs.append((same, old[i1:i2], new[j1:j2]))
    found: list[Piece] = []
    for same, before_words, after_words in runs:
        found += _pieces((Kind.SAME, before_words)) if same else _change(before_words, after_words)
    return found


def columns(item: Item) -> dict[str, str]:
    """A row's texts by column."""
    parts = "\n".join(f"{number}. {part}" for number, part in enumerate(item.parts, start=1))
    return {"content": item.content, "parts": parts, "expected": item.expected.text, "note": item.note}


def result_columns(result: Result) -> dict[str, str]:
    """A result's texts by column."""
    return {
        "done_on": result.done_on.text if result.done_on else "",
        "result": result.result,
        "reason": result.reason,
        "new_expected": result.new_expected.text if result.new_expected else "",
        "forecast": result.forecast,
        "figures": "\n".join(map(figure_text, result.figures)),
        "evidence": result.evidence,
        "attachments": "\n".join(file.name for file in result.attachments),
    }


def _results(before: Content, after: Content) -> Iterator[ResultDifference]:
    """A result that is gone went with its item, which is told already."""
    for result in after.results:
        known = before.result(result.item)
        if result == known:
            continue
        new = result_columns(result)
        old = result_columns(known) if known else dict.fromkeys(new, "")
        pieces = {name: word_pieces(old[name], new[name]) for name in new if old[name] != new[name]}
        yield ResultDifference(result.item, known.outcome if known else None, result.outcome, pieces)


def _passages(before: Content, after: Content) -> Iterator[PassageDifference]:
    old, new = ({(p.section, p.item): p.text for p in content.passages} for content in (before, after))
    for section, item in dict.fromkeys([*new, *old]):
        texts = old.get((section, item), ""), new.get((section, item), "")
        if texts[0] != texts[1]:
            yield PassageDifference(section, item, word_pieces(*texts))


def _changed(before: Item | None, after: Item) -> ItemDifference | None:
    if before is None:
        return _whole(ItemChange.ADDED, after)
    if before == after:
        return None
    old, new = columns(before), columns(after)
    pieces = {name: word_pieces(old[name], new[name]) for name in new if old[name] != new[name]}
    moved = before.field if before.field != after.field else None
    return ItemDifference(ItemChange.CHANGED, after, pieces, moved)


def _whole(change: ItemChange, item: Item) -> ItemDifference:
    kind = Kind.ADDED if change is ItemChange.ADDED else Kind.REMOVED
    return ItemDifference(change, item, {name: [Piece(kind, text)] for name, text in columns(item).items() if text})


def _change(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """What stands in place of what; a space that ends both is common to both."""
    if old and new and old[-1] == new[-1] and old[-1].isspace():
        return [*_change(old[:-1], new[:-1]), Piece(Kind.SAME, old[-1])]
    return _pieces((Kind.REMOVED, old), (Kind.ADDED, new))


def _pieces(*runs: tuple[Kind, Sequence[str]]) -> list[Piece]:
    return [Piece(kind, "".join(words)) for kind, words in runs if words]


def figure_text(figure: Figure) -> str:
    unit = figure.unit if figure.unit == "%" else f" {figure.unit}" if figure.unit else ""
    return f"{figure.name}: {format_number(figure.value)}{unit}"
