"""Contents arranged for a table: field by field, in the order of the plan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.registration.submissions.model.differences import Piece, word_pieces
from services.registration.submissions.model.draft import Draft
from shared.contracts.campaigns import Campaign
from shared.contracts.items import Content
from shared.language.periods import CompletionPeriod, PeriodError


@dataclass(frozen=True)
class ShownItem:
    """An initiative as a table shows it."""

    id: str
    content: str
    parts: tuple[str, ...]
    expected: str
    note: str


@dataclass(frozen=True)
class FieldRow:
    """A field and its answer: items, an explicit nil, or neither. `number` is None where the plan dropped it."""

    code: str
    number: int | None
    name: str
    items: tuple[ShownItem, ...]
    nil: bool


def content_rows(content: Content, campaign: Campaign) -> list[FieldRow]:
    """What was delivered."""
    shown = [(i.field, ShownItem(i.id, i.content, i.parts, i.expected.text, i.note)) for i in content.items]
    return _rows(shown, content.nil_fields, campaign)


def draft_rows(draft: Draft, campaign: Campaign) -> list[FieldRow]:
    """What is only typed so far."""
    shown = [(i.field, ShownItem(i.id, i.content, i.parts, i.expected, i.note)) for i in draft.items]
    return _rows(shown, draft.nil_fields, campaign)


def understood(expected: str) -> CompletionPeriod | None:
    """The days that a wording means; None where it cannot hold, or is not understood."""
    try:
        period = CompletionPeriod.parse(expected)
    except PeriodError:
        return None
    return period if period.start or period.end else None


def compared(theirs: Mapping[str, str], mine: Mapping[str, str]) -> dict[str, list[Piece]]:
    """The columns in which two texts differ: only in the saved one is removed, only in the typed one is added."""
    return {name: word_pieces(theirs[name], mine[name]) for name in mine if theirs[name] != mine[name]}


def _rows(items: list[tuple[str, ShownItem]], nil: Iterable[str], campaign: Campaign) -> list[FieldRow]:
    known = {field.code: field for field in campaign.fields}
    codes = dict.fromkeys([*known, *(code for code, _ in items)])
    return [
        FieldRow(
            code=code,
            number=known[code].number if code in known else None,
            name=known[code].name if code in known else code,
            items=tuple(item for place, item in items if place == code),
            nil=code in set(nil),
        )
        for code in codes
    ]
