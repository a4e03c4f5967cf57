"""What a person has to do: every form that the announced campaigns ask of the organisations he submits for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.registration.context import Context
from services.registration.reports.model.report import basis_of
from services.registration.reports.records.opening import registrations_of
from services.registration.submissions.drafts.model.items import unanswered
from services.registration.submissions.model.draft import SubmissionRecord, unsent
from services.registration.submissions.model.obligations import Stage, due_of, stage, statuses
from shared.contracts.campaigns import REPORTS, Campaign, CampaignStatus, Form
from shared.contracts.submissions import RecipientStatus, Submission, submission_id
from shared.identity import SUBMITTING
from shared.language.deadlines import Deadline


@dataclass(frozen=True)
class Standing:
    """Where a form stands with one recipient; `status` None while nothing was sent to it."""

    recipient: str
    status: RecipientStatus | None


@dataclass(frozen=True)
class Task:
    """One obligation: a form of a campaign, for an organisation.

    `submission` is the id to open, None while nothing was begun. `unsent`: something was typed since the last
    delivery. `answered`: how many of the campaign's fields (for a report: of the registered items, `total`) the draft
    answers. `extended`: `due` is a later one. `unregistered`: a report without anything registered to report on.
    """

    campaign: Campaign
    form: Form
    organisation: str
    organisation_name: str
    submission: str | None
    unsent: bool
    answered: int
    total: int
    unregistered: bool
    standings: tuple[Standing, ...]
    stage: Stage
    due: Deadline

    @property
    def extended(self) -> bool:
        return self.due != self.form.period.due


async def tasks(context: Context) -> list[Task]:
    """The person's obligations, what is most urgent first."""
    own = set(context.actor.organisations(*SUBMITTING))
    if not own:
        return []
    places = ("public.obliged", "public.transfers.successor")
    query = {"public.status": CampaignStatus.ANNOUNCED.value, "$or": [{p: {"$in": sorted(own)}} for p in places]}
    campaigns = [record.public for record in await context.stores.campaigns.find(query)]
    obligations = [
        (campaign, form, organisation)
        for campaign in campaigns
        for form in campaign.forms
        for organisation in campaign.obliged_for(form.kind)
        if organisation in own
    ]
    idents = [submission_id(campaign.id, form.kind, organisation) for campaign, form, organisation in obligations]
    resting = [
        ident
        for campaign, form, organisation in obligations
        if form.kind in REPORTS
        for ident in registrations_of(campaign, form.kind, organisation)
    ]
    wanted = {"_id": {"$in": sorted({*idents, *resting})}}
    begun = {record.id: record for record in await context.stores.submissions.find(wanted)}
    names, now = await context.stores.names_of(own), context.stores.clock()
    found = [
        _task(campaign, form, (organisation, names.get(organisation, organisation)), begun, now)
        for campaign, form, organisation in obligations
    ]
    return sorted(found, key=lambda task: (task.stage, task.due.boundary, task.campaign.id, task.organisation))


def _task(
    campaign: Campaign,
    form: Form,
    organisation: tuple[str, str],
    begun: Mapping[str, SubmissionRecord],
    now: datetime,
) -> Task:
    record = begun.get(submission_id(campaign.id, form.kind, organisation[0]))
    idents = registrations_of(campaign, form.kind, organisation[0]) if form.kind in REPORTS else []
    registered = [begun[ident].public for ident in idents if ident in begun]
    standing = statuses(record.public if record else None, campaign.recipients)
    opens_at, due = form.period.opens_at, due_of(campaign, form, organisation[0])
    fillable = opens_at is None or opens_at <= now
    if form.kind in REPORTS and record is None and due.met_by(now):
        fillable = fillable and any(map(_approved, registered))  # a report comes after the registration's approval
    typed = record is not None and unsent(record)
    answered, total = _progress(campaign, form, record, registered)
    place = stage(list(standing.values()), due, now, unsent=typed, fillable=fillable)
    correcting = record is not None and any(recipient.correction for recipient in record.public.recipients)
    return Task(
        campaign=campaign,
        form=form,
        organisation=organisation[0],
        organisation_name=organisation[1],
        submission=record.id if record else None,
        unsent=typed,
        answered=answered,
        total=total,
        unregistered=form.kind in REPORTS and not total,
        standings=tuple(Standing(recipient, status) for recipient, status in standing.items()),
        stage=Stage.CORRECTION if correcting and place is not Stage.RETURNED else place,
        due=due,
    )


def _progress(
    campaign: Campaign, form: Form, record: SubmissionRecord | None, registered: Sequence[Submission]
) -> tuple[int, int]:
    """How many of how many fields, or of a report's items, the draft answers."""
    if form.kind not in REPORTS:
        total = len(campaign.fields)
        return (total - len(unanswered(record.private.draft, campaign)) if record else 0), total
    basis = {item.id for item in basis_of(registered, campaign)}
    results = record.private.draft.results if record else ()
    return sum(result.item in basis and result.outcome is not None for result in results), len(basis)


def _approved(registration: Submission) -> bool:
    return any(recipient.approved_version is not None for recipient in registration.recipients)
