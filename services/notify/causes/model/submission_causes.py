"""What people are to be told, read off the state of a submission: what became of its items further up, and which of
them its organisation withdrew.

Each notification follows from a part that never changes again: a decision on a version, a withdrawal.
"""

from collections.abc import Iterator

from services.notify.causes.model.causes import STAMP, Cause, form_facts, item_facts, notice
from shared.contracts.notifications import Audience, Notification, NotificationKind
from shared.contracts.submissions import Submission, Upward, UpwardStatus, WithdrawnItem
from shared.rules.ids import case_id, submitter_of


def of_submission(submission: Submission) -> Iterator[Cause]:
    """For the unit one for each decision further up; for its readers one for each item that it withdrew."""
    decisions: dict[tuple[str, ...], list[Upward]] = {}
    for one in submission.upward:
        # That an item is on its way the unit sees on the submission's page.
        if one.status is not UpwardStatus.SENT and one.decided_at is not None:
            status, stamp = one.status.value.replace("_", "-"), f"{one.decided_at:{STAMP}}"
            key = one.via, one.submission, one.organisation, str(one.version), status, stamp
            decisions.setdefault(key, []).append(one)
    for decision, entries in decisions.items():
        yield Cause(_upward(submission, decision, entries), ("submission.settled",))
    for gone in submission.withdrawn_items:
        yield from (Cause(notification, ("submission.settled",)) for notification in _withdrawn(submission, gone))


def _upward(submission: Submission, key: tuple[str, ...], entries: list[Upward]) -> Notification:
    """The items that one decision speaks of, together. Its form is that of the campaign further up, ``above``."""
    first = entries[0]
    assert first.decided_at is not None
    return notice(
        ("upward", submission.id, *key),
        NotificationKind.UPWARD,
        f"submission/{submission.id}",
        to=submission.organisation,
        campaign=submission.campaign,
        at=first.decided_at,
        facts={
            **form_facts(first.asked),
            "above": first.campaign,
            "reviewer": first.organisation,
            "status": first.status.value,
            "version": str(first.version),
            "count": str(len(entries)),
            **item_facts([(_content(submission, one.item), one.status.value, one.reason) for one in entries]),
        },
    )


def _withdrawn(submission: Submission, gone: WithdrawnItem) -> Iterator[Notification]:
    """The reviewers of everybody who was sent the item; where it was carried upward, the clerks there as well."""
    for reader in (recipient.organisation for recipient in submission.recipients):
        if any(reader in version.recipients and version.content.item(gone.item) for version in submission.versions):
            yield _item_gone(submission, gone, reader, Audience.REVIEWERS)
            if any(
                entry.item == gone.item
                and entry.status is not UpwardStatus.LEFT_OUT
                and submitter_of(entry.via) == reader
                for entry in submission.upward
            ):
                yield _item_gone(submission, gone, reader, Audience.SUBMITTERS)


def _item_gone(submission: Submission, gone: WithdrawnItem, organisation: str, audience: Audience) -> Notification:
    reviewing = audience is Audience.REVIEWERS
    return notice(
        (submission.id, gone.item, "item-withdrawn", organisation, audience.value),
        NotificationKind.ITEM_WITHDRAWN,
        f"case/{case_id(organisation, submission.id)}" if reviewing else f"campaign/{submission.campaign}",
        to=organisation,
        campaign=submission.campaign,
        at=gone.withdrawn_at,
        facts={
            **form_facts(submission.asked),
            "submitter": submission.organisation,
            "reason": gone.reason,
            "consolidated": "no" if reviewing else "yes",
            **item_facts([(_content(submission, gone.item), "", "")]),
        },
    )


def _content(submission: Submission, ident: str) -> str:
    found = (item for version in reversed(submission.versions) if (item := version.content.item(ident)))
    return next((item.content for item in found), ident)
