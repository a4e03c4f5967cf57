"""Where an obligation stands, seen by the unit that has it: whose turn it is, and how urgent."""

from collections.abc import Collection
from datetime import datetime
from enum import IntEnum

from shared.contracts.campaigns import Campaign, Form
from shared.contracts.submissions import Recipient, RecipientStatus, Submission
from shared.language.deadlines import Deadline

UNDONE = frozenset({None, RecipientStatus.RETURNED, RecipientStatus.WITHDRAWN})
"""With these it is the unit's turn; None: nothing was sent to the recipient yet."""
SETTLED = frozenset({RecipientStatus.APPROVED, RecipientStatus.REJECTED})
"""With these a recipient is done with the submission; a return asks for a new version."""


class Stage(IntEnum):
    """In the order in which a clerk should look at his obligations."""

    RETURNED = 1
    CORRECTION = 2
    OVERDUE = 3
    DUE = 4
    WAITING = 5
    FINISHED = 6
    LATER = 7


def is_settled(recipient: Recipient) -> bool:
    """Whether the recipient expects no new version: it decided for good, and no correction was asked for."""
    return recipient.status in SETTLED and recipient.correction is None


def due_of(campaign: Campaign, form: Form, organisation: str) -> Deadline:
    """Until when the unit has to send it: the extension where one was granted, else the form's own deadline."""
    extension = campaign.extension(organisation, form.kind)
    return extension.due if extension else form.period.due


def statuses(submission: Submission | None, recipients: Collection[str]) -> dict[str, RecipientStatus | None]:
    """The state with each of the campaign's recipients."""
    found = {recipient: submission.recipient(recipient) if submission else None for recipient in recipients}
    return {recipient: state.status if state else None for recipient, state in found.items()}


def stage(
    standing: Collection[RecipientStatus | None], due: Deadline, now: datetime, *, unsent: bool, fillable: bool
) -> Stage:
    """Where it stands. `unsent`: something was typed since the last delivery; `fillable`: its form is open."""
    undone = any(status in UNDONE for status in standing)
    if not undone and all(status in SETTLED for status in standing):
        return Stage.FINISHED
    if not undone and not unsent:
        return Stage.WAITING
    if not fillable:
        return Stage.LATER
    if RecipientStatus.RETURNED in standing:
        return Stage.RETURNED
    return Stage.OVERDUE if undone and not due.met_by(now) else Stage.DUE
