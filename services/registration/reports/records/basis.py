"""Which registered items a report has to answer."""

from services.registration.reports.model.report import basis_of
from services.registration.stores import Stores
from shared.contracts.campaigns import REPORTS, Campaign, FormKind
from shared.contracts.items import Item
from shared.contracts.submissions import Submission, submission_id


async def basis_for(stores: Stores, submission: Submission, campaign: Campaign) -> tuple[Item, ...]:
    """The items in force of the organisation's registration in the same campaign; none for a registration itself."""
    if submission.form not in REPORTS:
        return ()
    idents = registrations_of(campaign, submission.form, submission.organisation)
    found = await stores.submissions.several(idents)
    return basis_of([found[ident].public for ident in idents if ident in found], campaign)


def registrations_of(campaign: Campaign, kind: FormKind, organisation: str) -> list[str]:
    """Ids of the registrations that a report rests on: its own, and those of organisations that it followed."""
    owners = (organisation, *campaign.predecessors(kind, organisation))
    return [submission_id(campaign.id, FormKind.REGISTRATION, owner) for owner in owners]
