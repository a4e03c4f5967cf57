"""Commands on a draft of Mẫu 1. Nothing of them leaves the organisation: no history, no event."""

import uuid
from dataclasses import dataclass

from services.registration.context import Context
from services.registration.reports.records import basis_for
from services.registration.submissions.drafts.model.items import ItemEdit, PutItem
from services.registration.submissions.drafts.model.whole import TypedDraft, check_draft, compose
from services.registration.submissions.model.draft import SubmissionChange, SubmissionRecord
from services.registration.submissions.model.edits import NO_BASELINE, Baseline, Edit, save
from services.registration.submissions.records.opening import OpenedSubmission, edit, own, require_own_ids
from shared.contracts.campaigns import REPORTS
from shared.errors import conflict
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
        if opened.submission.form in REPORTS:
            raise conflict("registration_expected", id=self.submission)
        if isinstance(self.edit, PutItem):
            await require_own_ids(context.stores, opened.record, {self.edit.item.id: "id"})
        return await edit(context, opened, lambda r, by: self.edit.on(r, opened.campaign, by), self.baseline)


@dataclass(frozen=True)
class SaveDraft:
    """A whole draft is replaced. `expected`: the version that the person saw."""

    submission: str
    typed: TypedDraft
    expected: int | None = None

    @command("save-draft")
    async def run(self, context: Context) -> SubmissionRecord:
        """Raises DomainError ``record_changed`` and what the domain refuses."""
        typed, opened = self.typed, await own(context, self.submission)
        kind, campaign = opened.submission.form, opened.campaign
        basis = await basis_for(context.stores, opened.submission, campaign)
        if kind not in REPORTS:  # a report's rows are those of its basis
            places = {item.id: f"items.{n}.id" for n, item in enumerate(typed.items) if item.id}
            await require_own_ids(context.stores, opened.record, places)
        fresh = [uuid.uuid4().hex for _ in typed.items]

        def decide(record: SubmissionRecord, by: Edit) -> SubmissionChange | None:
            before = record.private.draft
            draft = compose(typed, before, fresh)
            check_draft(kind, draft, before, campaign, basis)
            return save(record, draft, self.expected, by)

        return (await edit(context, opened, decide)).record
