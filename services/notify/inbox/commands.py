"""A person reads his notifications: each account for itself."""

import asyncio
from dataclasses import dataclass
from functools import partial

from services.notify.channels.model.records import NotificationRecord
from services.notify.context import Context
from services.notify.inbox.model import is_for, read_by
from services.notify.inbox.records import Selection, unread
from shared.errors import not_found
from shared.runtime.commands import command

AT_ONCE = 16


@dataclass(frozen=True)
class MarkRead:
    """One notification was read."""

    notification: str

    @command("read")
    async def run(self, context: Context) -> NotificationRecord:
        """Raises DomainError ``notification_not_found``, also for another's notification."""
        record = await context.stores.notifications.load(self.notification)
        if not is_for(record.public, context.actor):
            raise not_found("notification", self.notification)
        return await _mark(context, self.notification)


@dataclass(frozen=True)
class MarkAllRead:
    """All of an organisation were read, or (None) all of the person's: how many there were."""

    organisation: str | None = None

    @command("read-all")
    async def run(self, context: Context) -> int:
        found = await unread(context.stores, Selection(context.actor, self.organisation))
        for start in range(0, len(found), AT_ONCE):
            await asyncio.gather(*(_mark(context, ident) for ident in found[start : start + AT_ONCE]))
        return len(found)


async def _mark(context: Context, ident: str) -> NotificationRecord:
    account, now = context.actor.account, context.stores.clock()
    marked = partial(read_by, account=account, now=now)
    return await context.stores.notifications.update(ident, marked, cause=f"read:{account}")
