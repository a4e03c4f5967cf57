"""Notify's records: notifications, and copies of what they speak of."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from services.notify.channels.model.known import Known, organisations_in
from services.notify.channels.model.mailing import events_of
from services.notify.channels.model.records import NotificationPrivate, NotificationRecord
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.notifications import MailStatus, Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.contracts.types import Instant
from shared.record.copies import Copies
from shared.record.database import driver_errors
from shared.record.store import Store
from shared.runtime.runtime import Runtime, Source

# The list's order, and with its last parts all that the counts and the filters need: they read no notification.
BY_ADDRESS = ("public.organisation", "public.audience", "-public.caused_at", "_id", "public.campaign", "public.kind")

_instant: TypeAdapter[datetime] = TypeAdapter(Instant)


class Stores:
    """Every collection of the service's own database."""

    def __init__(self, runtime: Runtime) -> None:
        self.database = runtime.database()
        self.clock = runtime.clock
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


def _wire(moment: datetime) -> str:
    text: str = _instant.dump_python(moment, mode="json")
    return text
