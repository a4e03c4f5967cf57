"""The notifications that a person sees: those of the organisations for which he submits or reviews; and how."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from services.notify.channels.model.records import Known, NotificationRecord
from services.notify.channels.wording import path_of
from services.notify.context import Context
from services.notify.inbox.model import addresses_of
from services.notify.stores import Stores
from shared.contracts.notifications import Audience, Notification, NotificationKind
from shared.identity import Actor
from shared.record.database import Document

NEWEST_FIRST = (("public.caused_at", -1), ("_id", 1))


@dataclass(frozen=True)
class Selection:
    """Which of a person's notifications are wanted; None: all."""

    actor: Actor
    organisation: str | None = None
    campaign: str | None = None
    unread: bool | None = None
    kind: NotificationKind | None = None

    def query(self, *, unread: bool | None = None) -> Document:
        """The wanted ones, read or not unless `unread` tells which."""
        addresses = [a for a in addresses_of(self.actor) if self.organisation in {None, a[0]}]
        # One condition an audience, not one an address: an account of fifty grants asks no more than another.
        named = [(audience, [name for name, meant in addresses if meant is audience]) for audience in Audience]
        parts = [{"public.organisation": {"$in": n}, "public.audience": a.value} for a, n in named if n]
        query: Document = {"$or": parts} if parts else {"_id": {"$in": []}}
        if unread is not None:
            query[f"private.read_by.{self.actor.account}"] = {"$exists": not unread}
        if self.campaign is not None:
            query["public.campaign"] = self.campaign
        if self.kind is not None:
            query["public.kind"] = self.kind.value
        return query


async def page(stores: Stores, selection: Selection, skip: int, limit: int) -> tuple[list[NotificationRecord], int]:
    """A page of notifications, the unread first and each part newest first, with how many there are in all."""
    rows: list[NotificationRecord] = []
    total = 0
    for unread, part in (await _parts(stores, selection)).items():
        start, room = max(skip - total, 0), limit - len(rows)
        if room > 0 and start < part:
            query = selection.query(unread=unread)
            rows += await stores.notifications.find(query, sort=NEWEST_FIRST, skip=start, limit=room)
        total += part
    return rows, total


async def count_unread(stores: Stores, actor: Actor) -> int:
    return (await _parts(stores, Selection(actor)))[True]


async def unread(stores: Stores, selection: Selection) -> list[str]:
    """Ids of the unread notifications."""
    return [row["_id"] for row in await stores.notifications.parts(selection.query(unread=True), {"_id": 1})]


async def campaigns_of(stores: Stores, actor: Actor) -> list[str]:
    """Ids of the campaigns that a person's notifications speak of."""
    pipeline: list[Document] = [{"$match": Selection(actor).query()}, {"$group": {"_id": "$public.campaign"}}]
    return sorted(row["_id"] for row in await stores.notifications.aggregate(pipeline))


async def _parts(stores: Stores, selection: Selection) -> dict[bool, int]:
    """How many of the wanted are unread, and how many read. Who has read many has few left, and the reverse."""
    if not addresses_of(selection.actor):
        return {True: 0, False: 0}
    counted = await stores.notifications.count(selection.query(unread=False))
    parts = {True: await stores.notifications.count(selection.query()) - counted, False: counted}
    return {unread: part for unread, part in parts.items() if selection.unread in {None, unread}}


class NotificationView(Notification):
    """A notification in words: whether this account has read it, and the page of what it speaks of."""

    is_read: Annotated[bool, Field(serialization_alias="read")]
    text: str
    path: str


def view(context: Context, record: NotificationRecord, known: Known) -> NotificationView:
    return NotificationView(
        **dict(record.public),
        is_read=context.actor.account in record.private.read_by,
        text=context.wording.sentence(record.public, known),
        path=path_of(record.public),
    )
