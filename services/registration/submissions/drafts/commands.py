"""Commands on a draft of Mẫu 1. Nothing of them leaves the organisation: no history, no event."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from services.registration.context import Context
from services.registration.reports.records import basis_for
from services.registration.submissions.drafts.model import items
from services.registration.submissions.drafts.model.check import check_draft
from services.registration.submissions.drafts.model.whole import TypedDraft, compose, new_ids
from services.registration.submissions.model.draft import (
    Baseline,
    DraftItem,
    SubmissionChange,
    SubmissionRecord,
    own_ids,
)
from services.registration.submissions.model.edits import Edit, save
from services.registration.submissions.records.opening import OpenedSubmission, edit, own, require_own_ids
from shared.contracts.campaigns import REPORTS
from shared.errors import conflict
from shared.runtime.commands import command


@dataclass(frozen=True)
class SaveItem:
    """A row is saved as it was typed over what the person saw."""

    submission: str
    item: DraftItem
    baseline: Baseline

    @command("save-draft")
    async def run(self, context: Context) -> OpenedSubmission:
        """Raises DomainError ``item_changed`` when somebody else changed the row since it was seen."""
        item, opened = self.item, await _registration(context, self.submission)
        await require_own_ids(
            context.stores, opened.record, {} if item.id in own_ids(opened.record) else {item.id: "id"}
        )
        return await edit(context, opened, lambda r, by: items.put_item(r, opened.campaign, item, by), self.baseline)


@dataclass(frozen=True)
class RemoveItem:
    """A row is taken out as the person saw it."""

    submission: str
    item: str
    baseline: Baseline

    @command("save-draft")
    async def run(self, context: Context) -> OpenedSubmission:
        """Raises DomainError ``item_changed`` when somebody else changed the row since it was seen."""
        opened = await _registration(context, self.submission)
        return await edit(context, opened, lambda r, by: items.remove_item(r, self.item, by), self.baseline)


@dataclass(frozen=True)
class AnswerNil:
    """A field is answered with an explicit nil."""

    submission: str
    field: str

    @command("save-draft")
    async def run(self, context: Context) -> OpenedSubmission:
        """Raises DomainError ``field_has_items``."""
        opened = await _registration(context, self.submission)
        return await edit(context, opened, lambda r, by: items.answer_nil(r, opened.campaign, self.field, by))


@dataclass(frozen=True)
class AnswerRestNil:
    """Those of the named fields that are still open are answered with an explicit nil; other answers stay."""

    submission: str
    fields: Collection[str]

    @command("save-draft")
    async def run(self, context: Context) -> OpenedSubmission:
        opened = await _registration(context, self.submission)
        return await edit(context, opened, lambda r, by: items.answer_rest_nil(r, opened.campaign, self.fields, by))


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
            new = new_ids(typed, opened.record)
            places = {item.id: f"items.{n}.id" for n, item in enumerate(typed.items) if item.id in new}
            await require_own_ids(context.stores, opened.record, places)
        fresh = [uuid.uuid4().hex for _ in typed.items]

        def decide(record: SubmissionRecord, by: Edit) -> SubmissionChange | None:
            before = record.private.draft
            draft = compose(typed, before, fresh)
            check_draft(kind, draft, before, campaign, basis)
            return save(record, draft, self.expected, by)

        return (await edit(context, opened, decide)).record


async def _registration(context: Context, ident: str) -> OpenedSubmission:
    """Raises DomainError as `own`, and ``registration_expected``."""
    opened = await own(context, ident)
    if opened.submission.form in REPORTS:
        raise conflict("registration_expected", id=ident)
    return opened
