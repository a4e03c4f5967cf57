"""Notify's records: notifications, and copies of what they speak of."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from services.notify.channels.model.mailing import events_of
from services.notify.channels.model.records import NotificationPrivate, NotificationRecord
from services.notify.inbox.model import Address
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.notifications import Audience, MailStatus, Notification, NotificationKind
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.contracts.types import Instant
from shared.record.copies import Copies
from shared.record.database import Document, driver_errors
from shared.record.store import Store
from shared.runtime.runtime import Runtime, Source

NAMED_IN_FACTS = ("submitter", "reviewer", "predecessor")
NEWEST_FIRST = (("public.caused_at", -1), ("_id", 1))
# The list's order, and with its last parts all that the counts and the filters need: they read no notification.
BY_ADDRESS = ("public.organisation", "public.audience", "-public.caused_at", "_id", "public.campaign", "public.kind")

_instant: TypeAdapter[datetime] = TypeAdapter(Instant)


@dataclass(frozen=True)
class Selection:
    """Which of a person's notifications are wanted; None: all."""

    addresses: Sequence[Address]
    account: str
    organisation: str | None = None
    campaign: str | None = None
    unread: bool | None = None
    kind: NotificationKind | None = None


@dataclass(frozen=True)
class Known:
    """The organisations and campaigns that notifications name, as far as this service has heard of them."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)

    def covers(self, notification: Notification) -> bool:
        """Whether all that the notification names is known."""
        campaign = self.campaigns.get(notification.campaign)
        if campaign is None:
            return False
        return {*organisations_in(notification), campaign.issuer} <= self.organisations.keys()


class Stores:
    """Every collection of the service's own database."""

    def __init__(self, runtime: Runtime) -> None:
        self.database = runtime.database()
        self._metrics = runtime.metrics
        self.notifications: Store[Notification, NotificationPrivate] = runtime.store(
            self.database,
            "notification",
            Notification,
            NotificationPrivate,
            indexes=(
                BY_ADDRESS,
                ("private.read_by.$**",),
                ("public.mail", "private.next_attempt_at"),
            ),
        )
        self.organisations: Copies[Organisation] = runtime.copy(self.database, "organisation", Organisation)
        self.campaigns: Copies[Campaign] = runtime.copy(self.database, "campaign", Campaign)
        self.submissions: Copies[Submission] = runtime.copy(
            self.database, "submission", Submission, indexes=(("public.campaign",),)
        )
        self.cases: Copies[Case] = runtime.copy(self.database, "case", Case)

    @property
    def sources(self) -> Sequence[Source[Any, Any]]:
        """What others may ask for again, for `Runtime.consume`."""
        return (Source(self.notifications, events_of, lambda organisation: {"public.organisation": organisation}),)

    def counting(self, command: str) -> AbstractContextManager[None]:
        """Counts a command by what became of it."""
        return self._metrics.counting("notify", command)

    async def asked_for(self, idents: Sequence[str]) -> dict[str, bool]:
        """Which of the notifications exist, and whether their mail was asked for."""
        with driver_errors():
            found = self.notifications.collection.find(
                {"_id": {"$in": list(idents)}}, {"_id": 1, "private.requested_at": 1}
            )
            return {row["_id"]: row["private"]["requested_at"] is not None async for row in found}

    async def due(self, now: datetime, limit: int) -> list[NotificationRecord]:
        """Notifications whose mail is due, the longest waiting first."""
        query = {"public.mail": MailStatus.PENDING.value, "private.next_attempt_at": {"$lte": _wire(now)}}
        return await self.notifications.find(query, sort=(("private.next_attempt_at", 1),), limit=limit)

    async def next_due(self) -> datetime | None:
        """When the next mail is due; None when none is waiting."""
        query = {"public.mail": MailStatus.PENDING.value}
        waiting = await self.notifications.find(query, sort=(("private.next_attempt_at", 1),), limit=1)
        return waiting[0].private.next_attempt_at if waiting else None

    async def page(self, selection: Selection, skip: int, limit: int) -> tuple[list[NotificationRecord], int]:
        """A page of notifications, the unread first and each part newest first, with how many there are in all."""
        if not selection.addresses:
            return [], 0
        rows: list[NotificationRecord] = []
        total = 0
        for unread, part in (await self._parts(selection)).items():
            start, room = max(skip - total, 0), limit - len(rows)
            if room > 0 and start < part:
                query = _query(selection, unread=unread)
                rows += await self.notifications.find(query, sort=NEWEST_FIRST, skip=start, limit=room)
            total += part
        return rows, total

    async def _parts(self, selection: Selection) -> dict[bool, int]:
        """How many of the wanted are unread, and how many read. Who has read many has few left, and the reverse."""
        every, read = _query(selection), _query(selection, unread=False)
        counted = await self.notifications.count(read)
        parts = {True: await self.notifications.count(every) - counted, False: counted}
        return {unread: part for unread, part in parts.items() if selection.unread in {None, unread}}

    async def unread(self, selection: Selection) -> list[str]:
        """Ids of the unread notifications."""
        if not selection.addresses:
            return []
        with driver_errors():
            found = self.notifications.collection.find(_query(selection, unread=True), {"_id": 1})
            return [row["_id"] async for row in found]

    async def count_unread(self, selection: Selection) -> int:
        return (await self._parts(selection))[True] if selection.addresses else 0

    async def campaigns_of(self, selection: Selection) -> list[str]:
        """Ids of the campaigns that a person's notifications speak of."""
        if not selection.addresses:
            return []
        pipeline: list[Document] = [{"$match": _query(selection)}, {"$group": {"_id": "$public.campaign"}}]
        with driver_errors():
            found = await self.notifications.collection.aggregate(pipeline).to_list(None)
        return sorted(row["_id"] for row in found)

    async def submissions_for(self, campaign: str) -> dict[str, Submission]:
        """The submissions of a campaign by id, as far as they were heard of."""
        return {copy.id: copy.content for copy in await self.submissions.find({"public.campaign": campaign})}

    async def known(self, organisations: Iterable[str], campaigns: Iterable[str]) -> Known:
        """The copies of these organisations and campaigns, and of the campaigns' issuers."""
        announced = {c.id: c.content for c in await self.campaigns.find({"_id": {"$in": sorted(set(campaigns))}})}
        wanted = {*organisations, *(campaign.issuer for campaign in announced.values())}
        heard = {o.id: o.content for o in await self.organisations.find({"_id": {"$in": sorted(wanted)}})}
        return Known(heard, announced)

    async def known_to(self, notifications: Iterable[Notification]) -> Known:
        """The copies of all that these notifications name."""
        notifications = list(notifications)
        organisations = {name for notification in notifications for name in organisations_in(notification)}
        return await self.known(organisations, {notification.campaign for notification in notifications})


