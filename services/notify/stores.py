"""Notify's records: notifications, and copies of what they speak of."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from services.notify.channels.model.mailing import events_of
from services.notify.channels.model.records import Known, NotificationPrivate, NotificationRecord, organisations_in
from shared.contracts.campaigns import Campaign
from shared.contracts.cases import Case
from shared.contracts.notifications import MailStatus, Notification
from shared.contracts.organisations import Organisation
from shared.contracts.submissions import Submission
from shared.record.copies import Copies
from shared.record.database import driver_errors
from shared.runtime.runtime import Runtime, Source

# The list's order, and with its last parts all that the counts and the filters need: they read no notification.
BY_ADDRESS = ("public.organisation", "public.audience", "-public.caused_at", "_id", "public.campaign", "public.kind")
WAITING = ("public.mail", "private.next_attempt_at")


class Stores:
    """Every collection of the service's own database."""

    def __init__(self, runtime: Runtime) -> None:
        self.database = runtime.database()
        self.clock = runtime.clock
        self._metrics = runtime.metrics
        indexes = (BY_ADDRESS, ("private.read_by.$**",), WAITING)
        self.notifications = runtime.store(
            self.database, "notification", Notification, NotificationPrivate, indexes=indexes
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
            asked = {"_id": {"$in": list(idents)}}
            found = self.notifications.collection.find(asked, {"_id": 1, "private.requested_at": 1})
            return {row["_id"]: row["private"]["requested_at"] is not None async for row in found}

    async def waiting(self, limit: int) -> list[NotificationRecord]:
        """Notifications whose mail was not sent yet, the ones due first before the others."""
        query, first_due = {"public.mail": MailStatus.PENDING.value}, (("private.next_attempt_at", 1),)
        return await self.notifications.find(query, sort=first_due, limit=limit)

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
