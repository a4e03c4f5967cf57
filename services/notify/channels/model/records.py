"""The private part of a notification's record, and the types that all of its decisions share."""

from typing import TypeAlias

from pydantic import Field

from shared.contracts.notifications import Notification
from shared.contracts.types import Contract, Instant, Slug
from shared.record.record import Change, Record


class NotificationPrivate(Contract):
    """`read_by`: which account read it and when. `requested_at`: when its mail was asked for, None: never.

    `next_attempt_at`: when its mail is due; a worker claims it by moving that into the future.
    """

    read_by: dict[Slug, Instant] = Field(default_factory=dict)
    requested_at: Instant | None = None
    next_attempt_at: Instant | None = None


NotificationRecord: TypeAlias = Record[Notification, NotificationPrivate]
NotificationChange: TypeAlias = Change[Notification, NotificationPrivate]
