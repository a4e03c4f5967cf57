"""A case with what others tell of it: what was delivered, where its items come from, what its clock goes by."""

from collections.abc import Iterable, Sequence

from services.review.cases.model.case import WAITING, CaseRecord
from services.review.cases.model.delivered import DeliveredCase, DeliveredRound, delivered
from services.review.cases.model.origins import Origins, is_report, units_behind
from services.review.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.forms import FormKind
from shared.contracts.items import Item
from shared.record.database import Document
from shared.rules.force import in_force
from shared.rules.ids import submission_id
from shared.rules.obligations import registrations_of


async def all_delivered(stores: Stores, cases: Sequence[Case]) -> list[DeliveredCase]:
    """Cases with what was delivered. Raises DomainError ``version_not_here``."""
    found = await stores.submissions.contents(case.submission for case in cases)
    return [delivered(case, found.get(case.submission)) for case in cases]


async def origins(
    stores: Stores, case: DeliveredCase, campaign: Campaign | None, rounds: Iterable[DeliveredRound]
) -> Origins:
    """Where the items of these rounds come from."""
    registered = await _registered(stores, case, campaign) if is_report(case) else {}
    return Origins(registered, await stores.names(units_behind(rounds)))


async def timed_by(stores: Stores, campaign: str) -> list[CaseRecord]:
    """The cases that wait and whose clock goes by a campaign: its own, and those of the campaigns that feed it."""
    fed = await stores.campaigns.find({"public.parents": campaign})
    campaigns = [campaign, *(copy.id for copy in fed)]
    query: Document = {"public.campaign": {"$in": campaigns}, "public.status": {"$in": sorted(WAITING)}}
    return await stores.cases.find(query)


async def parents(stores: Stores, campaign: Campaign | None) -> list[Campaign]:
    """The campaigns that one feeds, as far as this desk has heard of them."""
    if campaign is None or not campaign.parents:
        return []
    return list((await stores.campaigns.contents(campaign.parents)).values())


async def _registered(stores: Stores, case: Case, campaign: Campaign | None) -> dict[str, Item]:
    """By id, the items of a report as they were registered: by the submitter, or by whom it followed."""
    own = submission_id(case.campaign, FormKind.REGISTRATION, case.submitter)
    idents = registrations_of(campaign, case.form, case.submitter) if campaign else [own]
    submissions = (await stores.submissions.contents(idents)).values()
    versions = [in_force(submission, case.organisation) or submission.latest for submission in submissions]
    return {item.id: item for version in versions if version for item in version.content.items}
