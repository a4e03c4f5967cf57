"""Contents arranged for a table: field by field, in the order of the plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.registration.domain.drafts import Draft
from shared.contracts.campaigns import Campaign
from shared.contracts.submissions import Content, Submission


@dataclass(frozen=True)
class ShownItem:
    """An initiative as a table shows it."""

    content: str
    parts: tuple[str, ...]
    expected: str
    note: str


@dataclass(frozen=True)
class FieldRow:
    """A field and its answer: items, an explicit nil, or neither. `number` is None where the plan dropped it."""

    number: int | None
    name: str
    items: tuple[ShownItem, ...]
    nil: bool


def content_rows(content: Content, campaign: Campaign) -> list[FieldRow]:
    """What was delivered."""
    shown = [(i.field, ShownItem(i.content, i.parts, i.expected.text, i.note)) for i in content.items]
    return _rows(shown, content.nil_fields, campaign)


def draft_rows(draft: Draft, campaign: Campaign) -> list[FieldRow]:
    """What is only typed so far."""
    shown = [(i.field, ShownItem(i.content, i.parts, i.expected, i.note)) for i in draft.items]
    return _rows(shown, draft.nil_fields, campaign)


def item_wordings(submission: Submission) -> dict[tuple[int, str], str]:
    """What an item was called in a version, for decisions that name it by its id."""
    return {(v.number, item.id): item.content for v in submission.versions for item in v.content.items}


def _rows(items: list[tuple[str, ShownItem]], nil: Iterable[str], campaign: Campaign) -> list[FieldRow]:
    known = {field.code: field for field in campaign.fields}
    codes = dict.fromkeys([*known, *(code for code, _ in items)])
    return [
        FieldRow(
            number=known[code].number if code in known else None,
            name=known[code].name if code in known else code,
            items=tuple(item for place, item in items if place == code),
            nil=code in set(nil),
        )
        for code in codes
    ]
