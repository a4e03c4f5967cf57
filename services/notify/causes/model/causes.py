"""Why people are to be told something, and whether they are mailed it.

The set follows from the state and not from the event that brought it, and each notification from the part of the
state that never changes again (a round, a decision). So repeated and reordered events give the same notifications.
"""

import hashlib
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from services.notify.channels.model.mailing import MEMORY
from services.notify.channels.model.records import NotificationChange, NotificationPrivate, NotificationRecord
from shared.contracts.forms import FormPeriod
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.record.record import Change, Entry

Facts = dict[str, str]
STAMP = "%Y%m%d%H%M%S%f"
"""A moment as a part of a key."""
KEY_LIMIT = 200
ITEM_CHARACTERS = 200
ITEMS_TOLD = 200
ASKED_IF_NEW = {"campaign.amended"}
"""An amendment is mailed only to those whom it tells something for the first time."""


@dataclass(frozen=True)
class Cause:
    """A notification that a state calls for. `newest`: it speaks of the record's newest round, not of a past one.

    `asked_by`: the events that its mail answers. Others carry the same state on, and would mail the past again.
    """

    notification: Notification
    asked_by: tuple[str, ...]
    newest: bool = True


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


def notice(
    key: Sequence[str], kind: NotificationKind, subject: str, *, to: str, campaign: str, at: datetime, facts: Facts
) -> Notification:
    """Not mailed yet; a case is its reviewers' matter, all else that of those who submit.

    The id is the key joined by dots, or its digest where that would be longer than an id may be.
    """
    joined = ".".join(key)
    return Notification(
        id=joined if len(joined) <= KEY_LIMIT else hashlib.sha256(joined.encode()).hexdigest(),
        organisation=to,
        audience=Audience.REVIEWERS if subject.startswith("case/") else Audience.SUBMITTERS,
        kind=kind,
        subject=subject,
        campaign=campaign,
        facts=facts,
        caused_at=at,
        mail=MailStatus.NONE,
    )


def form_facts(asked: FormPeriod) -> Facts:
    """Which form in which period, by their codes: the names are the campaign's to give when the text is written."""
    return {"form": asked.form} | ({"period": asked.period} if asked.period else {})


def item_facts(told: Sequence[tuple[str, str, str]]) -> Facts:
    """``item.<n>.content|outcome|reason`` of the first items; what a notification leaves out the page has."""
    facts: Facts = {}
    for number, (content, outcome, reason) in enumerate(told[:ITEMS_TOLD], start=1):
        facts[f"item.{number}.content"] = textwrap.shorten(content, ITEM_CHARACTERS, placeholder=" …")
        facts[f"item.{number}.outcome"] = outcome
        facts[f"item.{number}.reason"] = reason
    return facts
