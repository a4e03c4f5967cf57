"""What people are to be told, read off the state of a submission: what became of its items further up, and which of
them its organisation withdrew.

Each notification follows from a part that never changes again: a decision on a version, a withdrawal.
"""

from collections.abc import Iterator

from services.notify.causes.model.causes import Cause, item_facts, natural_key
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.contracts.submissions import Submission, Upward, UpwardStatus, WithdrawnItem
from shared.rules.ids import case_id, submitter_of

TOLD = frozenset(
    {
        UpwardStatus.LEFT_OUT,
        UpwardStatus.APPROVED,
        UpwardStatus.RETURNED,
        UpwardStatus.REJECTED,
        UpwardStatus.WITHDRAWN,
    }
)
"""What a unit is told of; that an item is on its way it sees on the submission's page."""


def of_submission(submission: Submission) -> Iterator[Cause]:
    """For the unit one for each decision further up; for its readers one for each item that it withdrew."""
    for entries in _decisions(submission):
        yield Cause(_upward(submission, entries), ("submission.settled",))
    for gone in submission.withdrawn_items:
        yield from (Cause(notification, ("submission.settled",)) for notification in _withdrawn(submission, gone))


def _decisions(submission: Submission) -> list[list[Upward]]:
    """The items that one decision speaks of, together."""
    found: dict[tuple[object, ...], list[Upward]] = {}
    for entry in submission.upward:
        if entry.status in TOLD and entry.decided_at is not None:
            key = entry.via, entry.submission, entry.organisation, entry.version, entry.status, entry.decided_at
            found.setdefault(key, []).append(entry)
    return list(found.values())


def _upward(submission: Submission, entries: list[Upward]) -> Notification:
    first = entries[0]
    decided_at = first.decided_at
    assert decided_at is not None
    told = [(_content(submission, entry.item), entry.status.value, entry.reason) for entry in entries]
    stamp = f"{decided_at:%Y%m%d%H%M%S%f}"
    status = first.status.value.replace("_", "-")
    parts = (submission.id, first.via, first.submission, first.organisation, str(first.version), status)
    return Notification(
        id=natural_key("upward", *parts, stamp),
        organisation=submission.organisation,
        audience=Audience.SUBMITTERS,
        kind=NotificationKind.UPWARD,
        subject=f"submission/{submission.id}",
        campaign=submission.campaign,
        facts={
            "form": first.form.value,
            "reviewer": first.organisation,
            "status": first.status.value,
            "version": str(first.version),
            "count": str(len(entries)),
            **item_facts(told),
        },
        caused_at=decided_at,
        mail=MailStatus.NONE,
    )


def _withdrawn(submission: Submission, gone: WithdrawnItem) -> Iterator[Notification]:
    """The reviewers of everybody who was sent the item; where it was carried upward, the clerks there as well."""
    for recipient in submission.recipients:
        sent = [v for v in submission.versions if recipient.organisation in v.recipients and v.content.item(gone.item)]
        if not sent:
            continue
        carried = any(
            entry.item == gone.item
            and entry.status is not UpwardStatus.LEFT_OUT
            and submitter_of(entry.via) == recipient.organisation
            for entry in submission.upward
        )
        yield _item_gone(submission, gone, recipient.organisation, Audience.REVIEWERS)
        if carried:
            yield _item_gone(submission, gone, recipient.organisation, Audience.SUBMITTERS)


def _item_gone(submission: Submission, gone: WithdrawnItem, organisation: str, audience: Audience) -> Notification:
    reviewing = audience is Audience.REVIEWERS
    return Notification(
        id=natural_key(submission.id, gone.item, "item-withdrawn", organisation, audience.value),
        organisation=organisation,
        audience=audience,
        kind=NotificationKind.ITEM_WITHDRAWN,
        subject=f"case/{case_id(organisation, submission.id)}" if reviewing else f"campaign/{submission.campaign}",
        campaign=submission.campaign,
        facts={
            "form": submission.form.value,
            "submitter": submission.organisation,
            "reason": gone.reason,
            "consolidated": "no" if reviewing else "yes",
            **item_facts([(_content(submission, gone.item), "", "")]),
        },
        caused_at=gone.withdrawn_at,
        mail=MailStatus.NONE,
    )


def _content(submission: Submission, ident: str) -> str:
    found = (item for version in reversed(submission.versions) if (item := version.content.item(ident)))
    return next((item.content for item in found), ident)
