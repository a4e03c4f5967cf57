"""A whole draft as a client sends it: it replaces the one before, and keeps what is the service's own."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from services.registration.submissions.model.draft import (
    ITEM_LIMIT,
    PASSAGE_LIMIT,
    RESULT_LIMIT,
    Draft,
    DraftItem,
    DraftResult,
    ItemText,
    SubmissionRecord,
    own_ids,
)
from shared.contracts.items import ItemSource, LeftOut, Passage
from shared.contracts.types import Contract, Key, Slug


class TypedItem(ItemText):
    """A row as a client sends it: without an id it is new, unless it is word for word a row of the draft.

    What a client read it may send back: `sources` are the service's own and stay as they were.
    """

    id: Slug | None = None
    sources: tuple[ItemSource, ...] = ()


class TypedDraft(Contract):
    """A whole draft as a client sends it; it replaces the one before.

    `consolidation`, `left_out` and the files of the results are the service's own and stay as they were.
    """

    items: Annotated[tuple[TypedItem, ...], Field(max_length=ITEM_LIMIT)] = ()
    nil_fields: Annotated[tuple[Slug, ...], Field(max_length=ITEM_LIMIT)] = ()
    results: Annotated[tuple[DraftResult, ...], Field(max_length=RESULT_LIMIT)] = ()
    passages: Annotated[tuple[Passage, ...], Field(max_length=PASSAGE_LIMIT)] = ()
    consolidation: Key | None = None
    left_out: tuple[LeftOut, ...] = ()


def compose(typed: TypedDraft, before: Draft, fresh: Sequence[str]) -> Draft:
    """The typed rows with their ids: the given one, that of the same row before, or the next of `fresh`."""
    known = {_text(item): item.id for item in before.items}
    given = {item.id for item in typed.items}
    sources = {item.id: item.sources for item in before.items}
    items = []
    for item, new in zip(typed.items, fresh, strict=True):
        same = known.pop(_text(item), None)
        ident = item.id or (same if same not in given else None) or new
        items.append(DraftItem(**{**dict(item), "id": ident, "sources": sources.get(ident, ())}))
    files = {result.item: result.attachments for result in before.results}
    return Draft(
        items=tuple(items),
        nil_fields=tuple(dict.fromkeys(typed.nil_fields)),
        consolidation=before.consolidation,
        left_out=before.left_out,
        results=tuple(
            result.model_copy(update={"attachments": files.get(result.item, ())}) for result in typed.results
        ),
        passages=typed.passages,
    )


def new_ids(typed: TypedDraft, record: SubmissionRecord) -> list[str]:
    """The ids that the client gives and this submission has never had."""
    own = own_ids(record)
    return [item.id for item in typed.items if item.id is not None and item.id not in own]


def _text(item: ItemText) -> tuple[object, ...]:
    return item.field, item.content, item.parts, item.expected, item.note
