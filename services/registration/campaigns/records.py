"""Campaigns as lists and pages show them, and where their obliged organisations stand with a form."""

from dataclasses import dataclass

from services.registration.campaigns.model import deadline_graph
from services.registration.consolidation.records.feeding import parents
from services.registration.context import Context
from services.registration.stores import Stores
from services.registration.submissions.model.draft import SubmissionRecord
from shared.contracts.campaigns import Campaign, CampaignStatus, DeadlineWarning, Extension, Form
from shared.contracts.submissions import Recipient, SubmissionStatus, Version, submission_id
from shared.language.vietnamese import fold

NEWEST_FIRST = (("public.year", -1), ("_id", 1))


@dataclass(frozen=True)
class CampaignFilter:
    """Which campaigns are wanted: in a state, of an issuer, with these words in the number, the title or the id."""

    status: CampaignStatus | None = None
    issuer: str | None = None
    text: str = ""


@dataclass(frozen=True)
class UnitState:
    """One organisation and form. `record` None: nothing was begun. `overdue`: nothing delivered by its own deadline."""

    organisation: str
    record: SubmissionRecord | None
    extension: Extension | None
    overdue: bool

    @property
    def delivered(self) -> bool:
        return self.record is not None and self.record.public.status is SubmissionStatus.DELIVERED

    @property
    def version(self) -> Version | None:
        return self.record.public.latest if self.record and self.delivered else None

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        return self.record.public.recipients if self.record and self.delivered else ()


@dataclass(frozen=True)
class Impact:
    """What an amendment meets: how many submissions were begun, and how many of them delivered."""

    begun: int
    delivered: int


async def unit_states(stores: Stores, campaign: Campaign, form: Form, units: tuple[str, ...]) -> list[UnitState]:
    """The states of some of the obliged organisations, in the given order."""
    idents = {unit: submission_id(campaign.id, form.kind, unit) for unit in units}
    found = {record.id: record for record in await stores.submissions.find({"_id": {"$in": list(idents.values())}})}
    late = not form.period.due.met_by(stores.clock())
    states = [
        UnitState(unit, found.get(ident), campaign.extension(unit, form.kind), overdue=late)
        for unit, ident in idents.items()
    ]
    return [
        state if not state.delivered else UnitState(state.organisation, state.record, state.extension, overdue=False)
        for state in states
    ]


async def impact(stores: Stores, campaign: str) -> Impact:
    """How many submissions a change of the campaign meets."""
    query = {"public.campaign": campaign}
    delivered = {**query, "public.status": SubmissionStatus.DELIVERED.value}
    return Impact(await stores.submissions.count(query), await stores.submissions.count(delivered))


async def search(context: Context, wanted: CampaignFilter, *, skip: int, limit: int) -> tuple[list[Campaign], int]:
    """A page of the matching campaigns, the newest year first, and how many match."""
    campaigns = context.stores.campaigns
    query: dict[str, object] = {"public.status": wanted.status.value} if wanted.status else {}
    query |= {"public.issuer": wanted.issuer} if wanted.issuer else {}
    if not wanted.text:
        found = await campaigns.find(query, sort=NEWEST_FIRST, skip=skip, limit=limit)
        return [record.public for record in found], await campaigns.count(query)
    words = fold(wanted.text)
    every = [record.public for record in await campaigns.find(query, sort=NEWEST_FIRST)]
    fitting = [campaign for campaign in every if words in fold(f"{campaign.number} {campaign.title} {campaign.id}")]
    return fitting[skip : skip + limit], len(fitting)


async def preview(context: Context, campaign: Campaign) -> tuple[DeadlineWarning, ...]:
    """The warnings that announcing the campaign as it stands would give."""
    return deadline_graph.warnings(campaign, [*(await parents(context.stores, campaign.parents)).values()])
