"""What counts of a submission for one of its recipients (ADR 11). What was withdrawn counts for nobody."""

from collections.abc import Iterable

from shared.contracts.campaigns import Campaign
from shared.contracts.items import Item
from shared.contracts.submissions import Outcome, RecipientStatus, Submission, SubmissionStatus, Version
from shared.rules.decisions import decision_on, is_approved


def standing(submission: Submission, recipient: str) -> tuple[Version, ...]:
    """The versions that the recipient was sent and that were not taken back, the oldest first."""
    known = submission.recipient(recipient)
    delivered, since = submission.status is SubmissionStatus.DELIVERED, submission.withdrawn_at
    if known is None or not delivered or known.status is RecipientStatus.WITHDRAWN:
        return ()
    return tuple(
        version
        for version in submission.versions
        if recipient in version.recipients and (since is None or version.delivered_at > since)
    )


def in_force(submission: Submission, recipient: str) -> Version | None:
    """The version that counts: the newest approved one, so that it stays in force while a correction of it is
    reviewed, else the newest that stands."""
    known, versions = submission.recipient(recipient), standing(submission, recipient)
    approved = [version for version in versions if is_approved(known, version.number)]
    return next(reversed(approved or versions), None)


def is_withdrawn(submission: Submission, recipient: str) -> bool:
    """Whether what the recipient was sent is taken back. A withdrawal that a newer version has followed no longer
    holds, whatever the recipient's state says (`standing` believes that)."""
    if submission.status is SubmissionStatus.WITHDRAWN:
        return True
    known, newest = submission.recipient(recipient), submission.version_for(recipient)
    if known is None or newest is None or known.status is not RecipientStatus.WITHDRAWN:
        return False
    return submission.withdrawn_at is not None and newest.delivered_at <= submission.withdrawn_at


def withdrawn_items(submission: Submission) -> frozenset[str]:
    """The items that their organisation withdrew after delivery."""
    return frozenset(gone.item for gone in submission.withdrawn_items)


def items_in_force(submission: Submission, recipient: str) -> tuple[Item, ...]:
    """The items that count: of the version in force, neither rejected by the recipient nor withdrawn."""
    version = in_force(submission, recipient)
    if version is None:
        return ()
    decision, gone = decision_on(submission.recipient(recipient), version.number), withdrawn_items(submission)
    return tuple(
        item
        for item in version.content.items
        if item.id not in gone and (decision is None or decision.on(item.id) is not Outcome.REJECT)
    )


def basis_of(registrations: Iterable[Submission], campaign: Campaign) -> tuple[Item, ...]:
    """The items that a report has to answer: in force with any recipient, in the order of the plan's fields.

    Where recipients approved different versions, the newest of them names the item.
    """
    found: dict[str, Item] = {}
    for submission in registrations:
        versions = {r.organisation: in_force(submission, r.organisation) for r in submission.recipients}
        newest = sorted(versions, key=lambda place: -(version.number if (version := versions[place]) else 0))
        for recipient in newest:
            for item in items_in_force(submission, recipient):
                found.setdefault(item.id, item)
    order = {field.code: place for place, field in enumerate(campaign.fields)}
    return tuple(sorted(found.values(), key=lambda item: order.get(item.field, len(order))))
