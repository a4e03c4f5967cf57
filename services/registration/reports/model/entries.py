"""One item or one section of a report at a time, so that two people in different ones never disturb each other.

An entry is saved against what the person saw: what somebody else wrote into the same one meanwhile is never written
over, and the save is refused with ``item_changed``.
"""

from collections.abc import Sequence

from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.edits import Edit, require_unchanged, rewritten
from shared.contracts.files import Attachment
from shared.contracts.forms import Form
from shared.contracts.items import Item
from shared.contracts.types import Contract, Line, OptionalParagraph
from shared.errors import not_found
from shared.forms.initiatives.model import DraftItem
from shared.forms.results.check import is_blank
from shared.forms.results.model import DraftResult, Passage, ReportDraft, drafted, section_key
from shared.forms.results.outline import composed, item_sections, passage, text_sections
from shared.forms.results.report import named


class ItemEntry(Contract):
    """What a report says of one item: its present name and note, its result, and its own words in the outline.

    `texts` has the per-item sections in the outline's order; an empty one is made of the result.
    """

    name: OptionalParagraph
    note: OptionalParagraph
    result: DraftResult
    texts: tuple[OptionalParagraph, ...]


class SectionEntry(Contract):
    """A section's own text."""

    section: Line
    text: OptionalParagraph


def entry_of(draft: ReportDraft, form: Form, item: Item) -> ItemEntry:
    """The entry as it is saved; files aside, which are uploaded and removed one by one."""
    shown = named(item, next((row for row in draft.items if row.id == item.id), None))
    saved = next((result for result in draft.results if result.item == item.id), None) or DraftResult(item=item.id)
    texts = tuple(passage(draft, section.number, item.id) for section in item_sections(form))
    result = saved.model_copy(update={"attachments": ()})
    return ItemEntry(name=shown.content, note=shown.note, result=result, texts=texts)


def put_entry(
    record: SubmissionRecord, form: Form, item: Item, entry: ItemEntry, edit: Edit
) -> SubmissionChange | None:
    """The entry in the draft; None when it already says so. Raises DomainError ``item_changed``.

    Words that are those which the result would give anyway are not kept, so that they follow it.
    """
    draft = drafted(record.private.draft)
    after = with_entry(draft, form, item, entry)
    if after == draft:
        return None
    require_unchanged(record, item.id, entry_of(draft, form, item), edit)
    return rewritten(record, after, edit)


def put_section(record: SubmissionRecord, form: Form, entry: SectionEntry, edit: Edit) -> SubmissionChange | None:
    """A section's text in the draft; None when it already says so. Raises ``item_changed``, ``section_not_found``."""
    draft, number = drafted(record.private.draft), entry.section
    if all(section.number != number for section in text_sections(form)):
        raise not_found("section", number)
    saved = SectionEntry(section=number, text=passage(draft, number))
    if entry == saved:
        return None
    require_unchanged(record, section_key(number), saved, edit)
    passages = with_passage(draft.passages, number, None, entry.text)
    return rewritten(record, draft.model_copy(update={"passages": passages}), edit)


def with_entry(
    draft: ReportDraft, form: Form, item: Item, entry: ItemEntry, *, files: Sequence[Attachment] | None = None
) -> ReportDraft:
    """The draft with an item's entry. Its files are kept, whatever the entry names: who names a file's id may read it.

    `files` takes their place where they come from records that may be read, and never from a client.
    """
    results = {result.item: result for result in draft.results}
    saved = results.get(item.id)
    kept = saved.attachments if saved else ()
    result = entry.result.model_copy(update={"item": item.id, "attachments": kept if files is None else tuple(files)})
    if saved or not is_blank(result):
        results[item.id] = result
    shown = item.model_copy(update={"content": entry.name or item.content, "note": entry.note})
    passages = draft.passages
    for section, text in zip(item_sections(form), entry.texts, strict=True):
        own = "" if text == composed(form, section, shown, result) else text
        passages = with_passage(passages, section.number, item.id, own)
    items = _renamed(draft.items, item, shown)
    return draft.model_copy(update={"items": items, "results": tuple(results.values()), "passages": passages})


def with_passage(passages: Sequence[Passage], section: str, item: str | None, text: str) -> tuple[Passage, ...]:
    """The passages with one of them as it is now; an empty one is not kept."""
    place = next((n for n, p in enumerate(passages) if (p.section, p.item) == (section, item)), len(passages))
    fresh = (Passage(section=section, item=item, text=text),) if text else ()
    return (*passages[:place], *fresh, *passages[place + 1 :])


def _renamed(rows: Sequence[DraftItem], item: Item, shown: Item) -> tuple[DraftItem, ...]:
    """The rows that are called otherwise than they were registered."""
    found = {row.id: row for row in rows}
    if shown == item:
        found.pop(item.id, None)
    else:
        found[item.id] = DraftItem(**{**dict(shown), "expected": item.expected.text})
    return tuple(found.values())
