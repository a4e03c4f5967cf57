"""A case with what others tell of it: what was delivered, what is known beside it, what its clock goes by."""

from collections.abc import Sequence

from services.review.cases.model.case import WAITING, CaseRecord
from services.review.cases.model.delivered import DeliveredCase, DeliveredRound, delivered
from services.review.stores import Stores
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.items import Item
from shared.forms.registry import kind_of
from shared.forms.values import Background
from shared.record.database import Document
from shared.rules.force import in_force
from shared.rules.obligations import registrations_of


async def all_delivered(stores: Stores, cases: Sequence[Case]) -> list[DeliveredCase]:
    """Cases with what was delivered. Raises DomainError ``version_not_here``."""
    found = await stores.submissions.contents(case.submission for case in cases)
    return [delivered(case, found.get(case.submission)) for case in cases]


async def background(
    stores: Stores, case: DeliveredCase, campaign: Campaign | None, rounds: Sequence[DeliveredRound]
) -> Background:
    """What this desk has heard beside what these rounds say: the last is looked at, beside the one before it.

    Each of them is told in its own shape of the form.
    """
    contents = [round_.content for round_ in rounds]
    named = {unit for content in contents for unit in kind_of(content).organisations(content)}
    form = campaign.form(case.form) if campaign else None
    registered = await _registered(stores, case, campaign) if campaign else {}
    names = await stores.names(named)
    if form is None:
        return Background(campaign, None, registered, names)
    *_, earlier, now = (None, *[form.shaped(round_.shape) for round_ in rounds])
    return Background(campaign, now, registered, names, earlier)


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


async def _registered(stores: Stores, case: Case, campaign: Campaign) -> dict[str, Item]:
    """By id, the items that a report answers as they were registered: by the submitter, or by whom it followed."""
    idents = registrations_of(campaign, case.asked, case.submitter)
    submissions = (await stores.submissions.contents(idents)).values()
    versions = [in_force(submission, case.organisation) or submission.latest for submission in submissions]
    return {item.id: item for version in versions if version for item in version.content.items}
