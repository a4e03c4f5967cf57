"""One row of a draft at a time, so that two people who type in different rows never disturb each other.

An edit is a value that makes one draft of another, and nothing where the draft already says so. A row is saved against
the row as the person saw it. What somebody else wrote into the same row meanwhile is never written over: the save is
refused with ``item_changed``, and the person chooses.
"""

from collections.abc import Collection
from dataclasses import dataclass

from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.edits import Edit, require_unchanged, rewritten
from shared.contracts.campaigns import Campaign
from shared.errors import DomainError, conflict
from shared.forms.draft import ITEM_LIMIT
from shared.forms.initiatives.check import unanswered
from shared.forms.initiatives.edits import answered_nil, with_nil, with_reasons
from shared.forms.initiatives.model import DraftItem, RegistrationDraft, drafted


@dataclass(frozen=True)
class PutItem:
    """The row written into the draft, its field no longer nil."""

    item: DraftItem

    def on(self, record: SubmissionRecord, campaign: Campaign, edit: Edit) -> SubmissionChange | None:
        """Raises DomainError ``field_unknown``, ``item_changed`` or ``too_many_items``."""
        item, draft = self.item, drafted(record.private.draft)
        if item.field not in campaign.field_codes:
            raise DomainError("field_unknown", field="field", value=item.field)
        current, after = draft.item(item.id), draft.with_item(item)
        if after == draft:
            return None
        if item != current:
            require_unchanged(record, item.id, current, edit)
        if current is None and len(draft.items) >= ITEM_LIMIT:
            raise conflict("too_many_items", limit=ITEM_LIMIT)
        return rewritten(record, after, edit)


@dataclass(frozen=True)
class RemoveItem:
    """The row taken out of the draft."""

    item: str

    def on(self, record: SubmissionRecord, _: Campaign, edit: Edit) -> SubmissionChange | None:
        """Raises DomainError ``item_changed``."""
        draft = drafted(record.private.draft)
        current = draft.item(self.item)
        if current is None:
            return None
        require_unchanged(record, self.item, current, edit)
        return rewritten(record, draft.without(self.item), edit)


@dataclass(frozen=True)
class AnswerNil:
    """The field answered with an explicit nil."""

    field: str

    def on(self, record: SubmissionRecord, campaign: Campaign, edit: Edit) -> SubmissionChange | None:
        """Raises DomainError ``field_unknown`` or ``field_has_items``."""
        return _nil(record, answered_nil(drafted(record.private.draft), campaign, self.field), edit)


@dataclass(frozen=True)
class AnswerRestNil:
    """Nil for those of the `shown` fields that are still unanswered, for one reason; what was answered meanwhile stays,
    and so does a reason that a field has already."""

    shown: Collection[str]
    reason: str = ""

    def on(self, record: SubmissionRecord, campaign: Campaign, edit: Edit) -> SubmissionChange | None:
        """Raises pydantic.ValidationError for a reason that cannot be kept."""
        draft = drafted(record.private.draft)
        codes = tuple(field.code for field in unanswered(draft, campaign) if field.code in self.shown)
        reasons = {code: self.reason for code in codes if not draft.nil_reasons.get(code)}
        return _nil(record, with_reasons(with_nil(draft, codes), reasons), edit)


ItemEdit = PutItem | RemoveItem | AnswerNil | AnswerRestNil


def _nil(record: SubmissionRecord, draft: RegistrationDraft, edit: Edit) -> SubmissionChange | None:
    return None if draft == record.private.draft else rewritten(record, draft, edit)