def organisations_in(notification: Notification) -> set[str]:
    """The organisations that a notification names."""
    return {notification.organisation} | {
        notification.facts[fact] for fact in NAMED_IN_FACTS if fact in notification.facts
    }


def _query(selection: Selection, *, unread: bool | None = None) -> Document:
    """The wanted ones, read or not unless `unread` tells which."""
    addresses = [a for a in selection.addresses if selection.organisation in {None, a[0]}]
    query = _addressed(addresses)
    if unread is not None:
        query[f"private.read_by.{selection.account}"] = {"$exists": not unread}
    if selection.campaign is not None:
        query["public.campaign"] = selection.campaign
    if selection.kind is not None:
        query["public.kind"] = selection.kind.value
    return query


def _addressed(addresses: Sequence[Address]) -> Document:
    """One condition an audience, not one an address: an account of fifty grants asks no more than another."""
    organisations: dict[Audience, list[str]] = {}
    for organisation, audience in addresses:
        organisations.setdefault(audience, []).append(organisation)
    parts = [{"public.organisation": {"$in": names}, "public.audience": a.value} for a, names in organisations.items()]
    if not parts:
        return {"_id": {"$in": []}}
    return {"$or": parts} if len(parts) > 1 else dict(parts[0])


def _wire(moment: datetime) -> str:
    text: str = _instant.dump_python(moment, mode="json")
    return text
