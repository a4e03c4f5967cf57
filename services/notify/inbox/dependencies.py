"""What the API and the pages are handed with each request."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import Field

from services.notify.channels.model.records import NotificationRecord
from services.notify.channels.wording import Wording, path_of
from services.notify.handlers import Inbox
from services.notify.stores import Known
from shared.contracts.notifications import Notification


class Shown(Notification):
    """A notification as a person sees it: read by this account, in words, with the page of what it speaks of."""

    is_read: Annotated[bool, Field(serialization_alias="read")]
    text: str
    path: str


def inbox_of(request: Request) -> Inbox:
    inbox: Inbox = request.app.state.inbox
    return inbox


def wording_of(request: Request) -> Wording:
    wording: Wording = request.app.state.wording
    return wording


CurrentInbox = Annotated[Inbox, Depends(inbox_of)]
CurrentWording = Annotated[Wording, Depends(wording_of)]


def shown(record: NotificationRecord, known: Known, wording: Wording, account: str) -> Shown:
    """What one account sees of a notification."""
    return Shown(
        **record.public.model_dump(),
        is_read=account in record.private.read_by,
        text=wording.sentence(record.public, known),
        path=path_of(record.public),
    )
