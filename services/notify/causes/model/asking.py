"""Whether an event asks for a mail of what it causes, and what is kept of it."""

from datetime import datetime
from enum import Enum

from services.notify.causes.model.causes import Cause
from services.notify.channels.model.mailing import MEMORY
from services.notify.channels.model.records import NotificationChange, NotificationPrivate, NotificationRecord
from shared.contracts.notifications import MailStatus, Notification, NotificationKind
from shared.record.record import Change, Entry

ASKED_BY = {
    NotificationKind.CAMPAIGN_ANNOUNCED: {"campaign.announced", "campaign.amended"},
    NotificationKind.EXTENSION_GRANTED: {"extension.granted"},
    NotificationKind.OBLIGATION_TRANSFERRED: {"campaign.amended"},
    NotificationKind.CASE_OPENED: {"case.opened", "case.reopened"},
    NotificationKind.CASE_WITHDRAWN: {"case.withdrawn"},
    NotificationKind.DECISION_APPROVE: {"case.approved"},
    NotificationKind.DECISION_RETURN: {"case.returned"},
    NotificationKind.DECISION_REJECT: {"case.rejected"},
    NotificationKind.CORRECTION_ASKED: {"case.correction_asked"},
    NotificationKind.CORRECTION_REVOKED: {"case.correction_revoked"},
    NotificationKind.UPWARD: {"submission.settled"},
    NotificationKind.ITEM_WITHDRAWN: {"submission.settled"},
    NotificationKind.CAMPAIGN_REOPENED: {"campaign.amended"},
}
"""The events that a mail answers. Others carry the same state on, and would mail the past again."""


ASKED_IF_NEW = {"campaign.amended"}
"""An amendment is mailed only to those whom it tells something for the first time."""


class Asking(Enum):
    """Whether an event asks for a notification's mail."""

    NO = "no"
    IF_NEW = "if new"
    YES = "yes"


def asking(cause: Cause, event_type: str, *, replayed: bool, now: datetime) -> Asking:
    """Whether this event asks for this mail. A replayed event never does: a rebuilt database is not mailed again."""
    notification = cause.notification
    recent = now - notification.caused_at <= MEMORY
    if replayed or not recent or not cause.newest or event_type not in ASKED_BY[notification.kind]:
        return Asking.NO
    return Asking.IF_NEW if event_type in ASKED_IF_NEW else Asking.YES


def noticed(
    record: NotificationRecord | None, notification: Notification, asked: Asking, now: datetime
) -> NotificationChange | None:
    """Creates the notification, or asks for the mail of one that a replay or an amendment brought before."""
    pending = Change(
        notification.model_copy(update={"mail": MailStatus.PENDING}),
        NotificationPrivate(requested_at=now, next_attempt_at=now),
        Entry("created"),
    )
    if record is None:
        return pending if asked is not Asking.NO else Change(notification, NotificationPrivate(), Entry("created"))
    if asked is not Asking.YES or record.private.requested_at is not None:
        return None
    private = record.private.model_copy(update={"requested_at": now, "next_attempt_at": now})
    return Change(record.public.model_copy(update={"mail": MailStatus.PENDING}), private, Entry("mail asked for"))
