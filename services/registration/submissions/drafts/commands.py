"""Commands on a draft of Mẫu 1. Nothing of them leaves the organisation: no history, no event."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.registration.context import Context
from services.registration.submissions.drafts.model.items import ItemEdit, PutItem
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord, mark
from services.registration.submissions.model.edits import NO_BASELINE, Baseline, Edit, rewritten, save
from services.registration.submissions.records.below import told_below
from services.registration.submissions.records.opening import (
    OpenedSubmission,
    answering,
    edit,
    editable,
    own,
    require_own_ids,
)
from shared.errors import conflict, refuse
from shared.forms.initiatives.model import RegistrationDraft
from shared.forms.values import Written
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
class WriteDraft:
    """A draft is changed by what a browser sent from the editor's first page, see `Kind.written`.

    `seen`: the draft as the page showed it, where it shows it whole.
    """

    submission: str
    values: Mapping[str, str]
    seen: Baseline | None = None

    @command("save-draft")
    async def run(self, context: Context) -> Written:
        """Raises DomainError ``draft_overtaken`` when somebody else changed what was seen, and as the kind does."""
        opened = await answering(context, await editable(context, self.submission))
        kind, filling = opened.kind, opened.filling(context.now)

        def decide(record: SubmissionRecord, by: Edit) -> SubmissionChange | None:
            before = record.private.draft
            after = kind.written(self.values, before, filling).draft
            if after == before:
                return None
            if self.seen is not None and not self._is_seen(record):
                raise conflict("draft_overtaken")
            return rewritten(record, after, by)

        after = await edit(context, opened, decide, self.seen or NO_BASELINE)
        return kind.written(self.values, after.draft, filling)

    def _is_seen(self, record: SubmissionRecord) -> bool:
        """Whether nobody but this very page has written since it was opened."""
        assert self.seen is not None
        last = record.private.stamps[-1] if record.private.stamps else None
        own = last is not None and self.seen.page != "" and last.page == self.seen.page
        return own or mark(record.private.draft) == self.seen.mark


@dataclass(frozen=True)
class Gather:
    """A draft is made of what was sent below, see `Kind.gathered`; what is not added up stays as it was typed."""

    submission: str

    @command("save-draft")
    async def run(self, context: Context) -> OpenedSubmission:
        opened = await answering(context, await editable(context, self.submission))
        below, filling = await told_below(context, opened), opened.filling(context.now)

        def decide(record: SubmissionRecord, by: Edit) -> SubmissionChange | None:
            return save(record, opened.kind.gathered(record.private.draft, filling, below), None, by)

        return await edit(context, opened, decide)


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
