"""What one version of a form says differently from the one before: rows added, removed and changed, word by word."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from shared.contracts.items import Content, Item, Result, ResultOutcome
from shared.language.differences import Pieces, text_changes, word_pieces
from shared.sheets.wording import parts_text, result_texts


class ItemChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class ItemDifference:
    """One row that is not as it was. `pieces` are the changed columns by name; for a new or removed row all of them.

    `moved_from` is the field in which it stood before, where that changed.
    """

    change: ItemChange
    item: Item
    pieces: dict[str, Pieces]
    moved_from: str | None = None


@dataclass(frozen=True)
class ResultDifference:
    """A result that is not as it was: its outcomes, and the changed columns by name. `before` None: a new result."""

    item: str
    before: ResultOutcome | None
    outcome: ResultOutcome
    pieces: dict[str, Pieces]


@dataclass(frozen=True)
class PassageDifference:
    """A text of the đề cương that is not as it was."""

    section: str
    item: str | None
    pieces: Pieces


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
    return Differences(
        items=tuple(_items(before, after)),
        nil_added=tuple(code for code in after.nil_fields if code not in before.nil_fields),
        nil_removed=tuple(code for code in before.nil_fields if code not in after.nil_fields),
        results=tuple(_results(before, after)),
        passages=tuple(_passages(before, after)),
    )


def columns(item: Item) -> dict[str, str]:
    """A row's texts by column."""
    return {"content": item.content, "parts": parts_text(item.parts), "expected": item.expected.text, "note": item.note}


def result_columns(result: Result) -> dict[str, str]:
    """A result's texts by column."""
    return {**result_texts(result), "attachments": "\n".join(file.name for file in result.attachments)}


def _items(before: Content, after: Content) -> Iterator[ItemDifference]:
    """What is new or changed in the order of the newer version, then what is gone."""
    old, new = ({item.id: item for item in content.items} for content in (before, after))
    for ident, item in new.items():
        known, texts = old.get(ident), columns(item)
        if known is None:
            yield ItemDifference(ItemChange.ADDED, item, text_changes(dict.fromkeys(texts, ""), texts))
        elif known != item:
            moved = known.field if known.field != item.field else None
            yield ItemDifference(ItemChange.CHANGED, item, text_changes(columns(known), texts), moved)
    for ident, item in old.items():
        if ident not in new:
            texts = columns(item)
            yield ItemDifference(ItemChange.REMOVED, item, text_changes(texts, dict.fromkeys(texts, "")))


def _results(before: Content, after: Content) -> Iterator[ResultDifference]:
    """A result that is gone went with its item, which is told already."""
    for result in after.results:
        known = before.result(result.item)
        if result == known:
            continue
        new = result_columns(result)
        old = result_columns(known) if known else dict.fromkeys(new, "")
        yield ResultDifference(result.item, known.outcome if known else None, result.outcome, text_changes(old, new))


def _passages(before: Content, after: Content) -> Iterator[PassageDifference]:
    old, new = before.texts, after.texts
    for section, item in dict.fromkeys([*new, *old]):
        texts = old.get((section, item), ""), new.get((section, item), "")
        if texts[0] != texts[1]:
            yield PassageDifference(section, item, word_pieces(*texts))
