"""Opening a submission. Who may not read one is told that there is none."""

from collections.abc import Mapping
from typing import Any

from services.registration.context import Context
from services.registration.organisations.records.predecessors import inherited
from services.registration.stores import Stores
from services.registration.submissions.model import access
from services.registration.submissions.model.access import require_submitter
from services.registration.submissions.model.draft import SubmissionRecord
from shared.contracts.campaigns import Campaign
from shared.errors import DomainError, not_found


async def read(context: Context, ident: str) -> SubmissionRecord:
    """The record. Raises DomainError ``submission_not_found``, also for a person who may not know of it."""
    record = await context.stores.submissions.load(ident)
    if not access.may_read(context.actor, record.public) and not access.may_read(
        context.actor, record.public, await inherited(context)
    ):
        raise not_found("submission", ident)
    return record


async def own(context: Context, ident: str) -> tuple[SubmissionRecord, Campaign]:
    """A submission that the person may write, with its campaign.

    Raises DomainError ``submission_not_found`` or ``organisation_foreign``.
    """
    record = await read(context, ident)
    require_submitter(context.actor, record.public.organisation)
    return record, (await context.stores.campaigns.load(record.public.campaign)).public


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
