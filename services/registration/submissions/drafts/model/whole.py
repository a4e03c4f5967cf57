"""A whole draft as a client sends it: it replaces the one before, keeps what is the service's own, and what it may
not say is refused by the kind of the form."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import Field

from services.registration.reports.model import checks as reports
from services.registration.submissions.model.draft import PASSAGE_LIMIT, RESULT_LIMIT
from shared.contracts.campaigns import Campaign
from shared.contracts.forms import FormKind
from shared.contracts.items import Item, ItemSource
from shared.contracts.types import Contract, Key, Slug
from shared.errors import DomainError, refuse
from shared.forms.draft import ITEM_LIMIT, Draft
from shared.forms.initiatives.check import unknown_fields
from shared.forms.initiatives.model import DraftItem, ItemText, LeftOut
from shared.forms.results.model import DraftResult, Passage


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
    results = tuple(r.model_copy(update={"attachments": files.get(r.item, ())}) for r in typed.results)
    nil = tuple(dict.fromkeys(typed.nil_fields))
    said = {"items": tuple(items), "nil_fields": nil, "results": results, "passages": typed.passages}
    return before.model_copy(update=said)


def check_draft(kind: FormKind, draft: Draft, before: Draft, campaign: Campaign, basis: Sequence[Item]) -> None:
    """Refuses what a draft of this form may not say. `before`: the draft as it was; see `reports.check`.

    Raises the fault, or RefusalsError ``draft_invalid`` for several.
    """
    form = campaign.form(kind)
    if kind is not FormKind.REGISTRATION and form is not None:
        refuse("draft_invalid", reports.check(draft, before, form, basis))
        return
    check(draft, campaign)
    if draft.results or draft.passages:
        raise DomainError("results_not_in_registration", field="results" if draft.results else "passages")


def check(draft: Draft, campaign: Campaign) -> None:
    """Raises DomainError ``field_unknown`` or ``item_id_twice``, naming the row (``draft_invalid`` for several)."""
    refuse("draft_invalid", [*unknown_fields(draft, campaign), *_ids_twice(draft)])


def _ids_twice(draft: Draft) -> Iterator[DomainError]:
    seen: set[str] = set()
    for position, item in enumerate(draft.items):
        if item.id in seen:
            yield DomainError("item_id_twice", field=f"items.{position}.id", value=item.id)
        seen.add(item.id)


def _text(item: ItemText) -> tuple[object, ...]:
    return item.field, item.content, item.parts, item.expected, item.note
