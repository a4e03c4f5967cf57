"""Commands on a draft of Mẫu 1. Nothing of them leaves the organisation: no history, no event."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.registration.context import Context
from services.registration.submissions.drafts.model.items import ItemEdit, PutItem
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.edits import NO_BASELINE, Baseline, Edit, save
from services.registration.submissions.records.opening import OpenedSubmission, answering, edit, own, require_own_ids
from shared.errors import conflict, refuse
from shared.forms.initiatives.model import RegistrationDraft
from shared.runtime.commands import command


@dataclass(frozen=True)
class EditItems:
    """Rows of Mẫu 1, or the answers of its fields, are changed; one row over what the person saw of it."""

    submission: str
    edit: ItemEdit
    baseline: Baseline = NO_BASELINE

    @command("save-draft")
    async def run(self, context: Context) -> OpenedSubmission:
        """Raises DomainError as `own`, ``registration_expected``, and what the edit raises."""
        opened = await own(context, self.submission)
        if not isinstance(opened.draft, RegistrationDraft):
            raise conflict("registration_expected", id=self.submission)
        if isinstance(self.edit, PutItem):
            await require_own_ids(context.stores, opened.record, {self.edit.item.id: "id"})
        return await edit(context, opened, lambda r, by: self.edit.on(r, opened.campaign, by), self.baseline)


@dataclass(frozen=True)
class SaveDraft:
    """A draft is replaced by what a client sends, see `Kind.typed`. `expected`: the version that the person saw."""

    submission: str
    sent: Mapping[str, Any]
    expected: int | None = None

    @command("save-draft")
    async def run(self, context: Context) -> SubmissionRecord:
        """Raises pydantic.ValidationError, DomainError ``record_changed``, and ``draft_invalid`` or its only fault."""
        opened = await answering(context, await own(context, self.submission))
        kind, filling = opened.kind, opened.filling(context.now)
        typed = kind.typed.model_validate(self.sent)
        await require_own_ids(context.stores, opened.record, kind.own_ids(typed))
        fresh = [uuid.uuid4().hex for _ in self.sent.get("items", ())]

        def decide(record: SubmissionRecord, by: Edit) -> SubmissionChange | None:
            before = record.private.draft
            draft = kind.composed(typed, before, fresh)
            refuse("draft_invalid", kind.refused(draft, before, filling))
            return save(record, draft, self.expected, by)

        return (await edit(context, opened, decide)).record
