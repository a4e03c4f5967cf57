"""What one version of a registration says differently from the one before: rows added, removed and changed, word by
word."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.contracts.columns import Column
from shared.contracts.items import Item
from shared.forms.columns.comparing import AnswerChange, compare
from shared.forms.initiatives.model import Registration
from shared.forms.pairs import Change, Pair, paired
from shared.language.differences import Pieces, text_changes
from shared.sheets.wording import parts_text

ItemChange = Change
Shapes = tuple[Sequence[Column], Sequence[Column]]


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
    """Rows that differ, the fields that were newly answered with nil or no longer are, and by field the reasons of nils
    that are not as they were."""

    items: tuple[ItemDifference, ...]
    nil_added: tuple[str, ...]
    nil_removed: tuple[str, ...]
    nil_reasons: Mapping[str, Pieces] = dataclasses.field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.items or self.nil_added or self.nil_removed or self.nil_reasons)


def differences(before: Registration, after: Registration, columns: Shapes = ((), ())) -> RegistrationDifferences:
    """What `after` says differently. `columns`: those that the plan added, as they were and as they are."""
    blank = dict.fromkeys([*after.nil_reasons, *before.nil_reasons], "")
    return RegistrationDifferences(
        items=tuple(item_differences(before.items, after.items, columns)),
        nil_added=tuple(code for code in after.nil_fields if code not in before.nil_fields),
        nil_removed=tuple(code for code in before.nil_fields if code not in after.nil_fields),
        nil_reasons=text_changes(blank | before.nil_reasons, blank | after.nil_reasons),
    )


def item_differences(
    before: Sequence[Item], after: Sequence[Item], columns: Shapes = ((), ())
) -> Iterator[ItemDifference]:
    """What is new or changed in the order of the newer version, then what is gone; a row is followed by its id, however
    it was renamed."""
    for pair in paired(by_id(before), by_id(after)).values():
        if pair.change is not Change.SAME:
            old, new = (item.answers if item else () for item in (pair.before, pair.now))
            said = compare(columns[0], old, columns[1], new, concerned=True)
            yield ItemDifference(pair.change, pair.either, pair.changes(texts_of), moved_from(pair), said)


def by_id(items: Iterable[Item]) -> dict[str, Item]:
    return {item.id: item for item in items}


def moved_from(pair: Pair[Item]) -> str | None:
    """The field in which an item stood in the earlier version, where it has another now."""
    before, now = pair.compared
    return before.field if before and now and before.field != now.field else None


def texts_of(item: Item) -> dict[str, str]:
    """A row's texts by column."""
    return {"content": item.content, "parts": parts_text(item.parts), "expected": item.expected.text, "note": item.note}
