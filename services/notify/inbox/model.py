"""Who sees a notification, and who has read it."""

from datetime import datetime

from services.notify.channels.model.records import NotificationChange, NotificationRecord
from shared.contracts.notifications import Audience, Notification
from shared.identity import SUBMITTING, Actor, Role
from shared.record.record import Change

Address = tuple[str, Audience]
"""An organisation and those of its people who are meant."""


def addresses_of(actor: Actor) -> tuple[Address, ...]:
    """Whose notifications a person sees: as clerk or head of an organisation, and as its reviewer."""
    submitting = [(organisation, Audience.SUBMITTERS) for organisation in actor.organisations(*SUBMITTING)]
    reviewing = [(organisation, Audience.REVIEWERS) for organisation in actor.organisations(Role.REVIEWER)]
    return (*submitting, *reviewing)


def is_for(notification: Notification, actor: Actor) -> bool:
    return (notification.organisation, notification.audience) in addresses_of(actor)


def read_by(record: NotificationRecord, account: str, now: datetime) -> NotificationChange | None:
    """Keeps that the account has read it, once; the first time counts."""
    if account in record.private.read_by:
        return None
    readers = {**record.private.read_by, account: now}
    return Change(record.public, record.private.model_copy(update={"read_by": readers}))
