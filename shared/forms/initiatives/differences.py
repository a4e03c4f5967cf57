"""What one version of a registration says differently from the one before: rows added, removed and changed, word by
word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.contracts.columns import Column
from shared.contracts.items import Item
from shared.forms.columns.comparing import AnswerChange, compare
from shared.forms.initiatives.model import Registration
from shared.language.differences import Pieces, text_changes
from shared.sheets.wording import parts_text

Shapes = tuple[Sequence[Column], Sequence[Column]]


class ItemChange(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class ItemDifference:
    """One row that is not as it was. `pieces` are the changed columns by name; for a new or removed row all of them.

    `answers`: what changed in the columns that the plan added. `moved_from` is the field in which it stood before,
    where that changed.
    """

    change: ItemChange
    item: Item
    pieces: dict[str, Pieces]
    moved_from: str | None = None
    answers: tuple[AnswerChange, ...] = ()


@dataclass(frozen=True)
class RegistrationDifferences:
    """Rows that differ, and the fields that were newly answered with nil or no longer are."""

    items: tuple[ItemDifference, ...]
    nil_added: tuple[str, ...]
    nil_removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.items or self.nil_added or self.nil_removed)


def differences(before: Registration, after: Registration, columns: Shapes = ((), ())) -> RegistrationDifferences:
    """What `after` says differently. `columns`: those that the plan added, as they were and as they are."""
    return RegistrationDifferences(
        items=tuple(item_differences(before.items, after.items, columns)),
        nil_added=tuple(code for code in after.nil_fields if code not in before.nil_fields),
        nil_removed=tuple(code for code in before.nil_fields if code not in after.nil_fields),
    )


def item_differences(
    before: Sequence[Item], after: Sequence[Item], columns: Shapes = ((), ())
) -> Iterator[ItemDifference]:
    """What is new or changed in the order of the newer version, then what is gone; a row is followed by its id, however
    it was renamed."""
    old, new = ({item.id: item for item in items} for items in (before, after))
    for ident, item in new.items():
        known, texts = old.get(ident), texts_of(item)
        said = compare(columns[0], known.answers if known else (), columns[1], item.answers, concerned=True)
        if known is None:
            yield ItemDifference(ItemChange.ADDED, item, text_changes(dict.fromkeys(texts, ""), texts), None, said)
        elif known != item:
            moved = known.field if known.field != item.field else None
            yield ItemDifference(ItemChange.CHANGED, item, text_changes(texts_of(known), texts), moved, said)
    for ident, item in old.items():
        if ident not in new:
            texts = texts_of(item)
            said = compare(columns[0], item.answers, columns[1], (), concerned=True)
            yield ItemDifference(ItemChange.REMOVED, item, text_changes(texts, dict.fromkeys(texts, "")), None, said)


def texts_of(item: Item) -> dict[str, str]:
    """A row's texts by column."""
    return {"content": item.content, "parts": parts_text(item.parts), "expected": item.expected.text, "note": item.note}
