"""Opening a submission, once a request. Who may not read one is told that there is none."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from services.registration.context import Context
from services.registration.organisations.records import inherited
from services.registration.stores import Stores
from services.registration.submissions.model import access
from services.registration.submissions.model.draft import (
    NO_BASELINE,
    Baseline,
    Draft,
    SubmissionChange,
    SubmissionRecord,
    require_typed,
)
from services.registration.submissions.model.edits import Edit
from shared.contracts.campaigns import Campaign
from shared.contracts.submissions import Submission
from shared.errors import DomainError, not_found


@dataclass(frozen=True)
class OpenedSubmission:
    """A submission with its plan."""

    record: SubmissionRecord
    campaign: Campaign

    @property
    def submission(self) -> Submission:
        return self.record.public

    @property
    def draft(self) -> Draft:
        return self.record.private.draft


async def read(context: Context, ident: str) -> SubmissionRecord:
    """The record. Raises DomainError ``submission_not_found``, also for a person who may not know of it."""
    record = await context.stores.submissions.load(ident)
    if not access.may_read(context.actor, record.public) and not access.may_read(
        context.actor, record.public, await inherited(context)
    ):
        raise not_found("submission", ident)
    return record


async def readable(context: Context, ident: str) -> OpenedSubmission:
    """A submission that the person may read. Raises DomainError ``submission_not_found``."""
    record = await read(context, ident)
    return OpenedSubmission(record, (await context.stores.campaigns.load(record.public.campaign)).public)


async def own(context: Context, ident: str) -> OpenedSubmission:
    """One that the person may write. Raises DomainError ``submission_not_found`` or ``organisation_foreign``."""
    opened = await readable(context, ident)
    access.require_submitter(context.actor, opened.submission.organisation)
    return opened


async def editable(context: Context, ident: str) -> OpenedSubmission:
    """One whose draft the person may edit. Raises as `own`, and DomainError ``draft_consolidated``."""
    opened = await own(context, ident)
    require_typed(opened.draft)
    return opened


Opened = TypeVar("Opened", bound=OpenedSubmission)
Decide = Callable[[SubmissionRecord, Edit], SubmissionChange | None]


async def edit(context: Context, opened: Opened, decide: Decide, baseline: Baseline = NO_BASELINE) -> Opened:
    """The draft as the person edits it: nobody else's matter, and never the repetition of an earlier edit.

    Raises DomainError ``draft_consolidated``, and what `decide` refuses.
    """
    by = Edit(context.actor.acting_for(opened.submission.organisation), context.now, baseline)

    def guarded(record: SubmissionRecord) -> SubmissionChange | None:
        require_typed(record.private.draft)
        return decide(record, by)

    update = context.stores.submissions.update
    return replace(opened, record=await update(opened.record.id, guarded, cause=f"draft:{uuid.uuid4()}"))


async def change(
    context: Context,
    ident: str,
    step: str,
    decide: Callable[[SubmissionRecord, Campaign], SubmissionChange],
    expected: int | None = None,
) -> SubmissionRecord:
    """A step of an own submission under the command's cause. Raises DomainError as `own`, and what `decide` refuses."""
    campaign = (await own(context, ident)).campaign
    return await context.stores.submissions.update(
        ident, lambda record: decide(record, campaign), cause=f"{context.cause}/{step}", expected=expected
    )


async def require_own_ids(stores: Stores, record: SubmissionRecord, places: Mapping[str, str]) -> None:
    """An initiative's id is its identity for good. `places` tells of each new id which input gave it.

    What the organisation itself once delivered is its own, also when it was consolidated upward under the same id.
    Raises DomainError ``item_id_taken`` for one of somebody else's.
    """
    if not places:
        return
    own_id = record.public.organisation
    taken = await _delivered(stores, set(places), {"$ne": own_id})
    if taken:
        taken -= await _delivered(stores, taken, own_id)
    for ident in (ident for ident in places if ident in taken):
        raise DomainError("item_id_taken", field=places[ident], value=ident)


async def _delivered(stores: Stores, idents: set[str], organisation: Any) -> set[str]:
    """Those of the ids that were delivered by such an organisation."""
    path = "public.versions.content.items.id"
    found = await stores.submissions.find({path: {"$in": sorted(idents)}, "public.organisation": organisation})
    versions = (version for record in found for version in record.public.versions)
    return idents & {item.id for version in versions for item in version.content.items}
