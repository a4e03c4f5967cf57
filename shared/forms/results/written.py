"""A whole report as a client sends it, in the place of the draft before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from shared.contracts.forms import Form
from shared.contracts.items import Item
from shared.contracts.types import Key, Slug
from shared.errors import DomainError
from shared.forms.draft import ITEM_LIMIT, Typed
from shared.forms.initiatives.written import TypedItem, composed_items
from shared.forms.results.model import KIND, DraftResult, Passage, ReportDraft

RESULT_LIMIT = 2_000
"""Of a consolidating organisation, whose registration no ITEM_LIMIT binds."""
PASSAGE_LIMIT = 3 * RESULT_LIMIT


class TypedReport(Typed):
    """A whole draft as a client sends it. `consolidation` and the files are the service's own and stay as they were."""

    kind: Slug = KIND
    items: Annotated[tuple[TypedItem, ...], Field(max_length=ITEM_LIMIT)] = ()
    results: Annotated[tuple[DraftResult, ...], Field(max_length=RESULT_LIMIT)] = ()
    passages: Annotated[tuple[Passage, ...], Field(max_length=PASSAGE_LIMIT)] = ()
    consolidation: Key | None = None


def compose(typed: TypedReport, before: ReportDraft, fresh: Sequence[str]) -> ReportDraft:
    """The typed rows with their ids, the results with their files, the passages."""
    files = {result.item: result.attachments for result in before.results}
    results = tuple(r.model_copy(update={"attachments": files.get(r.item, ())}) for r in typed.results)
    items = composed_items(typed.items, before.items, fresh)
    return before.model_copy(update={"items": items, "results": results, "passages": typed.passages})


def check(draft: ReportDraft, before: ReportDraft, form: Form, basis: Sequence[Item]) -> Iterator[DomainError]:
    """What a draft that a client sends may not say.

    Codes: ``report_item_unknown`` (of an item that is not in force; one of the draft `before` may stay),
    ``report_field_fixed``, ``result_twice``, ``section_unknown``, ``section_per_item``,
    ``section_not_per_item``, ``passage_twice``, ``item_id_twice``.
    """
    fields = {item.id: item.field for item in basis}
    known = {*fields, *(row.id for row in before.items), *(result.item for result in before.results)}
    yield from _check_rows(draft, fields, known)
    yield from _check_results(draft, known)
    yield from _check_passages(draft, form, known)


def _check_rows(draft: ReportDraft, fields: Mapping[str, str], known: set[str]) -> Iterator[DomainError]:
    seen: set[str] = set()
    for place, row in enumerate(draft.items):
        if row.id not in known:
            yield DomainError("report_item_unknown", field=f"items.{place}.id", value=row.id)
        elif row.field != fields.get(row.id, row.field):
            yield DomainError("report_field_fixed", field=f"items.{place}.field", value=row.field)
        if row.id in seen:
            yield DomainError("item_id_twice", field=f"items.{place}.id", value=row.id)
        seen.add(row.id)


def _check_results(draft: ReportDraft, known: set[str]) -> Iterator[DomainError]:
    seen: set[str] = set()
    for place, result in enumerate(draft.results):
        if result.item not in known:
            yield DomainError("report_item_unknown", field=f"results.{place}.item", value=result.item)
        if result.item in seen:
            yield DomainError("result_twice", field=f"results.{place}.item", value=result.item)
        seen.add(result.item)


def _check_passages(draft: ReportDraft, form: Form, known: set[str]) -> Iterator[DomainError]:
    sections = {section.number: section for section in form.outline}
    seen: set[tuple[str, str | None]] = set()
    for place, one in enumerate(draft.passages):
        section = sections.get(one.section)
        if section is None:
            yield DomainError("section_unknown", field=f"passages.{place}.section", value=one.section)
        elif section.per_item != (one.item is not None):
            code = "section_per_item" if section.per_item else "section_not_per_item"
            yield DomainError(code, field=f"passages.{place}.item", number=section.number)
        elif one.item is not None and one.item not in known:
            yield DomainError("report_item_unknown", field=f"passages.{place}.item", value=one.item)
        if (one.section, one.item) in seen:
            yield DomainError("passage_twice", field=f"passages.{place}.section", number=one.section)
        seen.add((one.section, one.item))
