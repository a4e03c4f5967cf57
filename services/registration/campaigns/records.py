"""Campaigns as lists and pages show them, which forms they oblige organisations to, and where these stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from services.registration.campaigns.model.deadlines import warnings
from services.registration.campaigns.model.periods import offered
from services.registration.consolidation.records.feeding import parents
from services.registration.context import Context
from services.registration.stores import Stores
from services.registration.submissions.model.draft import SubmissionRecord
from shared.contracts.campaigns import Campaign, CampaignStatus, DeadlineWarning, Extension
from shared.contracts.forms import Form, Period
from shared.contracts.submissions import Recipient, RecipientStatus, SubmissionStatus
from shared.forms.registry import kind_of
from shared.language.vietnamese import fold
from shared.rules.lateness import Lateness, lateness
from shared.rules.obligations import Obligation, asked_of, is_owed, obligations

NEWEST_FIRST = (("public.year", -1), ("_id", 1))


@dataclass(frozen=True)
class UnitState:
    """One organisation, form and period. `record` None: nothing was begun.

    `lateness`: of the newest delivery, with the extension of its moment; without one, by now.
    """

    organisation: str
    record: SubmissionRecord | None
    delivered: bool
    extension: Extension | None
    lateness: Lateness

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        return self.record.public.recipients if self.record and self.delivered else ()


@dataclass(frozen=True)
class Impact:
    """What an amendment meets: how many submissions were begun, and how many of them delivered."""

    begun: int
    delivered: int


async def unit_states(
    stores: Stores, campaign: Campaign, form: Form, period: Period, units: tuple[str, ...]
) -> list[UnitState]:
    """Where some of the organisations stand with a form in a period, in the given order."""
    owed = [Obligation(campaign, form, period, unit) for unit in units]
    found = await stores.submissions.several(one.submission for one in owed)
    return [_state(one, found.get(one.submission), stores.clock()) for one in owed]


def _state(owed: Obligation, record: SubmissionRecord | None, now: datetime) -> UnitState:
    delivered = record is not None and record.public.status is SubmissionStatus.DELIVERED
    version = record.public.latest if record and delivered else None
    extension = owed.campaign.extension(owed.organisation, owed.asked)
    judged = lateness(version, version.extended_until) if version else owed.lateness(now)
    return UnitState(owed.organisation, record, delivered, extension, judged)


@dataclass(frozen=True)
class OwnForm:
    """A form that a person can fill in for an organisation, and whether it is begun."""

    owed: Obligation
    begun: bool

    @property
    def reports(self) -> bool:
        """Whether it is called a báo cáo."""
        return kind_of(self.owed.form).reports


async def own_forms(stores: Stores, campaign: Campaign, organisations: Collection[str]) -> list[OwnForm]:
    """What organisations can fill in now: of a form that is repeated the periods that are open and not finished, and
    the one to come."""
    asked = [
        (form, period, frozenset(asked_of(campaign, form.asked_in(period))))
        for form in campaign.forms
        for period in offered(form, stores.clock())
    ]
    own = [
        Obligation(campaign, form, period, place)
        for place in organisations
        for form, period, places in asked
        if place in places
    ]
    repeated = await stores.submissions.several(one.submission for one in own if one.period.code)
    once = await stores.submissions.existing(one.submission for one in own if not one.period.code) if own else ()
    return [
        OwnForm(one, one.submission in repeated or one.submission in once)
        for one in own
        if one.submission not in repeated or is_owed(repeated[one.submission].public, campaign.recipients)
    ]


async def impact(stores: Stores, campaign: str) -> Impact:
    """How many submissions a change of the campaign meets."""
    query = {"public.campaign": campaign}
    delivered = {**query, "public.status": SubmissionStatus.DELIVERED.value}
    return Impact(await stores.submissions.count(query), await stores.submissions.count(delivered))


@dataclass(frozen=True)
class FormUse:
    """What units have made of a form: how many began it, delivered it, and were returned it."""

    begun: int = 0
    delivered: int = 0
    returned: int = 0

    @property
    def drafts(self) -> int:
        """How many are typed and were never delivered, or taken back."""
        return self.begun - self.delivered


async def form_uses(stores: Stores, campaign: Campaign) -> dict[str, FormUse]:
    """By the code of each form, in all its periods."""

    async def use(form: Form) -> FormUse:
        query = {"public.campaign": campaign.id, "public.form": form.code}
        delivered = {**query, "public.status": SubmissionStatus.DELIVERED.value}
        returned = {**delivered, "public.recipients.status": RecipientStatus.RETURNED.value}
        return FormUse(*[await stores.submissions.count(one) for one in (query, delivered, returned)])

    if campaign.status is CampaignStatus.DRAFT:
        return {form.code: FormUse() for form in campaign.forms}
    return {form.code: await use(form) for form in campaign.forms}


async def search(
    context: Context,
    status: CampaignStatus | None,
    issuer: str | None = None,
    text: str = "",
    *,
    skip: int = 0,
    limit: int,
) -> tuple[list[Campaign], int]:
    """A page of the campaigns in a state, of an issuer, with these words in the number, the title or the id, the newest
    year first; and how many there are."""
    campaigns = context.stores.campaigns
    query: dict[str, object] = {"public.status": status.value} if status else {}
    query |= {"public.issuer": issuer} if issuer else {}
    if not text:
        found = await campaigns.find(query, sort=NEWEST_FIRST, skip=skip, limit=limit)
        return [record.public for record in found], await campaigns.count(query)
    words = fold(text)
    every = [record.public for record in await campaigns.find(query, sort=NEWEST_FIRST)]
    fitting = [campaign for campaign in every if words in fold(f"{campaign.number} {campaign.title} {campaign.id}")]
    return fitting[skip : skip + limit], len(fitting)


async def preview(context: Context, campaign: Campaign) -> tuple[DeadlineWarning, ...]:
    """The warnings that announcing the campaign as it stands would give."""
    return warnings(campaign, [*(await parents(context.stores, campaign.parents)).values()])


async def obligations_of(
    stores: Stores, organisations: Collection[str], campaign: str | None = None
) -> list[Obligation]:
    """What organisations owe in the announced campaigns, or in one of them."""
    campaigns = await obliging(stores, organisations, CampaignStatus.ANNOUNCED, only=campaign)
    return [one for found in campaigns for one in obligations(found) if one.organisation in organisations]


async def obliging(
    stores: Stores, organisations: Collection[str], *states: CampaignStatus, only: str | None = None
) -> list[Campaign]:
    """The campaigns in one of the states that oblige one of the organisations, from the start or by a transfer."""
    those = {"$in": sorted(organisations)}
    query = {
        "public.status": {"$in": [state.value for state in states]},
        "$or": [{"public.obliged": those}, {"public.transfers.successor": those}],
        **({"_id": only} if only else {}),
    }
    return [record.public for record in await stores.campaigns.find(query)]
