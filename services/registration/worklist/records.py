"""What a person has to do: every form that the announced campaigns ask of the organisations he submits for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.registration.campaigns.records import obligations_of
from services.registration.context import Context
from services.registration.submissions.model.draft import SubmissionRecord, unsent
from services.registration.submissions.model.obligations import Stage, stage
from shared.contracts.submissions import RecipientStatus, Submission
from shared.forms.kind import Filling
from shared.forms.registry import kind_of
from shared.identity import SUBMITTING
from shared.rules.decisions import approved_version
from shared.rules.force import basis_of
from shared.rules.obligations import Obligation, statuses


@dataclass(frozen=True)
class Task:
    """An obligation as its unit sees it.

    `submission` is the id to open, None while nothing was begun. `unsent`: something was typed since the last
    delivery. `answered`: how many of the campaign's fields (for a report: of the registered items, `total`) the draft
    answers. `standing`: where it stands with each recipient; None while nothing was sent to it.
    """

    owed: Obligation
    submission: str | None
    unsent: bool
    answered: int
    total: int
    standing: Mapping[str, RecipientStatus | None]
    stage: Stage

    @property
    def extended(self) -> bool:
        """Whether it is due later than the form."""
        return self.owed.due != self.owed.period.due

    @property
    def unregistered(self) -> bool:
        """Whether it is a report without anything registered to report on."""
        return self.owed.form.answers is not None and not self.total


async def tasks(context: Context) -> list[Task]:
    """The person's obligations, what is most urgent first."""
    own = context.actor.organisations(*SUBMITTING)
    owed = await obligations_of(context.stores, own) if own else []
    wanted = {ident for one in owed for ident in (one.submission, *one.registrations)}
    begun = await context.stores.submissions.several(wanted)
    owed = sorted(owed, key=lambda one: (one.due.boundary, one.campaign.id, one.organisation))
    found = sorted((_task(one, begun, context.now) for one in owed), key=lambda task: task.stage)
    return [task for task in found if not _missed(task, context.now) and _worth_showing(task, found)]


def _missed(task: Task, now: datetime) -> bool:
    """Whether it is optional, its time is over and nothing was begun: nobody waits for it."""
    return task.owed.form.optional and task.submission is None and not task.owed.due.met_by(now)


def _worth_showing(task: Task, found: Sequence[Task]) -> bool:
    """Of a repeated form only the newest finished period and the next one that comes are shown."""
    if task.owed.period.code is None or task.stage not in {Stage.FINISHED, Stage.LATER}:
        return True
    alike = [
        other.owed.period.due.boundary
        for other in found
        if other.stage is task.stage
        and (other.owed.campaign.id, other.owed.form.code, other.owed.organisation)
        == (task.owed.campaign.id, task.owed.form.code, task.owed.organisation)
    ]
    return task.owed.period.due.boundary == (max(alike) if task.stage is Stage.FINISHED else min(alike))


def _task(owed: Obligation, begun: Mapping[str, SubmissionRecord], now: datetime) -> Task:
    record = begun.get(owed.submission)
    registered = [begun[ident].public for ident in owed.registrations if ident in begun]
    standing = statuses(record.public if record else None, owed.campaign.recipients)
    opens_at, due = owed.period.opens_at, owed.due
    fillable = opens_at is None or opens_at <= now
    if owed.form.answers is not None and record is None and due.met_by(now):
        fillable = fillable and any(map(_approved, registered))  # a report comes after the registration's approval
    typed = record is not None and unsent(record)
    filling = Filling(owed.campaign, owed.form, owed.period, now, basis_of(registered, owed.campaign))
    answered, total = kind_of(owed.form).progress(record.private.draft if record else None, filling)
    place = stage(list(standing.values()), due, now, unsent=typed, fillable=fillable, optional=owed.form.optional)
    correcting = record is not None and any(recipient.correction for recipient in record.public.recipients)
    return Task(
        owed,
        submission=record.id if record else None,
        unsent=typed,
        answered=answered,
        total=total,
        standing=standing,
        stage=Stage.CORRECTION if correcting and place is not Stage.RETURNED else place,
    )


def _approved(registration: Submission) -> bool:
    return any(approved_version(recipient) is not None for recipient in registration.recipients)
