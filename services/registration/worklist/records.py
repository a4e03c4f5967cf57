"""What a person has to do: every form that the announced campaigns ask of the organisations he submits for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.registration.context import Context
from services.registration.reports.model.report import basis_of
from services.registration.submissions.drafts.model.items import unanswered
from services.registration.submissions.model.draft import SubmissionRecord, unsent
from services.registration.submissions.model.obligations import Stage, stage
from shared.contracts.campaigns import REPORTS, Campaign, CampaignStatus, Form
from shared.contracts.submissions import RecipientStatus, Submission
from shared.identity import SUBMITTING
from shared.language.deadlines import Deadline
from shared.rules.decisions import approved_version
from shared.rules.obligations import Obligation, obligations, statuses


@dataclass(frozen=True)
class Task:
    """One obligation: a form of a campaign, for an organisation.

    `submission` is the id to open, None while nothing was begun. `unsent`: something was typed since the last
    delivery. `answered`: how many of the campaign's fields (for a report: of the registered items, `total`) the draft
    answers. `extended`: `due` is a later one. `unregistered`: a report without anything registered to report on.
    `standings`: by recipient, None while nothing was sent to it.
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
    standings: dict[str, RecipientStatus | None]
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
    owed = [one for campaign in campaigns for one in obligations(campaign) if one.organisation in own]
    wanted = {"_id": {"$in": sorted({ident for one in owed for ident in (one.submission, *one.registrations)})}}
    begun = {record.id: record for record in await context.stores.submissions.find(wanted)}
    names, now = await context.stores.names_of(own), context.stores.clock()
    found = [_task(one, names.get(one.organisation, one.organisation), begun, now) for one in owed]
    return sorted(found, key=lambda task: (task.stage, task.due.boundary, task.campaign.id, task.organisation))


def _task(owed: Obligation, name: str, begun: Mapping[str, SubmissionRecord], now: datetime) -> Task:
    campaign, form, due = owed.campaign, owed.form, owed.due
    record = begun.get(owed.submission)
    registered = [begun[ident].public for ident in owed.registrations if ident in begun]
    standing = statuses(record.public if record else None, campaign.recipients)
    opens_at = form.period.opens_at
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
        organisation=owed.organisation,
        organisation_name=name,
        submission=record.id if record else None,
        unsent=typed,
        answered=answered,
        total=total,
        unregistered=form.kind in REPORTS and not total,
        standings=standing,
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
    return any(approved_version(recipient) is not None for recipient in registration.recipients)
