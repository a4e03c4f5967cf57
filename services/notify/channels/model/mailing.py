"""The life of a notification's mail: asked for, claimed by one worker, sent, tried again, given up.

A mail leaves at least once and normally once: the claim keeps other workers away while one sends, and a worker that
died between sending and marking is followed by a mail with the same Message-ID.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.notify.channels.model.records import NotificationChange, NotificationRecord
from shared.contracts.notifications import MailStatus, Notification
from shared.errors import conflict
from shared.record.record import Change, Emit, Entry

MEMORY = timedelta(days=7)
"""What happened longer ago is no news: it is shown, not mailed."""
CLAIM = timedelta(seconds=60)
"""How long other workers leave a mail to the one that sends it; longer than sending may take (`smtp.SEND_SECONDS`).

Short, for the mail of a worker that died waits as long. While the database is away nobody else can claim either.
"""
POSTPONED = timedelta(seconds=1), timedelta(minutes=1)
"""The shortest and the longest wait for what is needed to write a mail."""
ERROR_CHARACTERS = 300


def is_due(record: NotificationRecord, now: datetime) -> bool:
    """Whether the mail may be sent now; one that was claimed is due again when the claim lapses."""
    due = record.private.next_attempt_at
    return record.public.mail is MailStatus.PENDING and due is not None and due <= now


def claimed(record: NotificationRecord, now: datetime) -> NotificationChange:
    """Keeps the mail for one worker. Raises DomainError ``mail_taken`` when it is not due (any more)."""
    if not is_due(record, now):
        raise conflict("mail_taken", id=record.id)
    return _at(record, now + CLAIM)


def overdue(record: NotificationRecord, now: datetime) -> bool:
    """Whether the mail has waited so long (for its mail server, for its address) that it would be no news."""
    return record.private.requested_at is not None and now - record.private.requested_at > MEMORY


def postponed(record: NotificationRecord, now: datetime) -> NotificationChange | None:
    """What the mail needs is not known yet: looked at again after as long as it has waited already."""
    if record.public.mail is not MailStatus.PENDING:
        return None
    shortest, longest = POSTPONED
    return _at(record, now + min(max(now - (record.private.requested_at or now), shortest), longest))


def sent(record: NotificationRecord, now: datetime) -> NotificationChange | None:
    """The mail server has taken it."""
    if record.public.mail is MailStatus.SENT:
        return None
    update = {"mail": MailStatus.SENT, "mail_sent_at": now, "mail_attempts": record.public.mail_attempts + 1}
    return _finished(record, {**update, "mail_error": ""}, Entry("mail sent"))


def tried(
    record: NotificationRecord, error: str, now: datetime, *, retry_seconds: Sequence[float], max_attempts: int
) -> NotificationChange | None:
    """An attempt failed: the wait grows, and after the last one the mail is given up."""
    if record.public.mail is not MailStatus.PENDING:
        return None
    attempts = record.public.mail_attempts + 1
    if attempts >= max_attempts:
        return failed(record, error)
    wait = retry_seconds[min(attempts, len(retry_seconds)) - 1]
    public = record.public.model_copy(update={"mail_attempts": attempts, "mail_error": error[:ERROR_CHARACTERS]})
    private = record.private.model_copy(update={"next_attempt_at": now + timedelta(seconds=wait)})
    return Change(public, private, Entry("mail attempt failed", reason=error[:ERROR_CHARACTERS]))


def failed(record: NotificationRecord, error: str) -> NotificationChange | None:
    """The mail is given up; the notification stays in the application."""
    if record.public.mail is not MailStatus.PENDING:
        return None
    update = {"mail": MailStatus.FAILED, "mail_attempts": record.public.mail_attempts + 1}
    error = error[:ERROR_CHARACTERS]
    return _finished(record, {**update, "mail_error": error}, Entry("mail given up", reason=error))


def without_mailbox(record: NotificationRecord) -> NotificationChange | None:
    """The organisation has no mailbox: nothing is sent, and that is no failure."""
    if record.public.mail is not MailStatus.PENDING:
        return None
    return _finished(record, {"mail": MailStatus.NONE}, Entry("organisation without a mailbox"))


def events_of(notification: Notification) -> tuple[Emit, ...]:
    """The event that carries a notification's state; what was not mailed is nobody else's matter."""
    kinds = {MailStatus.SENT: "notification.sent", MailStatus.FAILED: "notification.failed"}
    kind = kinds.get(notification.mail)
    return (Emit(kind, (notification.organisation,)),) if kind else ()


def _at(record: NotificationRecord, moment: datetime) -> NotificationChange:
    return Change(record.public, record.private.model_copy(update={"next_attempt_at": moment}))


def _finished(record: NotificationRecord, update: dict[str, object], entry: Entry) -> NotificationChange:
    public = record.public.model_copy(update=update)
    private = record.private.model_copy(update={"next_attempt_at": None})
    return Change(public, private, entry, events_of(public))
