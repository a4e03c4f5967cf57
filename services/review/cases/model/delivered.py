"""A case together with what was delivered: its rounds name versions, which the copy of the submission holds."""

from collections.abc import Iterable

from shared.contracts.cases import Case, Round
from shared.contracts.content import AnyContent
from shared.contracts.submissions import Submission, Version
from shared.contracts.types import Person
from shared.errors import DomainError, Kind


class DeliveredRound(Round):
    """A round with its version's content, in which of the form's shapes it is, and who delivered it."""

    content: AnyContent
    shape: int
    delivered_by: Person


class DeliveredCase(Case):
    """A case as it is read: with the content of every round."""

    rounds: tuple[DeliveredRound, ...]

    @property
    def current(self) -> DeliveredRound:
        return self.rounds[-1]


def delivered(case: Case, submission: Submission | None) -> DeliveredCase:
    """The case with what its submission's copy says. Raises DomainError ``version_not_here``."""
    rounds = tuple(_round(known, version_of(submission, known.version)) for known in case.rounds)
    return DeliveredCase(**dict(case) | {"rounds": rounds})


def version_of(submission: Submission | None, number: int) -> Version:
    """A version of a submission as last heard of.

    Raises DomainError ``version_not_here``: the copy is being written, or it was lost and its owner must be asked.
    """
    found = submission.version(number) if submission else None
    if found is None:
        raise DomainError("version_not_here", Kind.UNAVAILABLE, version=number)
    return found


def items_of(rounds: Iterable[Round], submission: Submission) -> dict[str, str]:
    """What the items of all these rounds say, by id; an item that is no longer sent as it was sent last."""
    here = {known.version for known in rounds}
    sent = (version for version in submission.versions if version.number in here)
    return {item.id: item.content for version in sent for item in version.content.items}


def _round(known: Round, version: Version) -> DeliveredRound:
    said = {"content": version.content, "shape": version.shape, "delivered_by": version.delivered_by}
    return DeliveredRound(**dict(known) | said)
