"""Whether an event asks for a mail of what it causes, and what is kept of it."""

from datetime import datetime
from enum import Enum

from services.notify.causes.model.causes import Cause
from services.notify.channels.model.mailing import MEMORY
from services.notify.channels.model.records import NotificationChange, NotificationPrivate, NotificationRecord
from shared.contracts.notifications import MailStatus, Notification
from shared.record.record import Change, Entry

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
    if replayed or not recent or not cause.newest or event_type not in cause.asked_by:
        return Asking.NO
    return Asking.IF_NEW if event_type in ASKED_IF_NEW else Asking.YES


def noticed(
    record: NotificationRecord | None, notification: Notification, asked: Asking, now: datetime
) -> NotificationChange | None:
    """Creates the notification, or asks for the mail of one that a replay or an amendment brought before."""
    public, private, entry = notification, NotificationPrivate(), Entry("created")
    if record is not None:
        public, private, entry = record.public, record.private, Entry("mail asked for")
        if asked is not Asking.YES or private.requested_at is not None:
            return None
    if asked is not Asking.NO:
        public = public.model_copy(update={"mail": MailStatus.PENDING})
        private = private.model_copy(update={"requested_at": now, "next_attempt_at": now})
    return Change(public, private, entry)
