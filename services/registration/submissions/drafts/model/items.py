"""One row of a draft at a time, so that two people who type in different rows never disturb each other.

A row is saved against the row as the person saw it. What somebody else wrote into the same row meanwhile is never
written over: the save is refused with ``item_changed``, and the person chooses.
"""

from collections.abc import Collection

from services.registration.submissions.model.draft import (
    ITEM_LIMIT,
    Draft,
    DraftItem,
    SubmissionChange,
    SubmissionRecord,
    mark,
)
from services.registration.submissions.model.edits import Edit, require_unchanged, rewritten
from shared.contracts.campaigns import Campaign, Field
from shared.errors import DomainError, conflict


def put_item(record: SubmissionRecord, campaign: Campaign, item: DraftItem, edit: Edit) -> SubmissionChange | None:
    """The row written into the draft, its field no longer nil; None when the draft already says so.

    Raises DomainError ``field_unknown``, ``item_changed`` or ``too_many_items``.
    """
    draft = record.private.draft
    if item.field not in campaign.field_codes:
        raise DomainError("field_unknown", field="field", value=item.field)
    current = draft.item(item.id)
    nil = tuple(code for code in draft.nil_fields if code != item.field)
    if item == current and nil == draft.nil_fields:
        return None
    if item != current:
        require_unchanged(record, item.id, mark(current), edit.baseline)
    if current is None and len(draft.items) >= ITEM_LIMIT:
        raise conflict("too_many_items", limit=ITEM_LIMIT)
    rows = {known.id: known for known in draft.items} | {item.id: item}
    return rewritten(record, Draft(items=tuple(rows.values()), nil_fields=nil), edit)


def remove_item(record: SubmissionRecord, ident: str, edit: Edit) -> SubmissionChange | None:
    """The row taken out of the draft; None when it is not there. Raises DomainError ``item_changed``."""
    draft = record.private.draft
    current = draft.item(ident)
    if current is None:
        return None
    require_unchanged(record, ident, mark(current), edit.baseline)
    kept = tuple(item for item in draft.items if item.id != ident)
    return rewritten(record, Draft(items=kept, nil_fields=draft.nil_fields), edit)


def answer_nil(record: SubmissionRecord, campaign: Campaign, code: str, edit: Edit) -> SubmissionChange | None:
    """The field answered with an explicit nil. Raises DomainError ``field_unknown`` or ``field_has_items``."""
    field = next((field for field in campaign.fields if field.code == code), None)
    if field is None:
        raise DomainError("field_unknown", field="field", value=code)
    if any(item.field == code for item in record.private.draft.items):
        raise conflict("field_has_items", field=f"fields.{code}", number=field.number, name=field.name)
    return _with_nil(record, (code,), edit)


def answer_rest_nil(
    record: SubmissionRecord, campaign: Campaign, shown: Collection[str], edit: Edit
) -> SubmissionChange | None:
    """Nil for those of the `shown` fields that are still unanswered; what was answered meanwhile stays."""
    codes = tuple(field.code for field in unanswered(record.private.draft, campaign) if field.code in shown)
    return _with_nil(record, codes, edit)


def unanswered(draft: Draft, campaign: Campaign) -> list[Field]:
    """The campaign's fields with neither a row nor a nil."""
    answered = {item.field for item in draft.items} | set(draft.nil_fields)
    return [field for field in campaign.fields if field.code not in answered]


def _with_nil(record: SubmissionRecord, codes: tuple[str, ...], edit: Edit) -> SubmissionChange | None:
    draft = record.private.draft
    fresh = tuple(code for code in codes if code not in draft.nil_fields)
    if not fresh:
        return None
    return rewritten(record, Draft(items=draft.items, nil_fields=(*draft.nil_fields, *fresh)), edit)
