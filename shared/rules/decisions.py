"""What recipients decided: how decisions that were heard from several sides merge, and which of them holds."""

from collections.abc import Iterable

from shared.contracts.submissions import Correction, Decision, Outcome, Recipient, RecipientStatus, RevokedCorrection

DECIDED_AS = {Outcome.APPROVE: "approved", Outcome.RETURN: "returned", Outcome.REJECT: "rejected"}
"""What a decision makes of a case, of a submission with a recipient, of an item there and of an item further up."""
DECIDED = frozenset(RecipientStatus(state) for state in DECIDED_AS.values())
SETTLED = DECIDED - {RecipientStatus.RETURNED}
"""With these a recipient is done with the submission; a return asks for a new version."""


def merged(*told: Iterable[Decision]) -> tuple[Decision, ...]:
    """Everything that any side knows to be decided, once each, in the order of the versions. Of two tellings of one
    decision the last one counts."""
    known = {(one.version, one.decided_at): one for part in told for one in part}
    return tuple(known[key] for key in sorted(known))


def all_revoked(*told: Iterable[RevokedCorrection]) -> tuple[RevokedCorrection, ...]:
    """Everything that any side knows to be revoked, once each: what was revoked once stays so, whoever forgets it."""
    known = {(one.correction.asked_at, one.revoked_at): one for part in told for one in part}
    return tuple(known[key] for key in sorted(known))


def is_revoked(wish: Correction | None, revoked: Iterable[RevokedCorrection]) -> bool:
    """Whether a wish for a correction was taken back."""
    return any(one.correction == wish for one in revoked)


def decision_on(recipient: Recipient | None, version: int) -> Decision | None:
    """The decision that holds on a version: the last one that the recipient took on it."""
    taken = reversed(recipient.decisions) if recipient else ()
    return next((decision for decision in taken if decision.version == version), None)


def is_approved(recipient: Recipient | None, version: int) -> bool:
    """Whether what the recipient decided last on a version is its approval."""
    decision = decision_on(recipient, version)
    return decision is not None and decision.outcome is Outcome.APPROVE


def is_rejected(recipient: Recipient | None, version: int) -> bool:
    """Whether what the recipient decided last on a version is to reject it as a whole."""
    decision = decision_on(recipient, version)
    return decision is not None and decision.outcome is Outcome.REJECT


def approved_version(recipient: Recipient) -> int | None:
    """The newest version that was approved. It stays so while a correction is reviewed."""
    numbers = (decision.version for decision in recipient.decisions)
    return max((number for number in numbers if is_approved(recipient, number)), default=None)


def is_settled(recipient: Recipient) -> bool:
    """Whether the recipient expects no new version: it decided for good, and no correction was asked for."""
    return recipient.status in SETTLED and recipient.correction is None
