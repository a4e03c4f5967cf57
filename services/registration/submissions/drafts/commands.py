"""Commands on one row or field of a draft. Nothing of them leaves the organisation: no history, no event."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime

from services.registration.context import Context
from services.registration.reports.records import basis_for
from services.registration.submissions.drafts.model import items as domain
from services.registration.submissions.drafts.model.check import check_draft
from services.registration.submissions.model import draft as drafts
from services.registration.submissions.model.draft import (
    DraftItem,
    Seen,
    SubmissionChange,
    SubmissionRecord,
    TypedDraft,
    own_ids,
    require_typed,
)
from services.registration.submissions.records.opening import own, require_own_ids
from shared.contracts.campaigns import REPORTS, Campaign
from shared.contracts.people import Person
from shared.errors import conflict
from shared.runtime.commands import command

Decision = Callable[[SubmissionRecord, Campaign, Person, datetime], SubmissionChange | None]


async def put_item(context: Context, ident: str, item: DraftItem, seen: Seen) -> SubmissionRecord:
    """Saves a row. Raises DomainError ``item_changed`` when somebody else changed it since it was seen."""
    record, _ = await own(context, ident)
    await require_own_ids(context.stores, record, {} if item.id in own_ids(record) else {item.id: "id"})
    return await _change(
        context,
        ident,
        lambda current, campaign, person, now: domain.put_item(current, campaign, item, seen, person=person, now=now),
    )


async def remove_item(context: Context, ident: str, item: str, seen: Seen) -> SubmissionRecord:
    """Takes a row out. Raises DomainError ``item_changed`` when somebody else changed it since it was seen."""
    return await _change(
        context, ident, lambda current, _, person, now: domain.remove_item(current, item, seen, person=person, now=now)
    )


async def answer_nil(context: Context, ident: str, code: str) -> SubmissionRecord:
    """Answers a field with an explicit nil. Raises DomainError ``field_has_items``."""
    return await _change(
        context,
        ident,
        lambda current, campaign, person, now: domain.answer_nil(current, campaign, code, person=person, now=now),
    )


async def answer_rest_nil(context: Context, ident: str, shown: Collection[str]) -> SubmissionRecord:
    """Answers those of the shown fields that are still open with an explicit nil."""
    return await _change(
        context,
        ident,
        lambda current, campaign, person, now: domain.answer_rest_nil(current, campaign, shown, person=person, now=now),
    )


@command("save-draft")
async def _change(context: Context, ident: str, decide: Decision) -> SubmissionRecord:
    record, campaign = await own(context, ident)
    if record.public.form in REPORTS:
        raise conflict("registration_expected", id=ident)
    person = context.actor.acting_for(record.public.organisation)
    return await context.stores.submissions.update(
        ident,
        lambda current: decide(_typed(current), campaign, person, context.stores.clock()),
        cause=f"draft:{uuid.uuid4()}",
    )


def _typed(record: SubmissionRecord) -> SubmissionRecord:
    """Raises DomainError ``draft_consolidated``."""
    require_typed(record.private.draft)
    return record


@command("save-draft")
async def save_draft(context: Context, ident: str, typed: TypedDraft, *, expected: int | None) -> SubmissionRecord:
    """Keeps what was typed; no event. Raises DomainError ``record_changed`` and what the domain refuses."""
    record, campaign = await own(context, ident)
    new = drafts.new_ids(typed, record)
    places = {item.id: f"items.{n}.id" for n, item in enumerate(typed.items) if item.id in new}
    basis = await basis_for(context.stores, record.public, campaign)
    if record.public.form not in REPORTS:  # a report's rows are those of its basis
        await require_own_ids(context.stores, record, places)
    fresh = [uuid.uuid4().hex for _ in typed.items]
    person, now = context.actor.acting_for(record.public.organisation), context.stores.clock()

    def decide(current: SubmissionRecord) -> drafts.SubmissionChange | None:
        drafts.require_typed(current.private.draft)
        draft = drafts.compose(typed, current.private.draft, fresh)
        check_draft(record.public.form, draft, current.private.draft, campaign, basis)
        return drafts.save(current, draft, expected, person, now)

    return await context.stores.submissions.update(ident, decide, cause=f"draft:{uuid.uuid4()}")
