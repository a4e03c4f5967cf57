"""A notification as one account sees it."""

from typing import Annotated

from pydantic import Field

from services.notify.channels.model.records import Known, NotificationRecord
from services.notify.channels.wording import path_of
from services.notify.context import Context
from shared.contracts.notifications import Notification


class NotificationView(Notification):
    """A notification in words: whether this account has read it, and the page of what it speaks of."""

    is_read: Annotated[bool, Field(serialization_alias="read")]
    text: str
    path: str


def view(context: Context, record: NotificationRecord, known: Known) -> NotificationView:
    return NotificationView(
        **record.public.model_dump(),
        is_read=context.actor.account in record.private.read_by,
        text=context.wording.sentence(record.public, known),
        path=path_of(record.public),
    )
