"""What a unit is asked to mend: the returns that still want a new version."""

from dataclasses import dataclass

from shared.contracts.submissions import Decision, ItemDecision, Outcome, RecipientStatus, Submission


@dataclass(frozen=True)
class Return:
    """A recipient that sent the submission back, and its decision."""

    recipient: str
    decision: Decision

    def of(self, item: str) -> ItemDecision | None:
        """What it said of one item, where that asks for something."""
        found = next((d for d in self.decision.items if d.item == item), None)
        return found if found and (found.reason or found.outcome is not Outcome.APPROVE) else None


def returns(submission: Submission) -> list[Return]:
    """The returns that still ask for a new version."""
    return [
        Return(recipient.organisation, recipient.decisions[-1])
        for recipient in submission.recipients
        if recipient.status is RecipientStatus.RETURNED and recipient.decisions
    ]
