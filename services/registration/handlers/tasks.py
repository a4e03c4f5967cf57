"""What a person has to do: every form that the announced campaigns ask of the organisations he submits for."""

from dataclasses import dataclass
from datetime import datetime

from services.registration.domain.drafts import SubmissionPrivate, unsent
from services.registration.domain.submissions import OPEN_FORMS
from services.registration.store import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus, Form
from shared.contracts.submissions import RecipientStatus, Submission, submission_id
from shared.deadlines import Deadline
from shared.identity import SUBMITTING, Actor
from shared.records import Record

UNDONE = frozenset({None, RecipientStatus.RETURNED, RecipientStatus.WITHDRAWN})


@dataclass(frozen=True)
class Standing:
    """Where a form stands with one recipient; `status` None while nothing was sent to it."""

    recipient: str
    status: RecipientStatus | None


@dataclass(frozen=True)
class Task:
    """One obligation: a form of a campaign, for an organisation.

    `submission` is the id to open, None while nothing was begun. `unsent`: something was typed since the last
    delivery. `fillable`: this release has the form and its period has begun.
    """

    campaign: Campaign
    form: Form
    organisation: str
    organisation_name: str
    submission: str | None
    unsent: bool
    standings: tuple[Standing, ...]
    fillable: bool
    overdue: bool

    @property
    def due(self) -> Deadline:
        return self.form.period.due

    @property
    def to_do(self) -> bool:
        """Whether it is the organisation's turn: nothing was sent, it was sent back, or more was typed since."""
        return self.unsent or any(standing.status in UNDONE for standing in self.standings)


async def tasks(stores: Stores, actor: Actor) -> list[Task]:
    """The person's obligations, what is to be done first, then by deadline; and the names to show them with."""
    own = set(actor.organisations(*SUBMITTING))
    if not own:
        return []
    query = {"public.status": CampaignStatus.ANNOUNCED.value, "public.obliged": {"$in": sorted(own)}}
    campaigns = [record.public for record in await stores.campaigns.find(query)]
    obligations = [
        (campaign, form, organisation)
        for campaign in campaigns
        for form in campaign.forms
        for organisation in campaign.obliged
        if organisation in own
    ]
    idents = [submission_id(campaign.id, form.kind, organisation) for campaign, form, organisation in obligations]
    begun = {record.id: record for record in await stores.submissions.find({"_id": {"$in": idents}})}
    names, now = await names_of(stores, own), stores.clock()
    found = [
        _task(campaign, form, (organisation, names.get(organisation, organisation)), begun.get(ident), now)
        for (campaign, form, organisation), ident in zip(obligations, idents, strict=True)
    ]
    return sorted(found, key=lambda task: (not task.to_do, task.due.boundary, task.campaign.id, task.organisation))


async def names_of(stores: Stores, organisations: set[str]) -> dict[str, str]:
    """The short names of organisations, for a page."""
    found = await stores.organisations.find({"_id": {"$in": sorted(organisations)}})
    return {record.id: record.public.short_name for record in found}


def _task(
    campaign: Campaign,
    form: Form,
    organisation: tuple[str, str],
    record: Record[Submission, SubmissionPrivate] | None,
    now: datetime,
) -> Task:
    submission = record.public if record else None
    standings = tuple(Standing(recipient, _status(submission, recipient)) for recipient in campaign.recipients)
    opens_at, undone = form.period.opens_at, any(standing.status in UNDONE for standing in standings)
    return Task(
        campaign=campaign,
        form=form,
        organisation=organisation[0],
        organisation_name=organisation[1],
        submission=record.id if record else None,
        unsent=record is not None and unsent(record),
        standings=standings,
        fillable=form.kind in OPEN_FORMS and (opens_at is None or opens_at <= now),
        overdue=undone and not form.period.due.met_by(now),
    )


def _status(submission: Submission | None, recipient: str) -> RecipientStatus | None:
    found = submission.recipient(recipient) if submission else None
    return found.status if found else None
