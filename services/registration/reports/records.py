"""Which registered items a report has to answer."""

from services.registration.reports.model.report import basis_of
from services.registration.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.items import Item
from shared.contracts.submissions import Submission
from shared.rules.obligations import registrations_of


async def basis_for(stores: Stores, submission: Submission, campaign: Campaign) -> tuple[Item, ...]:
    """The items in force of the organisation's registration in the same campaign; none for a registration itself."""
    idents = registrations_of(campaign, submission.form, submission.organisation)
    found = {record.id: record for record in await stores.submissions.find({"_id": {"$in": idents}})}
    return basis_of([found[ident].public for ident in idents if ident in found], campaign)
