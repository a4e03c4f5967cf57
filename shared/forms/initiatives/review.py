"""A registration before its reviewer: field by field, beside an earlier version where there is one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from shared.contracts.campaigns import Campaign
from shared.contracts.columns import Column, ColumnType
from shared.contracts.files import Attachment, files_in
from shared.contracts.items import Item
from shared.forms.columns.comparing import side_by_side
from shared.forms.initiatives.differences import Shapes, by_id, moved_from, texts_of
from shared.forms.initiatives.layout import added_columns
from shared.forms.initiatives.model import Registration
from shared.forms.pairs import Pair, cut, paired
from shared.forms.values import Background
from shared.language.differences import Mark, Pieces, whole
from shared.sheets.fields import field_headings


@dataclass(frozen=True)
class ItemSide:
    """An item as one of the two versions has it: its texts by column, its numbered parts and, by their titles, its
    answers in the columns that the plan added, cut into pieces; `files`: those of its columns, each marked where the
    other version does not have it."""

    texts: Mapping[str, Pieces]
    parts: tuple[Pieces, ...]
    answers: Mapping[str, Pieces]
    files: tuple[tuple[Column, Attachment, Mark], ...] = ()


@dataclass(frozen=True)
class ItemRow:
    """An item in both versions.

    `moved_from`: its field in the earlier one, where it has another now. `units`: by name, those whose items stand
    behind it.
    """

    item: Item
    sides: Pair[ItemSide]
    moved_from: str | None
    units: tuple[str, ...]


@dataclass(frozen=True)
class FieldRows:
    """One field of the form with its items, beside an earlier version's where there is one.

    `now` and `before` (the same where there is no earlier version): what is said where there is no item.
    """

    name: str
    items: tuple[ItemRow, ...]
    now: "Nothing"
    before: "Nothing"

    @property
    def is_empty(self) -> bool:
        """Nothing stands here, and nothing did in the version beside it."""
        return not self.items and self.now == self.before


class Nothing(NamedTuple):
    """A field without items: answered with "-" (`nil`) and why, or left blank."""

    nil: bool
    reason: str


@dataclass(frozen=True)
class RegistrationReview:
    """The fields, and how many approved items a consolidation does not send, by the name of their unit and the
    reason."""

    fields: tuple[FieldRows, ...]
    left_out: Counter[tuple[str, str]]


def review(now: Registration, before: Registration | None, background: Background) -> RegistrationReview:
    """What a reviewer is shown."""
    rows = item_rows(now.items, before.items if before else None, background)
    left_out = Counter((background.name(left.source.organisation), left.reason) for left in now.left_out)
    return RegistrationReview(tuple(_fields(rows, now, before or now, background.campaign)), left_out)


def item_rows(now: Sequence[Item], before: Sequence[Item] | None, background: Background) -> list[ItemRow]:
    """The items of the newer version in its order, then those that it no longer has."""
    pairs = paired(None if before is None else by_id(before), by_id(now)).values()
    after = added_columns(background.form.columns) if background.form else ()
    earlier = background.earlier_form
    columns = added_columns(earlier.columns) if earlier else after, after
    return [
        ItemRow(pair.either, _sides(pair, columns), moved_from(pair), _units(pair.either, background)) for pair in pairs
    ]


def _fields(
    rows: Sequence[ItemRow], now: Registration, before: Registration, campaign: Campaign | None
) -> list[FieldRows]:
    """In the order of the campaign's fields; a field that the campaign does not name comes last."""
    headings = field_headings(campaign, [*(row.item.field for row in rows), *now.nil_fields, *before.nil_fields])
    return [
        FieldRows(
            heading.name,
            tuple(row for row in rows if row.item.field == heading.code),
            _nothing(now, heading.code),
            _nothing(before, heading.code),
        )
        for heading in headings
    ]


def _nothing(said: Registration, code: str) -> Nothing:
    return Nothing(code in said.nil_fields, said.nil_reasons.get(code, ""))


def _units(item: Item, background: Background) -> tuple[str, ...]:
    return tuple(dict.fromkeys(background.name(source.organisation) for source in item.sources))


def _sides(pair: Pair[Item], columns: Shapes) -> Pair[ItemSide]:
    parts = _parts(*(item.parts if item else () for item in pair.compared))
    worded = [[column for column in shape if column.type is not ColumnType.FILE] for shape in columns]
    said = [item.answers if item else () for item in pair.compared]
    answers = [
        {column.title: side[column.code] for column in shape if side[column.code]}
        for shape, side in zip(worded, side_by_side(worded[0], said[0], worded[1], said[1]), strict=True)
    ]
    left, right = pair.compared
    files = _files(left, right, Mark.REMOVED, columns[0]), _files(right, left, Mark.ADDED, columns[1])
    before, now = map(ItemSide, pair.sides(_texts), parts, answers, files)
    return pair.shown(before, now)


def _files(
    item: Item | None, other: Item | None, mark: Mark, columns: Sequence[Column]
) -> tuple[tuple[Column, Attachment, Mark], ...]:
    """The files of an item by column; `mark`: of one that the other version's item does not have."""
    there = {file.sha256 for file in files_in(other)}
    answers = {answer.column: answer.attachments for answer in item.answers} if item else {}
    return tuple(
        (column, file, Mark.SAME if file.sha256 in there else mark)
        for column in columns
        for file in answers.get(column.code, ())
    )


def _texts(item: Item) -> dict[str, str]:
    """The columns but the parts, which keep their places."""
    return {name: text for name, text in texts_of(item).items() if name != "parts"}


def _parts(before: tuple[str, ...], now: tuple[str, ...]) -> tuple[tuple[Pieces, ...], tuple[Pieces, ...]]:
    """Numbered parts keep their places: where one was put in or taken out the others stay unmarked."""
    left: list[Pieces] = []
    right: list[Pieces] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "replace" and b - a == d - c:
            pairs = [cut(old, new) for old, new in zip(before[a:b], now[c:d], strict=True)]
            left += [pair[0] for pair in pairs]
            right += [pair[1] for pair in pairs]
        else:
            same = tag == "equal"
            left += [whole(text, Mark.SAME if same else Mark.REMOVED) for text in before[a:b]]
            right += [whole(text, Mark.SAME if same else Mark.ADDED) for text in now[c:d]]
    return tuple(left), tuple(right)
