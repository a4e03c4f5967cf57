"""Where the obliged organisations of a campaign stand with a form."""

from dataclasses import dataclass
from datetime import datetime

from services.registration.stores import Stores
from services.registration.submissions.model.draft import SubmissionRecord
from shared.contracts.campaigns import Campaign, Extension, Form
from shared.contracts.submissions import Recipient, SubmissionStatus
from shared.rules.lateness import Lateness, lateness
from shared.rules.obligations import Obligation


@dataclass(frozen=True)
class UnitState:
    """One organisation and form. `record` None: nothing was begun.

    `lateness`: of the newest delivery, with the extension of its moment; without one, by now.
    """

    organisation: str
    record: SubmissionRecord | None
    extension: Extension | None
    lateness: Lateness

    @property
    def delivered(self) -> bool:
        return self.record is not None and self.record.public.status is SubmissionStatus.DELIVERED

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
    owed = [Obligation(campaign, form, unit) for unit in units]
    wanted = {"_id": {"$in": [one.submission for one in owed]}}
    found = {record.id: record for record in await stores.submissions.find(wanted)}
    return [_state(one, found.get(one.submission), stores.clock()) for one in owed]


def _state(owed: Obligation, record: SubmissionRecord | None, now: datetime) -> UnitState:
    delivered = record is not None and record.public.status is SubmissionStatus.DELIVERED
    version = record.public.latest if record and delivered else None
    extension = owed.campaign.extension(owed.organisation, owed.form.kind)
    judged = lateness(version, version.extended_until) if version else owed.lateness(now)
    return UnitState(owed.organisation, record, extension, judged)


async def impact(stores: Stores, campaign: str) -> Impact:
    """How many submissions a change of the campaign meets."""
    query = {"public.campaign": campaign}
    delivered = {**query, "public.status": SubmissionStatus.DELIVERED.value}
    return Impact(await stores.submissions.count(query), await stores.submissions.count(delivered))
