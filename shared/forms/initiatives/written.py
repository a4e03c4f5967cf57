"""A whole registration as a client sends it, in the place of the draft before."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from shared.contracts.campaigns import Campaign
from shared.contracts.items import ItemSource, LeftOut
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.forms.columns.answers import with_files_of
from shared.forms.draft import ITEM_LIMIT, Typed
from shared.forms.initiatives.check import unknown_fields
from shared.forms.initiatives.model import KIND, DraftItem, ItemText, Reasons, RegistrationDraft


class TypedItem(ItemText):
    """A row as a client sends it: without an id it is new, unless it is word for word a row of the draft.

    What a client read it may send back: `sources` and the files of `answers` are the service's own and stay as they
    were.
    """

    id: Slug | None = None
    sources: tuple[ItemSource, ...] = ()


class TypedRegistration(Typed):
    """A draft as a client sends it. `consolidation` and `left_out` are the service's own and stay as they were."""

    kind: Slug = KIND
    items: Annotated[tuple[TypedItem, ...], Field(max_length=ITEM_LIMIT)] = ()
    nil_fields: Annotated[tuple[Slug, ...], Field(max_length=ITEM_LIMIT)] = ()
    nil_reasons: Reasons = Field(default_factory=dict)
    consolidation: Key | None = None
    left_out: tuple[LeftOut, ...] = ()

    @property
    def own_ids(self) -> dict[str, str]:
        """The ids that are given, each with the place that gives it."""
        return {item.id: f"items.{place}.id" for place, item in enumerate(self.items) if item.id}


def compose(typed: TypedRegistration, before: RegistrationDraft, fresh: Sequence[str]) -> RegistrationDraft:
    """The typed rows with their ids: the given one, that of the same row before, or the next of `fresh`."""
    items = composed_items(typed.items, before.items, fresh)
    nil = tuple(dict.fromkeys(typed.nil_fields))
    reasons = {code: text for code, text in typed.nil_reasons.items() if text}
    return before.model_copy(update={"items": items, "nil_fields": nil, "nil_reasons": reasons})


def composed_items(
    typed: Sequence[TypedItem], before: Sequence[DraftItem], fresh: Sequence[str]
) -> tuple[DraftItem, ...]:
    known = {_text(item): item.id for item in before}
    given = {item.id for item in typed}
    rows = {item.id: item for item in before}
    items = []
    for place, item in enumerate(typed):
        same = known.pop(_text(item), None)
        ident = item.id or (same if same not in given else None) or fresh[place]
        row = rows.get(ident)
        answers = with_files_of(item.answers, row.answers if row else ())
        items.append(
            DraftItem(**{**dict(item), "id": ident, "sources": row.sources if row else (), "answers": answers})
        )
    return tuple(items)


def written_faults(draft: RegistrationDraft, campaign: Campaign) -> Iterator[DomainError]:
    """``field_unknown`` and ``item_id_twice``, naming the row."""
    yield from unknown_fields(draft, campaign)
    seen: set[str] = set()
    for position, item in enumerate(draft.items):
        if item.id in seen:
            yield DomainError("item_id_twice", field=f"items.{position}.id", value=item.id)
        seen.add(item.id)


def _text(item: ItemText) -> tuple[object, ...]:
    return item.field, item.content, item.parts, item.expected, item.note
