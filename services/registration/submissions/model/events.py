"""Whom a change of a submission is told, and by which event."""

from shared.contracts.submissions import Submission
from shared.record.record import Emit


def events_of(submission: Submission, event: str, concerned: tuple[str, ...]) -> tuple[Emit, ...]:
    """The events of a change: the concerned recipients hear of it by name, the others that the state is new."""
    others = tuple(r.organisation for r in submission.recipients if r.organisation not in concerned)
    return (Emit(event, concerned), *((Emit("submission.settled", others),) if others else ()))
