"""What lower organisations registered and this one approved: offered for consolidation, and watched afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from shared.contracts.items import Item, ItemSource
from shared.contracts.submissions import Outcome, Submission, SubmissionStatus
from shared.errors import conflict
from shared.rules.decisions import decision_on
from shared.rules.force import in_force, items_in_force, withdrawn_items

ItemKey = tuple[str, str]
"""Where an item stands: its submission, and its id in it."""


class Change(StrEnum):
    """What became of an item since it was taken over."""

    CORRECTED = "corrected"  # another version with another wording was approved
    UNDECIDED = "undecided"  # the decision was taken back and there is no new one
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"  # the version in force no longer has it


@dataclass(frozen=True)
class Offer:
    """An approved item, as its organisation registered it."""

    source: ItemSource
    item: Item

    @property
    def key(self) -> ItemKey:
        return key_of(self.source)


class Registrations:
    """The registrations of one campaign that were addressed to the consolidating organisation."""

    def __init__(self, submissions: Iterable[Submission], organisation: str) -> None:
        self._submissions = {submission.id: submission for submission in submissions}
        self.offers = {offer.key: offer for one in self._submissions.values() for offer in _offers(one, organisation)}
        """Every item that is approved and in force, in the order of the submissions and their rows."""
        self._organisation = organisation

    def offered(self, keys: Iterable[ItemKey]) -> list[Offer]:
        """Some of the offers. Raises DomainError ``offer_unknown``."""
        wanted = list(keys)
        for submission, item in wanted:
            if (submission, item) not in self.offers:
                raise conflict("offer_unknown", field="items", submission=submission, item=item)
        return [self.offers[key] for key in wanted]

    def taken(self, source: ItemSource) -> Item | None:
        """The item as it was when it was taken over."""
        submission = self._submissions.get(source.submission)
        version = submission.version(source.version) if submission else None
        return version.content.item(source.item) if version else None

    def change(self, source: ItemSource) -> Change | None:
        """What became of it since; None while it is as it was."""
        offer = self.offers.get(key_of(source))
        if offer is not None:
            same = offer.source.version == source.version or offer.item == self.taken(source)
            return None if same else Change.CORRECTED
        submission = self._submissions.get(source.submission)
        if submission is None or submission.status is not SubmissionStatus.DELIVERED:
            return Change.WITHDRAWN
        if source.item in withdrawn_items(submission):
            return Change.WITHDRAWN
        return _undone(submission, source.item, self._organisation)

    def gone(self, source: ItemSource) -> bool:
        """Whether the item is not in force any more: nothing may rest on it alone."""
        return self.change(source) not in {None, Change.CORRECTED}

    def left(self, sources: Sequence[ItemSource]) -> bool:
        """Whether something was taken over and nothing of it is in force any more."""
        return bool(sources) and all(self.gone(source) for source in sources)


def key_of(source: ItemSource) -> ItemKey:
    return source.submission, source.item


def _offers(submission: Submission, organisation: str) -> list[Offer]:
    version = in_force(submission, organisation)
    decision = decision_on(submission.recipient(organisation), version.number) if version else None
    if version is None or decision is None or decision.outcome is not Outcome.APPROVE:
        return []
    source = partial(ItemSource, submission=submission.id, organisation=submission.organisation, version=version.number)
    approved = [item for item in items_in_force(submission, organisation) if decision.on(item.id) is Outcome.APPROVE]
    return [Offer(source(item=item.id, field=item.field), item) for item in approved]


def _undone(submission: Submission, item: str, organisation: str) -> Change:
    version = in_force(submission, organisation)
    if version is None or version.content.item(item) is None:
        return Change.REMOVED
    decision = decision_on(submission.recipient(organisation), version.number)
    return Change.REJECTED if decision and decision.on(item) is Outcome.REJECT else Change.UNDECIDED
