"""What a person has to do: every form that the announced campaigns ask of the organisations he submits for."""

from dataclasses import dataclass
from datetime import datetime

from services.registration.domain.draft_items import unanswered
from services.registration.domain.drafts import SubmissionRecord, unsent
from services.registration.domain.obligations import Stage, due_of, stage, statuses
from services.registration.domain.submissions import OPEN_FORMS
from services.registration.store import Stores
from shared.contracts.campaigns import Campaign, CampaignStatus, Form
from shared.contracts.submissions import RecipientStatus, submission_id
from shared.deadlines import Deadline
from shared.identity import SUBMITTING, Actor


@dataclass(frozen=True)
class Standing:
    """Where a form stands with one recipient; `status` None while nothing was sent to it."""

    recipient: str
    status: RecipientStatus | None


@dataclass(frozen=True)
class Task:
    """One obligation: a form of a campaign, for an organisation.

    `submission` is the id to open, None while nothing was begun. `unsent`: something was typed since the last
    delivery. `answered`: how many of the campaign's fields the draft answers. `extended`: `due` is a later one.
    """

    campaign: Campaign
    form: Form
    organisation: str
    organisation_name: str
    submission: str | None
    unsent: bool
    answered: int
    standings: tuple[Standing, ...]
    stage: Stage
    due: Deadline

    @property
    def extended(self) -> bool:
        return self.due != self.form.period.due


async def tasks(stores: Stores, actor: Actor) -> list[Task]:
    """The person's obligations, what is most urgent first."""
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
    return sorted(found, key=lambda task: (task.stage, task.due.boundary, task.campaign.id, task.organisation))


async def names_of(stores: Stores, organisations: set[str]) -> dict[str, str]:
    """The short names of organisations, for a page."""
    found = await stores.organisations.find({"_id": {"$in": sorted(organisations)}})
    return {record.id: record.public.short_name for record in found}


def _task(
    campaign: Campaign, form: Form, organisation: tuple[str, str], record: SubmissionRecord | None, now: datetime
) -> Task:
    standing = statuses(record.public if record else None, campaign.recipients)
    opens_at, due = form.period.opens_at, due_of(campaign, form, organisation[0])
    fillable = form.kind in OPEN_FORMS and (opens_at is None or opens_at <= now)
    typed = record is not None and unsent(record)
    return Task(
        campaign=campaign,
        form=form,
        organisation=organisation[0],
        organisation_name=organisation[1],
        submission=record.id if record else None,
        unsent=typed,
        answered=len(campaign.fields) - len(unanswered(record.private.draft, campaign)) if record else 0,
        standings=tuple(Standing(recipient, status) for recipient, status in standing.items()),
        stage=stage(list(standing.values()), due, now, unsent=typed, fillable=fillable),
        due=due,
    )
