"""The work list: what is asked of somebody's organisations, where each stands, and what of it is worth showing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.registration.submissions.model.draft import SubmissionRecord, unsent
from services.registration.submissions.model.obligations import Stage, stage
from shared.contracts.submissions import RecipientStatus, Submission
from shared.forms.registry import kind_of
from shared.forms.values import Filling
from shared.rules.decisions import approved_version
from shared.rules.force import basis_of
from shared.rules.obligations import Obligation, statuses


@dataclass(frozen=True)
class Task:
    """An obligation as its unit sees it.

    `submission` is the id to open, None while nothing was begun. `unsent`: something was typed since the last
    delivery. `answered`: how many of the parts of its form (`total`) the draft answers. `standing`: where it stands
    with each recipient; None while nothing was sent to it.
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

    @property
    def whose(self) -> tuple[Stage, str, str, str]:
        """What it shares with the other periods of its form that stand as it does."""
        return self.stage, self.owed.campaign.id, self.owed.form.code, self.owed.organisation


def work_list(owed: Sequence[Obligation], begun: Mapping[str, SubmissionRecord], now: datetime) -> list[Task]:
    """What is worth showing of the obligations, the most urgent first.

    `begun`: by their ids the submissions that answer them, and those that reports rest on.
    """
    ordered = sorted(owed, key=lambda one: (one.due.boundary, one.campaign.id, one.organisation))
    tasks = sorted((_task(one, begun, now) for one in ordered), key=lambda task: task.stage)
    return _worth_showing([task for task in tasks if not _missed(task, now)])


def _missed(task: Task, now: datetime) -> bool:
    """Whether it is optional, its time is over and nothing was begun: nobody waits for it."""
    return task.owed.form.optional and task.submission is None and not task.owed.due.met_by(now)


def _worth_showing(tasks: Sequence[Task]) -> list[Task]:
    """Of the finished periods of a repeated form the newest, of those for later the next one; all others stay."""
    ordered = sorted(tasks, key=lambda task: task.owed.period.due.boundary)
    newest = {task.whose: task for task in ordered if task.stage is Stage.FINISHED}
    following = {task.whose: task for task in reversed(ordered) if task.stage is Stage.LATER}
    alone = newest | following
    return [task for task in tasks if alone.get(task.whose, task) is task]


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
